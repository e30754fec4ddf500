//! The administrator's view of a city's staff: who there is, inviting, changing, disabling. Somebody
//! always stays who can: the last administrator is neither disabled nor made something else.

mod actions;
pub mod routes;
mod store;

pub use actions::first_administrator;
pub use store::called;

//! A member of staff's own account: name, password, sessions. The second factor is beside it.

mod actions;
pub mod routes;
mod store;

pub use actions::prove_password;

//! Residents who want an account: known by an e-mail address or a phone number that they proved with a
//! code. Nobody needs one to file a report.

mod actions;
pub mod routes;
mod store;

pub use actions::{arrive, name_of};
pub use routes::view;

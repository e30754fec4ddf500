//! Photos: received before the report or the result that they belong to, then attached to it
//! once. Who may see one is decided by its publication.

mod actions;
pub mod jobs;
pub mod routes;
mod store;

pub use actions::{attach, delete, erase, publish, receive};
pub use store::{Photo, Received, of_report, published_of_report};

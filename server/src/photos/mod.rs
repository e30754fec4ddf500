//! Photos: received before the report or the result that they belong to, then attached to it
//! once. Who may see one is decided by its publication; staff may make parts of it unreadable first.

mod actions;
mod edits;
pub mod jobs;
pub mod routes;
mod store;
pub mod upload;
mod view;

pub use actions::{Editing, attach, delete, edit, erase, publish, receive};
pub(crate) use routes::refusal;
pub use store::{Photo, Received, of_report, published_of_report};
pub use view::view;

//! Telling people what became of cases: authors and followers by mail and in their browsers, anybody by
//! mail about one case or an area. What happened is read from the log of events (`jobs`), so that no
//! change of a case waits for it, and is told once. Messages are carried by [`crate::notify`].

mod actions;
pub mod jobs;
mod key;
pub mod routes;
mod store;
mod words;

pub use actions::{first_push_key, new_push_key};

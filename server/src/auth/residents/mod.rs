//! Residents who sign in by a one-time code, and where they are signed in.

mod actions;
pub mod routes;
mod store;

pub use actions::be_seen;
pub use routes::answer;

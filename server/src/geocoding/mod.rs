//! Places in words and words to places, from the city's own streets and houses; nobody outside is asked.
//!
//! What people type is read by `domain::address`, which turns it into keys of Latin letters; the names of
//! the city's streets are kept as such keys too ([`actions::index`]) and compared by trigrams.

pub mod actions;
mod book;
pub mod routes;
mod store;

pub use store::nearest;

//! Places in words, from the city's own streets and houses; nobody outside is asked.

mod store;

pub use store::nearest;

//! The cases: filed once, moved by staff, seen by everybody as far as each may see. Every way in
//! which a report can come ends in [`submit`].

mod actions;
mod author;
mod circle;
mod desk;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
pub mod jobs;
mod lists;
mod map;
mod parts;
mod relive;
pub mod routes;
mod sheet;
mod store;
mod view;

pub use actions::{
    Brought, Move, Mover, PastCase, PastEnding, bring_in, change, edit_photo, erase_inside, publish, submit,
};
pub use author::Author;
pub use desk::Counts;
pub use map::{Dot, Filter, FilterWords, Maps, Spot, View, WORLD, Window, look};
pub use relive::relive;
pub use store::any;

use sha2::{Digest, Sha256};

/// What is kept of a report's secret.
pub fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.to_ascii_lowercase().as_bytes()).to_vec()
}

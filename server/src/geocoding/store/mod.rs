//! SQL of addresses.

pub mod index;
mod nearest;
pub mod search;

pub use nearest::{Address, nearest};

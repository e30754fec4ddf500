//! Addresses as people write them: with abbreviations, in any order, in Russian or in English, with
//! mistakes. Everything here turns text into keys that compare equal when people mean the same.
//!
//! Keys are written in small Latin letters, so that “Goncharova st 5” finds “улица Гончарова, 5”, and
//! so that a database compares them alike whatever language it was set up with.

mod number;
mod query;
mod sound;
mod words;

pub use number::number_key;
pub use query::{Query, Reading, TEXT_MAX};
pub use sound::sound;
pub use words::{Kind, StreetName};

#[cfg(test)]
mod tests;

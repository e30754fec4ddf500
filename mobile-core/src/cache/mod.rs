//! What the phone keeps of the city's answers, to show something where there is no network.
//!
//! What a city says of itself is the same for everybody ([`Library`]). What an account saw, its own
//! reports, others', the map, is kept for that account ([`Shelf`]): its own as long as the account is
//! here, the rest within a budget.

mod answers;
mod knowledge;
mod library;
mod shelf;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use knowledge::{Knowledge, find_type};
pub(crate) use library::Library;
pub(crate) use shelf::Shelf;
pub(crate) use store::{Kept, Kind, forget};

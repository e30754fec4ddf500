//! Assets: things of the city with a place, a number that people read on them, and mostly an owner.
//!
//! They come from the city's folder ([`actions::load`]), are kept in memory with the city
//! ([`actions::all`]) and decide there who gets a report of a lamp, a manhole or a stop. Whoever
//! files one may be asked which of them it is ([`routes`]).

pub mod actions;
pub mod routes;
mod store;

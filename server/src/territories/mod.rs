//! The map of a city: areas with owners, streets, houses, and the grounds people know by name.
//!
//! Areas with owners come from the city's folder ([`actions::load`]) and decide who gets a report. The
//! rest is the base map, whose tiles `tiles::base` cuts. It comes from the folder too, unless somebody
//! imported a map ([`actions::import`]): then it is the import's until that is given up, and the
//! folder's streets, houses and grounds wait (`docs/adr/0040`).

pub mod actions;
mod drawn;
mod store;

pub use drawn::Drawing;

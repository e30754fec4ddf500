//! The map of a city: areas with owners, streets, houses, and the grounds people know by name.
//!
//! All of it comes from the city's folder ([`actions::load`]). Owned areas decide who gets a
//! report; the rest is the base map, whose tiles `tiles::base` cuts.

pub mod actions;
mod store;

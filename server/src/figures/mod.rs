//! The figures that a city shows of itself, counted over the map that everybody sees: what they count
//! can be looked up there by the same words. The formulas are in [`domain::figures`].

mod count;
mod days;
pub mod routes;
mod table;

//! Departments and connected organisations: who does the work.
//!
//! They come from the city's folder ([`actions::load`]) and are the same for everybody
//! ([`routes`]). A department that left the folder is retired: old cases still name it.

pub mod actions;
pub mod routes;
mod store;

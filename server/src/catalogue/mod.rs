//! What a city is and what can be reported in it: categories, issue types, channels, clocks, the
//! working calendar.
//!
//! It comes from the city's folder ([`actions::load`], which loads all areas of a folder) and is
//! read from memory: [`Cities`] holds every city as its data says and looks for new versions.
//! Nothing here changes by use; a change is a new version of the folder.

pub mod actions;
mod popular;
mod registry;
pub mod routes;
mod store;
mod view;

pub use popular::Popular;
pub use registry::Cities;

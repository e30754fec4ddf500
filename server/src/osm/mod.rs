//! Extracts of OpenStreetMap, as files: what of a city's streets, houses, addresses, water and parks
//! they know. This room reads files and knows tags; `territories` keeps what comes out of it.
//!
//! A file is read four times, each time for one kind of thing, so that what is held is the city and
//! not the file: relations that are areas, nodes of the city, ways of the city, then the nodes that
//! such ways have outside of it. Ids may stand in any order.

mod address;
mod build;
mod file;
mod meaning;
mod nodes;
mod passes;
mod rings;
#[cfg(test)]
mod tests;

pub use file::FileError;

use crate::folder::{Ground, House, Street};
use domain::place::Place;
use geo_types::{LineString, MultiPolygon};
use serde::Serialize;
use std::path::Path;

/// Whom the data is by, as its licence (ODbL 1.0) wants it said where it is shown.
pub const ATTRIBUTION: &str = "OpenStreetMap";

/// What a file knows of a city.
#[derive(Debug, Default)]
pub struct Extract {
    pub streets: Vec<Street>,
    pub houses: Vec<House>,
    pub grounds: Vec<Ground>,
    pub lines: Vec<MapLine>,
    pub localities: Vec<Locality>,
    pub address_points: Vec<AddressPoint>,
    pub rejected: Rejected,
}

/// A railway, or water that is drawn as a line.
#[derive(Debug, Serialize)]
pub struct MapLine {
    pub slug: String,
    pub class: &'static str,
    pub name_ru: Option<String>,
    pub name_en: Option<String>,
    #[serde(serialize_with = "crate::folder::line_as_geojson")]
    pub line: LineString<f64>,
}

/// A part of the city that people know by name.
#[derive(Debug, Serialize)]
pub struct Locality {
    pub slug: String,
    pub class: &'static str,
    pub name_ru: String,
    pub name_en: Option<String>,
    #[serde(serialize_with = "crate::folder::place_as_geojson")]
    pub place: Place,
}

/// An address that is a door, or a plot without a house on the map.
#[derive(Debug, Serialize)]
pub struct AddressPoint {
    pub slug: String,
    pub street: String,
    pub number: String,
    #[serde(serialize_with = "crate::folder::place_as_geojson")]
    pub place: Place,
}

/// What was not taken, and why.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Rejected {
    /// Areas whose outline is not closed, or not in the file as a whole.
    pub open_areas: usize,
    /// Lines with fewer than two places in the file.
    pub short_lines: usize,
    /// House numbers that no sign has: longer than 20 letters.
    pub numbers: usize,
    /// Doors and plots whose street is not on the map.
    pub lost_addresses: usize,
}

impl Rejected {
    pub fn total(self) -> usize {
        self.open_areas + self.short_lines + self.numbers + self.lost_addresses
    }
}

/// Reads the file for what is within `boundary`. `tell` is told how far it is, in words.
///
/// # Errors
/// When the file cannot be read, is damaged, or holds more of the city than fits in memory.
pub fn read(
    path: &Path,
    boundary: &MultiPolygon<f64>,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Extract, FileError> {
    let found = passes::read(path, boundary, tell)?;
    Ok(build::extract(&found, boundary))
}

//! Which street an address belongs to.

use super::file::Tags;
use crate::folder::Street;
use domain::address::{StreetName, number_key};
use geo_types::Coord;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance, RTree};
use std::collections::HashMap;

/// Letters of a house number, at most.
const NUMBER_MAX: usize = 20;
/// How far a street may be from a house that does not say which it is in: 100 m, in degrees of latitude.
const NEAR: f64 = 0.0009;
/// How far from a house that does say so: 3 km; farther away is another street of the same name.
const FAR: f64 = 0.027;

/// What an element says about its address.
pub enum Addressed {
    /// A number, in a street (by its position) or in none that is near.
    At {
        street: Option<usize>,
        number: String,
    },
    /// A number in a street that is not on the map.
    Lost(String),
    /// No sign has such a number.
    TooLong,
    None,
}

type Part = GeomWithData<Line<[f64; 2]>, usize>;

/// Finds streets by their names and by what is near.
pub struct Finder {
    by_name: HashMap<StreetName, Vec<usize>>,
    names: Vec<Option<StreetName>>,
    parts: HashMap<usize, Vec<Part>>,
    all: RTree<Part>,
    /// Degrees of longitude are shorter by this.
    narrow: f64,
}

impl Finder {
    pub fn new(streets: &[Street]) -> Self {
        let middle = streets.first().and_then(|street| street.line.0.first()).map_or(0.0, |coord| coord.y);
        let narrow = middle.to_radians().cos().max(0.05);
        let names: Vec<Option<StreetName>> =
            streets.iter().map(|street| street.name_ru.as_deref().map(StreetName::read)).collect();
        let mut by_name: HashMap<StreetName, Vec<usize>> = HashMap::new();
        let (mut parts, mut all) = (HashMap::new(), Vec::new());
        for (at, (street, name)) in streets.iter().zip(&names).enumerate() {
            let Some(name) = name else { continue };
            by_name.entry(name.clone()).or_default().push(at);
            let flat = |coord: Coord<f64>| [coord.x * narrow, coord.y];
            let of: Vec<Part> = street
                .line
                .lines()
                .map(|line| GeomWithData::new(Line::new(flat(line.start), flat(line.end)), at))
                .collect();
            all.extend(of.iter().copied());
            parts.insert(at, of);
        }
        Self { by_name, names, parts, all: RTree::bulk_load(all), narrow }
    }

    /// The name of the street at a position.
    pub fn name(&self, street: usize) -> Option<StreetName> {
        self.names.get(street).cloned().flatten()
    }

    /// The address of an element; `street` is what a relation of its street says.
    pub fn address(&self, tags: &Tags, street: Option<&str>, at: Coord<f64>) -> Addressed {
        let Some(number) = tags.get("addr:housenumber").map(str::trim).filter(|number| !number.is_empty())
        else {
            return Addressed::None;
        };
        if number.chars().count() > NUMBER_MAX {
            return Addressed::TooLong;
        }
        let number = number.to_owned();
        let here = [at.x * self.narrow, at.y];
        match tags.get("addr:street").or(street).map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => match self.called(name, here) {
                Some(street) => Addressed::At { street: Some(street), number },
                None => Addressed::Lost(number),
            },
            None if number_key(&number).is_none() => Addressed::At { street: None, number },
            None => Addressed::At { street: self.nearest(here), number },
        }
    }

    fn called(&self, name: &str, here: [f64; 2]) -> Option<usize> {
        let candidates = self.by_name.get(&StreetName::read(name))?;
        let away = |street: usize| {
            let of = self.parts.get(&street).into_iter().flatten();
            of.map(|part| part.distance_2(&here)).fold(f64::INFINITY, f64::min)
        };
        let nearest =
            candidates.iter().map(|&street| (street, away(street))).min_by(|a, b| a.1.total_cmp(&b.1))?;
        (nearest.1 <= FAR * FAR).then_some(nearest.0)
    }

    fn nearest(&self, here: [f64; 2]) -> Option<usize> {
        let part = self.all.nearest_neighbor(&here)?;
        (part.distance_2(&here) <= NEAR * NEAR).then_some(part.data)
    }
}

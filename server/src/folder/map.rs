//! The map files of a city's folder: GeoJSON feature collections in WGS 84.

use super::geometry::{Geometry, area_as_geojson, line_as_geojson};
use super::problem::Problems;
use super::table;
use geo_types::{LineString, MultiPolygon};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const BOUNDARY: &str = "boundary.geojson";
pub const TERRITORIES: &str = "territories.geojson";
pub const STREETS: &str = "streets.geojson";
pub const HOUSES: &str = "houses.geojson";
pub const GROUNDS: &str = "grounds.geojson";

const MAX_BYTES: u64 = 128 * 1024 * 1024;
const MAX_FEATURES: usize = 300_000;

/// An area with an owner.
#[derive(Debug, Clone, Serialize)]
pub struct Territory {
    pub slug: String,
    pub department: String,
    pub title_ru: String,
    pub title_en: String,
    /// Drawn roughly until the city gives the true one.
    pub placeholder: bool,
    #[serde(serialize_with = "area_as_geojson")]
    pub area: MultiPolygon<f64>,
}

/// A street, or a part of one.
#[derive(Debug, Clone, Serialize)]
pub struct Street {
    pub slug: String,
    pub name_ru: Option<String>,
    pub name_en: Option<String>,
    pub class: String,
    #[serde(serialize_with = "line_as_geojson")]
    pub line: LineString<f64>,
}

/// A house with its number in a street.
#[derive(Debug, Clone, Serialize)]
pub struct House {
    pub slug: String,
    pub street: Option<String>,
    /// Every house of a folder has one; some of an import have none.
    pub number: Option<String>,
    #[serde(serialize_with = "area_as_geojson")]
    pub outline: MultiPolygon<f64>,
}

/// A park, water, a square, or ground of another kind.
#[derive(Debug, Clone, Serialize)]
pub struct Ground {
    pub slug: String,
    pub class: String,
    pub name_ru: Option<String>,
    pub name_en: Option<String>,
    /// The zoom from which it is drawn.
    pub min_zoom: i16,
    #[serde(serialize_with = "area_as_geojson")]
    pub outline: MultiPolygon<f64>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Feature<P> {
    properties: P,
    geometry: Geometry,
}

/// Reads a feature collection and makes something of each feature with the properties `P`.
pub(super) fn read<P: DeserializeOwned, T>(
    dir: &Path,
    file: &str,
    problems: &mut Problems,
    make: impl Fn(P, Geometry) -> Result<T, String>,
) -> Vec<T> {
    let Some(bytes) = table::bytes(dir, file, MAX_BYTES, problems) else {
        return Vec::new();
    };
    let features = match serde_json::from_slice::<Collection>(&bytes) {
        Ok(collection) => collection.features,
        Err(error) => {
            problems.add_line(file, error.line() as u64, format!("is not a feature collection: {error}"));
            return Vec::new();
        }
    };
    if features.len() > MAX_FEATURES {
        problems.add(file, format!("has more than {MAX_FEATURES} features"));
        return Vec::new();
    }
    let mut things = Vec::new();
    for (index, feature) in features.into_iter().enumerate() {
        let slug = feature["properties"]["id"].as_str().unwrap_or_default().to_owned();
        let read = serde_json::from_value::<Feature<P>>(feature).map_err(|error| error.to_string());
        match read.and_then(|feature| make(feature.properties, feature.geometry)) {
            Ok(thing) => things.push(thing),
            Err(reason) => problems.add_feature(file, index, &slug, reason),
        }
    }
    things
}

/// The city's outline: one feature.
pub fn boundary(dir: &Path, problems: &mut Problems) -> MultiPolygon<f64> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Properties {
        #[serde(default, rename = "placeholder")]
        _placeholder: bool,
    }
    let mut outlines = read(dir, BOUNDARY, problems, |_: Properties, geometry| geometry.area());
    match outlines.len() {
        1 => outlines.remove(0),
        n => {
            problems.add(BOUNDARY, format!("has {n} good features; exactly one outline is needed"));
            MultiPolygon::new(Vec::new())
        }
    }
}

pub fn territories(dir: &Path, problems: &mut Problems) -> Vec<Territory> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Properties {
        id: String,
        department: String,
        title_ru: String,
        title_en: String,
        #[serde(default)]
        placeholder: bool,
    }
    read(dir, TERRITORIES, problems, |p: Properties, geometry| {
        Ok(Territory {
            slug: p.id,
            department: p.department,
            title_ru: p.title_ru,
            title_en: p.title_en,
            placeholder: p.placeholder,
            area: geometry.area()?,
        })
    })
}

pub fn streets(dir: &Path, problems: &mut Problems) -> Vec<Street> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Properties {
        id: String,
        name_ru: Option<String>,
        name_en: Option<String>,
        class: String,
    }
    read(dir, STREETS, problems, |p: Properties, geometry| {
        one_of(&p.class, &["main", "street", "lane", "path"])?;
        both_or_none(p.name_ru.as_deref(), p.name_en.as_deref())?;
        Ok(Street {
            slug: p.id,
            name_ru: p.name_ru,
            name_en: p.name_en,
            class: p.class,
            line: geometry.line()?,
        })
    })
}

pub fn houses(dir: &Path, problems: &mut Problems) -> Vec<House> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Properties {
        id: String,
        street: Option<String>,
        number: String,
    }
    read(dir, HOUSES, problems, |p: Properties, geometry| {
        Ok(House { slug: p.id, street: p.street, number: Some(p.number), outline: geometry.area()? })
    })
}

pub fn grounds(dir: &Path, problems: &mut Problems) -> Vec<Ground> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Properties {
        id: String,
        class: String,
        name_ru: Option<String>,
        name_en: Option<String>,
    }
    read(dir, GROUNDS, problems, |p: Properties, geometry| {
        one_of(&p.class, &["park", "water", "square"])?;
        both_or_none(p.name_ru.as_deref(), p.name_en.as_deref())?;
        Ok(Ground {
            slug: p.id,
            class: p.class,
            name_ru: p.name_ru,
            name_en: p.name_en,
            min_zoom: 0,
            outline: geometry.area()?,
        })
    })
}

fn one_of(class: &str, classes: &[&str]) -> Result<(), String> {
    if classes.contains(&class) {
        return Ok(());
    }
    Err(format!("class “{class}” is unknown; known: {}", classes.join(", ")))
}

/// What has a name has it in every language.
fn both_or_none(ru: Option<&str>, en: Option<&str>) -> Result<(), String> {
    if ru.is_some() == en.is_some() { Ok(()) } else { Err("has name_ru or name_en, but not both".to_owned()) }
}

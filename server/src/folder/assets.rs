//! `assets.geojson`: things with owners of their own, each a point. A city may have none.

use super::geometry::{Geometry, place_as_geojson};
use super::map;
use super::problem::Problems;
use domain::catalogue::AssetKind;
use domain::place::Place;
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const FILE: &str = "assets.geojson";

/// Characters of a number: it is read on a post.
const NUMBER_MAX: usize = 20;
/// Characters of a title.
const TITLE_MAX: usize = 100;

/// A lamp, a manhole, a stop…
#[derive(Debug, Clone, Serialize)]
pub struct Asset {
    pub slug: String,
    pub kind: AssetKind,
    /// Nobody when the owner is not known.
    pub department: Option<String>,
    pub number: Option<String>,
    pub title_ru: Option<String>,
    pub title_en: Option<String>,
    #[serde(serialize_with = "place_as_geojson")]
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Properties {
    id: String,
    kind: String,
    department: Option<String>,
    number: Option<String>,
    title_ru: Option<String>,
    title_en: Option<String>,
}

/// Reads the file, if the city has one.
pub fn read(dir: &Path, problems: &mut Problems) -> Vec<Asset> {
    if !dir.join(FILE).exists() {
        return Vec::new();
    }
    map::read(dir, FILE, problems, |p: Properties, geometry| asset(p, geometry))
}

fn asset(p: Properties, geometry: Geometry) -> Result<Asset, String> {
    let known = || AssetKind::ALL.map(AssetKind::name).join(", ");
    let kind = AssetKind::called(&p.kind)
        .ok_or_else(|| format!("kind “{}” is unknown; known: {}", p.kind, known()))?;
    if p.title_ru.is_some() != p.title_en.is_some() {
        return Err("has title_ru or title_en, but not both".to_owned());
    }
    if p.number.is_none() && p.title_ru.is_none() {
        return Err("has neither a number nor titles: people could not tell it from others".to_owned());
    }
    for (name, text, max) in [
        ("number", &p.number, NUMBER_MAX),
        ("title_ru", &p.title_ru, TITLE_MAX),
        ("title_en", &p.title_en, TITLE_MAX),
    ] {
        let Some(text) = text else { continue };
        let fits = !text.trim().is_empty() && text.chars().count() <= max;
        if !fits || text.chars().any(char::is_control) {
            return Err(format!("{name} is empty, longer than {max} characters or unprintable"));
        }
    }
    Ok(Asset {
        slug: p.id,
        kind,
        department: p.department,
        number: p.number,
        title_ru: p.title_ru,
        title_en: p.title_en,
        place: geometry.place()?,
    })
}

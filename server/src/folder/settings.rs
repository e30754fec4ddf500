//! `city.toml`: the city's name, time and what it shows.

use super::problem::Problems;
use super::table;
use chrono_tz::Tz;
use domain::calendar::OfficeHours;
use domain::clock::Limits;
use domain::place::Place;
use domain::publication::Policy;
use domain::text::Language;
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const FILE: &str = "city.toml";

/// `city.toml` as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub title_ru: String,
    pub title_en: String,
    /// Whether its cases are made up.
    pub demo: bool,
    /// IANA name.
    #[serde(with = "zone")]
    pub time_zone: Tz,
    /// The first is spoken unless a person asks for another.
    pub languages: Vec<Language>,
    pub emergency_phone: String,
    /// Where the map opens.
    pub center: Place,
    /// How near the map opens.
    pub zoom: f64,
    pub publication: Policy,
    /// When offices work in an ordinary week.
    #[serde(default)]
    pub office_hours: OfficeHours,
    /// How far deadlines may be moved.
    #[serde(default)]
    pub deadlines: Limits,
}

impl Default for Settings {
    /// Stands for a file that cannot be read, so that the other files are checked too.
    fn default() -> Self {
        Self {
            title_ru: String::new(),
            title_en: String::new(),
            demo: false,
            time_zone: Tz::UTC,
            languages: vec![Language::Ru],
            emergency_phone: String::new(),
            center: Place { lat: 0.0, lon: 0.0 },
            zoom: 0.0,
            publication: Policy::CAREFUL,
            office_hours: OfficeHours::default(),
            deadlines: Limits::default(),
        }
    }
}

pub fn read(dir: &Path, problems: &mut Problems) -> Settings {
    let Some(bytes) = table::bytes(dir, FILE, 1024 * 1024, problems) else {
        return Settings::default();
    };
    let Ok(text) = String::from_utf8(bytes) else {
        problems.add(FILE, "is not UTF-8");
        return Settings::default();
    };
    match toml::from_str::<Settings>(&text) {
        Ok(settings) => {
            check(&settings, problems);
            settings
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.get(..at).unwrap_or_default().matches('\n').count() as u64 + 1;
            problems.add_line(FILE, line, error.message());
            Settings::default()
        }
    }
}

fn check(settings: &Settings, problems: &mut Problems) {
    for (name, text) in [
        ("title_ru", &settings.title_ru),
        ("title_en", &settings.title_en),
        ("emergency_phone", &settings.emergency_phone),
    ] {
        if text.trim().is_empty() || text.chars().count() > 100 {
            problems.add(FILE, format!("{name} is empty or longer than 100 characters"));
        }
    }
    if settings.languages.is_empty() {
        problems.add(FILE, "languages is empty; known: ru, en");
    }
    if !settings.center.is_on_the_globe() {
        problems.add(FILE, "center is not a place on the globe");
    }
    if !(0.0..=20.0).contains(&settings.zoom) {
        problems.add(FILE, format!("zoom {} is not between 0 and 20", settings.zoom));
    }
    if !settings.office_hours.are_possible() {
        problems.add(FILE, "office_hours leave no time to work: closes is more than an hour after opens, and some day is worked");
    }
    let Limits { pause_days, extension_days } = settings.deadlines;
    if pause_days > 365 || extension_days > 365 {
        problems.add(FILE, "deadlines cannot be moved by more than 365 days");
    }
}

/// A time zone by its IANA name.
mod zone {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub fn serialize<S: Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(zone.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(from)?;
        name.parse()
            .map_err(|_| D::Error::custom(format!("“{name}” is not a time zone such as Europe/Moscow")))
    }
}

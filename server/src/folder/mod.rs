//! A city's folder: the files that say what a city is. They are read and checked as a whole, and
//! every problem is told with its file and line, before anything of them is stored.
//!
//! Only the shape of the data is known here; the areas keep it: `catalogue`, `departments`,
//! `territories` and `assets`, each through its own `actions::load`.

mod assets;
mod calendar;
mod content;
mod document;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod geometry;
mod history;
mod links;
mod map;
mod moderation;
mod numbering;
mod oidc;
mod problem;
mod rows;
mod settings;
mod standard;
mod survey;
mod table;
mod texts;

#[cfg(test)]
mod tests;

pub use assets::Asset;
pub use geometry::{geojson, line_as_geojson, multi_polygon, place_as_geojson};
pub use history::{Earlier, EndingRule, Mapping, Meanings};
pub use map::{Ground, House, Street, Territory};
pub(crate) use numbering::load_table;
pub use numbering::{Changes, Numbered};
pub use oidc::Oidc;
pub use problem::Problems;
pub use rows::{CalendarDay, Category, Channel, Clock, Department, IssueType};
pub use settings::Settings;
pub use survey::Survey;
pub use texts::Consent;

use geo::MultiPolygon;
use std::path::Path;

/// Everything in the folder of a city.
#[derive(Debug, Clone)]
pub struct CityFolder {
    /// The folder's name.
    pub slug: String,
    pub settings: Settings,
    pub categories: Vec<Category>,
    pub departments: Vec<Department>,
    pub issue_types: Vec<IssueType>,
    pub channels: Vec<Channel>,
    pub clocks: Vec<Clock>,
    pub calendar: Vec<CalendarDay>,
    pub boundary: MultiPolygon<f64>,
    pub territories: Vec<Territory>,
    pub streets: Vec<Street>,
    pub houses: Vec<House>,
    pub grounds: Vec<Ground>,
    pub assets: Vec<Asset>,
    pub consent: Consent,
}

impl CityFolder {
    /// Reads and checks a folder.
    ///
    /// # Errors
    /// Every problem that was found, not only the first.
    pub fn read(dir: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let slug = slug_of(dir, &mut problems);
        let mut settings = settings::read(dir, &mut problems);
        settings.doubts = moderation::read(dir, &settings, &mut problems);
        let consent = texts::read(dir, settings.retention, &mut problems);
        let mut issue_types = rows::issue_types(dir, &mut problems);
        content::read(dir, &settings, &mut issue_types, &mut problems);
        let folder = Self {
            slug,
            settings,
            categories: rows::categories(dir, &mut problems),
            departments: rows::departments(dir, &mut problems),
            issue_types,
            channels: rows::channels(dir, &mut problems),
            clocks: rows::clocks(dir, &mut problems),
            calendar: calendar::read(dir, &mut problems),
            boundary: map::boundary(dir, &mut problems),
            territories: map::territories(dir, &mut problems),
            streets: map::streets(dir, &mut problems),
            houses: map::houses(dir, &mut problems),
            grounds: map::grounds(dir, &mut problems),
            assets: assets::read(dir, &mut problems),
            consent,
        };
        links::check(&folder, &mut problems);
        let texts = standard::read(dir, &folder, &mut problems);
        let known = (&*folder.issue_types, &*folder.departments, &*folder.channels);
        let import = history::read(dir, known, &mut problems);
        let settings = Settings { standard_texts: texts, import, ..folder.settings };
        let folder = Self { settings, ..folder };
        problems.none_or(folder)
    }
}

fn slug_of(dir: &Path, problems: &mut Problems) -> String {
    let named = dir.canonicalize().ok();
    let name = named.as_deref().unwrap_or(dir).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if !table::is_slug(name) {
        problems.add(
            ".",
            format!(
                "the folder's name “{name}” is the city's in addresses: small letters, digits and hyphens"
            ),
        );
    }
    name.to_owned()
}

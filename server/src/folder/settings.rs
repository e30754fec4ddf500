//! `city.toml`: the city's name, time and what it shows.

use super::document;
use super::history::Mapping;
use super::oidc::Oidc;
use super::problem::Problems;
use chrono_tz::Tz;
use domain::calendar::OfficeHours;
use domain::clock::Limits;
use domain::moderation::Rules;
use domain::permission::Role;
use domain::place::Place;
use domain::publication::Policy;
use domain::retention::Retention;
use domain::standard::StandardText;
use domain::status::Windows;
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
    /// Folder with the files of `issue-types/` that the city does not have itself, from its own.
    #[serde(default, skip_serializing)]
    pub base: Option<String>,
    /// Always in the file; not in what was stored before it was asked for.
    #[serde(default)]
    pub none_fits: Option<NoneFits>,
    /// Always in the file; not in what was stored before it was asked for.
    #[serde(default)]
    pub dispatcher: Option<Dispatcher>,
    /// When offices work in an ordinary week.
    #[serde(default)]
    pub office_hours: OfficeHours,
    /// How far deadlines may be moved.
    #[serde(default)]
    pub deadlines: Limits,
    /// How long something may be done to a case.
    #[serde(default)]
    pub windows: Windows,
    /// How long personal data is kept.
    #[serde(default)]
    pub retention: Retention,
    /// Whether a second pair of eyes looks at every result.
    #[serde(default)]
    pub review: bool,
    /// Whether a person looks at every report before it counts.
    #[serde(default)]
    pub moderation: bool,
    /// Roles that sign in with a second factor.
    #[serde(default)]
    pub require_second_factor: Vec<Role>,
    /// From `moderation.toml`.
    #[serde(default)]
    pub doubts: Rules,
    /// The provider that staff may sign in with.
    #[serde(default)]
    pub oidc: Option<Oidc>,
    /// A MapLibre style from elsewhere that browsers draw instead of our own base map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_style_url: Option<String>,
    /// From `standard-texts.toml`.
    #[serde(default)]
    pub standard_texts: Vec<StandardText>,
    /// From `import.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<Mapping>,
}

/// Whom people turn to when none of the types fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoneFits {
    /// Slug of the department that answers.
    pub department: String,
    pub ru: String,
    pub en: String,
    #[serde(default)]
    pub phone: Option<String>,
}

/// Who gets what has no known owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispatcher {
    /// Slug of the department.
    pub department: String,
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
            base: None,
            none_fits: None,
            dispatcher: None,
            office_hours: OfficeHours::default(),
            deadlines: Limits::default(),
            windows: Windows::default(),
            retention: Retention::default(),
            review: false,
            moderation: false,
            require_second_factor: Vec::new(),
            doubts: Rules::default(),
            oidc: None,
            map_style_url: None,
            standard_texts: Vec::new(),
            import: None,
        }
    }
}

impl Settings {
    /// Scheme, host and port of the outside map style: the one place that pages may load from besides ours.
    pub fn map_style_origin(&self) -> Option<&str> {
        let url = self.map_style_url.as_deref()?;
        let host = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        let good = !host.is_empty() && host.len() <= 200 && host.chars().all(plain);
        good.then(|| &url[.."https://".len() + host.len()])
    }
}

pub fn read(dir: &Path, problems: &mut Problems) -> Settings {
    let Some(settings) = document::read(dir, FILE, problems) else {
        return Settings::default();
    };
    check(&settings, problems);
    settings
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
    match &settings.none_fits {
        None => problems.add(FILE, "none_fits is missing: who answers when none of the types fits"),
        Some(NoneFits { ru, en, phone, .. }) => {
            let phone = phone.as_deref().unwrap_or("none");
            for (name, text) in [("ru", ru.as_str()), ("en", en), ("phone", phone)] {
                if text.trim().is_empty() || text.chars().count() > 400 {
                    problems.add(FILE, format!("none_fits.{name} is empty or longer than 400 characters"));
                }
            }
        }
    }
    if settings.dispatcher.is_none() {
        problems.add(FILE, "dispatcher is missing: the department that gets what has no known owner");
    }
    if settings.map_style_url.is_some() && settings.map_style_origin().is_none() {
        problems.add(FILE, "map_style_url is not an https:// address of a host");
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
    if settings.publication.contradicts_itself() {
        problems.add(FILE, "publication: report is hidden, so nothing of it can be published");
    }
    if !settings.office_hours.are_possible() {
        problems.add(FILE, "office_hours leave no time to work: closes is more than an hour after opens, and some day is worked");
    }
    let Limits { pause_days, extension_days } = settings.deadlines;
    if pause_days > 365 || extension_days > 365 {
        problems.add(FILE, "deadlines cannot be moved by more than 365 days");
    }
    let Windows { dispute_days, reopen_days, answer_days, dispute_answer_days, link_days } = settings.windows;
    let windows = [dispute_days, reopen_days, answer_days, dispute_answer_days, link_days];
    if windows.iter().any(|days| !(1..=365).contains(days)) {
        problems.add(FILE, "windows are of 1 to 365 days");
    }
    for kind in settings.retention.wrong() {
        let (name, bounds) = (kind.name(), kind.bounds());
        problems.add(FILE, format!("retention.{name} is of {} to {} days", bounds.start(), bounds.end()));
    }
    // As long as a case can be taken up again somebody may have to be asked.
    if settings.retention.contact < settings.windows.dispute_days {
        problems.add(FILE, "retention.contact ends before the author may disagree (windows.dispute_days)");
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

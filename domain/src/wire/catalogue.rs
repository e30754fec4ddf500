//! What a city offers: itself, its catalogue and its departments, titled in the asked language.

use crate::calendar::{Calendar, DayKind, OfficeHours};
use crate::catalogue::{
    AssetKind, OwnerBy, PhotoRule, Priority, QuestionKind, Season, without_answer, wrong_answer,
};
use crate::clock::Rule;
use crate::place::Place;
use crate::text::Language;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityView {
    /// The name in addresses.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Whether unprefixed pages are its own.
    pub default: bool,
    /// IANA name; days and deadlines are counted in it.
    pub time_zone: String,
    /// What it speaks, the first by default.
    pub languages: Vec<Language>,
    /// Whom to call when there is danger.
    pub emergency_phone: String,
    /// Where its map opens.
    pub center: Place,
    /// How near its map opens.
    pub zoom: f64,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// The version of its data. Phones ask for its catalogue and its territories again when it grew.
    #[serde(default)]
    pub version: i32,
    /// Its territories by title, as filters name them.
    pub territories: Vec<Named>,
    /// Whether its cases are made up.
    pub demo: bool,
    /// Whether people can be told of news by mail.
    #[serde(default)]
    pub mail: bool,
    /// The version of the text that people agree to before they leave contacts.
    #[serde(default)]
    pub consent: Option<String>,
    /// Whom its map must name wherever it is shown, when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// A MapLibre style of somebody else that is drawn instead of our own base map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_style_url: Option<String>,
    /// The provider that its staff may sign in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oidc: Option<OidcView>,
}

/// A sign-on provider of a city's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OidcView {
    /// For people: what they sign in with.
    pub title: String,
    /// Whether staff may sign in with a password as well; administrators always may.
    pub passwords: bool,
}

/// All cities of this installation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityList {
    /// The first is the default one.
    pub cities: Vec<CityView>,
}

/// What can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueView {
    /// Grows with every change; phones ask again when it did.
    pub version: i32,
    /// The language of the titles.
    pub language: Language,
    /// In the order in which they are shown.
    pub categories: Vec<CategoryView>,
    /// Slugs of the types that people reported most in the last 90 days, the most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<String>,
    /// Whom to turn to when none of the types fits.
    #[serde(default)]
    pub none_fits: Option<NoneFitsView>,
    /// On which days and hours the city works: what deadlines are counted by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarView>,
}

/// A working calendar, from this year on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarView {
    /// When offices work in a week without holidays.
    pub office_hours: OfficeHours,
    /// Days that are not what their weekday says. Of a year without any nothing is known.
    pub days: Vec<DayView>,
}

/// A day that is not what its weekday says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayView {
    /// Which day.
    pub day: NaiveDate,
    /// What it is.
    pub kind: DayKind,
}

impl CalendarView {
    /// What phones need of a calendar in `year`: deadlines are never counted back into an earlier one.
    pub fn of(calendar: &Calendar, year: i32) -> Self {
        let days = calendar.exceptions_from(year).map(|(day, kind)| DayView { day, kind });
        Self { office_hours: calendar.office_hours().clone(), days: days.collect() }
    }

    /// The calendar to count with.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.office_hours.clone(), self.days.iter().map(|day| (day.day, day.kind)))
    }
}

/// The way to a person, for what no type fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoneFitsView {
    /// Who answers.
    pub department: Named,
    /// What to do.
    pub text: String,
    /// Where to call, if there is a number.
    pub phone: Option<String>,
}

/// A group of issue types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// In the order in which they are shown.
    pub types: Vec<IssueTypeView>,
}

/// One kind of thing that can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssueTypeView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Who decides which department owns a report.
    pub owner_by: OwnerBy,
    /// Calendar days until it has to be resolved.
    pub deadline_days: u32,
    /// How pressing.
    pub priority: Priority,
    /// Danger to life: say whom to call.
    pub emergency: bool,
    /// Hours until somebody has to act on it for the first time.
    pub first_action_hours: Option<u32>,
    /// The public sees the block, not the door.
    pub at_home: bool,
    /// What belongs to it.
    #[serde(default)]
    pub belongs: String,
    /// What does not, and what to choose instead.
    #[serde(default)]
    pub not_here: Vec<NotHereView>,
    /// What to photograph, and how.
    #[serde(default)]
    pub photograph: String,
    /// Whether a photo is asked for; a report without one is taken.
    #[serde(default)]
    pub photo: PhotoRule,
    /// What is asked, in this order.
    #[serde(default)]
    pub questions: Vec<QuestionView>,
    /// When in the year it happens; the whole year without one.
    #[serde(default)]
    pub season: Option<Season>,
    /// Whether today, in the city, is in its season.
    #[serde(default = "always")]
    pub in_season: bool,
    /// Metres within which another open report of the type may be the same problem; 0: never.
    #[serde(default)]
    pub duplicate_radius_m: u32,
    /// What to do where there is danger, and whom to call.
    #[serde(default)]
    pub danger: Option<DangerView>,
    /// The clocks that a report on the map starts: what its deadlines are counted by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Rule>,
}

fn always() -> bool {
    true
}

impl IssueTypeView {
    /// Required questions that `answers` leave open: what a draft still has to ask for.
    pub fn missing_answers(&self, answers: &BTreeMap<String, String>) -> Vec<String> {
        let required = self.questions.iter().filter(|question| question.required);
        without_answer(required.map(|question| question.id.as_str()), answers)
    }
}

/// Something that does not belong to a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotHereView {
    /// What it is; where no type takes it, also whom to ask.
    pub text: String,
    /// Slug of the type that takes it.
    pub instead: Option<String>,
}

/// A question of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionView {
    /// What the answer is sent under.
    pub id: String,
    /// For people.
    pub title: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What a choice is between.
    pub options: Vec<OptionView>,
    /// Asked for before sending; a report is taken without it all the same.
    pub required: bool,
    /// What a number may be at least.
    pub min: Option<i32>,
    /// What a number may be at most.
    pub max: Option<i32>,
}

impl QuestionView {
    /// What is wrong with an answer to it: the rule of [`crate::catalogue::Question::wrong`].
    pub fn wrong(&self, answer: &str) -> Option<&'static str> {
        let options = self.options.iter().map(|option| option.id.as_str());
        wrong_answer(self.kind, options, (self.min, self.max), answer)
    }

    /// An answer to it as people say it.
    pub fn in_words<'a>(&'a self, answer: &'a str) -> &'a str {
        let option = self.options.iter().find(|option| option.id == answer.trim());
        option.map_or(answer, |option| &option.title)
    }
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionView {
    /// What is sent.
    pub id: String,
    /// For people.
    pub title: String,
}

/// What to do where there is danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DangerView {
    /// What to do.
    pub text: String,
    /// Whom to call.
    pub phone: String,
}

/// A department, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
}

/// A department or connected organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartmentView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Administration, utility, management company…
    pub kind: String,
}

/// Every department of a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartmentList {
    /// In the order of the city's data.
    pub departments: Vec<DepartmentView>,
}

/// A thing that a report may be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssetView {
    /// Stable name.
    pub id: String,
    /// What it is.
    pub kind: AssetKind,
    /// What it is and what is read on it, for people: `lamp No. 12/4`.
    pub label: String,
    /// Where it stands.
    pub place: Place,
    /// Metres from the asked place.
    pub distance_m: u32,
}

/// Things near a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssetList {
    /// The nearest first.
    pub assets: Vec<AssetView>,
}

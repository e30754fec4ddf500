//! The tables of a city's folder. References are slugs here; the loader gives rows their ids.

use super::problem::Problems;
use super::table;
use chrono::NaiveDate;
use domain::catalogue::Content;
use serde::Serialize;
use std::path::Path;

pub const CATEGORIES: &str = "categories.csv";
pub const DEPARTMENTS: &str = "departments.csv";
pub const ISSUE_TYPES: &str = "issue-types.csv";
pub const CHANNELS: &str = "channels.csv";
pub const CLOCKS: &str = "clocks.csv";

const KINDS: [&str; 8] = [
    "administration",
    "control",
    "dispatch",
    "municipal_service",
    "education",
    "transport",
    "utility",
    "management_company",
];
const OWNERS: [&str; 3] = ["department", "territory", "asset"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "emergency"];
const NATURES: [&str; 3] = ["any", "explanatory", "urgent"];
const MEASURES: [&str; 7] =
    ["first_action", "first_answer", "registration", "forwarding", "appointment", "answer", "resolution"];
const UNITS: [&str; 4] = ["hours", "working_hours", "calendar_days", "working_days"];
const LAST_DAYS_OFF: [&str; 3] = ["stay", "previous_working", "next_working"];

/// A line of `categories.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Category {
    #[serde(skip)]
    pub line: u64,
    pub slug: String,
    pub title_ru: String,
    pub title_en: String,
}

/// A line of `departments.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Department {
    #[serde(skip)]
    pub line: u64,
    pub slug: String,
    pub title_ru: String,
    pub title_en: String,
    pub kind: String,
}

/// A line of `issue-types.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct IssueType {
    #[serde(skip)]
    pub line: u64,
    pub slug: String,
    pub category: String,
    pub department: String,
    pub title_ru: String,
    pub title_en: String,
    pub owner_by: String,
    pub deadline_days: i32,
    pub priority: String,
    pub emergency: bool,
    pub first_action_hours: Option<i32>,
    pub at_home: bool,
    /// Of `issue-types/<slug>.toml`.
    pub content: Content,
}

/// A line of `channels.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Channel {
    #[serde(skip)]
    pub line: u64,
    pub slug: String,
    pub title_ru: String,
    pub title_en: String,
    pub department: String,
    pub note: String,
}

/// A line of `clocks.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct Clock {
    #[serde(skip)]
    pub line: u64,
    pub channel: String,
    pub nature: String,
    pub measure: String,
    pub target: i32,
    pub unit: String,
    pub last_day_off: String,
    pub pausable: bool,
    pub source: String,
}

/// A line of `working-calendar/<year>.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarDay {
    pub day: NaiveDate,
    pub kind: String,
    pub title_ru: String,
    pub title_en: String,
}

pub fn categories(dir: &Path, problems: &mut Problems) -> Vec<Category> {
    table::read(dir, CATEGORIES, &["slug", "title_ru", "title_en"], problems, |line| Category {
        line: line.number(),
        slug: line.slug("slug"),
        title_ru: line.text("title_ru"),
        title_en: line.text("title_en"),
    })
}

pub fn departments(dir: &Path, problems: &mut Problems) -> Vec<Department> {
    table::read(dir, DEPARTMENTS, &["slug", "title_ru", "title_en", "kind"], problems, |line| Department {
        line: line.number(),
        slug: line.slug("slug"),
        title_ru: line.text("title_ru"),
        title_en: line.text("title_en"),
        kind: line.choice("kind", &KINDS),
    })
}

pub fn issue_types(dir: &Path, problems: &mut Problems) -> Vec<IssueType> {
    let columns = [
        "category",
        "slug",
        "title_ru",
        "title_en",
        "owner_by",
        "department",
        "deadline_days",
        "priority",
        "emergency",
        "first_action_hours",
        "at_home",
    ];
    table::read(dir, ISSUE_TYPES, &columns, problems, |line| {
        let issue_type = IssueType {
            line: line.number(),
            slug: line.slug("slug"),
            category: line.slug("category"),
            department: line.slug("department"),
            title_ru: line.text("title_ru"),
            title_en: line.text("title_en"),
            owner_by: line.choice("owner_by", &OWNERS),
            deadline_days: line.number_in("deadline_days", 1..=365),
            priority: line.choice("priority", &PRIORITIES),
            emergency: line.flag("emergency"),
            first_action_hours: line.number_or_none("first_action_hours", 1..=720),
            at_home: line.flag("at_home"),
            content: Content::default(),
        };
        if issue_type.emergency && issue_type.first_action_hours.is_none() {
            line.refuse("first_action_hours is empty: what is dangerous is first made safe, within hours");
        }
        issue_type
    })
}

pub fn channels(dir: &Path, problems: &mut Problems) -> Vec<Channel> {
    let columns = ["slug", "title_ru", "title_en", "department", "note"];
    table::read(dir, CHANNELS, &columns, problems, |line| Channel {
        line: line.number(),
        slug: line.slug("slug"),
        title_ru: line.text("title_ru"),
        title_en: line.text("title_en"),
        department: line.slug("department"),
        note: line.text_or_empty("note"),
    })
}

pub fn clocks(dir: &Path, problems: &mut Problems) -> Vec<Clock> {
    let columns = ["channel", "nature", "measure", "target", "unit", "last_day_off", "pausable", "source"];
    table::read(dir, CLOCKS, &columns, problems, |line| {
        let clock = Clock {
            line: line.number(),
            channel: line.slug("channel"),
            nature: line.choice("nature", &NATURES),
            measure: line.choice("measure", &MEASURES),
            target: line.number_in("target", 1..=1000),
            unit: line.choice("unit", &UNITS),
            last_day_off: line.choice("last_day_off", &LAST_DAYS_OFF),
            pausable: line.flag("pausable"),
            source: line.text_or_empty("source"),
        };
        if clock.unit == "hours" && clock.last_day_off != "stay" {
            line.refuse("last_day_off is not stay: hours run around the clock and end where they end");
        }
        clock
    })
}

//! What a city is made of, as its data says: categories, issue types, departments, territories,
//! assets.

mod asset;
mod content;
mod question;
mod season;
mod territory;

pub use asset::{ASSET_WITHIN_MAX, Asset, AssetKind, AssetRule, Assets, Near};
pub use content::{Content, DUPLICATE_RADIUS_MAX, Danger, NotHere, OwnPolicy, PhotoRule, WARRANTY_DAYS_MAX};
pub use question::{AnswerOption, Question, QuestionKind, without_answer, wrong_answer};
pub use season::{MonthDay, Season};
pub use territory::{Territories, Territory, square_metres};

use crate::calendar::Calendar;
use crate::clock::{Limits, Nature, Rule};
use crate::moderation::Rules;
use crate::publication::Policy;
use crate::status::Windows;
use crate::text::Titles;
use chrono_tz::Tz;
use geo::MultiPolygon;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who decides which department owns a report of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnerBy {
    /// Always the type's own department.
    Department,
    /// The owner of the territory that the place lies in.
    Territory,
    /// The owner of the thing itself: a lamp, a manhole, a stop.
    Asset,
}

/// How pressing a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait for its turn.
    Low,
    /// The usual.
    Normal,
    /// Before the usual.
    High,
    /// Danger to life: first made safe, within hours.
    Emergency,
}

/// A group of issue types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name in addresses.
    pub slug: String,
    /// For people.
    pub titles: Titles,
}

/// One kind of thing that can be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueType {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name in addresses.
    pub slug: String,
    /// For people.
    pub titles: Titles,
    /// Row of its category.
    pub category_id: i32,
    /// Who decides which department owns a report.
    pub owner_by: OwnerBy,
    /// Row of the department that owns it when nobody more specific does.
    pub department_id: i32,
    /// Calendar days until it has to be resolved, by channels that count so.
    pub deadline_days: u32,
    /// How pressing.
    pub priority: Priority,
    /// Danger to life.
    pub emergency: bool,
    /// Hours until somebody has to act on it for the first time.
    pub first_action_hours: Option<u32>,
    /// The place is somebody's home: the public sees the block, not the door.
    pub at_home: bool,
    /// No longer offered; old reports still name it.
    pub retired: bool,
    /// What a person is told and asked about it.
    pub content: Content,
}

impl IssueType {
    /// Required questions that `answers` leave open: what a draft still has to ask for.
    pub fn missing_answers(&self, answers: &BTreeMap<String, String>) -> Vec<String> {
        let required = self.content.questions.iter().filter(|question| question.required);
        without_answer(required.map(|question| question.id.as_str()), answers)
    }

    /// What everybody sees of a report of this type in a city with the policy `of_city`, before a
    /// person has looked.
    pub fn publication(&self, of_city: Policy) -> Policy {
        self.content.publication.over(of_city)
    }
}

/// A department or a connected organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name in addresses.
    pub slug: String,
    /// For people.
    pub titles: Titles,
    /// Administration, utility, management company…, as the city's data says.
    pub kind: String,
    /// Works no more; old cases still name it.
    pub retired: bool,
}

/// The channel of reports that residents put on the map; every city has it.
pub const MAP_REPORT: &str = "map-report";

/// A way in which reports come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name: `map-report`, `phone-line`…
    pub slug: String,
    /// For people.
    pub titles: Titles,
}

/// A clock that cases of a channel start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelClock {
    /// Row of the channel.
    pub channel_id: i32,
    /// Of which questions.
    pub nature: Nature,
    /// How it is counted.
    pub rule: Rule,
}

/// A city as its data says, at one version.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Its row.
    pub id: i32,
    /// The name in addresses.
    pub slug: String,
    /// For people.
    pub titles: Titles,
    /// Grows with every load that changed something; a report keeps the one it was made with.
    pub version: i32,
    /// Days and deadlines are counted in it.
    pub time_zone: Tz,
    /// Days and hours on which offices work.
    pub calendar: Calendar,
    /// How far deadlines may be moved.
    pub limits: Limits,
    /// How long something may be done to a case.
    pub windows: Windows,
    /// Whether a second pair of eyes looks at every result.
    pub review: bool,
    /// Whether a person looks at every report before it counts.
    pub moderation: bool,
    /// What makes a person look at a report first, in any case.
    pub doubts: Rules,
    /// Reports are taken inside it.
    pub boundary: MultiPolygon<f64>,
    /// What everybody sees before a person has looked.
    pub publication: Policy,
    /// In the order of the data.
    pub categories: Vec<Category>,
    /// In the order of the data, retired ones included: old reports name them.
    pub types: Vec<IssueType>,
    /// In the order of the data, retired ones included: old reports name them.
    pub departments: Vec<Department>,
    /// Ways in which reports come, retired ones included.
    pub channels: Vec<Channel>,
    /// Which clocks each channel starts, without retired ones; see [`crate::clock::rules`].
    pub clocks: Vec<ChannelClock>,
    /// Areas with owners, without retired ones.
    pub territories: Territories,
    /// Things with owners, without retired ones.
    pub assets: Assets,
    /// Row of the department that gets what has no known owner.
    pub dispatcher: Option<i32>,
}

impl City {
    /// The type that residents can choose under `slug`.
    pub fn issue_type(&self, slug: &str) -> Option<&IssueType> {
        self.types.iter().find(|t| t.slug == slug && !t.retired)
    }

    /// The type in `id`'s row, retired or not.
    pub fn issue_type_in(&self, id: i32) -> Option<&IssueType> {
        self.types.iter().find(|t| t.id == id)
    }

    /// What everybody sees of reports of the type in `id`'s row before a person has looked.
    pub fn publication_of(&self, id: i32) -> Policy {
        self.issue_type_in(id).map_or(self.publication, |issue_type| issue_type.publication(self.publication))
    }

    /// The category in `id`'s row.
    pub fn category(&self, id: i32) -> Option<&Category> {
        self.categories.iter().find(|c| c.id == id)
    }

    /// The department in `id`'s row.
    pub fn department(&self, id: i32) -> Option<&Department> {
        self.departments.iter().find(|d| d.id == id)
    }

    /// The channel in `id`'s row.
    pub fn channel(&self, id: i32) -> Option<&Channel> {
        self.channels.iter().find(|c| c.id == id)
    }

    /// The channel called `slug`.
    pub fn channel_called(&self, slug: &str) -> Option<&Channel> {
        self.channels.iter().find(|c| c.slug == slug)
    }

    /// The department called `slug`.
    pub fn department_called(&self, slug: &str) -> Option<&Department> {
        self.departments.iter().find(|d| d.slug == slug)
    }
}

//! What a person is told and asked about an issue type: what belongs to it, what to choose
//! instead, what to photograph, how long in the year it is meant, whom to call.

use super::{AssetRule, Question, Season};
use crate::clock::Target;
use crate::publication::{Policy, Visibility};
use crate::text::{Language, Titles};
use serde::{Deserialize, Serialize};

/// Metres within which another open report of the type may be the same problem, at most.
pub const DUPLICATE_RADIUS_MAX: u32 = 1000;
/// Days of a repair's warranty, at most.
pub const WARRANTY_DAYS_MAX: u32 = 3650;

/// Whether a report of a type is asked for a photo. None is refused for the lack of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhotoRule {
    /// Asked for before sending.
    Required,
    /// Offered.
    #[default]
    Wanted,
    /// Not asked for: it would show nothing, or too much.
    None,
}

/// Something that does not belong to a type, and where it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotHere {
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
    /// Slug of the type to choose instead; without one the words say whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

impl NotHere {
    /// What it is, in `language`.
    pub fn text(&self, language: Language) -> &str {
        language.choose(&self.ru, &self.en)
    }
}

/// What to do where there is danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Danger {
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
    /// Whom to call; the city's emergency phone unless it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Danger {
    /// What to do, in `language`.
    pub fn text(&self, language: Language) -> &str {
        language.choose(&self.ru, &self.en)
    }
}

/// Where a type shows more or less than its city does before a person has looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnPolicy {
    /// The report itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<Visibility>,
    /// Description, address and notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Visibility>,
    /// All photos, unless the next line says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photos: Option<Visibility>,
    /// Photos of the result that staff took themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_photos: Option<Visibility>,
}

impl OwnPolicy {
    /// The city's policy with what is the type's own in its place.
    pub fn over(self, city: Policy) -> Policy {
        Policy {
            report: self.report.unwrap_or(city.report),
            text: self.text.unwrap_or(city.text),
            photos: self.photos.unwrap_or(city.photos),
            // A type that hides its photos hides all of them, whatever its city trusts.
            result_photos: self.result_photos.or(self.photos).or(city.result_photos),
        }
    }
}

/// All that a type's file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Metres within which another open report of the type may be the same problem; 0: never.
    pub duplicate_radius_m: u32,
    /// Calendar days for which a repair is under warranty; without them there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty_days: Option<u32>,
    /// How long its reports have, where `deadline_days` cannot say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Target>,
    /// Whether a photo is asked for.
    pub photo: PhotoRule,
    /// When in the year it happens; the whole year without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// Which assets its reports are about; needed where the owner is found by the asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetRule>,
    /// What it shows otherwise than its city.
    #[serde(default)]
    pub publication: OwnPolicy,
    /// What belongs to it.
    pub belongs: Titles,
    /// What to photograph, and how.
    pub photograph: Titles,
    /// What to do where there is danger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<Danger>,
    /// What does not belong to it.
    #[serde(default)]
    pub not_here: Vec<NotHere>,
    /// What is asked, in this order.
    #[serde(default)]
    pub questions: Vec<Question>,
}

impl Content {
    /// The question called `id`.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

//! Reports: what comes in, and what each kind of viewer gets to see.

use crate::catalogue::Priority;
use crate::clock::Ribbon;
use crate::event;
use crate::id::Number;
use crate::place::Place;
use crate::publication::{Viewer, Visibility};
use crate::report::Outcome;
use crate::status::{Need, Shape, Status};
use crate::text::Language;
use crate::wire::catalogue::Named;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How to reach the author. Kept apart from the case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Files a report. Sent again with the same id and body it gives the same receipt.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitReport {
    /// UUIDv7 made by the client.
    pub id: Uuid,
    /// Slug of the issue type.
    #[serde(rename = "type")]
    pub issue_type: String,
    /// Where it is.
    pub place: Place,
    /// Where it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What is wrong, in the author's words; may be empty.
    #[serde(default)]
    pub description: String,
    /// Answers to the type's questions, by question.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Ids of photos that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
    /// How to reach the author, if they wish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The author's language.
    pub language: Language,
    /// At least 128 random bits in hexadecimal, made by the client; proves who filed the report.
    pub secret: String,
    /// When the author saw it, if the report was made offline. Clocks count from receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<DateTime<Utc>>,
}

/// What the author gets back: who has it, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The id that was sent.
    pub id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// Who has it.
    pub department: Named,
    /// Why they have it, in words.
    pub routed_because: String,
    /// Where it stands at receipt.
    pub status: Status,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// Until when it has to be resolved.
    pub due_at: DateTime<Utc>,
    /// Until when somebody has to act on it, for dangerous ones.
    pub first_action_due_at: Option<DateTime<Utc>>,
    /// Its page.
    pub url: String,
}

/// Moves a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeStatus {
    /// Where to.
    pub to: Status,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// A sentence for the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Ids of photos of the result that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// Shows or hides words and photos; what is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePublication {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// Description, address and notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Visibility>,
    /// Photos by id.
    #[serde(default)]
    pub photos: BTreeMap<Uuid, Visibility>,
}

/// A place as this viewer may see it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceView {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
    /// Whether this is the very place, or the middle of its block.
    pub exact: bool,
}

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    /// The problem, by its author.
    Before,
    /// The result, by staff.
    After,
}

impl PhotoKind {
    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// The kind called `name`.
    pub fn called(name: &str) -> Option<Self> {
        [Self::Before, Self::After].into_iter().find(|kind| kind.name() == name)
    }
}

/// A photo of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoView {
    /// Its id; the picture is at `/photos/{id}/{size}`.
    pub id: Uuid,
    /// What it shows.
    pub kind: PhotoKind,
    /// Whether everybody may see it.
    pub published: bool,
    /// Pixels of the upright original.
    pub width: i32,
    /// Pixels of the upright original.
    pub height: i32,
    /// Local day on which it came.
    pub taken_on: NaiveDate,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryLine {
    /// Its number in the city's log.
    pub n: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: event::Kind,
    /// The status after it.
    pub status: Status,
    /// What staff wrote to the author.
    pub note: Option<String>,
}

/// A move that the viewer may make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// Where to.
    pub to: Status,
    /// What has to come with it.
    pub needs: Vec<Need>,
}

/// An answer of the author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerView {
    /// What it was sent under.
    pub id: String,
    /// The question, for people; its id where the type does not ask it any more.
    pub question: String,
    /// The answer, for people.
    pub answer: String,
}

/// A report as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportView {
    /// Its id.
    pub id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// Its group.
    pub category: Named,
    /// Where it stands.
    pub status: Status,
    /// How it looks.
    pub shape: Shape,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Where it is.
    pub place: PlaceView,
    /// Where it is, in words.
    pub address: Option<String>,
    /// Who has it.
    pub department: Named,
    /// Why they have it, in words.
    pub routed_because: String,
    /// The way it came in.
    pub channel: String,
    /// How pressing.
    pub priority: Priority,
    /// Danger to life.
    pub emergency: bool,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// When the author saw it, if that was earlier.
    pub observed_at: Option<DateTime<Utc>>,
    /// Until when it has to be resolved.
    pub due_at: DateTime<Utc>,
    /// Until when somebody has to act on it, for dangerous ones.
    pub first_action_due_at: Option<DateTime<Utc>>,
    /// When somebody did.
    pub first_action_at: Option<DateTime<Utc>>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// How far its clock has run.
    pub ribbon: Ribbon,
    /// What the author wrote, if this viewer may see it.
    pub description: Option<String>,
    /// What the author answered to the type's questions, for the author and staff.
    #[serde(default)]
    pub answers: Vec<AnswerView>,
    /// Whether everybody may see the words.
    pub text: Visibility,
    /// Photos this viewer may see.
    pub photos: Vec<PhotoView>,
    /// What happened.
    pub history: Vec<HistoryLine>,
    /// To send back with a change.
    pub version: i32,
    /// As whom the caller sees it.
    pub viewer: Viewer,
    /// What the caller may do with it.
    pub choices: Vec<Choice>,
    /// Whether the caller may show or hide words and photos.
    pub may_publish: bool,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportCard {
    /// Its id.
    pub id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// Slug of its group.
    pub category: String,
    /// Where it stands.
    pub status: Status,
    /// How it looks.
    pub shape: Shape,
    /// Where it is.
    pub place: PlaceView,
    /// Where it is, in words.
    pub address: Option<String>,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// Until when it has to be resolved.
    pub due_at: DateTime<Utc>,
    /// Until when somebody has to act on it, for dangerous ones.
    pub first_action_due_at: Option<DateTime<Utc>>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// How far its clock has run.
    pub ribbon: Ribbon,
    /// Its first photo that this viewer may see, one of the result before others.
    pub photo: Option<Uuid>,
    /// Who has it.
    pub department: Named,
    /// Danger to life.
    pub emergency: bool,
    /// To send back with a change.
    pub version: i32,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportPage {
    /// In the order of the list.
    pub reports: Vec<ReportCard>,
    /// How many there are in all; the public list tells it on its first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
}

/// A photo that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoReceipt {
    /// The id that was sent.
    pub id: Uuid,
    /// Pixels of the upright original.
    pub width: i32,
    /// Pixels of the upright original.
    pub height: i32,
    /// The sizes it can be asked for in, longest sides 320, 1024 and 2048 pixels.
    pub sizes: Vec<String>,
}

/// What the event feed says about a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    /// Its number in the city's log: gap-free, in the order of commits.
    pub n: i64,
    /// What happened.
    pub kind: event::Kind,
    /// To which report.
    pub report_id: Uuid,
    /// The status after it.
    pub status: Status,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

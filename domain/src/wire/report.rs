//! Reports: what comes in, and what each kind of viewer gets to see.

use crate::catalogue::Priority;
use crate::clock::{Measure, Pause, Ribbon};
use crate::event;
use crate::id::Number;
use crate::permission::Action;
use crate::place::Place;
use crate::publication::{Viewer, Visibility};
use crate::report::Outcome;
use crate::status::{Need, Shape, Status};
use crate::text::Language;
use crate::wire::abuse::SenderView;
use crate::wire::catalogue::Named;
use crate::wire::crew::{Away, CrewName};
use crate::wire::parts::{InspectionView, LinkView, SubtaskView, WarrantyView};
use crate::wire::photo::PhotoView;
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
    /// The version of the text that the author agreed to: `consent` of the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
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
    /// What happened, in words.
    pub words: String,
    /// What was written along with it.
    pub note: Option<String>,
    /// Who did it, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ByView>,
}

/// Who did something to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByView {
    /// `staff`, `author`, `contractor`, or `system`: the product itself.
    pub who: String,
    /// What they are called, of staff.
    pub name: Option<String>,
}

/// One clock of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockView {
    /// What it measures.
    pub measure: Measure,
    /// Its deadline. While it stands still: the latest that it may become.
    pub due_at: DateTime<Utc>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// By how many days it was extended.
    pub extended: u32,
    /// How its deadline was counted, step by step in words; for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// Somebody asked for a later deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtensionView {
    /// Its id.
    pub id: Uuid,
    /// How many more days.
    pub days: u32,
    /// Why, if this viewer may see it.
    pub reason: Option<String>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Yes or no; nothing as long as nobody has decided.
    pub approved: Option<bool>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A line of the ledger: a case went from one department to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferView {
    /// Who had it.
    pub from: Named,
    /// Who has it since.
    pub to: Named,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, if this viewer may see it.
    pub reason: Option<String>,
}

/// A line of the ledger with its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerLine {
    /// The report's id.
    pub report_id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// Who had it.
    pub from: Named,
    /// Who has it since.
    pub to: Named,
    /// Whether its type or place was corrected; else somebody handed it over.
    pub corrected: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
}

/// A page of the ledger, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerPage {
    /// Its lines.
    pub transfers: Vec<LedgerLine>,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
}

/// Somebody of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// What to call them.
    pub name: String,
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

/// What every report was before cities could hide one.
fn published() -> Visibility {
    Visibility::Published
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
    /// The territory that decides at its place; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Named>,
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
    /// When it ended, in whatever way.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the danger was fenced off.
    pub made_safe_at: Option<DateTime<Utc>>,
    /// When nobody had acted on a danger in time.
    pub escalated_at: Option<DateTime<Utc>>,
    /// The day for which the work is planned.
    pub planned_for: Option<NaiveDate>,
    /// Who outside is responsible, of a report that was forwarded.
    pub forwarded_to: Option<String>,
    /// The report that it was merged into.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub original: Option<Number>,
    /// How many others have the same trouble.
    pub supports: i32,
    /// What its author thinks of the work, 1 to 5.
    pub rating: Option<i32>,
    /// Until when its author may disagree, if they may.
    pub disputable_until: Option<DateTime<Utc>>,
    /// Its clocks, the one that ends it last.
    pub clocks: Vec<ClockView>,
    /// Later deadlines that were asked for.
    pub extensions: Vec<ExtensionView>,
    /// Departments that had it before.
    pub transfers: Vec<TransferView>,
    /// Parts of the work that other departments do.
    #[serde(default)]
    pub subtasks: Vec<SubtaskView>,
    /// Links of contractors, for staff who work it.
    #[serde(default)]
    pub links: Vec<LinkView>,
    /// What was found on site.
    #[serde(default)]
    pub inspections: Vec<InspectionView>,
    /// The warranty of the repair, of a resolved one.
    #[serde(default)]
    pub warranty: Option<WarrantyView>,
    /// The earlier repair here that was under warranty when this report came.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub warranty_of: Option<Number>,
    /// Who of the department has it, for staff.
    pub assignee: Option<Person>,
    /// When that person is away: until when, and who stands in; for staff.
    #[serde(default)]
    pub away: Option<Away>,
    /// The crew that has it, for staff.
    #[serde(default)]
    pub crew: Option<CrewName>,
    /// How far its clock has run.
    pub ribbon: Ribbon,
    /// What the author wrote, if this viewer may see it.
    pub description: Option<String>,
    /// What the author answered to the type's questions, for the author, staff and contractors.
    #[serde(default)]
    pub answers: Vec<AnswerView>,
    /// Whether everybody may see the report at all.
    #[serde(default = "published")]
    pub visibility: Visibility,
    /// What is known of whoever sent it, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderView>,
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
    /// Whether the author left a contact, for the author and for staff who may look at it.
    #[serde(default)]
    pub has_contact: bool,
    /// Where the caller may move it.
    pub choices: Vec<Choice>,
    /// What else the caller may do with it.
    pub may: Vec<Action>,
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
    /// How many others have the same trouble.
    pub supports: i32,
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
    /// How many of them look how; told with the total of the public list, without those that are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shapes: Option<BTreeMap<Shape, i64>>,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
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

/// A page of the event feed, for whoever looks now and then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventPage {
    /// What happened, in order.
    pub events: Vec<EventView>,
    /// The number to ask after next.
    pub next: i64,
    /// Whether there is more at once.
    pub more: bool,
    /// Whether something between the number asked after and now can no longer be told: then whoever keeps
    /// copies asks for all of them, and goes on after `next`.
    pub gap: bool,
}

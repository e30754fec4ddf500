//! The desk: filters, counts, work on many cases at once, and who can be given a case.

use crate::permission::{Action, Role};
use crate::report::Outcome;
use crate::status::Status;
use crate::wire::catalogue::Named;
use crate::wire::crew::{Away, CrewName};
use crate::wire::problem::Problem;
use crate::wire::report::{Choice, Person, ReportCard};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which cases, in which order: the parameters of the desk's list, as they stand in its address. What
/// is left out or empty does not matter. Lists are parted by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DeskFilter {
    /// A tab of the desk: `new`, `in_work`, `waiting`, `in_review`, `soon`, `overdue`, `escalated`,
    /// `unassigned`, `mine`, `all`. Other filters narrow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    /// Statuses, all of them open or all of them closed; without them open cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Slugs of issue types.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(rename = "type"))]
    pub issue_type: Option<String>,
    /// Slugs of categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Slugs of the ways in which reports come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Slugs of departments, for those who see the whole city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Slugs of territories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// A person's id, `none`, or `me`: also those whom the caller stands in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Ids of crews, or `mine`: those that the caller is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crew: Option<String>,
    /// `true`: past the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<String>,
    /// `true`: due within two days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soon: Option<String>,
    /// `true`: told to those above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<String>,
    /// `missing`: a first action has to be made in time, and nobody has made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_action: Option<String>,
    /// A number (`2026-000123` or `123`, closed cases too), else the beginnings of words of the
    /// description and the address, all of which have to be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// West, south, east, north in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<String>,
    /// `deadline` unless asked otherwise, `newest`, or `nearest`; closed cases have `closed` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Latitude and longitude for `nearest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

/// A case in the desk's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskCard {
    /// As everywhere.
    #[serde(flatten)]
    pub card: ReportCard,
    /// Until when something has to be done next: the first action or the deadline.
    pub next_due_at: DateTime<Utc>,
    /// The person who has it.
    pub assignee: Option<Person>,
    /// When that person is away: until when, and who stands in.
    #[serde(default)]
    pub away: Option<Away>,
    /// The crew that has it.
    #[serde(default)]
    pub crew: Option<CrewName>,
    /// The way it came in.
    pub channel: String,
    /// The territory that decides at its place.
    pub territory: Option<Named>,
    /// When it was told to those above.
    pub escalated_at: Option<DateTime<Utc>>,
    /// When it came to an end.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A page of the desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPage {
    /// In the order of the list.
    pub reports: Vec<DeskCard>,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
}

/// What a desk can offer before any case is looked at: what its filters can name, and what the caller
/// may do with its cases. Parts of a case that are not done, or a day that has passed, may still be in
/// the way of a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskOptions {
    /// The caller, to give cases to.
    pub me: Uuid,
    /// The ways in which reports come.
    pub channels: Vec<Named>,
    /// By title.
    pub territories: Vec<Named>,
    /// What the caller may do, whatever the status.
    pub may: Vec<Action>,
    /// Where the caller may move cases; statuses from which there is no move are left out.
    pub moves: Vec<DeskMoves>,
}

/// Where cases may go from a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskMoves {
    /// Where they stand.
    pub from: Status,
    /// Where to, and what has to come with it.
    pub choices: Vec<Choice>,
}

/// How many cases each tab holds, at most a second ago.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskCounts {
    /// Nobody has taken it yet, or it came back.
    pub new: i64,
    /// Somebody is at it.
    pub in_work: i64,
    /// Somebody else has to act first.
    pub waiting: i64,
    /// Somebody looks at the result.
    pub in_review: i64,
    /// Due within two days.
    pub soon: i64,
    /// Past the deadline.
    pub overdue: i64,
    /// Told to those above.
    pub escalated: i64,
    /// Neither a person nor a crew has it.
    pub unassigned: i64,
    /// The caller has it, or somebody whom they stand in for.
    pub mine: i64,
    /// Every open case.
    pub all: i64,
}

/// Somebody whom a case can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPerson {
    /// Their id.
    pub id: Uuid,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Slug of their department.
    pub department: String,
    /// When they are away: what is given to them goes to who stands in.
    #[serde(default)]
    pub away: Option<Away>,
}

/// Everybody whom the caller can give cases to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPeople {
    /// By department and name.
    pub people: Vec<DeskPerson>,
}

/// Gives a case to a person or a crew of its department, or takes it back. A person of the crew that has
/// it takes it out of the crew's hands for as long as they hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeAssignee {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// Who has it from now on; null for nobody, or for the crew that they had it from.
    #[serde(deserialize_with = "Option::deserialize")]
    pub assignee: Option<Uuid>,
    /// The crew that has it from now on; only where no person is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crew: Option<Uuid>,
}

/// One case of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkItem {
    /// Its id.
    pub id: Uuid,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
}

/// Moves or assigns many cases; each by itself, as if it were the only one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMany {
    /// Which ones: 1 to 100, each once.
    pub items: Vec<BulkItem>,
    /// A move, as for a single case; either this or `assign`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<MoveMany>,
    /// Who has them from now on; either this or `transition`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign: Option<AssignMany>,
}

/// A move of many cases. Photos belong to one case, so moves that need them are made one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveMany {
    /// Where to.
    pub to: Status,
    /// A sentence for the authors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How they ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Slug of the department that takes them over, where they go to another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The local day for which the work is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_for: Option<NaiveDate>,
    /// The name of who outside is responsible, where they are forwarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
}

/// Who has many cases from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignMany {
    /// Their id; null for nobody.
    #[serde(deserialize_with = "Option::deserialize")]
    pub assignee: Option<Uuid>,
    /// A crew; only where no person is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crew: Option<Uuid>,
}

/// What became of one case of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkResult {
    /// Its id.
    pub id: Uuid,
    /// Its version from now on, when it worked.
    pub version: Option<i32>,
    /// Why not, when it did not; the case is as it was.
    pub problem: Option<Problem>,
}

/// What became of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkResults {
    /// In the order of the items.
    pub results: Vec<BulkResult>,
}

/// Keeps a filter under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveFilter {
    /// 1 to 60 characters.
    pub name: String,
    /// What it asks for.
    pub query: DeskFilter,
}

/// A filter that its owner keeps; nobody else sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedFilter {
    /// The id that was sent.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it asks for.
    pub query: DeskFilter,
}

/// The caller's filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedFilters {
    /// By name.
    pub filters: Vec<SavedFilter>,
}

//! What others do for a case: parts of the work by other departments, a contractor with a link,
//! inspections on site, the warranty of a repair.

use crate::id::Number;
use crate::place::Place;
use crate::status::{Shape, Status};
use crate::wire::catalogue::Named;
use crate::wire::report::PlaceView;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! names {
    ($kind:ident: $($name:ident $text:literal,)*) => {
        impl $kind {
            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The one called `name`.
            pub fn called(name: &str) -> Option<Self> {
                [$(Self::$name,)*].into_iter().find(|one| one.name() == name)
            }
        }
    };
}

/// Where a part of the work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubtaskStatus {
    /// The case waits for it.
    Asked,
    /// It is done.
    Done,
    /// The department does not do it.
    Declined,
    /// It is not needed any more.
    Cancelled,
}

names! { SubtaskStatus: Asked "asked", Done "done", Declined "declined", Cancelled "cancelled", }

/// Gives another department a part of the work. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddSubtask {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// Slug of the department that does it.
    pub department: String,
    /// What is to be done, up to 1000 characters.
    pub task: String,
    /// The local day by which the case needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// Ends a part of the work: the department that was asked has done it or does not do it, or who
/// asked does not need it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndSubtask {
    /// The version of the case that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// How it ended.
    pub status: SubtaskStatus,
    /// A sentence; needed when it is declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Ids of photos of what was done, that were sent before; needed when it is done.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// A part of the work, as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubtaskView {
    /// Its id.
    pub id: Uuid,
    /// Who does it.
    pub department: Named,
    /// Where it stands.
    pub status: SubtaskStatus,
    /// What is to be done, if this viewer may see it.
    pub task: Option<String>,
    /// The day by which the case needs it.
    pub due_on: Option<NaiveDate>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How the caller may end it.
    pub choices: Vec<SubtaskStatus>,
}

/// A part of the work in the list of those that a department was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubtaskCard {
    /// Its id.
    pub id: Uuid,
    /// Who does it.
    pub department: Named,
    /// What is to be done.
    pub task: String,
    /// The day by which the case needs it.
    pub due_on: Option<NaiveDate>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// The report that it is a part of.
    pub report_id: Uuid,
    /// The number to name the report by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// Where the case stands.
    pub status: Status,
    /// How the case looks.
    pub shape: Shape,
    /// Who has the case.
    pub owner: Named,
    /// Where it is.
    pub place: PlaceView,
    /// Where it is, in words.
    pub address: Option<String>,
    /// Until when the case has to be resolved.
    pub due_at: DateTime<Utc>,
}

/// A page of parts of the work, those asked for first before others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubtaskPage {
    /// In the order of the list.
    pub subtasks: Vec<SubtaskCard>,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
}

/// Makes a link by which a contractor sees one case and answers it. Its secret is told once: the
/// same id again is a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeLink {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// The contractor: an organisation, up to 200 characters.
    pub name: String,
}

/// A link that was made. Only whoever made it is ever told its secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkMade {
    /// The id that was sent.
    pub id: Uuid,
    /// What to send to the contractor. The secret is in its fragment, which browsers do not send.
    pub url: String,
    /// The secret by itself, for `X-Case-Link`.
    pub secret: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// A link of a case, for staff who work it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// Its id.
    pub id: Uuid,
    /// The contractor.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// When somebody ended it before that.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What an inspector found on site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The problem is there.
    Confirmed,
    /// There is no such problem.
    NotFound,
    /// The work was done as it should be.
    DoneWell,
    /// The work was not done as it should be.
    DoneBadly,
}

names! { Finding: Confirmed "confirmed", NotFound "not_found", DoneWell "done_well", DoneBadly "done_badly", }

/// Keeps what somebody found on site. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Inspect {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// The version that was on the screen, if a newer one is to be a conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_version: Option<i32>,
    /// When they looked.
    pub inspected_at: DateTime<Utc>,
    /// What they found.
    pub finding: Finding,
    /// Their act, up to 4000 characters.
    pub act: String,
    /// Ids of photos that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
    /// Where they stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// An inspection as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectionView {
    /// Its id.
    pub id: Uuid,
    /// When somebody looked.
    pub inspected_at: DateTime<Utc>,
    /// What they found.
    pub finding: Finding,
    /// Their act, if this viewer may see it.
    pub act: Option<String>,
    /// Those of its photos that this viewer may see.
    pub photos: Vec<Uuid>,
    /// Metres from where they stood to the place of the report, for staff.
    pub distance_m: Option<u32>,
}

/// The warranty of a repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WarrantyView {
    /// Its last day.
    pub until: NaiveDate,
    /// The organisation that repaired it; nobody: the department itself.
    pub contractor: Option<String>,
}

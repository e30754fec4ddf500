//! Crews of a department, who is away and who stands in, and the order to drive in.

use crate::place::Place;
use crate::wire::desk::DeskCard;
use crate::wire::report::Person;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Until when somebody is away, and who stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Away {
    /// The last local day of it.
    pub until: NaiveDate,
    /// Nobody, when whoever was asked has left or is away too: then the cases are the department's.
    pub cover: Option<Person>,
}

/// A crew by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CrewName {
    /// Its id.
    pub id: Uuid,
    /// What its department calls it.
    pub name: String,
}

/// A crew of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CrewView {
    /// The id that was sent.
    pub id: Uuid,
    /// What its department calls it.
    pub name: String,
    /// Slug of its department.
    pub department: String,
    /// Who is in it, by name.
    pub members: Vec<Person>,
    /// Whether the caller is.
    pub mine: bool,
    /// Grows with every change.
    pub version: i32,
}

/// The crews of the caller's desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CrewList {
    /// By department and name.
    pub crews: Vec<CrewView>,
    /// Whether the caller may make and change them.
    pub may_manage: bool,
}

/// Makes a crew, or makes it what is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveCrew {
    /// The version that was on the screen; 0 for a crew that is new.
    pub seen_version: i32,
    /// 1 to 60 characters; no other crew of the department is called so.
    pub name: String,
    /// Slug of its department; left out it is the caller's own. A crew stays where it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// People of the department, up to 50.
    pub members: Vec<Uuid>,
}

/// Says that somebody is away from one local day to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveAbsence {
    /// Who; left out it is the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// Who stands in.
    pub cover: Uuid,
    /// The first day, today at the earliest.
    pub first_day: NaiveDate,
    /// The last day, a year later at most.
    pub last_day: NaiveDate,
}

/// An absence that goes on or is to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceView {
    /// The id that was sent.
    pub id: Uuid,
    /// Who is away.
    pub person: Person,
    /// Who was asked to stand in.
    pub cover: Person,
    /// Whether they can: they may still sign in, and are of the same department or role.
    pub cover_is_good: bool,
    /// The first local day.
    pub first_day: NaiveDate,
    /// The last one.
    pub last_day: NaiveDate,
    /// Whether the caller may end it.
    pub may_end: bool,
}

/// Who is away or is going to be, as far as the caller may know, and who could stand in for the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Absences {
    /// By first day.
    pub absences: Vec<AbsenceView>,
    /// By name, without the caller.
    pub covers: Vec<Person>,
}

/// Asks for an order to drive in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskRoute {
    /// Open cases that the caller may read: 1 to 100, each once.
    pub reports: Vec<Uuid>,
    /// Where the way begins; without it, wherever it is shortest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Place>,
    /// Whether dangers that nobody made safe, and what is due before the local day ends, come first.
    #[serde(default)]
    pub urgent_first: bool,
}

/// A case on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteStop {
    /// The case.
    pub report: DeskCard,
    /// Whether it came first because it cannot wait.
    pub urgent: bool,
    /// Metres in a straight line from the stop before, or from the start; 0 at a first stop without one.
    pub metres: u32,
}

/// An order to drive in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteView {
    /// In this order.
    pub stops: Vec<RouteStop>,
    /// Metres of all of it, in straight lines.
    pub metres: u32,
    /// Cases that are closed by now, are not there, or are not the caller's to read.
    pub left_out: Vec<Uuid>,
}

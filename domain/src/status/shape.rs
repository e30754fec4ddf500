//! How a case looks: one outline and colour for each shape.

use super::Status;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How a case looks on the map and in lists: one outline and colour each (look.md, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Nobody has taken it yet.
    New,
    /// Somebody is at it.
    Work,
    /// Due within two days.
    Soon,
    /// Past its deadline.
    Overdue,
    /// Waiting for somebody else.
    Waiting,
    /// Done.
    Resolved,
    /// Answered.
    Explained,
    /// Not accepted.
    Declined,
    /// Danger to life, until the case is closed.
    Danger,
}

impl Shape {
    /// Every shape, in the order in which the map draws them, the last on top.
    pub const ALL: [Self; 9] = [
        Self::Resolved,
        Self::Declined,
        Self::Explained,
        Self::Waiting,
        Self::New,
        Self::Work,
        Self::Soon,
        Self::Overdue,
        Self::Danger,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Work => "work",
            Self::Soon => "soon",
            Self::Overdue => "overdue",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Explained => "explained",
            Self::Declined => "declined",
            Self::Danger => "danger",
        }
    }
}

/// How long before its deadline a case counts as due soon.
pub const SOON: Duration = Duration::days(2);

/// The shape of a case. For open ones danger wins over overdue, overdue over due soon, due soon
/// over the status.
pub fn shape(status: Status, danger: bool, due: DateTime<Utc>, now: DateTime<Utc>) -> Shape {
    match status {
        Status::Resolved | Status::Confirmed | Status::ClosedByTime => Shape::Resolved,
        Status::Explained | Status::Forwarded => Shape::Explained,
        Status::Declined | Status::Duplicate | Status::Withdrawn | Status::Cancelled => Shape::Declined,
        _ if danger => Shape::Danger,
        _ if now > due => Shape::Overdue,
        _ if now + SOON >= due => Shape::Soon,
        Status::WaitingForResident | Status::WaitingForPartner => Shape::Waiting,
        Status::Submitted | Status::InModeration | Status::Registered | Status::Assigned => Shape::New,
        _ => Shape::Work,
    }
}

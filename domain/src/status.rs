//! The life of a case: its statuses, and one table of who may move it where and what that needs.

use crate::permission::Role;
use crate::report::Outcome;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

macro_rules! statuses {
    ($($name:ident $text:literal $doc:literal,)*) => {
        /// Where a case stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Status { $(#[doc = $doc] $name,)* }

        impl Status {
            /// Every status.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

statuses! {
    Submitted "submitted" "Came in.",
    InModeration "in_moderation" "A person looks at it before it counts.",
    Registered "registered" "Taken; nobody owns it yet.",
    Assigned "assigned" "A department owns it.",
    Accepted "accepted" "The department has taken it.",
    InProgress "in_progress" "Being worked on.",
    Planned "planned" "Has a date.",
    WaitingForResident "waiting_for_resident" "The resident was asked something.",
    WaitingForPartner "waiting_for_partner" "Another organisation has to act first.",
    Resolved "resolved" "The department says that it is done.",
    InReview "in_review" "A second pair of eyes looks at it.",
    Confirmed "confirmed" "The resident agrees that it is done.",
    Disputed "disputed" "The resident does not agree.",
    Reopened "reopened" "Came back.",
    ClosedByTime "closed_by_time" "Nobody objected in time.",
    Explained "explained" "Answered; nothing to do.",
    Declined "declined" "Not accepted, with a reason.",
    Duplicate "duplicate" "Another report says the same.",
    Forwarded "forwarded" "Handed to somebody outside.",
    Withdrawn "withdrawn" "Taken back by its author.",
    Cancelled "cancelled" "Cancelled by staff, with a reason.",
}

impl Status {
    /// The status called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.name() == name)
    }

    /// Whether somebody still has work to do.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Resolved
                | Self::Confirmed
                | Self::ClosedByTime
                | Self::Explained
                | Self::Declined
                | Self::Duplicate
                | Self::Forwarded
                | Self::Withdrawn
                | Self::Cancelled
        )
    }

    /// Whether the map shows a case in this status at all.
    pub fn is_on_the_map(self) -> bool {
        !matches!(self, Self::Duplicate | Self::Withdrawn | Self::Cancelled)
    }
}

/// What a move needs besides the will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A photo of the result.
    Photo,
    /// How it ended.
    Outcome,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// From any of these.
    pub from: &'static [Status],
    /// To this.
    pub to: Status,
    /// By staff of the owning department in these roles (see [`crate::permission`] for reach).
    pub by: &'static [Role],
    /// What has to come with it.
    pub needs: &'static [Need],
}

const CREW: &[Role] = &[Role::Worker, Role::Head, Role::Dispatcher, Role::Coordinator];

/// Who moves a case where. Registration and assignment happen at receipt, by the system.
pub const TRANSITIONS: &[Transition] = &[
    Transition { from: &[Status::Registered, Status::Assigned], to: Status::Accepted, by: CREW, needs: &[] },
    Transition { from: &[Status::Assigned, Status::Accepted], to: Status::InProgress, by: CREW, needs: &[] },
    Transition {
        from: &[Status::Accepted, Status::InProgress],
        to: Status::Resolved,
        by: CREW,
        needs: &[Need::Photo, Need::Outcome],
    },
];

/// Why a case cannot be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The table has no such row.
    #[error("a case does not go from {} to {}", from.name(), to.name())]
    NoSuchMove {
        /// Where it stands.
        from: Status,
        /// Where it should have gone.
        to: Status,
    },
    /// Something has to come with it.
    #[error("something is missing")]
    Missing(Need),
    /// The outcome does not fit the move.
    #[error("this outcome does not belong here")]
    WrongOutcome,
}

/// What comes with a move.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given {
    /// How many photos of the result.
    pub photos: usize,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// The moves that `role` may make from `from`.
pub fn choices(from: Status, role: Role) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |row| row.from.contains(&from) && row.by.contains(&role))
}

/// Checks a move from `from` to `to` and gives the outcome that it leaves behind. A resolution
/// without a named outcome is [`Outcome::Fixed`].
///
/// # Errors
/// See [`MoveError`].
pub fn apply(from: Status, to: Status, given: Given) -> Result<Option<Outcome>, MoveError> {
    let row = TRANSITIONS
        .iter()
        .find(|row| row.to == to && row.from.contains(&from))
        .ok_or(MoveError::NoSuchMove { from, to })?;
    if row.needs.contains(&Need::Photo) && given.photos == 0 {
        return Err(MoveError::Missing(Need::Photo));
    }
    match (row.needs.contains(&Need::Outcome), given.outcome) {
        (true, None) => Ok(Some(Outcome::Fixed)),
        (true, Some(outcome @ (Outcome::Fixed | Outcome::MeasuresTaken))) => Ok(Some(outcome)),
        (false, None) => Ok(None),
        (_, Some(_)) => Err(MoveError::WrongOutcome),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_status() {
        for &status in Status::ALL {
            assert_eq!(Status::called(status.name()), Some(status));
            assert_eq!(serde_json::json!(status), serde_json::json!(status.name()));
        }
    }

    #[test]
    fn a_case_is_resolved_only_with_a_photo() {
        let none = Given::default();
        assert_eq!(apply(Status::InProgress, Status::Resolved, none), Err(MoveError::Missing(Need::Photo)));
        let one = Given { photos: 1, outcome: None };
        assert_eq!(apply(Status::InProgress, Status::Resolved, one), Ok(Some(Outcome::Fixed)));
        let refused = Given { photos: 1, outcome: Some(Outcome::Refused) };
        assert_eq!(apply(Status::InProgress, Status::Resolved, refused), Err(MoveError::WrongOutcome));
    }

    #[test]
    fn what_is_offered_can_be_done_and_nothing_else() {
        for &from in Status::ALL {
            for &to in Status::ALL {
                let offered = Role::ALL.iter().any(|&role| choices(from, role).any(|row| row.to == to));
                let outcome = (to == Status::Resolved).then_some(Outcome::Fixed);
                let done = apply(from, to, Given { photos: 1, outcome });
                assert_eq!(offered, done.is_ok(), "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn nothing_leaves_an_end() {
        for row in TRANSITIONS {
            assert!(row.from.iter().all(|from| from.is_open()), "{row:?}");
        }
    }

    #[test]
    fn danger_wins_over_overdue_and_overdue_over_soon() {
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
        let shape_in = |danger, days| shape(Status::Accepted, danger, now + Duration::days(days), now);
        assert_eq!(shape_in(true, -1), Shape::Danger);
        assert_eq!(shape_in(false, -1), Shape::Overdue);
        assert_eq!(shape_in(false, 1), Shape::Soon);
        assert_eq!(shape_in(false, 5), Shape::Work);
        assert_eq!(shape(Status::Resolved, true, now - Duration::days(1), now), Shape::Resolved);
    }
}

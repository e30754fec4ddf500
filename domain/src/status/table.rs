//! The table: who moves a case from where to where, and what has to come with it.

#[cfg_attr(not(test), expect(clippy::enum_glob_use, reason = "the table reads as one"))]
use super::Status::{self, *};
use crate::permission::Role;
use crate::permission::Role::{Coordinator, Dispatcher, Head, Worker};
use serde::{Deserialize, Serialize};

/// Who moves a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The product itself: at receipt, or because a time has come.
    System,
    /// Whoever filed the report, by its secret.
    Author,
    /// Whoever was sent a link to this one case.
    Contractor,
    /// Somebody in this role, as far as [`crate::permission`] lets them reach.
    Staff(Role),
}

impl Actor {
    /// The name in the log, in the drawing and in the docs.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Author => "author",
            Self::Contractor => "contractor",
            Self::Staff(role) => role.name(),
        }
    }
}

/// What a move needs besides the will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A photo of the result.
    Photo,
    /// How it ended: fixed, unless it says that measures were taken.
    Outcome,
    /// A sentence that says why, or what is asked; the author reads it.
    Reason,
    /// The department that takes it over.
    Department,
    /// The day for which the work is planned.
    Date,
    /// The name of who outside is responsible.
    Responsible,
    /// The report that says the same.
    Original,
}

/// When a row counts at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Only {
    /// Where the city asks for a second pair of eyes.
    WithReview,
    /// Where it does not.
    WithoutReview,
    /// While the author may still disagree, and has not done so too often.
    WhileDisputable,
    /// While staff may still take a closed case up again.
    WhileReopenable,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// From any of these.
    pub from: &'static [Status],
    /// To this.
    pub to: Status,
    /// By any of these.
    pub by: &'static [Actor],
    /// What has to come with it.
    pub needs: &'static [Need],
    /// When the row counts.
    pub only: Option<Only>,
}

const CREW: &[Actor] =
    &[Actor::Staff(Worker), Actor::Staff(Head), Actor::Staff(Dispatcher), Actor::Staff(Coordinator)];
const LEADERS: &[Actor] = &[Actor::Staff(Head), Actor::Staff(Dispatcher), Actor::Staff(Coordinator)];
const CITY: &[Actor] = &[Actor::Staff(Dispatcher), Actor::Staff(Coordinator)];
const AUTHOR: &[Actor] = &[Actor::Author];
const SYSTEM: &[Actor] = &[Actor::System];

/// Where staff of a department has it in its hands.
pub(super) const AT_WORK: &[Status] =
    &[Assigned, Accepted, InProgress, Planned, WaitingForResident, WaitingForPartner, Reopened];
/// Where it can end: somebody has taken it.
pub(super) const TAKEN: &[Status] =
    &[Accepted, InProgress, Planned, WaitingForResident, WaitingForPartner, Reopened];
/// Everything open but a result that is looked at.
pub(super) const UNDECIDED: &[Status] = &[
    InModeration,
    Registered,
    Assigned,
    Accepted,
    InProgress,
    Planned,
    WaitingForResident,
    WaitingForPartner,
    Reopened,
];

/// Where a case has come to an end that staff may take back.
pub(super) const ENDED: &[Status] =
    &[Resolved, Confirmed, ClosedByTime, Explained, Declined, Forwarded, Cancelled];

const fn row(
    from: &'static [Status],
    to: Status,
    by: &'static [Actor],
    needs: &'static [Need],
) -> Transition {
    Transition { from, to, by, needs, only: None }
}

const fn only(row: Transition, only: Only) -> Transition {
    Transition { only: Some(only), ..row }
}

/// Who moves a case where.
pub const TRANSITIONS: &[Transition] = &[
    // Receipt. Without moderation a report is registered at once, and assigned if somebody owns it.
    row(&[Submitted], InModeration, SYSTEM, &[]),
    row(&[Submitted], Registered, SYSTEM, &[]),
    row(&[Registered], Assigned, SYSTEM, &[]),
    row(&[InModeration], Registered, CITY, &[]),
    row(&[Registered], Assigned, CITY, &[Need::Department]),
    // Work, the next step first.
    row(&[Registered, Assigned, Reopened], Accepted, CREW, &[]),
    row(
        &[Assigned, Accepted, Planned, WaitingForResident, WaitingForPartner, Reopened],
        InProgress,
        CREW,
        &[],
    ),
    row(&[Assigned, Accepted, InProgress, Planned, Reopened], Planned, CREW, &[Need::Date]),
    row(&[Accepted, InProgress, Planned, Reopened], WaitingForResident, CREW, &[Need::Reason]),
    row(&[Accepted, InProgress, Planned, Reopened], WaitingForPartner, CREW, &[Need::Reason]),
    row(&[WaitingForResident], InProgress, &[Actor::Author, Actor::System], &[]),
    row(&[WaitingForPartner], InProgress, SYSTEM, &[]),
    // The result.
    only(row(TAKEN, Resolved, CREW, &[Need::Photo, Need::Outcome]), Only::WithoutReview),
    only(row(TAKEN, InReview, CREW, &[Need::Photo, Need::Outcome]), Only::WithReview),
    row(AT_WORK, InReview, &[Actor::Contractor], &[Need::Photo, Need::Outcome]),
    row(&[InReview], Resolved, LEADERS, &[]),
    row(&[InReview], InProgress, LEADERS, &[Need::Reason]),
    // Another department's.
    row(AT_WORK, Assigned, CREW, &[Need::Department, Need::Reason]),
    // Other ends.
    row(AT_WORK, Explained, CREW, &[Need::Reason]),
    row(UNDECIDED, Declined, LEADERS, &[Need::Reason]),
    row(UNDECIDED, Duplicate, CREW, &[Need::Original]),
    row(UNDECIDED, Forwarded, LEADERS, &[Need::Responsible, Need::Reason]),
    row(UNDECIDED, Withdrawn, AUTHOR, &[]),
    row(UNDECIDED, Cancelled, CITY, &[Need::Reason]),
    // The author's last word.
    only(row(&[Resolved], Confirmed, AUTHOR, &[]), Only::WhileDisputable),
    only(
        row(&[Resolved, Explained, Declined, Forwarded], Disputed, AUTHOR, &[Need::Reason]),
        Only::WhileDisputable,
    ),
    row(&[Resolved], ClosedByTime, SYSTEM, &[]),
    // Who answers a dispute is not who is disputed; silence is no refusal.
    row(&[Disputed], Explained, CITY, &[Need::Reason]),
    row(
        &[Disputed],
        Reopened,
        &[Actor::Staff(Head), Actor::Staff(Dispatcher), Actor::Staff(Coordinator), Actor::System],
        &[],
    ),
    // Back.
    row(&[Duplicate], Assigned, CREW, &[]),
    only(row(ENDED, Reopened, LEADERS, &[Need::Reason]), Only::WhileReopenable),
];

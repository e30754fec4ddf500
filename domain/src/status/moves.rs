//! What may be done with one case now, and what a move makes of it. Servers decide by it; phones
//! and the web draw their buttons from it.

use super::Status;
use super::table::{Actor, Need, Only, TRANSITIONS, Transition};
use crate::report::Outcome;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Times in which something may be done to a case: the city's data, in calendar days of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Windows {
    /// After the end of a case its author may confirm or disagree.
    pub dispute_days: u32,
    /// After the end of a case staff may take it up again.
    pub reopen_days: u32,
    /// The resident has to answer a question; then work goes on without.
    pub answer_days: u32,
    /// The city has to answer a dispute; then the case is reopened.
    pub dispute_answer_days: u32,
    /// A link for a contractor is good.
    pub link_days: u32,
}

impl Default for Windows {
    /// 15 days to disagree, as in the portals of Moscow; the other values are ours.
    fn default() -> Self {
        Self { dispute_days: 15, reopen_days: 90, answer_days: 7, dispute_answer_days: 5, link_days: 14 }
    }
}

/// How often an author may disagree with one case.
pub const DISPUTES_MAX: u32 = 2;

/// What of a case decides where it may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// Where it stands.
    pub status: Status,
    /// How it ended, or was said to.
    pub outcome: Option<Outcome>,
    /// When it came to an end, of a case that did.
    pub closed_at: Option<DateTime<Utc>>,
    /// How often its author has disagreed.
    pub disputes: u32,
    /// Parts of co-executors that are not done.
    pub subtasks_open: u32,
    /// Whether the city asks for a second pair of eyes.
    pub review: bool,
    /// The city's times.
    pub windows: Windows,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Situation {
    fn counts(&self, row: &Transition) -> bool {
        match row.only {
            None => true,
            Some(Only::WithReview) => self.review,
            Some(Only::WithoutReview) => !self.review,
            Some(Only::WhileDisputable) => {
                self.disputes < DISPUTES_MAX && self.within(self.windows.dispute_days)
            }
            Some(Only::WhileReopenable) => self.within(self.windows.reopen_days),
        }
    }

    fn within(&self, days: u32) -> bool {
        self.closed_at.is_some_and(|at| self.now <= at + Duration::days(i64::from(days)))
    }

    /// Until when its author may disagree; nothing when they may not.
    pub fn disputable_until(&self) -> Option<DateTime<Utc>> {
        let may = choices(self, Actor::Author).any(|row| row.to == Status::Disputed);
        let days = Duration::days(i64::from(self.windows.dispute_days));
        self.closed_at.filter(|_| may).map(|at| at + days)
    }
}

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
    /// Somebody else may do it.
    #[error("somebody else may do this")]
    NotYours,
    /// It could have been done earlier, or is done otherwise in this city.
    #[error("not at this time")]
    NotNow,
    /// Co-executors are not done.
    #[error("parts of it are not done")]
    SubtasksOpen,
    /// Something has to come with it.
    #[error("something is missing")]
    Missing(Need),
    /// Something came with it that has no place here.
    #[error("something does not belong here")]
    NotHere(Need),
    /// The outcome does not fit the move.
    #[error("this outcome does not belong here")]
    WrongOutcome,
}

/// What comes with a move.
#[expect(clippy::struct_excessive_bools, reason = "one for each need")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Given {
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Photos of the result.
    pub photo: bool,
    /// A sentence.
    pub reason: bool,
    /// A department.
    pub department: bool,
    /// A day.
    pub date: bool,
    /// Who outside is responsible.
    pub responsible: bool,
    /// The report that says the same.
    pub original: bool,
}

impl Given {
    fn has(self, need: Need) -> bool {
        match need {
            Need::Photo => self.photo,
            Need::Reason => self.reason,
            Need::Department => self.department,
            Need::Date => self.date,
            Need::Responsible => self.responsible,
            Need::Original => self.original,
            // Without one it is fixed.
            Need::Outcome => true,
        }
    }
}

/// The rows by which `actor` may move a case in this situation, whatever has to come with them.
pub fn choices(situation: &Situation, actor: Actor) -> impl Iterator<Item = &'static Transition> {
    let situation = *situation;
    TRANSITIONS.iter().filter(move |row| {
        row.from.contains(&situation.status)
            && row.by.contains(&actor)
            && situation.counts(row)
            && (situation.subtasks_open == 0 || !waits_for_all(row.to))
    })
}

/// Whether a case goes there only when every part of it is done.
fn waits_for_all(to: Status) -> bool {
    matches!(to, Status::Resolved | Status::InReview | Status::Explained)
}

/// Checks that `actor` may move a case in this `situation` to `to` with what is `given`, and tells
/// the outcome that it has then.
///
/// # Errors
/// See [`MoveError`].
pub fn apply(
    situation: &Situation,
    actor: Actor,
    to: Status,
    given: Given,
) -> Result<Option<Outcome>, MoveError> {
    let from = situation.status;
    let rows = || TRANSITIONS.iter().filter(|row| row.to == to && row.from.contains(&from));
    let row = match choices(situation, actor).find(|row| row.to == to) {
        Some(row) => row,
        None if rows().next().is_none() => return Err(MoveError::NoSuchMove { from, to }),
        None if !rows().any(|row| row.by.contains(&actor)) => return Err(MoveError::NotYours),
        None if situation.subtasks_open > 0 && waits_for_all(to) => return Err(MoveError::SubtasksOpen),
        None => return Err(MoveError::NotNow),
    };
    if let Some(need) = row.needs.iter().find(|need| !given.has(**need)) {
        return Err(MoveError::Missing(*need));
    }
    let strange = [Need::Photo, Need::Department, Need::Date, Need::Responsible, Need::Original];
    let photo_belongs = |need: &Need| *need == Need::Photo && takes_photos(to);
    if let Some(need) =
        strange.iter().find(|need| given.has(**need) && !row.needs.contains(need) && !photo_belongs(need))
    {
        return Err(MoveError::NotHere(*need));
    }
    outcome(situation, row, given)
}

/// Where photos may come along though none has to: they show why.
fn takes_photos(to: Status) -> bool {
    matches!(to, Status::Disputed | Status::Explained | Status::Declined | Status::InProgress)
}

fn outcome(situation: &Situation, row: &Transition, given: Given) -> Result<Option<Outcome>, MoveError> {
    if row.needs.contains(&Need::Outcome) {
        return match given.outcome {
            None => Ok(Some(Outcome::Fixed)),
            Some(outcome @ (Outcome::Fixed | Outcome::MeasuresTaken)) => Ok(Some(outcome)),
            Some(_) => Err(MoveError::WrongOutcome),
        };
    }
    if given.outcome.is_some() {
        return Err(MoveError::WrongOutcome);
    }
    Ok(match row.to {
        Status::Explained => Some(Outcome::Explained),
        Status::Declined => Some(Outcome::Refused),
        Status::Forwarded => Some(Outcome::Forwarded),
        Status::Duplicate => Some(Outcome::Duplicate),
        Status::Withdrawn | Status::Cancelled => Some(Outcome::Void),
        Status::Resolved | Status::Confirmed | Status::ClosedByTime | Status::Disputed => situation.outcome,
        _ => None,
    })
}

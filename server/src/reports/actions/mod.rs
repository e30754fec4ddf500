//! What is done with reports: a file for each verb. Each action names all its effects, in one
//! transaction.

mod assign;
mod change;
mod correct;
mod extend;
mod filters;
mod inform;
mod make_safe;
mod merge;
mod publish;
mod submit;
mod support;
mod transfer;

pub use assign::assign;
pub use change::{Move, change};
pub use correct::{Correction, correct};
pub use extend::{Asking, Deciding, ask_extension, decide_extension};
pub use filters::{forget_filter, keep_filter};
pub use inform::{Information, inform};
pub use make_safe::{Safety, make_safe};
pub use publish::publish;
pub use submit::{Filed, submit};
pub use support::{support, withdraw_support};

use super::secret_hash;
use super::store::{self, Case};
use crate::auth::Session;
use crate::db::{By, Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use domain::event::{Event, Kind};
use domain::permission::{Action, may};
use domain::report::NOTE_MAX;
use domain::status::{Actor, Status};
use domain::wire::case::ChangeStatus;
use uuid::Uuid;

/// Who wants something of a case.
pub enum Mover {
    /// Somebody signed in.
    Staff(Session),
    /// Whoever has the report's secret.
    Author {
        /// As it was sent.
        secret: String,
    },
    /// The product itself.
    System,
}

impl Mover {
    /// Who it is in the table of moves.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Staff(session) => Actor::Staff(session.role),
            Self::Author { .. } => Actor::Author,
            Self::System => Actor::System,
        }
    }

    /// Who it is in the log.
    pub fn by(&self) -> By {
        match self {
            Self::Staff(session) => By::Staff(session.user_id),
            Self::Author { .. } => By::Author,
            Self::System => By::System,
        }
    }

    /// Staff has to reach the case, its author to know its secret.
    fn must_hold(&self, case: &Case) -> ApiResult<()> {
        let holds = match self {
            Self::Staff(session) => may(session.staff(), Action::Change, case.department_id),
            Self::Author { secret } => secret_hash(secret) == case.secret_hash,
            Self::System => true,
        };
        holds.then_some(()).ok_or(ApiError::Forbidden)
    }
}

/// Locks a case that staff wants to work on, from the version that was on their screen.
async fn lock_for(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    action: Action,
    seen_version: i32,
) -> ApiResult<Case> {
    let case = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), action, case.department_id) {
        return Err(ApiError::Forbidden);
    }
    seen(&case, seen_version)?;
    Ok(case)
}

/// Whoever changes a case has to have seen it as it is.
fn seen(case: &Case, version: i32) -> ApiResult<()> {
    if case.version == version { Ok(()) } else { Err(ApiError::VersionConflict) }
}

/// Work is done on open cases only.
fn must_be_open(case: &Case) -> ApiResult<()> {
    if case.status.is_open() { Ok(()) } else { Err(ApiError::field("status", "closed")) }
}

/// What the product itself does because a time has come.
pub(super) async fn move_by_itself(
    tx: &mut Tx,
    city: &domain::catalogue::City,
    report_id: Uuid,
    from: Status,
    to: Status,
) -> ApiResult<bool> {
    let Some(mut case) = store::lock(tx, report_id).await?.filter(|case| case.status == from) else {
        return Ok(false);
    };
    let change = ChangeStatus::plain(to, case.version);
    change::move_case(tx, city, &mut case, &Mover::System, &change).await?;
    Ok(true)
}

async fn keep_note(tx: &mut Tx, report_id: Uuid, note: Option<&str>, by: By) -> ApiResult<Option<Uuid>> {
    let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    check_words("note", text)?;
    let id = Uuid::now_v7();
    store::insert_note(tx, id, report_id, text, by).await?;
    Ok(Some(id))
}

/// Words that somebody wrote about a case.
fn check_words(field: &str, text: &str) -> ApiResult<()> {
    if text.trim().is_empty() {
        return Err(ApiError::field(field, "required"));
    }
    if text.chars().count() > NOTE_MAX {
        return Err(ApiError::field(field, "too_long"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(ApiError::field(field, "control_characters"));
    }
    Ok(())
}

/// Records what happened to a case, with the row that says more.
fn record(tx: &mut Tx, case: &Case, told: (Kind, Option<Uuid>), by: By, note_id: Option<Uuid>) {
    let (kind, subject_id) = told;
    let event = Event { kind, status: case.status, outcome: case.outcome };
    tx.record(Fact { report_id: case.id, event, subject_id, note_id, by });
}

//! What is done with reports: a file for each verb. Each action names all its effects, in one
//! transaction.

mod assign;
mod attachment;
mod bring_in;
mod change;
mod correct;
mod edit_photo;
mod extend;
mod filters;
mod inform;
mod inspect;
mod link;
mod make_safe;
mod merge;
mod once;
mod own;
mod publish;
mod remark;
mod submit;
mod subtask;
mod support;
mod transfer;
mod warranty;

pub use assign::assign;
pub use attachment::{
    Attaching, add_attachment, erase_inside, may_remove, read_attachment, remove_attachment,
};
pub use bring_in::{Brought, PastCase, PastEnding, bring_in};
pub use change::{Move, change};
pub use correct::{Correction, correct};
pub use edit_photo::edit_photo;
pub use extend::{Asking, Deciding, ask_extension, decide_extension};
pub use filters::{forget_filter, keep_filter};
pub use inform::{Information, inform};
pub use inspect::{Inspecting, inspect};
pub use link::{Linking, Unlinking, end_link, make_link};
pub use make_safe::{Safety, make_safe};
pub use once::Once;
pub use own::{belong, follow, take, unfollow};
pub use publish::publish;
pub use remark::{Remarking, add_remark, read_mentions};
pub use submit::{Filed, submit};
pub use subtask::{AddingSubtask, EndingSubtask, add_subtask, end_subtask};
pub use support::{support, withdraw_support};

use super::store::{self, Case};
use super::{Author, secret_hash};
use crate::auth::Session;
use crate::db::{By, Fact, Tx};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use domain::event::{Event, Kind};
use domain::permission::{Action, may};
use domain::report::NOTE_MAX;
use domain::status::{Actor, Status};
use domain::wire::case::ChangeStatus;
use domain::wire::photo::PhotoKind;
use uuid::Uuid;

/// Who wants something of a case.
pub enum Mover {
    /// Somebody signed in.
    Staff(Session),
    /// Whoever has the report's secret, or the account that it belongs to.
    Author(Author),
    /// Whoever was sent a link to the case.
    Contractor {
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
            Self::Author(_) => Actor::Author,
            Self::Contractor { .. } => Actor::Contractor,
            Self::System => Actor::System,
        }
    }

    /// Who it is in the log.
    pub fn by(&self) -> By {
        match self {
            Self::Staff(session) => By::Staff(session.user_id),
            Self::Author(_) => By::Author,
            Self::Contractor { .. } => By::Contractor,
            Self::System => By::System,
        }
    }

    /// Staff has to reach the case, its author to know its secret or to have its account, a
    /// contractor to have a good link
    /// to it.
    async fn must_hold(&self, tx: &mut Tx, case: &Case) -> ApiResult<()> {
        let holds = match self {
            Self::Staff(session) => may(session.staff(), Action::Change, case.department_id),
            Self::Author(author) => author.wrote(&case.secret_hash, case.author_id),
            Self::Contractor { secret } => {
                let led = store::led(tx, &secret_hash(secret)).await?.ok_or(ApiError::LinkOver)?;
                led.report_id == case.id
            }
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
    let case = lock_of(tx, report_id, session, action).await?;
    seen(&case, seen_version)?;
    Ok(case)
}

/// The same for what may come twice: what was done before is looked for first, then the version.
async fn lock_of(tx: &mut Tx, report_id: Uuid, session: &Session, action: Action) -> ApiResult<Case> {
    let case = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    if may(session.staff(), action, case.department_id) { Ok(case) } else { Err(ApiError::Forbidden) }
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

/// Attaches photos that show neither the problem nor the result.
async fn attach_later(
    tx: &mut Tx,
    city: &domain::catalogue::City,
    case: &Case,
    ids: &[Uuid],
) -> ApiResult<()> {
    photos::attach(tx, case.id, PhotoKind::Later, ids, city.publication_of(case.type_id).photos).await
}

/// Words that somebody wrote about a case.
fn check_words(field: &str, text: &str) -> ApiResult<()> {
    check_text(field, text, NOTE_MAX)
}

/// Words of at most so many characters.
fn check_text(field: &str, text: &str, max: usize) -> ApiResult<()> {
    if text.trim().is_empty() {
        return Err(ApiError::field(field, "required"));
    }
    if text.chars().count() > max {
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

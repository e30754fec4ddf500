//! Moving a case: who may, from where, with what it needs.

use super::submit::next_due;
use super::{keep_note, record};
use crate::auth::Session;
use crate::db::Tx;
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Changed};
use domain::catalogue::City;
use domain::event::Kind;
use domain::permission::{Action, may};
use domain::status::{Given, MoveError, Need, Status, apply, choices};
use domain::wire::report::{ChangeStatus, PhotoKind};
use uuid::Uuid;

/// What staff asks for when moving a case.
pub struct Move {
    pub report_id: Uuid,
    pub session: Session,
    pub change: ChangeStatus,
}

/// Moves a case: who may, from where, with what it needs; attaches the photos of the result,
/// keeps the note, stops the clock, records it.
pub async fn change(tx: &mut Tx, city: &City, asked: &Move) -> ApiResult<()> {
    let Move { report_id, session, change } = asked;
    let row = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), Action::Change, row.department_id) {
        return Err(ApiError::Forbidden);
    }
    if row.version != change.seen_version {
        return Err(ApiError::VersionConflict);
    }
    let given = Given { photos: change.photos.len(), outcome: change.outcome };
    let outcome = apply(row.status, change.to, given).map_err(move_refusal)?;
    let row_of_table =
        choices(row.status, session.role).find(|choice| choice.to == change.to).ok_or(ApiError::Forbidden)?;
    if !change.photos.is_empty() && !row_of_table.needs.contains(&Need::Photo) {
        return Err(ApiError::field("photos", "not_here"));
    }
    let note_id = keep_note(tx, *report_id, change.note.as_deref()).await?;
    let policy = city
        .issue_type_in(row.type_id)
        .map_or(city.publication, |issue_type| issue_type.publication(city.publication));
    photos::attach(tx, *report_id, PhotoKind::After, &change.photos, policy.photos).await?;
    let acted = matches!(change.to, Status::InProgress | Status::Resolved);
    let now = tx.now();
    let first_action_at = row.first_action_at.or_else(|| acted.then_some(now));
    let first_due = row.first_action_due_at.filter(|_| first_action_at.is_none());
    let changed = Changed {
        status: change.to,
        outcome,
        first_action_at,
        next_due_at: next_due(row.due_at, first_due),
        resolved_at: (change.to == Status::Resolved).then_some(now),
        closed_at: (!change.to.is_open()).then_some(now),
    };
    store::save(tx, *report_id, &changed).await?;
    record(tx, *report_id, session, Kind::StatusChanged, change.to, outcome, note_id);
    Ok(())
}

fn move_refusal(error: MoveError) -> ApiError {
    match error {
        MoveError::NoSuchMove { .. } => ApiError::field("to", "no_such_move"),
        MoveError::Missing(Need::Photo) => ApiError::field("photos", "required"),
        MoveError::Missing(Need::Outcome) => ApiError::field("outcome", "required"),
        MoveError::WrongOutcome => ApiError::field("outcome", "not_here"),
    }
}

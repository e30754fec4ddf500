//! Parts of the work by other departments: one digs, another lays asphalt, and the case waits for
//! all of them. A case that ends in another way needs none of them any more.

use super::{attach_later, check_text, keep_note, lock_of, must_be_open, record, seen};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case, NewSubtask};
use chrono::{Days, NaiveDate};
use domain::catalogue::City;
use domain::clock::local_day;
use domain::event::Kind;
use domain::permission::{Action, may};
use domain::wire::parts::{AddSubtask, EndSubtask, SubtaskStatus};
use uuid::Uuid;

/// Characters of what is to be done, at most.
const TASK_MAX: usize = 1000;
/// Parts for which one case waits at the same time, at most.
const OPEN_MAX: i32 = 10;
/// Days ahead for which a part may be asked, at most.
const AHEAD: Days = Days::new(366);

/// Somebody asks another department for a part of the work.
pub struct AddingSubtask {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: AddSubtask,
}

/// Somebody ends a part of the work.
pub struct EndingSubtask {
    pub report_id: Uuid,
    pub subtask_id: Uuid,
    pub session: Session,
    pub asked: EndSubtask,
}

/// Asks another department for a part of the work.
pub async fn add_subtask(tx: &mut Tx, city: &City, adding: &AddingSubtask) -> ApiResult<()> {
    let AddingSubtask { report_id, session, asked } = adding;
    let mut case = lock_of(tx, *report_id, session, Action::Change).await?;
    let unknown = || ApiError::field("department", "unknown_department");
    let new = NewSubtask {
        id: asked.id,
        report_id: case.id,
        department_id: city.department_called(&asked.department).ok_or_else(unknown)?.id,
        task: asked.task.trim().to_owned(),
        due_on: asked.due_on,
    };
    if let Some((before, _)) = store::subtask(tx, asked.id).await? {
        return if before == new { Ok(()) } else { Err(ApiError::Conflict) };
    }
    seen(&case, asked.seen_version)?;
    must_be_open(&case)?;
    check_text("task", &asked.task, TASK_MAX)?;
    if new.department_id == case.department_id {
        return Err(ApiError::field("department", "same_department"));
    }
    check_day(asked.due_on, local_day(tx.now(), city.time_zone))?;
    if case.subtasks_open >= OPEN_MAX {
        return Err(ApiError::field("task", "too_many"));
    }
    store::insert_subtask(tx, &new, session.user_id).await?;
    case.subtasks_open += 1;
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::SubtaskAdded, Some(new.id)), By::Staff(session.user_id), None);
    Ok(())
}

fn check_day(due_on: Option<NaiveDate>, today: NaiveDate) -> ApiResult<()> {
    match due_on {
        Some(day) if day < today => Err(ApiError::field("due_on", "past")),
        Some(day) if day > today + AHEAD => Err(ApiError::field("due_on", "too_far")),
        _ => Ok(()),
    }
}

/// Ends a part of the work: whoever was asked has done it or does not do it, or whoever asked does
/// not need it any more.
pub async fn end_subtask(tx: &mut Tx, city: &City, ending: &EndingSubtask) -> ApiResult<()> {
    let EndingSubtask { report_id, subtask_id, session, asked } = ending;
    let mut case = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    let found = store::subtask(tx, *subtask_id).await?;
    let (part, stands) = found.filter(|(part, _)| part.report_id == case.id).ok_or(ApiError::NotFound)?;
    let (kind, allowed) = match asked.status {
        SubtaskStatus::Asked => return Err(ApiError::field("status", "not_here")),
        SubtaskStatus::Done => (Kind::SubtaskDone, may(session.staff(), Action::Help, part.department_id)),
        SubtaskStatus::Declined => {
            (Kind::SubtaskDeclined, may(session.staff(), Action::Help, part.department_id))
        }
        SubtaskStatus::Cancelled => {
            (Kind::SubtaskCancelled, may(session.staff(), Action::Change, case.department_id))
        }
    };
    if !allowed {
        return Err(ApiError::Forbidden);
    }
    seen(&case, asked.seen_version)?;
    if stands != SubtaskStatus::Asked.name() {
        return Err(ApiError::field("status", "ended_already"));
    }
    check_given(asked)?;
    let by = By::Staff(session.user_id);
    let note_id = keep_note(tx, case.id, asked.note.as_deref(), by).await?;
    attach_later(tx, city, &case, &asked.photos).await?;
    store::end_subtask(tx, part.id, asked.status.name(), note_id, by.user()).await?;
    case.subtasks_open -= 1;
    if asked.status == SubtaskStatus::Done {
        case.acted_on(tx.now());
    }
    store::save(tx, &case).await?;
    record(tx, &case, (kind, Some(part.id)), by, note_id);
    Ok(())
}

fn check_given(asked: &EndSubtask) -> ApiResult<()> {
    let said = asked.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    match asked.status {
        SubtaskStatus::Declined if !said => Err(ApiError::field("note", "required")),
        SubtaskStatus::Done if asked.photos.is_empty() => Err(ApiError::field("photos", "required")),
        SubtaskStatus::Done => Ok(()),
        _ if !asked.photos.is_empty() => Err(ApiError::field("photos", "not_here")),
        _ => Ok(()),
    }
}

/// Cancels every part of a case that has ended otherwise; the case is saved by the caller.
pub(super) async fn cancel_subtasks(tx: &mut Tx, case: &mut Case, by: By) -> ApiResult<()> {
    if case.subtasks_open == 0 {
        return Ok(());
    }
    for id in store::asked_subtasks(tx, case.id).await? {
        store::end_subtask(tx, id, SubtaskStatus::Cancelled.name(), None, by.user()).await?;
        record(tx, case, (Kind::SubtaskCancelled, Some(id)), by, None);
    }
    case.subtasks_open = 0;
    Ok(())
}

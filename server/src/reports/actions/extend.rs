//! Later deadlines: somebody of the department asks with a reason, a head says yes or no.

use super::{check_words, keep_note, lock_for, lock_of, must_be_open, record, seen};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case, NewExtension};
use domain::catalogue::City;
use domain::clock::{Extension, ExtensionError, Happening, Started};
use domain::event::Kind;
use domain::permission::{Action, Role};
use domain::wire::case::{AskExtension, DecideExtension};
use uuid::Uuid;

/// Somebody asks for a later deadline.
pub struct Asking {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: AskExtension,
}

/// Somebody says yes or no to it.
pub struct Deciding {
    pub report_id: Uuid,
    pub extension_id: Uuid,
    pub session: Session,
    pub asked: DecideExtension,
}

/// Asks for a later deadline of a case.
pub async fn ask_extension(tx: &mut Tx, city: &City, asking: &Asking) -> ApiResult<()> {
    let Asking { report_id, session, asked } = asking;
    let case = lock_of(tx, *report_id, session, Action::Change).await?;
    if let Some(before) = store::extension(tx, *report_id, asked.id).await? {
        let same = u32::try_from(before.days) == Ok(asked.days) && before.reason == asked.reason.trim();
        return if same { Ok(()) } else { Err(ApiError::Conflict) };
    }
    seen(&case, asked.seen_version)?;
    must_be_open(&case)?;
    check_words("reason", &asked.reason)?;
    // What nobody could approve is not asked for.
    allowed(tx, city, &case, asked.days, &asked.reason, Role::Head)?;
    if store::has_open_extension(tx, *report_id).await? {
        return Err(ApiError::field("days", "asked_already"));
    }
    let new = NewExtension {
        id: asked.id,
        report_id: case.id,
        days: i32::try_from(asked.days).unwrap_or(i32::MAX),
        reason: asked.reason.trim().to_owned(),
        asked_by: session.user_id,
    };
    store::insert_extension(tx, &new).await?;
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::ExtensionAsked, Some(asked.id)), By::Staff(session.user_id), None);
    Ok(())
}

/// Says yes or no: with a yes the clock that ends the case gets its days.
pub async fn decide_extension(tx: &mut Tx, city: &City, deciding: &Deciding) -> ApiResult<()> {
    let Deciding { report_id, extension_id, session, asked } = deciding;
    let mut case = lock_for(tx, *report_id, session, Action::Decide, asked.seen_version).await?;
    let extension = store::extension(tx, *report_id, *extension_id).await?.ok_or(ApiError::NotFound)?;
    if extension.decided {
        return Err(ApiError::field("approved", "decided_already"));
    }
    let by = By::Staff(session.user_id);
    let kind = if asked.approved {
        must_be_open(&case)?;
        let days = u32::try_from(extension.days).unwrap_or(0);
        allowed(tx, city, &case, days, &extension.reason, session.role)?;
        if let Some(started) = ends_case(&mut case) {
            started.clock.happened(tx.now(), Happening::Extended(days));
        }
        case.recount(city)?;
        Kind::Extended
    } else {
        Kind::ExtensionRefused
    };
    let note_id = keep_note(tx, case.id, asked.note.as_deref(), by).await?;
    store::decide_extension(tx, *extension_id, asked.approved, session.user_id).await?;
    store::save(tx, &case).await?;
    record(tx, &case, (kind, Some(*extension_id)), by, note_id);
    Ok(())
}

fn ends_case(case: &mut Case) -> Option<&mut Started> {
    case.clocks.iter_mut().find(|started| started.clock.rule.measure.ends_case())
}

/// Whether the deadline of the case may move by so many days.
fn allowed(tx: &Tx, city: &City, case: &Case, days: u32, reason: &str, approved_by: Role) -> ApiResult<()> {
    let asked = Extension { by: days, reason: reason.to_owned(), approved_by };
    let clock = case.clocks.iter().find(|started| started.clock.rule.measure.ends_case());
    let clock = clock.ok_or_else(|| ApiError::field("days", "not_this_clock"))?;
    match clock.clock.may_extend(&asked, clock.due_at, tx.now(), city.limits) {
        Ok(_) => Ok(()),
        Err(ExtensionError::NotThisClock) => Err(ApiError::field("days", "not_this_clock")),
        Err(ExtensionError::NoReason) => Err(ApiError::field("reason", "required")),
        Err(ExtensionError::NotByAHead) => Err(ApiError::Forbidden),
        Err(ExtensionError::WrongLength(_)) => Err(ApiError::field("days", "out_of_range")),
        Err(ExtensionError::Late) => Err(ApiError::field("days", "late")),
    }
}

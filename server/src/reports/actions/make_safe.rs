//! Making a danger safe: fenced off is not repaired. The first action is done; the case stays open.

use super::{keep_note, lock_for, must_be_open, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store;
use domain::catalogue::City;
use domain::event::Kind;
use domain::permission::Action;
use domain::wire::case::MakeSafe;
use domain::wire::photo::PhotoKind;
use uuid::Uuid;

/// What staff says when a place is safe.
pub struct Safety {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: MakeSafe,
}

/// Says that the place of a case is safe.
pub async fn make_safe(tx: &mut Tx, city: &City, safety: &Safety) -> ApiResult<()> {
    let Safety { report_id, session, asked } = safety;
    let mut case = lock_for(tx, *report_id, session, Action::Change, asked.seen_version).await?;
    must_be_open(&case)?;
    if case.made_safe_at.is_some() {
        return Err(ApiError::field("status", "safe_already"));
    }
    let by = By::Staff(session.user_id);
    let note_id = keep_note(tx, case.id, asked.note.as_deref(), by).await?;
    let policy = city.publication_of(case.type_id);
    photos::attach(tx, case.id, PhotoKind::Later, &asked.photos, policy.photos).await?;
    case.made_safe_at = Some(tx.now());
    case.acted_on(tx.now());
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::MadeSafe, None), by, note_id);
    Ok(())
}

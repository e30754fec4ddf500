//! Files that staff puts to a case: an act, an estimate, a letter. They stay among staff.

use super::record;
use crate::audit::Entry;
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::media;
use crate::problem::{ApiError, ApiResult};
use crate::reports::circle::Circle;
use crate::reports::store::{self, NewAttachment};
use domain::audit::Deed;
use domain::event::Kind;
use domain::permission::{Action, may};
use serde_json::json;
use uuid::Uuid;

/// Files of one case, at most.
const ATTACHMENTS_MAX: i64 = 20;

/// Somebody puts a file to a case.
pub struct Attaching {
    pub session: Session,
    pub new: NewAttachment,
    pub files: media::Store,
    /// What is kept: of a picture not what came, but what our own encoder made of it.
    pub kept: Vec<u8>,
}

/// Keeps a file. The same bytes again change nothing; others under the same id are a conflict.
pub async fn add_attachment(tx: &mut Tx, attaching: &Attaching) -> ApiResult<()> {
    let Attaching { session, new, files, kept } = attaching;
    let (case, _) = Circle::locked_by(tx, new.report_id, session).await?;
    let before = store::count_attachments(tx, case.id).await?;
    let (is_new, report_id, sha256) = store::insert_attachment(tx, new).await?;
    if !is_new {
        let same = report_id == case.id && sha256 == new.sha256;
        return if same { Ok(()) } else { Err(ApiError::Conflict) };
    }
    if before >= ATTACHMENTS_MAX {
        return Err(ApiError::field("file", "too_many"));
    }
    files.put_attachment(tx.city_id(), new.id, kept).await?;
    let by = By::Staff(session.user_id);
    tx.audit(entry(Deed::AttachmentAdded, by, new.id, case.id, new.media_type));
    record(tx, &case, (Kind::AttachmentAdded, Some(new.id)), by, None);
    Ok(())
}

/// Writes down that somebody reads a file of a case that they may read.
pub async fn read_attachment(tx: &mut Tx, report_id: Uuid, id: Uuid, session: &Session) -> ApiResult<()> {
    let (_, media_type) = store::attachment(tx, report_id, id).await?.ok_or(ApiError::NotFound)?;
    tx.audit(entry(Deed::AttachmentRead, By::Staff(session.user_id), id, report_id, &media_type));
    Ok(())
}

/// Takes a file away: whoever put it there, or who hands out the cases.
pub async fn remove_attachment(
    tx: &mut Tx,
    files: &media::Store,
    report_id: Uuid,
    id: Uuid,
    session: &Session,
) -> ApiResult<()> {
    let (case, _) = Circle::locked_by(tx, report_id, session).await?;
    let (author_id, media_type) = store::attachment(tx, case.id, id).await?.ok_or(ApiError::NotFound)?;
    if !may_remove(session, case.department_id, author_id) {
        return Err(ApiError::Forbidden);
    }
    delete(tx, files, &[id]).await?;
    let by = By::Staff(session.user_id);
    tx.audit(entry(Deed::AttachmentRemoved, by, id, case.id, &media_type));
    record(tx, &case, (Kind::AttachmentRemoved, Some(id)), by, None);
    Ok(())
}

/// Whether somebody may take away a file that `author_id` put to a case of department `owner`.
pub fn may_remove(session: &Session, owner: i32, author_id: Uuid) -> bool {
    session.user_id == author_id || may(session.staff(), Action::Assign, owner)
}

fn entry(deed: Deed, by: By, id: Uuid, report_id: Uuid, media_type: &str) -> Entry {
    let details = json!({ "report_id": report_id, "media_type": media_type });
    Entry { deed, by, subject_id: Some(id), details }
}

/// Deletes files while their rows are locked: a row without a file is better than a file that nobody
/// knows of.
async fn delete(tx: &mut Tx, files: &media::Store, ids: &[Uuid]) -> ApiResult<()> {
    let city_id = tx.city_id();
    for id in ids {
        files.delete_attachment(city_id, *id).await?;
    }
    Ok(store::delete_attachments(tx, ids).await?)
}

/// Forgets what staff keeps among themselves of these reports: remarks and files.
pub async fn erase_inside(tx: &mut Tx, files: &media::Store, reports: &[Uuid]) -> ApiResult<()> {
    store::delete_remarks(tx, reports).await?;
    let ids = store::attachments_of(tx, reports).await?;
    delete(tx, files, &ids).await
}

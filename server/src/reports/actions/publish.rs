//! Showing and hiding the words and photos of a report.

use super::record;
use crate::auth::Session;
use crate::db::Tx;
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store;
use domain::event::Kind;
use domain::permission::{Action, may};
use domain::wire::problem::FieldError;
use domain::wire::report::ChangePublication;
use uuid::Uuid;

/// Shows or hides the words and photos of a report.
pub async fn publish(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    asked: &ChangePublication,
) -> ApiResult<()> {
    let row = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), Action::Publish, row.department_id) {
        return Err(ApiError::Forbidden);
    }
    if row.version != asked.seen_version {
        return Err(ApiError::VersionConflict);
    }
    if asked.text.is_none() && asked.photos.is_empty() {
        return Err(ApiError::Invalid(vec![FieldError::new("text", "nothing_asked")]));
    }
    photos::publish(tx, report_id, &asked.photos).await?;
    store::save_publication(tx, report_id, asked.text).await?;
    record(tx, report_id, session, Kind::PublicationChanged, row.status, row.outcome, None);
    Ok(())
}

//! Showing and hiding a report, its words and its photos.

use super::{lock_for, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store;
use domain::event::Kind;
use domain::permission::Action;
use domain::wire::case::ChangePublication;
use domain::wire::problem::FieldError;
use uuid::Uuid;

/// Shows or hides a report, its words and its photos.
pub async fn publish(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    asked: &ChangePublication,
) -> ApiResult<()> {
    let case = lock_for(tx, report_id, session, Action::Publish, asked.seen_version).await?;
    if asked.report.is_none() && asked.text.is_none() && asked.photos.is_empty() {
        return Err(ApiError::Invalid(vec![FieldError::new("text", "nothing_asked")]));
    }
    photos::publish(tx, report_id, &asked.photos).await?;
    store::save_publication(tx, report_id, asked.report, asked.text).await?;
    record(tx, &case, (Kind::PublicationChanged, None), By::Staff(session.user_id), None);
    Ok(())
}

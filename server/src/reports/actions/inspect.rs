//! Inspecting on site: an act with what was found, at work or when the result is looked at. It
//! moves nothing by itself.

use super::{attach_later, check_words, lock_of, record, seen};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, NewInspection};
use chrono::Duration;
use domain::catalogue::City;
use domain::event::Kind;
use domain::permission::Action;
use domain::wire::parts::Inspect;
use uuid::Uuid;

/// How far ahead of the server's a phone's clock may be.
const AHEAD: Duration = Duration::minutes(5);

/// What somebody found on site.
pub struct Inspecting {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: Inspect,
}

/// Keeps what somebody found on site.
pub async fn inspect(tx: &mut Tx, city: &City, inspecting: &Inspecting) -> ApiResult<()> {
    let Inspecting { report_id, session, asked } = inspecting;
    let case = lock_of(tx, *report_id, session, Action::Change).await?;
    if let Some(before) = store::inspection(tx, asked.id).await? {
        let same = before.report_id == case.id
            && before.finding == asked.finding.name()
            && before.act == asked.act.trim();
        return if same { Ok(()) } else { Err(ApiError::Conflict) };
    }
    if let Some(version) = asked.seen_version {
        seen(&case, version)?;
    }
    check_words("act", &asked.act)?;
    if asked.inspected_at > tx.now() + AHEAD {
        return Err(ApiError::field("inspected_at", "in_future"));
    }
    if asked.inspected_at < case.received_at {
        return Err(ApiError::field("inspected_at", "before_receipt"));
    }
    if asked.place.is_some_and(|place| !place.is_on_the_globe()) {
        return Err(ApiError::field("place", "not_on_the_globe"));
    }
    attach_later(tx, city, &case, &asked.photos).await?;
    let new = NewInspection {
        id: asked.id,
        report_id: case.id,
        inspected_by: session.user_id,
        inspected_at: asked.inspected_at.min(tx.now()),
        finding: asked.finding,
        act: asked.act.trim().to_owned(),
        photos: asked.photos.clone(),
        place: asked.place,
    };
    store::insert_inspection(tx, &new).await?;
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::Inspected, Some(new.id)), By::Staff(session.user_id), None);
    Ok(())
}

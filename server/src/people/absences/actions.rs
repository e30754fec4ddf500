//! Saying that somebody is away, and that they are back.

use super::store::{self, New};
use crate::audit::Entry;
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Days, Duration, Utc};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::clock::{end_of_day, local_day};
use domain::permission::{Right, Staff, has_over, may_cover};
use domain::wire::crew::SaveAbsence;
use serde_json::json;
use uuid::Uuid;

/// Days that an absence may last, and may lie ahead.
const DAYS_MAX: u64 = 366;

/// Whether `session` may say of somebody that they are away.
pub fn may_mark(session: &Session, person: Uuid, staff: Staff) -> bool {
    session.user_id == person || has_over(session.staff(), Right::MarkAway, staff.department_id)
}

/// Keeps an absence under the id that was sent. The same again changes nothing.
pub async fn save(
    tx: &mut Tx,
    city: &City,
    session: &Session,
    id: Uuid,
    asked: &SaveAbsence,
) -> ApiResult<()> {
    let person = asked.person.unwrap_or(session.user_id);
    store::lock(tx, person).await?;
    let staff = store::staff(tx, person).await?;
    let may = staff.is_some_and(|staff| may_mark(session, person, staff));
    let staff = staff.filter(|_| may).ok_or(ApiError::Forbidden)?;
    let (from_at, until_at) = times(city, asked, tx.now())?;
    if let Some(known) = store::one(tx, id).await? {
        let same = known.person.id == person && known.cover.id == asked.cover && known.until_at == until_at;
        return if same { Ok(()) } else { Err(ApiError::Conflict) };
    }
    let cover = store::staff(tx, asked.cover).await?;
    if asked.cover == person || !cover.is_some_and(|cover| may_cover(staff, cover)) {
        return Err(ApiError::field("cover", "cannot_stand_in"));
    }
    if store::is_away_within(tx, person, (from_at, until_at)).await? {
        return Err(ApiError::field("first_day", "overlaps"));
    }
    let by = session.user_id;
    store::insert(tx, &New { id, person, cover: asked.cover, from_at, until_at, by }).await?;
    let details = json!({ "cover": asked.cover, "first_day": asked.first_day, "last_day": asked.last_day });
    tx.audit(Entry { details, ..Entry::of(Deed::AbsenceKept, By::Staff(by), person) });
    Ok(())
}

/// From the beginning of the first local day, but not before now, to the end of the last.
fn times(city: &City, asked: &SaveAbsence, now: DateTime<Utc>) -> ApiResult<(DateTime<Utc>, DateTime<Utc>)> {
    let today = local_day(now, city.time_zone);
    if asked.first_day < today {
        return Err(ApiError::field("first_day", "past"));
    }
    if asked.last_day < asked.first_day {
        return Err(ApiError::field("last_day", "before_first_day"));
    }
    if asked.first_day > today + Days::new(DAYS_MAX) {
        return Err(ApiError::field("first_day", "too_far"));
    }
    if asked.last_day > asked.first_day + Days::new(DAYS_MAX) {
        return Err(ApiError::field("last_day", "too_far"));
    }
    let end = |day| {
        let last_second = end_of_day(day, city.time_zone).map_err(anyhow::Error::from)?;
        ApiResult::Ok(last_second + Duration::seconds(1))
    };
    let from_at = if asked.first_day == today { now } else { end(asked.first_day - Days::new(1))? };
    Ok((from_at, end(asked.last_day)?))
}

/// Somebody is back, or does not go away after all. What is over is over.
pub async fn end(tx: &mut Tx, session: &Session, id: Uuid) -> ApiResult<()> {
    let absence = store::one(tx, id).await?.ok_or(ApiError::NotFound)?;
    if !may_mark(session, absence.person.id, absence.staff) {
        return Err(ApiError::Forbidden);
    }
    if absence.until_at <= tx.now() {
        return Ok(());
    }
    store::end(tx, id).await?;
    tx.audit(Entry::of(Deed::AbsenceEnded, By::Staff(session.user_id), absence.person.id));
    Ok(())
}

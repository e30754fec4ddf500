//! The warranty of a repair: promised with the result, in force once the case is resolved,
//! withdrawn when it is taken up again. A new report near such a repair points at it.

use super::{Mover, check_text};
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use crate::reports::store::{self, Case, Promise};
use chrono::{Days, Months, NaiveDate};
use domain::catalogue::{City, IssueType};
use domain::clock::local_day;
use domain::place::Place;
use domain::report::Outcome;
use domain::status::Status;
use domain::wire::case::ChangeStatus;
use uuid::Uuid;

/// Characters of a contractor's name, at most.
const CONTRACTOR_MAX: usize = 200;
/// How long a warranty may last.
const LONGEST: Months = Months::new(120);

/// Whether what is said of the warranty can be.
pub(super) fn check(mover: &Mover, change: &ChangeStatus, today: NaiveDate) -> ApiResult<()> {
    let with_result = matches!(change.to, Status::Resolved | Status::InReview);
    if let Some(name) = &change.contractor {
        // By a link one speaks for the organisation that the link was made for.
        if !with_result || matches!(mover, Mover::Contractor { .. }) {
            return Err(ApiError::field("contractor", "not_here"));
        }
        check_text("contractor", name, CONTRACTOR_MAX)?;
    }
    match change.warranty_until {
        Some(_) if !with_result => Err(ApiError::field("warranty_until", "not_here")),
        Some(day) if day <= today => Err(ApiError::field("warranty_until", "past")),
        Some(day) if day > today + LONGEST => Err(ApiError::field("warranty_until", "too_far")),
        _ => Ok(()),
    }
}

/// What a move that was made does to the warranty.
pub(super) async fn settle(
    tx: &mut Tx,
    city: &City,
    case: &Case,
    mover: &Mover,
    change: &ChangeStatus,
    from: Status,
) -> ApiResult<()> {
    match change.to {
        Status::Resolved | Status::InReview => {
            let promise = promised(tx, city, case, mover, change).await?;
            let in_force = change.to == Status::Resolved && promise.until.is_some();
            if promise.until.is_some() || promise.contractor.is_some() {
                store::save_promise(tx, case, &promise, in_force).await?;
            }
        }
        Status::Reopened => store::withdraw_promise(tx, case.id).await?,
        _ if from == Status::InReview => store::withdraw_promise(tx, case.id).await?,
        _ => {}
    }
    Ok(())
}

/// What this move says, else what was said with the result that is looked at, else what is usual.
async fn promised(
    tx: &mut Tx,
    city: &City,
    case: &Case,
    mover: &Mover,
    change: &ChangeStatus,
) -> ApiResult<Promise> {
    let before = store::promise(tx, case.id).await?.unwrap_or_default();
    let by_link = match mover {
        Mover::Contractor { secret } => store::led(tx, &secret_hash(secret)).await?.map(|led| led.name),
        _ => None,
    };
    let days = city.issue_type_in(case.type_id).and_then(|issue_type| issue_type.content.warranty_days);
    let repaired = days.filter(|_| case.outcome == Some(Outcome::Fixed));
    let usual = repaired.map(|days| local_day(tx.now(), city.time_zone) + Days::new(days.into()));
    let until = change.warranty_until.or(before.until);
    if change.contractor.is_some() && until.or(usual).is_none() {
        return Err(ApiError::field("warranty_until", "required"));
    }
    Ok(Promise {
        contractor: change
            .contractor
            .as_deref()
            .map(|name| name.trim().to_owned())
            .or(by_link)
            .or(before.contractor),
        // What is usual counts from the day on which the case is resolved.
        until: if change.to == Status::Resolved { until.or(usual) } else { until },
    })
}

/// The repair under warranty near `place` at which a report of `issue_type` points.
pub(super) async fn repair_near(
    tx: &mut Tx,
    city: &City,
    issue_type: &IssueType,
    place: Place,
) -> ApiResult<Option<Uuid>> {
    let repaired = |t: &IssueType| t.content.warranty_days.is_some();
    if !repaired(issue_type) {
        return Ok(None);
    }
    let siblings = city.types.iter().filter(|t| t.category_id == issue_type.category_id && repaired(t));
    let types: Vec<i32> = siblings.map(|t| t.id).collect();
    let today = local_day(tx.now(), city.time_zone);
    Ok(store::under_warranty(tx, &types, place, issue_type.content.duplicate_radius_m, today).await?)
}

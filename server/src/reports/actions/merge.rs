//! Merging a report into another that says the same, and taking that back. Supports follow, and
//! whoever filed the duplicate is counted as one who supports the original.
//!
//! Merges of a city happen one after the other, and no support meanwhile (`store::alone_in_merging`,
//! taken before any row is locked): so they may lock the reports of a merge in any order.

use crate::db::{By, Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case, Original};
use domain::event::{Event, Kind};
use domain::id::Number;
use domain::report::Outcome;
use domain::status::Status;
use domain::wire::case::ChangeStatus;
use uuid::Uuid;

/// What a move is told as: the kind of the fact, and the report it is about besides.
type Told = (Kind, Option<Uuid>);

/// Whether a move may merge a report or take a merge back. Such a move asks
/// [`store::alone_in_merging`] first.
pub fn concerns_merging(change: &ChangeStatus) -> bool {
    change.to == Status::Duplicate || change.to == Status::Assigned && change.department.is_none()
}

/// Merges a case, locked and about to be saved as a duplicate, into the report called `number`, or
/// into the original of that.
pub async fn merge(tx: &mut Tx, case: &mut Case, number: Number, by: By) -> ApiResult<Told> {
    let original_id = store::original_of(tx, number).await?;
    let original_id = original_id.ok_or_else(|| ApiError::field("original", "unknown_report"))?;
    if original_id == case.id {
        return Err(ApiError::field("original", "merged_here"));
    }
    let original = store::lock_original(tx, original_id).await?;
    if !original.status.is_on_the_map() {
        return Err(ApiError::field("original", "taken_back"));
    }
    let came_along = store::attach(tx, case.id, original_id).await?;
    case.original_id = Some(original_id);
    store::recount_supports(tx, original_id).await?;
    for duplicate in came_along {
        tell_duplicate(tx, duplicate, original_id, by);
    }
    tell_original(tx, &original, Kind::Absorbed, case.id, by);
    Ok((Kind::Merged, Some(original_id)))
}

/// Takes a case, locked and about to be saved as assigned, out of the report it was merged into.
/// What was merged into it before comes back with it.
pub async fn unmerge(tx: &mut Tx, case: &mut Case, by: By) -> ApiResult<Told> {
    let Some(original_id) = case.original_id.take() else {
        return Err(ApiError::Internal(anyhow::anyhow!("a duplicate of nothing")));
    };
    let original = store::lock_original(tx, original_id).await?;
    let came_along = store::detach(tx, case.id, original_id).await?;
    store::recount_supports(tx, case.id).await?;
    store::recount_supports(tx, original_id).await?;
    for duplicate in came_along {
        tell_duplicate(tx, duplicate, case.id, by);
    }
    tell_original(tx, &original, Kind::Released, case.id, by);
    Ok((Kind::Unmerged, Some(original_id)))
}

/// A duplicate has another original now.
fn tell_duplicate(tx: &mut Tx, duplicate: Uuid, original: Uuid, by: By) {
    let event = Event { kind: Kind::Merged, status: Status::Duplicate, outcome: Some(Outcome::Duplicate) };
    tx.record(Fact { report_id: duplicate, event, subject_id: Some(original), note_id: None, by });
}

/// An original has one duplicate more, or less.
fn tell_original(tx: &mut Tx, original: &Original, kind: Kind, duplicate: Uuid, by: By) {
    let event = Event { kind, status: original.status, outcome: original.outcome };
    tx.record(Fact { report_id: original.id, event, subject_id: Some(duplicate), note_id: None, by });
}

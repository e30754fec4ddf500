//! "I see it too": a support by somebody who needs no report of their own, and taking it back. The
//! version of the report stays as it is, so that no member of staff is told of a conflict.

use crate::db::{By, Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Counting};
use crate::reports::{Author, secret_hash};
use domain::event::{Event, Kind};
use domain::id::is_secret;
use domain::nearby::RECENTLY_CLOSED;
use domain::wire::nearby::SupportView;
use uuid::Uuid;

/// Supports a report, or the original of one that was merged. The same secret counts once, and its
/// own author's not at all.
pub async fn support(
    tx: &mut Tx,
    report_id: Uuid,
    secret: &str,
    author: Option<&Author>,
) -> ApiResult<SupportView> {
    let (original, hash) = lock(tx, report_id, secret).await?;
    let over = original.closed_at.is_some_and(|at| at <= tx.now() - RECENTLY_CLOSED);
    if over || !original.status.is_on_the_map() {
        return Err(ApiError::field("report", "closed_for_good"));
    }
    let own = author.is_some_and(|author| author.owns(original.author_id));
    if own || hash == original.secret_hash {
        return Ok(view(&original, original.supports, false));
    }
    let counted = store::is_counted(tx, original.id, &hash).await?;
    store::insert_support(tx, Uuid::now_v7(), original.id, &hash).await?;
    if counted {
        return Ok(view(&original, original.supports, true));
    }
    let supports = store::add_supports(tx, original.id, 1).await?;
    record(tx, &original, Kind::Supported);
    Ok(view(&original, supports, true))
}

/// Takes a support back, wherever among an original and its duplicates it was given. Nothing to
/// take back is no mistake.
pub async fn withdraw_support(tx: &mut Tx, report_id: Uuid, secret: &str) -> ApiResult<SupportView> {
    let (original, hash) = lock(tx, report_id, secret).await?;
    let gone = store::delete_supports(tx, original.id, &hash).await?;
    // Who filed a duplicate counts by that.
    let counted = store::is_counted(tx, original.id, &hash).await?;
    if !gone || counted {
        return Ok(view(&original, original.supports, counted));
    }
    let supports = store::add_supports(tx, original.id, -1).await?;
    record(tx, &original, Kind::SupportWithdrawn);
    Ok(view(&original, supports, false))
}

async fn lock(tx: &mut Tx, report_id: Uuid, secret: &str) -> ApiResult<(Counting, Vec<u8>)> {
    if !is_secret(secret) {
        return Err(ApiError::field("secret", "not_a_secret"));
    }
    store::hold_merges(tx).await?;
    let original = store::lock_counting(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    Ok((original, secret_hash(secret)))
}

fn view(original: &Counting, supports: i32, yours: bool) -> SupportView {
    SupportView { report_id: original.id, supports: supports.unsigned_abs(), yours }
}

fn record(tx: &mut Tx, original: &Counting, kind: Kind) {
    let event = Event { kind, status: original.status, outcome: original.outcome };
    tx.record(Fact { report_id: original.id, event, subject_id: None, note_id: None, by: By::Resident });
}

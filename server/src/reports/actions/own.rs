//! Reports and accounts: what somebody filed belongs to theirs, what others filed they may follow.

use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use crate::reports::store;
use domain::id::is_secret;
use domain::wire::resident::OwnReport;
use uuid::Uuid;

/// Reports that one account may follow.
const FOLLOWS_MAX: i64 = 1000;

/// A report that was just filed belongs to the account of whoever filed it.
pub async fn belong(tx: &mut Tx, report_id: Uuid, resident_id: Uuid) -> ApiResult<()> {
    Ok(store::save_author(tx, report_id, resident_id).await?)
}

/// Takes a report that was filed without an account into one, by its secret. Again changes nothing; one
/// of another account stays there.
pub async fn take(tx: &mut Tx, resident_id: Uuid, own: &OwnReport) -> ApiResult<()> {
    if !is_secret(&own.secret) {
        return Err(ApiError::field("secret", "not_a_secret"));
    }
    let known = store::lock_author(tx, own.id, &secret_hash(&own.secret)).await?;
    match known.ok_or(ApiError::NotFound)? {
        None => belong(tx, own.id, resident_id).await,
        Some(author_id) if author_id == resident_id => Ok(()),
        Some(_) => Err(ApiError::field("secret", "of_another_account")),
    }
}

/// Follows a report. Again changes nothing.
pub async fn follow(tx: &mut Tx, resident_id: Uuid, report_id: Uuid) -> ApiResult<()> {
    if store::count_follows(tx, resident_id).await? >= FOLLOWS_MAX {
        return Err(ApiError::field("report", "too_many"));
    }
    Ok(store::insert_follow(tx, resident_id, report_id).await?)
}

/// Follows it no more. Nothing to end is no mistake.
pub async fn unfollow(tx: &mut Tx, resident_id: Uuid, report_id: Uuid) -> ApiResult<()> {
    Ok(store::delete_follow(tx, resident_id, report_id).await?)
}

//! SQL of one-time codes.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::reach::{Reach, Way};
use domain::text::Language;
use uuid::Uuid;

/// The class of advisory locks by which requests for one address come one after the other.
const ADDRESSES: i32 = 2;

/// Keeps other requests for this address away until the commit.
pub async fn hold_address(tx: &mut Tx, address_hash: &[u8]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    let key = address_hash.iter().take(4).fold(0_i32, |key, byte| (key << 8) | i32::from(*byte));
    sqlx::query!(
        "select pg_advisory_xact_lock($2, $3) from city_counters where city_id = $1",
        city_id,
        ADDRESSES,
        key
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// When codes were sent to an address, newest first.
pub async fn sent_since(
    tx: &mut Tx,
    address_hash: &[u8],
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<DateTime<Utc>>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select created_at from sign_in_codes where city_id = $1 and address_hash = $2 and created_at > $3
         order by created_at desc limit 20",
        city_id,
        address_hash,
        since
    )
    .fetch_all(tx.connection())
    .await
}

/// A code to be.
pub struct NewCode<'a> {
    pub id: Uuid,
    pub reach: &'a Reach,
    pub address_hash: &'a [u8],
    pub code_hash: &'a [u8],
    pub language: Language,
    pub consent: Option<&'a str>,
    pub expires_at: DateTime<Utc>,
}

pub async fn insert(tx: &mut Tx, new: &NewCode<'_>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into sign_in_codes (city_id, id, way, address, address_hash, code_hash, language, consent,
                                    tries, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)",
        city_id,
        new.id,
        new.reach.way.name(),
        new.reach.address,
        new.address_hash,
        new.code_hash,
        new.language.code(),
        new.consent,
        now,
        new.expires_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A code that was not used.
pub struct Known {
    pub reach: Reach,
    pub code_hash: Vec<u8>,
    pub language: Language,
    pub consent: Option<String>,
    pub tries: i32,
    pub expires_at: DateTime<Utc>,
}

/// Locks a code that was not used, so that tries are counted one after the other.
pub async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Known>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select way, address, code_hash, language, consent, tries, expires_at from sign_in_codes
         where city_id = $1 and id = $2 and used_at is null for update",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        Some(Known {
            reach: Reach { way: Way::called(&row.way)?, address: row.address? },
            code_hash: row.code_hash,
            language: Language::from_code(&row.language)?,
            consent: row.consent,
            tries: row.tries,
            expires_at: row.expires_at,
        })
    }))
}

/// It was tried with the wrong digits.
pub async fn count_try(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("update sign_in_codes set tries = tries + 1 where city_id = $1 and id = $2", city_id, id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// It was right, and never is again.
pub async fn use_up(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sign_in_codes set used_at = $3, address = null where city_id = $1 and id = $2",
        city_id,
        id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets where codes went that are over.
pub async fn forget_addresses(tx: &mut Tx) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sign_in_codes set address = null
         where city_id = $1 and expires_at <= $2 and address is not null",
        city_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets codes that were asked for before `before`; says how many.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from sign_in_codes where city_id = $1 and expires_at < $2 and created_at < $2",
        city_id,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

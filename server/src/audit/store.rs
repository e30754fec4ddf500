//! SQL of the audit log.

use super::{Entry, hash};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Appends entries at the end of a transaction. The city's counter row, which all writers of a city
/// wait for, holds the number and the hash of the last entry.
pub async fn append(
    connection: &mut PgConnection,
    city_id: i32,
    now: DateTime<Utc>,
    entries: &[Entry],
) -> sqlx::Result<()> {
    let last = sqlx::query!(
        "select last_audit, last_audit_hash from city_counters where city_id = $1 for no key update",
        city_id
    )
    .fetch_one(&mut *connection)
    .await?;
    let (mut n, mut before) = (last.last_audit, last.last_audit_hash);
    for entry in entries {
        n += 1;
        before = hash(&before, city_id, n, now, entry);
        sqlx::query!(
            "insert into audit_entries (city_id, n, at, deed, actor, actor_id, subject_id, details, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            city_id,
            n,
            now,
            entry.deed.name(),
            entry.by.name(),
            entry.by.user(),
            entry.subject_id,
            entry.details,
            before
        )
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query!(
        "update city_counters set last_audit = $2, last_audit_hash = $3 where city_id = $1",
        city_id,
        n,
        before
    )
    .execute(&mut *connection)
    .await
    .map(|_| ())
}

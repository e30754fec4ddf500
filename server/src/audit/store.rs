//! SQL of the audit log.

use super::verify::Head;
use super::{Entry, hash};
use chrono::{DateTime, Utc};
use domain::audit::Deed;
use domain::wire::audit::AuditEntryView;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

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

/// Which entries somebody looks for. `None` does not matter.
pub struct Wanted {
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    pub actor: Option<Uuid>,
    pub deed: Option<Deed>,
    pub subject: Option<Uuid>,
    /// Numbered lower than this.
    pub before: Option<i64>,
}

/// Entries, newest first. A deed that this version does not know is left out.
pub async fn search(
    db: &PgPool,
    city_id: i32,
    wanted: &Wanted,
    limit: i64,
) -> sqlx::Result<Vec<AuditEntryView>> {
    let rows = sqlx::query!(
        r#"select n, at, deed, actor, actor_id, subject_id, details, users.login as "login?"
           from audit_entries
           left join users on users.city_id = $1 and users.id = audit_entries.actor_id
           where audit_entries.city_id = $1
             and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)
             and ($4::uuid is null or actor_id = $4) and ($5::text is null or deed = $5)
             and ($6::uuid is null or subject_id = $6) and ($7::bigint is null or n < $7)
           order by n desc limit $8"#,
        city_id,
        wanted.from,
        wanted.until,
        wanted.actor,
        wanted.deed.map(Deed::name),
        wanted.subject,
        wanted.before,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(AuditEntryView {
                n: row.n,
                at: row.at,
                deed: Deed::called(&row.deed)?,
                actor: row.actor,
                actor_id: row.actor_id,
                login: row.login,
                subject_id: row.subject_id,
                details: row.details,
            })
        })
        .collect())
}

/// An entry as it lies there.
pub struct Row {
    pub n: i64,
    pub at: DateTime<Utc>,
    pub deed: String,
    pub actor: String,
    pub actor_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub details: Value,
    pub hash: Vec<u8>,
}

/// Entries after the one numbered `n`, in order.
pub async fn after(db: &PgPool, city_id: i32, n: i64, limit: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        "select n, at, deed, actor, actor_id, subject_id, details, hash from audit_entries
         where city_id = $1 and n > $2 order by n limit $3",
        city_id,
        n,
        limit
    )
    .fetch_all(db)
    .await
}

/// The last entry that the city has counted.
pub async fn head(db: &PgPool, city_id: i32) -> sqlx::Result<Head> {
    sqlx::query_as!(
        Head,
        "select last_audit as n, last_audit_hash as hash from city_counters where city_id = $1",
        city_id
    )
    .fetch_one(db)
    .await
}

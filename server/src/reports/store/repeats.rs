//! SQL of changes that may be sent again.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A change as its sender named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    pub id: Uuid,
    /// Nobody, when its author proves themselves by the report's secret, or a contractor by a link.
    pub user_id: Option<Uuid>,
    pub report_id: Uuid,
    /// Of what is asked.
    pub digest: Vec<u8>,
}

/// Keeps a change, unless one of that name is kept: then it is given. Of two that are sent at once the
/// second waits for the first.
pub async fn repeat(tx: &mut Tx, new: &Repeat) -> sqlx::Result<Option<Repeat>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let row = sqlx::query!(
        r#"insert into repeats (city_id, id, user_id, report_id, digest, done_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (city_id, id) do update set id = excluded.id
           returning xmax = 0 as "is_new!", user_id, report_id, digest"#,
        city_id,
        new.id,
        new.user_id,
        new.report_id,
        new.digest,
        now
    )
    .fetch_one(tx.connection())
    .await?;
    let (user_id, report_id, digest) = (row.user_id, row.report_id, row.digest);
    Ok((!row.is_new).then_some(Repeat { id: new.id, user_id, report_id, digest }))
}

/// Forgets up to so many that were done before a moment; says how many.
pub async fn forget_repeats(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from repeats where city_id = $1 and id in
             (select id from repeats where city_id = $1 and done_at < $2 order by done_at limit $3)",
        city_id,
        before,
        limit
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

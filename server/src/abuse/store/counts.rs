//! SQL of what several processes count together.

use super::super::quota::Tally;
use crate::db::Tx;
use crate::secret::Mark;
use uuid::Uuid;

/// Keeps what this process has counted of these in this slot, and says what the others have, in the same
/// order.
pub async fn share(
    tx: &mut Tx,
    process: Uuid,
    deed: &str,
    slot: i64,
    told: Vec<(Mark, u32)>,
) -> sqlx::Result<Vec<Tally>> {
    let city_id = tx.city_id();
    let (marks, counts): (Vec<Mark>, Vec<i32>) =
        told.into_iter().map(|(mark, count)| (mark, i32::try_from(count).unwrap_or(i32::MAX))).unzip();
    sqlx::query!(
        "insert into sent_counts (city_id, deed, mark, slot, process, count)
         select $1, $2, own.mark, $3, $4, own.count from unnest($5::bytea[], $6::int[]) own (mark, count)
         where own.count > 0
         on conflict (city_id, deed, mark, slot, process) do update set count = excluded.count",
        city_id,
        deed,
        slot,
        process,
        &marks,
        &counts
    )
    .execute(tx.connection())
    .await?;
    let rows = sqlx::query!(
        r#"select coalesce(sum(count) filter (where slot = $3), 0)::bigint as "now!",
                  coalesce(sum(count) filter (where slot = $4), 0)::bigint as "before!"
           from unnest($6::bytea[]) with ordinality asked (mark, n)
           left join sent_counts on city_id = $1 and deed = $2 and sent_counts.mark = asked.mark
               and slot in ($3, $4) and process <> $5
           group by n order by n"#,
        city_id,
        deed,
        slot,
        slot - 1,
        process,
        &marks
    )
    .fetch_all(tx.connection())
    .await?;
    let whole = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(rows.iter().map(|row| Tally { now: whole(row.now), before: whole(row.before) }).collect())
}

/// Forgets what was counted before this slot.
pub async fn forget(tx: &mut Tx, slot: i64) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!("delete from sent_counts where city_id = $1 and slot < $2", city_id, slot);
    Ok(done.execute(tx.connection()).await?.rows_affected())
}

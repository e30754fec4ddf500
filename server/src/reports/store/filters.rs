//! SQL of the filters that people keep.

use crate::db::Tx;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A filter as its owner keeps it.
pub struct Kept {
    pub id: Uuid,
    pub name: String,
    pub query: Value,
}

/// All filters of a person, by name.
pub async fn kept_by(db: &PgPool, city_id: i32, person: Uuid) -> sqlx::Result<Vec<Kept>> {
    sqlx::query_as!(
        Kept,
        "select id, name, query from desk_filters where city_id = $1 and user_id = $2 order by name, id limit 1000",
        city_id,
        person
    )
    .fetch_all(db)
    .await
}

/// One of them.
pub async fn kept(db: &PgPool, city_id: i32, person: Uuid, id: Uuid) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as!(
        Kept,
        "select id, name, query from desk_filters where city_id = $1 and id = $2 and user_id = $3",
        city_id,
        id,
        person
    )
    .fetch_optional(db)
    .await
}

/// How many others a person keeps; whoever asks is the only one until the transaction ends.
pub async fn count_others(tx: &mut Tx, person: Uuid, id: Uuid) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"with alone as (select from users where city_id = $1 and id = $2 for no key update)
           select count(*) as "count!" from desk_filters, alone
           where desk_filters.city_id = $1 and user_id = $2 and id <> $3"#,
        city_id,
        person,
        id
    )
    .fetch_one(tx.connection())
    .await
}

/// Keeps a filter, or keeps it anew; whether the id is free or the person's own.
pub async fn keep(tx: &mut Tx, person: Uuid, filter: &Kept) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "insert into desk_filters (city_id, id, user_id, name, query, saved_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (city_id, id) do update set name = excluded.name, query = excluded.query,
             saved_at = excluded.saved_at
         where desk_filters.user_id = excluded.user_id",
        city_id,
        filter.id,
        person,
        filter.name,
        filter.query,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets a filter of a person; whether there was one.
pub async fn forget(tx: &mut Tx, person: Uuid, id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from desk_filters where city_id = $1 and id = $2 and user_id = $3",
        city_id,
        id,
        person
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

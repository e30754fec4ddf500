//! SQL of photos that arrive in parts.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// How much of a photo is here.
#[derive(Debug, Clone, Copy)]
pub struct Upload {
    pub arrived: i32,
    pub is_whole: bool,
}

/// The upload that this device began.
pub async fn find(db: &PgPool, city_id: i32, id: Uuid, device: &[u8]) -> sqlx::Result<Option<Upload>> {
    sqlx::query_as!(
        Upload,
        "select arrived, is_whole from photo_uploads where city_id = $1 and photo_id = $2 and device_mark = $3",
        city_id,
        id,
        device
    )
    .fetch_optional(db)
    .await
}

/// Begins an upload, or finds it, and locks it; nothing where another device began it.
pub(super) async fn begin(tx: &mut Tx, id: Uuid, device: &[u8]) -> sqlx::Result<Option<Upload>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Upload,
        "insert into photo_uploads (city_id, photo_id, device_mark, arrived, begun_at) values ($1, $2, $3, 0, $4)
         on conflict (city_id, photo_id) do update set arrived = photo_uploads.arrived
             where photo_uploads.device_mark = $3
         returning arrived, is_whole",
        city_id,
        id,
        device,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

/// Keeps a part of a locked upload.
pub(super) async fn add(tx: &mut Tx, id: Uuid, at: i32, bytes: &[u8], arrived: i32) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into photo_parts (city_id, photo_id, at, bytes) values ($1, $2, $3, $4)",
        city_id,
        id,
        at,
        bytes
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update photo_uploads set arrived = $3 where city_id = $1 and photo_id = $2",
        city_id,
        id,
        arrived
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The parts of a photo, in their order.
pub async fn parts(db: &PgPool, city_id: i32, id: Uuid) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!(
        "select bytes from photo_parts where city_id = $1 and photo_id = $2 order by at",
        city_id,
        id
    )
    .fetch_all(db)
    .await
}

/// The photo is here: its parts are not needed any more.
pub(super) async fn set_whole(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from photo_parts where city_id = $1 and photo_id = $2", city_id, id)
        .execute(tx.connection())
        .await?;
    sqlx::query!("update photo_uploads set is_whole = true where city_id = $1 and photo_id = $2", city_id, id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Forgets an upload with its parts.
pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from photo_parts where city_id = $1 and photo_id = $2", city_id, id)
        .execute(tx.connection())
        .await?;
    sqlx::query!("delete from photo_uploads where city_id = $1 and photo_id = $2", city_id, id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Forgets all that began before, whole or not; says how many.
pub(super) async fn delete_old(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    // Locked first: a part that comes meanwhile waits, and then begins anew.
    let old = sqlx::query_scalar!(
        "select photo_id from photo_uploads where city_id = $1 and begun_at < $2 for update",
        city_id,
        before
    )
    .fetch_all(tx.connection())
    .await?;
    sqlx::query!("delete from photo_parts where city_id = $1 and photo_id = any($2)", city_id, &old)
        .execute(tx.connection())
        .await?;
    let done =
        sqlx::query!("delete from photo_uploads where city_id = $1 and photo_id = any($2)", city_id, &old)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected())
}

//! SQL of files that staff put to a case.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// A file to be kept.
pub struct NewAttachment {
    pub id: Uuid,
    pub report_id: Uuid,
    pub name: String,
    pub media_type: &'static str,
    pub bytes: i64,
    /// Of the bytes that came.
    pub sha256: Vec<u8>,
    pub author_id: Uuid,
}

/// Keeps a file, or finds the one that came under this id before: whether it is new, and the report and
/// the bytes that it is known by.
pub async fn insert_attachment(tx: &mut Tx, new: &NewAttachment) -> sqlx::Result<(bool, Uuid, Vec<u8>)> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let row = sqlx::query!(
        r#"insert into attachments (city_id, id, report_id, name, media_type, bytes, sha256, author_id, added_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!", report_id, sha256"#,
        city_id,
        new.id,
        new.report_id,
        new.name,
        new.media_type,
        new.bytes,
        new.sha256,
        new.author_id,
        now
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.is_new, row.report_id, row.sha256))
}

/// How many files a case has.
pub async fn count_attachments(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from attachments where city_id = $1 and report_id = $2"#,
        city_id,
        report_id
    )
    .fetch_one(tx.connection())
    .await
}

/// A file of a case, with who put it there.
pub struct AttachmentRow {
    pub id: Uuid,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub author_id: Uuid,
    pub author_name: String,
    pub added_at: DateTime<Utc>,
}

pub async fn attachments(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<AttachmentRow>> {
    sqlx::query_as!(
        AttachmentRow,
        r#"select attachment.id, attachment.name, attachment.media_type, attachment.bytes, attachment.author_id,
               author.name as author_name, attachment.added_at
           from attachments attachment
           join users author on author.city_id = attachment.city_id and author.id = attachment.author_id
           where attachment.city_id = $1 and attachment.report_id = $2
           order by attachment.added_at, attachment.id"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// Who put a file to a case, and of what kind it is, locked.
pub async fn attachment(tx: &mut Tx, report_id: Uuid, id: Uuid) -> sqlx::Result<Option<(Uuid, String)>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select author_id, media_type from attachments
         where city_id = $1 and id = $2 and report_id = $3 for update",
        city_id,
        id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.author_id, row.media_type)))
}

/// Forgets files by their ids.
pub async fn delete_attachments(tx: &mut Tx, ids: &[Uuid]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from attachments where city_id = $1 and id = any($2)", city_id, ids)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// The files of these reports, locked.
pub async fn attachments_of(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from attachments where city_id = $1 and report_id = any($2) for update",
        city_id,
        reports
    )
    .fetch_all(tx.connection())
    .await
}

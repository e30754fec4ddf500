//! What the database names: the files of photos and cases. Of all cities at once, as it was at the moment of
//! the connection's transaction.

use crate::media::{self, Kept};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

/// A photo's row, as far as its files depend on it.
#[derive(Debug, Clone, PartialEq, FromRow, Serialize, Deserialize)]
pub struct Photo {
    pub city_id: i32,
    pub id: Uuid,
    pub version: i32,
    pub edit: Option<Value>,
    pub shown_width: Option<i32>,
    pub shown_height: Option<i32>,
}

impl Photo {
    /// The pictures that are shown.
    pub fn shown(&self) -> [String; 3] {
        media::names(self.city_id, self.id, Kept::Shown(self.version))
    }

    /// The pictures as they came, of an edited photo; erasing a report takes them away.
    pub fn unedited(&self) -> [String; 3] {
        media::names(self.city_id, self.id, Kept::Unedited)
    }
}

/// A file that staff put to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Attachment {
    pub city_id: i32,
    pub id: Uuid,
}

/// The newest change of the schema; none in a database that has seen none.
pub async fn schema(connection: &mut PgConnection) -> Result<Option<i64>> {
    let known: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !known {
        return Ok(None);
    }
    let newest = "select max(version) from _sqlx_migrations where success";
    Ok(sqlx::query_scalar(newest).fetch_one(connection).await?)
}

pub async fn photos(connection: &mut PgConnection) -> Result<Vec<Photo>> {
    let all = "select city_id, id, version, edit, shown_width, shown_height from photos order by city_id, id";
    Ok(sqlx::query_as(all).fetch_all(connection).await?)
}

pub async fn attachments(connection: &mut PgConnection) -> Result<Vec<Attachment>> {
    let all = "select city_id, id from attachments order by city_id, id";
    Ok(sqlx::query_as(all).fetch_all(connection).await?)
}

/// The row as it is now.
pub async fn photo_now(db: impl PgExecutor<'_>, photo: &Photo) -> Result<Option<Photo>> {
    let one = "select city_id, id, version, edit, shown_width, shown_height from photos
               where city_id = $1 and id = $2";
    Ok(sqlx::query_as(one).bind(photo.city_id).bind(photo.id).fetch_optional(db).await?)
}

pub async fn is_there(db: impl PgExecutor<'_>, attachment: Attachment) -> Result<bool> {
    let one = "select exists (select from attachments where city_id = $1 and id = $2)";
    Ok(sqlx::query_scalar(one).bind(attachment.city_id).bind(attachment.id).fetch_one(db).await?)
}

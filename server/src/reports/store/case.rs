//! SQL that locks and moves cases.

use super::status;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::publication::Visibility;
use domain::report::Outcome;
use domain::status::Status;
use uuid::Uuid;

/// What a move has to know of a case.
pub struct Locked {
    pub version: i32,
    pub type_id: i32,
    pub department_id: i32,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub first_action_at: Option<DateTime<Utc>>,
}

/// Locks a case, so that of two who move it one is first.
pub async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Locked>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select version, type_id, department_id, status, outcome, due_at, first_action_due_at, first_action_at
         from reports where city_id = $1 and id = $2 for update",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(Locked {
            version: row.version,
            type_id: row.type_id,
            department_id: row.department_id,
            status: status(&row.status)?,
            outcome: row.outcome.as_deref().and_then(Outcome::called),
            due_at: row.due_at,
            first_action_due_at: row.first_action_due_at,
            first_action_at: row.first_action_at,
        })
    })
    .transpose()
}

/// What a move leaves behind.
pub struct Changed {
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub first_action_at: Option<DateTime<Utc>>,
    pub next_due_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

pub async fn save(tx: &mut Tx, id: Uuid, changed: &Changed) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set version = version + 1, status = $3, outcome = $4, is_open = $5, first_action_at = $6,
             next_due_at = $7, resolved_at = $8, closed_at = $9
         where city_id = $1 and id = $2",
        city_id,
        id,
        changed.status.name(),
        changed.outcome.map(Outcome::name),
        changed.status.is_open(),
        changed.first_action_at,
        changed.next_due_at,
        changed.resolved_at,
        changed.closed_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Shows or hides the words, if asked; the version grows either way.
pub async fn save_publication(tx: &mut Tx, id: Uuid, text: Option<Visibility>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set version = version + 1, text_visibility = coalesce($3, text_visibility)
         where city_id = $1 and id = $2",
        city_id,
        id,
        text.map(Visibility::name)
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn insert_note(tx: &mut Tx, id: Uuid, report_id: Uuid, text: &str) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into notes (city_id, id, report_id, text, written_at) values ($1, $2, $3, $4, $5)",
        city_id,
        id,
        report_id,
        text,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

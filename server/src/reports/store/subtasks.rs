//! SQL of parts of the work that other departments do.

use crate::db::Tx;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

/// A part of the work to be asked for.
#[derive(PartialEq, Eq)]
pub struct NewSubtask {
    pub id: Uuid,
    pub report_id: Uuid,
    pub department_id: i32,
    pub task: String,
    pub due_on: Option<NaiveDate>,
}

pub async fn insert_subtask(tx: &mut Tx, new: &NewSubtask, created_by: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into subtasks (city_id, id, report_id, department_id, task, due_on, status, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8)",
        city_id,
        new.id,
        new.report_id,
        new.department_id,
        new.task,
        new.due_on,
        created_by,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A part of the work as it was asked for, of whatever report, and where it stands.
pub async fn subtask(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<(NewSubtask, String)>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select report_id, department_id, task, due_on, status from subtasks where city_id = $1 and id = $2",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| {
        let asked = NewSubtask {
            id,
            report_id: row.report_id,
            department_id: row.department_id,
            task: row.task,
            due_on: row.due_on,
        };
        (asked, row.status)
    }))
}

/// Ends a part of the work.
pub async fn end_subtask(
    tx: &mut Tx,
    id: Uuid,
    status: &str,
    note_id: Option<Uuid>,
    ended_by: Option<Uuid>,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update subtasks set status = $3, note_id = $4, ended_by = $5, ended_at = $6
         where city_id = $1 and id = $2",
        city_id,
        id,
        status,
        note_id,
        ended_by,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Parts of a case that nobody has ended.
pub async fn asked_subtasks(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from subtasks where city_id = $1 and report_id = $2 and status = 'asked' order by created_at, id",
        city_id,
        report_id
    )
    .fetch_all(tx.connection())
    .await
}

/// Departments that do parts of a case or have done them.
pub async fn helpers(db: impl PgExecutor<'_>, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "select department_id from subtasks
         where city_id = $1 and report_id = $2 and status in ('asked', 'done')",
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// A part of the work as one viewer may see it.
pub struct SubtaskRow {
    pub id: Uuid,
    pub department_id: i32,
    pub task: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub status: String,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

pub async fn subtasks(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<SubtaskRow>> {
    sqlx::query_as!(
        SubtaskRow,
        r#"select id, department_id, task as "task?", due_on, status, created_at, ended_at
           from subtasks where city_id = $1 and report_id = $2 order by created_at, id limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

pub async fn public_subtasks(
    public: &PgPool,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Vec<SubtaskRow>> {
    sqlx::query_as!(
        SubtaskRow,
        r#"select id as "id!", department_id as "department_id!", task, due_on, status as "status!",
               created_at as "created_at!", ended_at
           from public_subtasks where city_id = $1 and report_id = $2 order by created_at, id limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

/// A part of the work with what has to be known of its case.
pub struct AskedRow {
    pub id: Uuid,
    pub department_id: i32,
    pub task: String,
    pub due_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub report_id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
    pub owner_id: i32,
    pub status: String,
    pub lon: f64,
    pub lat: f64,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
    pub made_safe_at: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
}

/// Parts that a department was asked for, or any department of the city, the oldest first, after a
/// place in that order.
pub async fn asked_of(
    db: &PgPool,
    city_id: i32,
    department_id: Option<i32>,
    after: (DateTime<Utc>, Uuid),
    limit: usize,
) -> sqlx::Result<Vec<AskedRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    // Two statements, so that each has the index made for it.
    macro_rules! page {
        ($condition:literal, $($department:expr)?) => {
            sqlx::query_as!(
                AskedRow,
                r#"select subtask.id, subtask.department_id, subtask.task, subtask.due_on, subtask.created_at,
                       report.id as report_id, report.number_year as "number_year!", report.number as "number!",
                       report.type_id, report.department_id as owner_id, report.status,
                       st_x(report.place) as "lon!", st_y(report.place) as "lat!",
                       coalesce(report.address, report.public_address_ru) as address_ru,
                       coalesce(report.address, report.public_address_en) as address_en,
                       report.made_safe_at, report.due_at
                   from subtasks subtask
                   join reports report on report.city_id = subtask.city_id and report.id = subtask.report_id
                   where subtask.city_id = $1 and subtask.status = 'asked'
                       and (subtask.created_at, subtask.id) > ($2, $3)"#
                    + $condition + " order by subtask.created_at, subtask.id limit $4",
                city_id, after.0, after.1, limit, $($department)?
            )
            .fetch_all(db)
            .await
        };
    }
    match department_id {
        Some(department) => page!(" and subtask.department_id = $5", department),
        None => page!("",),
    }
}

//! SQL of what staff writes to each other about a case, and of whom it tells.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::{Role, Staff};
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

/// A remark to be kept.
pub struct NewRemark {
    pub id: Uuid,
    pub report_id: Uuid,
    pub author_id: Uuid,
    pub text: String,
}

/// The report and the text of a remark that came under this id before.
pub async fn remark(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<NewRemark>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        NewRemark,
        "select id, report_id, author_id, text from remarks where city_id = $1 and id = $2",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await
}

pub async fn count_remarks(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from remarks where city_id = $1 and report_id = $2"#,
        city_id,
        report_id
    )
    .fetch_one(tx.connection())
    .await
}

/// Keeps a remark and whom it tells.
pub async fn insert_remark(tx: &mut Tx, new: &NewRemark, told: &[Uuid]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into remarks (city_id, id, report_id, author_id, text, written_at) values ($1, $2, $3, $4, $5, $6)",
        city_id,
        new.id,
        new.report_id,
        new.author_id,
        new.text,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "insert into mentions (city_id, remark_id, user_id, mentioned_at)
         select $1, $2, person, $4 from unnest($3::uuid[]) as told (person)",
        city_id,
        new.id,
        told,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Somebody of staff who may read a case, if their role and department let them.
pub struct ReaderRow {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub staff: Staff,
}

/// People of these departments and of none, by name. Whether their role lets them read is for the caller.
pub async fn readers(
    db: impl PgExecutor<'_>,
    city_id: i32,
    departments: &[i32],
) -> sqlx::Result<Vec<ReaderRow>> {
    let rows = sqlx::query!(
        "select id, login, name, role, department_id from users
         where city_id = $1 and disabled_at is null and (department_id is null or department_id = any($2))
         order by name, login limit 2000",
        city_id,
        departments
    )
    .fetch_all(db)
    .await?;
    let readers = rows.into_iter().filter_map(|row| {
        let staff = Staff { role: Role::called(&row.role)?, department_id: row.department_id };
        Some(ReaderRow { id: row.id, login: row.login, name: row.name, staff })
    });
    Ok(readers.collect())
}

/// A remark with its author and whom it tells.
pub struct RemarkRow {
    pub id: Uuid,
    pub author_id: Uuid,
    pub author_name: String,
    pub text: String,
    pub written_at: DateTime<Utc>,
    pub mentions: Vec<String>,
}

pub async fn remarks(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<RemarkRow>> {
    sqlx::query_as!(
        RemarkRow,
        r#"select remark.id, remark.author_id, author.name as author_name, remark.text, remark.written_at,
               array(select users.login from mentions
                     join users on users.city_id = mentions.city_id and users.id = mentions.user_id
                     where mentions.city_id = $1 and mentions.remark_id = remark.id order by users.login)
                   as "mentions!"
           from remarks remark
           join users author on author.city_id = remark.city_id and author.id = remark.author_id
           where remark.city_id = $1 and remark.report_id = $2 order by remark.written_at, remark.id"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// A remark that tells somebody something, with what has to be known of its case.
pub struct MentionRow {
    pub id: Uuid,
    pub author_id: Uuid,
    pub author_name: String,
    pub text: String,
    pub written_at: DateTime<Utc>,
    pub mentions: Vec<String>,
    pub mentioned_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub report_id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
}

/// Remarks that tell this person something, the newest first, before a place in that order: of cases of
/// this department or that it does parts of, or of the whole city.
pub async fn mentions(
    db: &PgPool,
    city_id: i32,
    (user_id, department): (Uuid, Option<i32>),
    before: (DateTime<Utc>, Uuid),
    limit: usize,
) -> sqlx::Result<Vec<MentionRow>> {
    sqlx::query_as!(
        MentionRow,
        r#"select remark.id, remark.author_id, author.name as author_name, remark.text, remark.written_at,
               array(select users.login from mentions others
                     join users on users.city_id = others.city_id and users.id = others.user_id
                     where others.city_id = $1 and others.remark_id = remark.id order by users.login)
                   as "mentions!",
               mentions.mentioned_at, mentions.read_at, report.id as report_id,
               report.number_year as "number_year!", report.number as "number!", report.type_id
           from mentions
           join remarks remark on remark.city_id = mentions.city_id and remark.id = mentions.remark_id
           join users author on author.city_id = remark.city_id and author.id = remark.author_id
           join reports report on report.city_id = remark.city_id and report.id = remark.report_id
           where mentions.city_id = $1 and mentions.user_id = $2
               and (mentions.mentioned_at, mentions.remark_id) < ($4, $5)
               and ($3::int4 is null or report.department_id = $3
                    or exists (select from subtasks
                               where subtasks.city_id = $1 and subtasks.report_id = report.id
                                   and subtasks.department_id = $3 and subtasks.status in ('asked', 'done')))
           order by mentions.mentioned_at desc, mentions.remark_id desc limit $6"#,
        city_id,
        user_id,
        department,
        before.0,
        before.1,
        i64::try_from(limit).unwrap_or(i64::MAX)
    )
    .fetch_all(db)
    .await
}

/// How many remarks tell this person something that they have not read.
pub async fn unread(db: &PgPool, city_id: i32, user_id: Uuid, department: Option<i32>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from mentions
           join remarks remark on remark.city_id = mentions.city_id and remark.id = mentions.remark_id
           join reports report on report.city_id = remark.city_id and report.id = remark.report_id
           where mentions.city_id = $1 and mentions.user_id = $2 and mentions.read_at is null
               and ($3::int4 is null or report.department_id = $3
                    or exists (select from subtasks
                               where subtasks.city_id = $1 and subtasks.report_id = report.id
                                   and subtasks.department_id = $3 and subtasks.status in ('asked', 'done')))"#,
        city_id,
        user_id,
        department
    )
    .fetch_one(db)
    .await
}

/// Marks what somebody has read; what they had read before stays.
pub async fn mark_read(tx: &mut Tx, user_id: Uuid, remarks: &[Uuid]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update mentions set read_at = $4
         where city_id = $1 and user_id = $2 and remark_id = any($3) and read_at is null",
        city_id,
        user_id,
        remarks,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets all remarks on these reports.
pub async fn delete_remarks(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "delete from mentions using remarks
         where mentions.city_id = $1 and remarks.city_id = $1 and remarks.id = mentions.remark_id
           and remarks.report_id = any($2)",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("delete from remarks where city_id = $1 and report_id = any($2)", city_id, reports)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

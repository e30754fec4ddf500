//! SQL of what is kept beside a case: who had it, what was corrected, what was asked for.

use super::Case;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::clock::Nature;
use domain::place::Place;
use sqlx::PgPool;
use uuid::Uuid;

/// A line of the ledger.
pub struct Transfer {
    pub id: Uuid,
    pub report_id: Uuid,
    pub from: i32,
    pub to: i32,
    pub cause: &'static str,
    pub note_id: Option<Uuid>,
    pub actor_id: Option<Uuid>,
}

pub async fn insert_transfer(tx: &mut Tx, line: &Transfer) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into transfers (city_id, id, report_id, from_department_id, to_department_id, cause, note_id,
             actor_id, transferred_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        city_id,
        line.id,
        line.report_id,
        line.from,
        line.to,
        line.cause,
        line.note_id,
        line.actor_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Into whose hands a case is given.
pub struct Assignment {
    pub id: Uuid,
    pub report_id: Uuid,
    pub person: Option<Uuid>,
    pub crew: Option<Uuid>,
    /// Who is away.
    pub meant_for: Option<Uuid>,
}

pub async fn insert_assignment(tx: &mut Tx, given: &Assignment) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into assignments (city_id, id, report_id, user_id, crew_id, meant_for, given_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        city_id,
        given.id,
        given.report_id,
        given.person,
        given.crew,
        given.meant_for,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What a report was, and what it was corrected to.
pub struct CorrectionLine {
    pub id: Uuid,
    report_id: Uuid,
    types: (i32, i32),
    places: (Place, Place),
    natures: (Nature, Nature),
    due: (DateTime<Utc>, DateTime<Utc>),
    actor_id: Uuid,
}

impl CorrectionLine {
    /// From what `before` it became the `case`.
    pub fn new(case: &Case, before: (i32, Place, Nature, DateTime<Utc>), actor_id: Uuid) -> Self {
        Self {
            id: Uuid::now_v7(),
            report_id: case.id,
            types: (before.0, case.type_id),
            places: (before.1, case.place),
            natures: (before.2, case.nature),
            due: (before.3, case.due_at),
            actor_id,
        }
    }
}

pub async fn insert_correction(tx: &mut Tx, line: &CorrectionLine) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into corrections (city_id, id, report_id, from_type_id, to_type_id, from_place, to_place,
             from_nature, to_nature, from_due_at, to_due_at, actor_id, corrected_at)
         values ($1, $2, $3, $4, $5, st_setsrid(st_makepoint($6, $7), 4326),
             st_setsrid(st_makepoint($8, $9), 4326), $10, $11, $12, $13, $14, $15)",
        city_id,
        line.id,
        line.report_id,
        line.types.0,
        line.types.1,
        line.places.0.lon,
        line.places.0.lat,
        line.places.1.lon,
        line.places.1.lat,
        line.natures.0.name(),
        line.natures.1.name(),
        line.due.0,
        line.due.1,
        line.actor_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A later deadline to be asked for.
pub struct NewExtension {
    pub id: Uuid,
    pub report_id: Uuid,
    pub days: i32,
    pub reason: String,
    pub asked_by: Uuid,
}

pub async fn insert_extension(tx: &mut Tx, new: &NewExtension) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into extensions (city_id, id, report_id, days, reason, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        city_id,
        new.id,
        new.report_id,
        new.days,
        new.reason,
        new.asked_by,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A later deadline that was asked for.
pub struct Extension {
    pub days: i32,
    pub reason: String,
    pub decided: bool,
}

pub async fn extension(tx: &mut Tx, report_id: Uuid, id: Uuid) -> sqlx::Result<Option<Extension>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Extension,
        r#"select days, reason, decided_at is not null as "decided!"
           from extensions where city_id = $1 and id = $2 and report_id = $3"#,
        city_id,
        id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await
}

pub async fn has_open_extension(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from extensions where city_id = $1 and report_id = $2 and approved is null)
               as "open!""#,
        city_id,
        report_id
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn decide_extension(tx: &mut Tx, id: Uuid, approved: bool, decided_by: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update extensions set approved = $3, decided_by = $4, decided_at = $5 where city_id = $1 and id = $2",
        city_id,
        id,
        approved,
        decided_by,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// How often the author has added something.
pub async fn additions(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from events
           where city_id = $1 and report_id = $2 and kind = 'information_added'"#,
        city_id,
        report_id
    )
    .fetch_one(tx.connection())
    .await
}

/// Whether this very note was written about the report before.
pub async fn is_note_of(tx: &mut Tx, id: Uuid, report_id: Uuid, text: &str) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from notes where city_id = $1 and id = $2 and report_id = $3 and text = $4)
               as "same!""#,
        city_id,
        id,
        report_id,
        text
    )
    .fetch_one(tx.connection())
    .await
}

/// One moment of a report's past, as its clocks see it.
pub struct Moment {
    pub status: String,
    pub occurred_at: DateTime<Utc>,
    pub extended: Option<i32>,
}

/// The past of a report in the order of the log.
pub async fn moments(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Moment>> {
    sqlx::query_as!(
        Moment,
        r#"select events.status, events.occurred_at, extensions.days as "extended?"
           from events left join extensions on extensions.city_id = events.city_id
               and extensions.id = events.subject_id and events.kind = 'extended'
           where events.city_id = $1 and events.report_id = $2 order by n"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// A transfer as one viewer may see it.
pub struct TransferRow {
    pub from_department_id: i32,
    pub to_department_id: i32,
    pub transferred_at: DateTime<Utc>,
    pub reason: Option<String>,
}

pub async fn transfers(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<TransferRow>> {
    sqlx::query_as!(
        TransferRow,
        r#"select from_department_id, to_department_id, transferred_at, notes.text as "reason?"
           from transfers left join notes on notes.city_id = transfers.city_id and notes.id = transfers.note_id
           where transfers.city_id = $1 and transfers.report_id = $2 order by transferred_at limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

pub async fn public_transfers(
    public: &PgPool,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Vec<TransferRow>> {
    sqlx::query_as!(
        TransferRow,
        r#"select from_department_id as "from_department_id!",
               to_department_id as "to_department_id!", transferred_at as "transferred_at!", reason
           from public_transfers where city_id = $1 and report_id = $2 order by transferred_at limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

/// A later deadline as one viewer may see it.
pub struct ExtensionRow {
    pub id: Uuid,
    pub days: i32,
    pub reason: Option<String>,
    pub asked_at: DateTime<Utc>,
    pub approved: Option<bool>,
    pub decided_at: Option<DateTime<Utc>>,
}

pub async fn extensions(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<ExtensionRow>> {
    sqlx::query_as!(
        ExtensionRow,
        r#"select id, days, reason as "reason?", asked_at, approved, decided_at
           from extensions where city_id = $1 and report_id = $2 order by asked_at limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

pub async fn public_extensions(
    public: &PgPool,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Vec<ExtensionRow>> {
    sqlx::query_as!(
        ExtensionRow,
        r#"select id as "id!", days as "days!", reason, asked_at as "asked_at!", approved, decided_at
           from public_extensions where city_id = $1 and report_id = $2 order by asked_at limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

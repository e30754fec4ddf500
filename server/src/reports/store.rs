//! SQL that files and moves reports, and that reads one of them.

use super::actions::Filed;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::id::Number;
use domain::place::Place;
use domain::publication::Visibility;
use domain::report::Outcome;
use domain::status::Status;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A report to be kept.
pub struct NewReport {
    pub id: Uuid,
    pub type_id: i32,
    pub catalogue_version: i32,
    pub channel_id: i32,
    pub department_id: i32,
    pub routed_because: Value,
    pub place: Place,
    pub public_place: Place,
    pub place_is_exact: bool,
    pub address: Option<String>,
    pub public_address_ru: Option<String>,
    pub public_address_en: Option<String>,
    pub description: String,
    pub answers: Value,
    pub language: &'static str,
    pub text_visibility: Visibility,
    pub received_at: DateTime<Utc>,
    pub observed_at: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub next_due_at: DateTime<Utc>,
    /// The clocks behind these deadlines, with their rules.
    pub clocks: Value,
    pub secret_hash: Vec<u8>,
    pub body_hash: Vec<u8>,
    pub receipt: Value,
}

/// What was filed under an id before.
pub struct Before {
    pub body_hash: Vec<u8>,
    pub filed: Filed,
}

/// Keeps a report; gives what was filed under its id before, if anything was. Meeting an old row
/// writes to it, so that the acknowledgement that follows is as durable as the first.
pub async fn insert(tx: &mut Tx, new: &NewReport) -> sqlx::Result<Option<Before>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"insert into reports (city_id, id, version, type_id, catalogue_version, channel_id, department_id,
               routed_because, status, is_open, visibility, text_visibility, place, public_place, place_is_exact,
               address, public_address_ru, description, answers, language, received_at, observed_at, due_at,
               first_action_due_at, next_due_at, secret_hash, body_hash, receipt, clocks, public_address_en)
           values ($1, $2, 1, $3, $4, $5, $6, $7, 'assigned', true, 'published', $26,
               st_setsrid(st_makepoint($8, $9), 4326), st_setsrid(st_makepoint($10, $11), 4326), $12, $13, $14, $15,
               $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $27, $28)
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!", body_hash, receipt, number_year, number"#,
        city_id,
        new.id,
        new.type_id,
        new.catalogue_version,
        new.channel_id,
        new.department_id,
        new.routed_because,
        new.place.lon,
        new.place.lat,
        new.public_place.lon,
        new.public_place.lat,
        new.place_is_exact,
        new.address,
        new.public_address_ru,
        new.description,
        new.answers,
        new.language,
        new.received_at,
        new.observed_at,
        new.due_at,
        new.first_action_due_at,
        new.next_due_at,
        new.secret_hash,
        new.body_hash,
        new.receipt,
        new.text_visibility.name(),
        new.clocks,
        new.public_address_en,
    )
    .fetch_one(tx.connection())
    .await?;
    if row.is_new {
        return Ok(None);
    }
    let number = row.number_year.zip(row.number).map(|(year, count)| Number { year, count });
    Ok(Some(Before { body_hash: row.body_hash, filed: Filed { receipt: row.receipt, number } }))
}

/// What was filed under this id with this very body.
pub async fn filed(tx: &mut Tx, id: Uuid, body_hash: &[u8]) -> sqlx::Result<Option<Filed>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "update reports set id = id where city_id = $1 and id = $2 and body_hash = $3
         returning receipt, number_year, number",
        city_id,
        id,
        body_hash
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| {
        let number = row.number_year.zip(row.number).map(|(year, count)| Number { year, count });
        Filed { receipt: row.receipt, number }
    }))
}

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

/// The status of a row.
pub fn status(name: &str) -> sqlx::Result<Status> {
    Status::called(name).ok_or_else(|| sqlx::Error::Decode(format!("no status {name}").into()))
}

/// What a move leaves behind.
pub struct Changed {
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub first_action_at: Option<DateTime<Utc>>,
    pub next_due_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
}

pub async fn save(tx: &mut Tx, id: Uuid, changed: &Changed) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set version = version + 1, status = $3, outcome = $4, is_open = $5, first_action_at = $6,
             next_due_at = $7, resolved_at = $8
         where city_id = $1 and id = $2",
        city_id,
        id,
        changed.status.name(),
        changed.outcome.map(Outcome::name),
        changed.status.is_open(),
        changed.first_action_at,
        changed.next_due_at,
        changed.resolved_at
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

/// How a report is named.
#[derive(Clone, Copy)]
pub enum Name {
    Id(Uuid),
    Number(Number),
}

/// A report as read for one viewer.
pub struct Row {
    pub id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub version: i32,
    pub type_id: i32,
    pub channel_id: i32,
    pub department_id: i32,
    pub routed_because: Value,
    pub status: String,
    pub outcome: Option<String>,
    pub text_visibility: String,
    pub lon: f64,
    pub lat: f64,
    pub place_is_exact: bool,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
    pub description: Option<String>,
    pub received_at: DateTime<Utc>,
    pub observed_at: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub first_action_at: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    /// Only in a whole report.
    pub answers: Option<Value>,
    /// Only in a whole report.
    pub secret_hash: Option<Vec<u8>>,
}

/// A report as the public may see it.
pub async fn public_report(public: &PgPool, city_id: i32, name: Name) -> sqlx::Result<Option<Row>> {
    let (id, number) = split(name);
    sqlx::query_as!(
        Row,
        r#"select id as "id!", number_year as "number_year!", number as "number!", version as "version!",
               type_id as "type_id!", channel_id as "channel_id!", department_id as "department_id!",
               routed_because as "routed_because!", status as "status!", outcome,
               text_visibility as "text_visibility!", st_x(place) as "lon!", st_y(place) as "lat!",
               place_is_exact as "place_is_exact!", address_ru, address_en, description, received_at as "received_at!", observed_at,
               due_at as "due_at!", first_action_due_at, first_action_at, resolved_at,
               null::jsonb as answers, null::bytea as secret_hash
           from public_reports
           where city_id = $1 and (id = $2 or (number_year = $3 and number = $4))"#,
        city_id,
        id,
        number.map(|n| n.year),
        number.map(|n| n.count),
    )
    .fetch_optional(public)
    .await
}

/// All of a report but contacts, with the hash of its secret, for its author and for staff.
pub async fn whole_report(db: &PgPool, city_id: i32, name: Name) -> sqlx::Result<Option<Row>> {
    let (id, number) = split(name);
    sqlx::query_as!(
        Row,
        r#"select id, number_year as "number_year!", number as "number!", version, type_id, channel_id, department_id,
               routed_because, status, outcome, text_visibility, st_x(place) as "lon!", st_y(place) as "lat!",
               true as "place_is_exact!", coalesce(address, public_address_ru) as address_ru,
               coalesce(address, public_address_en) as address_en,
               description as "description?", received_at, observed_at, due_at, first_action_due_at, first_action_at,
               resolved_at, answers as "answers?", secret_hash as "secret_hash?"
           from reports
           where city_id = $1 and (id = $2 or (number_year = $3 and number = $4)) and sequence is not null"#,
        city_id,
        id,
        number.map(|n| n.year),
        number.map(|n| n.count),
    )
    .fetch_optional(db)
    .await
}

fn split(name: Name) -> (Option<Uuid>, Option<Number>) {
    match name {
        Name::Id(id) => (Some(id), None),
        Name::Number(number) => (None, Some(number)),
    }
}

/// One line of a report's history.
pub struct Line {
    pub n: i64,
    pub kind: String,
    pub status: String,
    pub note: Option<String>,
    pub occurred_at: DateTime<Utc>,
}

/// The history that the public may see.
pub async fn public_history(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select n as "n!", kind as "kind!", status as "status!", note, occurred_at as "occurred_at!"
           from public_events where city_id = $1 and report_id = $2 order by n limit 1000"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

/// The whole history.
pub async fn whole_history(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select n, kind, status, notes.text as "note?", occurred_at
           from events left join notes on notes.city_id = events.city_id and notes.id = events.note_id
           where events.city_id = $1 and events.report_id = $2 order by n limit 1000"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// Whether a city has any report.
pub async fn any(db: &PgPool, city_id: i32) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select from reports where city_id = $1) as "any!""#, city_id)
        .fetch_one(db)
        .await
}

//! SQL that reads one report with its history.

use chrono::{DateTime, Utc};
use domain::id::Number;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

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

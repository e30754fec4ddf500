//! SQL that reads one report with its history.

use chrono::{DateTime, NaiveDate, Utc};
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
    pub visibility: String,
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
    pub closed_at: Option<DateTime<Utc>>,
    pub made_safe_at: Option<DateTime<Utc>>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub planned_for: Option<NaiveDate>,
    pub forwarded_to: Option<String>,
    pub original_year: Option<i32>,
    pub original_number: Option<i32>,
    pub supports: i32,
    pub rating: Option<i32>,
    pub clocks: Option<Value>,
    pub disputes: i32,
    pub subtasks_open: i32,
    pub assignee_id: Option<Uuid>,
    pub assignee_name: Option<String>,
    pub crew_id: Option<Uuid>,
    pub crew_name: Option<String>,
    /// Only in a whole report.
    pub answers: Option<Value>,
    /// Only in a whole report.
    pub secret_hash: Option<Vec<u8>>,
    /// Only in a whole report: whose account it belongs to.
    pub author_id: Option<Uuid>,
    pub has_contact: bool,
}

/// A report as the public may see it.
pub async fn public_report(public: &PgPool, city_id: i32, name: Name) -> sqlx::Result<Option<Row>> {
    let (id, number) = split(name);
    sqlx::query_as!(
        Row,
        r#"select report.id as "id!", report.number_year as "number_year!", report.number as "number!",
               report.version as "version!", report.type_id as "type_id!", report.channel_id as "channel_id!",
               report.department_id as "department_id!", report.routed_because as "routed_because!",
               report.status as "status!", report.outcome, 'published' as "visibility!", report.text_visibility as "text_visibility!",
               st_x(report.place) as "lon!", st_y(report.place) as "lat!",
               report.place_is_exact as "place_is_exact!", report.address_ru, report.address_en,
               report.description, report.received_at as "received_at!", report.observed_at,
               report.due_at as "due_at!", report.first_action_due_at, report.first_action_at,
               report.resolved_at, report.closed_at, report.made_safe_at, report.escalated_at,
               report.planned_for, report.forwarded_to, original.number_year as "original_year?",
               original.number as "original_number?", report.supports as "supports!", report.rating,
               report.clocks, report.disputes as "disputes!", report.subtasks_open as "subtasks_open!",
               null::uuid as assignee_id, null::text as assignee_name, null::uuid as crew_id,
               null::text as crew_name, null::jsonb as answers,
               null::bytea as secret_hash, null::uuid as author_id, false as "has_contact!"
           from public_reports report
           left join public_reports original
               on original.city_id = report.city_id and original.id = report.original_id
           where report.city_id = $1
               and (report.id = $2 or (report.number_year = $3 and report.number = $4))"#,
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
        r#"select report.id, report.number_year as "number_year!", report.number as "number!", report.version,
               report.type_id, report.channel_id, report.department_id, report.routed_because, report.status,
               report.outcome, report.visibility, report.text_visibility, st_x(report.place) as "lon!", st_y(report.place) as "lat!",
               true as "place_is_exact!", coalesce(report.address, report.public_address_ru) as address_ru,
               coalesce(report.address, report.public_address_en) as address_en,
               report.description as "description?", report.received_at, report.observed_at, report.due_at,
               report.first_action_due_at, report.first_action_at, report.resolved_at, report.closed_at,
               report.made_safe_at, report.escalated_at, report.planned_for, report.forwarded_to,
               original.number_year as "original_year?", original.number as "original_number?", report.supports,
               report.rating, report.clocks, report.disputes, report.subtasks_open, report.assignee_id,
               users.name as "assignee_name?", report.crew_id, crews.name as "crew_name?",
               report.answers as "answers?", report.secret_hash as "secret_hash?",
               report.author_id,
               exists (select from contacts where contacts.city_id = report.city_id and contacts.id = report.id)
                   as "has_contact!"
           from reports report
           left join reports original on original.city_id = report.city_id and original.id = report.original_id
           left join users on users.city_id = report.city_id and users.id = report.assignee_id
           left join crews on crews.city_id = report.city_id and crews.id = report.crew_id
           where report.city_id = $1 and report.sequence is not null
               and (report.id = $2 or (report.number_year = $3 and report.number = $4))"#,
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
    /// The department that took it over with this line.
    pub to_department_id: Option<i32>,
    /// Whether it says into whose hands the case was given, by the next three.
    pub is_given: bool,
    pub given_to: Option<String>,
    pub given_to_crew: Option<String>,
    /// Who was away when it was given.
    pub meant_for: Option<String>,
    /// Who was away whose case it was.
    pub acted_for: Option<String>,
    /// The number that it had where it was brought in from, of the line that says so.
    pub outside_number: Option<String>,
    pub occurred_at: DateTime<Utc>,
    /// Who did it; only in a whole history.
    pub actor: Option<String>,
    pub actor_name: Option<String>,
}

/// The history that the public may see, without supports: these are counted, and a thousand of them
/// would leave no room for the rest.
pub async fn public_history(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select n as "n!", kind as "kind!", status as "status!", nullif(note, '') as note,
               transfer.to_department_id as "to_department_id?", false as "is_given!", null::text as given_to,
               null::text as given_to_crew, null::text as meant_for,
               null::text as acted_for, past.outside_number as "outside_number?", occurred_at as "occurred_at!",
               null::text as actor, null::text as actor_name
           from public_events event
           left join public_transfers transfer
               on transfer.city_id = event.city_id and transfer.id = event.subject_id
           left join public_report_imports past
               on past.city_id = event.city_id and past.report_id = event.report_id and event.kind = 'imported'
           where event.city_id = $1 and event.report_id = $2 and kind not in ('supported', 'support_withdrawn')
           order by n limit 1000"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

/// The whole history, without supports. Somebody acted for another if the case was in the hands of
/// one who was away then and had asked them to stand in.
pub async fn whole_history(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select n, kind, status, nullif(notes.text, '') as "note?", transfers.to_department_id as "to_department_id?",
               given.id is not null as "is_given!", holder.name as "given_to?", crews.name as "given_to_crew?",
               meant.name as "meant_for?", absent.name as "acted_for?",
               past.outside_number as "outside_number?", occurred_at,
               events.actor as "actor?", actor.name as "actor_name?"
           from events
           left join users on users.city_id = events.city_id and users.id = events.actor_id
           left join notes on notes.city_id = events.city_id and notes.id = events.note_id
           left join transfers on transfers.city_id = events.city_id and transfers.id = events.subject_id
           left join assignments given on given.city_id = events.city_id and given.id = events.subject_id
           left join users holder on holder.city_id = events.city_id and holder.id = given.user_id
           left join crews on crews.city_id = events.city_id and crews.id = given.crew_id
           left join users meant on meant.city_id = events.city_id and meant.id = given.meant_for
           left join users actor on actor.city_id = events.city_id and actor.id = events.actor_id
           left join lateral (select user_id from assignments before
                where before.city_id = events.city_id and before.report_id = events.report_id
                    and before.given_at < events.occurred_at
                order by before.given_at desc, before.id desc limit 1) held on true
           left join absences on absences.city_id = events.city_id and absences.user_id = held.user_id
               and absences.cover_id = events.actor_id and absences.from_at <= events.occurred_at
               and absences.until_at > events.occurred_at
           left join report_imports past on past.city_id = events.city_id
               and past.report_id = events.report_id and events.kind = 'imported'
           left join users absent on absent.city_id = events.city_id and absent.id = absences.user_id
           where events.city_id = $1 and events.report_id = $2 and kind not in ('supported', 'support_withdrawn')
           order by n limit 1000"#,
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

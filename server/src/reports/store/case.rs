//! SQL that locks a case and saves what was done to it.

use super::status;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, NaiveDate, Utc};
use domain::catalogue::City;
use domain::clock::{Measure, Nature, Started, case_due, next_due};
use domain::place::Place;
use domain::publication::Visibility;
use domain::report::Outcome;
use domain::status::{SOON, Situation, Status};
use serde_json::Value;
use uuid::Uuid;

/// A case as it is locked: what an action reads and writes.
pub struct Case {
    pub id: Uuid,
    pub version: i32,
    pub type_id: i32,
    pub channel_id: i32,
    pub department_id: i32,
    pub territory_id: Option<i32>,
    pub routed_because: Value,
    pub nature: Nature,
    pub status: Status,
    pub status_since: DateTime<Utc>,
    pub outcome: Option<Outcome>,
    pub place: Place,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub first_action_at: Option<DateTime<Utc>>,
    pub first_answer_at: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub made_safe_at: Option<DateTime<Utc>>,
    pub planned_for: Option<NaiveDate>,
    pub forwarded_to: Option<String>,
    pub original_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub crew_id: Option<Uuid>,
    pub resolver_id: Option<Uuid>,
    pub disputes: i32,
    pub rating: Option<i32>,
    pub subtasks_open: i32,
    pub clocks: Vec<Started>,
    pub secret_hash: Vec<u8>,
    /// Whose account it belongs to.
    pub author_id: Option<Uuid>,
}

/// Locks a case, so that of two who move it one is first.
pub async fn lock(tx: &mut Tx, id: Uuid) -> ApiResult<Option<Case>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select version, type_id, channel_id, department_id, territory_id, routed_because, nature, status,
               status_since, outcome, st_x(place) as "lon!", st_y(place) as "lat!", received_at, due_at,
               first_action_due_at, first_action_at, first_answer_at, resolved_at, closed_at, made_safe_at,
               planned_for, forwarded_to, original_id, assignee_id, crew_id, resolver_id, disputes, rating,
               subtasks_open, clocks, secret_hash, author_id
           from reports where city_id = $1 and id = $2 and sequence is not null for update"#,
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let clocks = row.clocks.map_or_else(|| Ok(Vec::new()), serde_json::from_value);
    Ok(Some(Case {
        id,
        version: row.version,
        type_id: row.type_id,
        channel_id: row.channel_id,
        department_id: row.department_id,
        territory_id: row.territory_id,
        routed_because: row.routed_because,
        nature: Nature::called(&row.nature).unwrap_or(Nature::Any),
        status: status(&row.status)?,
        status_since: row.status_since,
        outcome: row.outcome.as_deref().and_then(Outcome::called),
        place: Place { lat: row.lat, lon: row.lon },
        received_at: row.received_at,
        due_at: row.due_at,
        first_action_due_at: row.first_action_due_at,
        first_action_at: row.first_action_at,
        first_answer_at: row.first_answer_at,
        resolved_at: row.resolved_at,
        closed_at: row.closed_at,
        made_safe_at: row.made_safe_at,
        planned_for: row.planned_for,
        forwarded_to: row.forwarded_to,
        original_id: row.original_id,
        assignee_id: row.assignee_id,
        crew_id: row.crew_id,
        resolver_id: row.resolver_id,
        disputes: row.disputes,
        rating: row.rating,
        subtasks_open: row.subtasks_open,
        clocks: clocks.map_err(anyhow::Error::from)?,
        secret_hash: row.secret_hash,
        author_id: row.author_id,
    }))
}

impl Case {
    /// What decides where it may go.
    pub fn situation(&self, city: &City, now: DateTime<Utc>) -> Situation {
        Situation {
            status: self.status,
            outcome: self.outcome,
            closed_at: self.closed_at,
            disputes: self.disputes.unsigned_abs(),
            subtasks_open: self.subtasks_open.unsigned_abs(),
            review: city.review,
            windows: city.windows,
            now,
        }
    }

    /// Puts it into another status: the clocks stop, stand still or go on.
    pub fn turn(&mut self, city: &City, to: Status, now: DateTime<Utc>) -> ApiResult<()> {
        let from = std::mem::replace(&mut self.status, to);
        let mut changed = false;
        for Started { clock, .. } in &mut self.clocks {
            let before = clock.clone();
            clock.turned(from, to, self.closed_at, now);
            changed |= *clock != before;
        }
        self.status_since = now;
        self.closed_at = if to.is_open() { None } else { self.closed_at.or(Some(now)) };
        if changed { self.recount(city) } else { Ok(()) }
    }

    /// Somebody acts on it: the first time counts.
    pub fn acted_on(&mut self, now: DateTime<Utc>) {
        self.first_action_at = self.first_action_at.or(Some(now));
    }

    /// Counts its deadlines from its clocks.
    pub fn recount(&mut self, city: &City) -> ApiResult<()> {
        for started in &mut self.clocks {
            started.recount(city).map_err(|error| ApiError::Unavailable(error.to_string()))?;
        }
        let first = self.clocks.iter().find(|started| started.clock.rule.measure == Measure::FirstAction);
        self.first_action_due_at = first.map(|started| started.due_at);
        self.due_at = case_due(&self.clocks).unwrap_or(self.due_at);
        Ok(())
    }

    /// What the desk is ordered by: the next deadline that is not met.
    fn next_due_at(&self) -> DateTime<Utc> {
        let met = |measure| match measure {
            Measure::FirstAction => self.first_action_at.is_some(),
            Measure::FirstAnswer => self.first_answer_at.is_some(),
            _ => false,
        };
        next_due(&self.clocks, met).unwrap_or(self.due_at)
    }
}

/// The version of a case as this transaction leaves it.
pub async fn version(tx: &mut Tx, id: Uuid) -> sqlx::Result<i32> {
    let city_id = tx.city_id();
    sqlx::query_scalar!("select version from reports where city_id = $1 and id = $2", city_id, id)
        .fetch_one(tx.connection())
        .await
}

/// Saves a case; whoever saw the version before has seen an old one. A mark that its deadline no
/// longer deserves goes; the sweep sets new ones.
pub async fn save(tx: &mut Tx, case: &Case) -> ApiResult<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let clocks = serde_json::to_value(&case.clocks).map_err(anyhow::Error::from)?;
    sqlx::query!(
        "update reports set version = version + 1, type_id = $3, department_id = $4, territory_id = $5,
             routed_because = $6, nature = $7, status = $8, status_since = $9, is_open = $10, outcome = $11,
             due_at = $12, first_action_due_at = $13, next_due_at = $14, first_action_at = $15,
             first_answer_at = $16, resolved_at = $17, closed_at = $18, made_safe_at = $19, planned_for = $20,
             forwarded_to = $21, original_id = $22, assignee_id = $23, resolver_id = $24, disputes = $25,
             rating = $26, subtasks_open = $27, clocks = $28,
             crew_id = $31, mark = case when $29 or ($30 and mark = 'overdue') then null else mark end
         where city_id = $1 and id = $2",
        city_id,
        case.id,
        case.type_id,
        case.department_id,
        case.territory_id,
        case.routed_because,
        case.nature.name(),
        case.status.name(),
        case.status_since,
        case.status.is_open(),
        case.outcome.map(Outcome::name),
        case.due_at,
        case.first_action_due_at,
        case.next_due_at(),
        case.first_action_at,
        case.first_answer_at,
        case.resolved_at,
        case.closed_at,
        case.made_safe_at,
        case.planned_for,
        case.forwarded_to,
        case.original_id,
        case.assignee_id,
        case.resolver_id,
        case.disputes,
        case.rating,
        case.subtasks_open,
        clocks,
        case.due_at > now + SOON,
        case.due_at >= now,
        case.crew_id,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Where a corrected case is, and where everybody sees it.
pub struct Placed {
    pub place: Place,
    pub public_place: Place,
    pub place_is_exact: bool,
    pub public_address_ru: Option<String>,
    pub public_address_en: Option<String>,
}

pub async fn save_place(tx: &mut Tx, id: Uuid, placed: &Placed) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set place = st_setsrid(st_makepoint($3, $4), 4326),
             public_place = st_setsrid(st_makepoint($5, $6), 4326), place_is_exact = $7,
             public_address_ru = $8, public_address_en = $9
         where city_id = $1 and id = $2",
        city_id,
        id,
        placed.place.lon,
        placed.place.lat,
        placed.public_place.lon,
        placed.public_place.lat,
        placed.place_is_exact,
        placed.public_address_ru,
        placed.public_address_en
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Shows or hides the report and its words, as far as asked; the version grows either way.
pub async fn save_publication(
    tx: &mut Tx,
    id: Uuid,
    report: Option<Visibility>,
    text: Option<Visibility>,
) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set version = version + 1, text_visibility = coalesce($3, text_visibility),
             visibility = coalesce($4, visibility)
         where city_id = $1 and id = $2",
        city_id,
        id,
        text.map(Visibility::name),
        report.map(Visibility::name)
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Keeps what somebody wrote; says whether it is new. The same id again changes nothing.
pub async fn insert_note(tx: &mut Tx, id: Uuid, report_id: Uuid, text: &str, by: By) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        r#"insert into notes (city_id, id, report_id, text, written_by, written_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!""#,
        city_id,
        id,
        report_id,
        text,
        by.name(),
        now
    )
    .fetch_one(tx.connection())
    .await
}

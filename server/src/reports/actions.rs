//! What is done with reports. Each action names all its effects, in one transaction.

use super::secret_hash;
use super::store::{self, Changed, NewReport};
use crate::auth::Session;
use crate::db::{Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::{geocoding, people, photos};
use chrono::{DateTime, Datelike, Duration, Utc};
use domain::catalogue::{City, IssueType};
use domain::clock::{Measure, Nature, case_due, local_day, rules, start};
use domain::event::{Event, Kind};
use domain::id::Number;
use domain::permission::{Action, may};
use domain::publication::public_place;
use domain::report::{NOTE_MAX, Outcome, check};
use domain::routing::{Owner, route, why_here};
use domain::status::{Given, MoveError, Need, Status, apply, choices};
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::problem::FieldError;
use domain::wire::report::{ChangePublication, ChangeStatus, PhotoKind, SubmitReport};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long ago a report may have been made offline; a phone whose clock says otherwise is wrong.
const OFFLINE_MAX: Duration = Duration::days(366);

/// What filing a report gives: its receipt, but for the number of a new one, which comes with
/// the commit.
pub struct Filed {
    pub receipt: Value,
    pub number: Option<Number>,
}

/// Files a report that came by `channel`: checks it, finds its owner, starts its clocks, keeps it
/// with its photos and contact, and records it. The same report again gives the same receipt;
/// another one under its id is a conflict.
pub async fn submit(tx: &mut Tx, city: &City, channel: &str, report: &SubmitReport) -> ApiResult<Filed> {
    let body_hash = Sha256::digest(serde_json::to_vec(report).map_err(anyhow::Error::from)?).to_vec();
    let issue_type = match check(city, report) {
        Ok(issue_type) => issue_type,
        // What was taken once stays taken, even if the city's data has changed since.
        Err(errors) => {
            return store::filed(tx, report.id, &body_hash).await?.ok_or(ApiError::Invalid(errors));
        }
    };
    let owner = route(city, issue_type, report.place);
    let new = new_report(tx, city, channel, report, issue_type, &owner, body_hash).await?;
    if let Some(before) = store::insert(tx, &new).await? {
        return if before.body_hash == new.body_hash { Ok(before.filed) } else { Err(ApiError::Conflict) };
    }
    let policy = issue_type.publication(city.publication);
    photos::attach(tx, report.id, PhotoKind::Before, &report.photos, policy.photos).await?;
    if let Some(contact) = &report.contact {
        people::keep_contact(tx, report.id, contact).await?;
    }
    for (kind, status) in [(Kind::Submitted, Status::Registered), (Kind::Assigned, Status::Assigned)] {
        let event = Event { kind, status, outcome: None };
        tx.record(Fact { report_id: report.id, event, note_id: None, actor_id: None });
    }
    tx.number(report.id, local_day(tx.now(), city.time_zone).year());
    Ok(Filed { receipt: new.receipt, number: None })
}

async fn new_report(
    tx: &mut Tx,
    city: &City,
    channel: &str,
    report: &SubmitReport,
    issue_type: &IssueType,
    owner: &Owner,
    body_hash: Vec<u8>,
) -> ApiResult<NewReport> {
    let now = tx.now();
    let channel = city.channel_called(channel).ok_or_else(|| anyhow::anyhow!("no channel {channel}"))?;
    // Without moderation a report is registered at receipt.
    let rules = rules(city, channel, Some(issue_type), Nature::Any);
    // Where the calendar ends the city has to go on with it; until then senders keep their reports.
    let clocks = start(city, &rules, now, now).map_err(|error| ApiError::Unavailable(error.to_string()))?;
    let due_at = case_due(&clocks).ok_or_else(|| anyhow::anyhow!("no clock for {}", channel.slug))?;
    let first = clocks.iter().find(|started| started.clock.rule.measure == Measure::FirstAction);
    let first_action_due_at = first.map(|started| started.due_at);
    let department =
        city.department(owner.department_id).ok_or_else(|| anyhow::anyhow!("an owner without a row"))?;
    let address = geocoding::nearest(tx.connection(), city.id, report.place).await?;
    let in_words = |language| address.as_ref().map(|address| address.in_words(language, issue_type.at_home));
    let language = report.language;
    let receipt = json!({
        "id": report.id,
        "department": Named { slug: department.slug.clone(), title: department.titles.get(language).to_owned() },
        "routed_because": why_here(city, &owner.because, language),
        "status": Status::Assigned,
        "received_at": now,
        "due_at": due_at,
        "first_action_due_at": first_action_due_at,
    });
    Ok(NewReport {
        id: report.id,
        type_id: issue_type.id,
        catalogue_version: city.version,
        channel_id: channel.id,
        department_id: owner.department_id,
        routed_because: serde_json::to_value(&owner.because).map_err(anyhow::Error::from)?,
        place: report.place,
        public_place: public_place(issue_type, report.place),
        place_is_exact: !issue_type.at_home,
        address: report.address.clone().filter(|text| !text.trim().is_empty()),
        public_address_ru: in_words(Language::Ru),
        public_address_en: in_words(Language::En),
        description: report.description.clone(),
        answers: json!(report.answers),
        language: language.code(),
        text_visibility: issue_type.publication(city.publication).text,
        received_at: now,
        observed_at: report.observed_at.filter(|at| (now - OFFLINE_MAX..now).contains(at)),
        due_at,
        first_action_due_at,
        next_due_at: next_due(due_at, first_action_due_at),
        clocks: serde_json::to_value(&clocks).map_err(anyhow::Error::from)?,
        secret_hash: secret_hash(&report.secret),
        body_hash,
        receipt,
    })
}

/// What the desk is ordered by: the nearer of the deadline and of a first action not yet made.
fn next_due(due_at: DateTime<Utc>, first_action_due_at: Option<DateTime<Utc>>) -> DateTime<Utc> {
    first_action_due_at.map_or(due_at, |first| first.min(due_at))
}

/// What staff asks for when moving a case.
pub struct Move {
    pub report_id: Uuid,
    pub session: Session,
    pub change: ChangeStatus,
}

/// Moves a case: who may, from where, with what it needs; attaches the photos of the result,
/// keeps the note, stops the clock, records it.
pub async fn change(tx: &mut Tx, city: &City, asked: &Move) -> ApiResult<()> {
    let Move { report_id, session, change } = asked;
    let row = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), Action::Change, row.department_id) {
        return Err(ApiError::Forbidden);
    }
    if row.version != change.seen_version {
        return Err(ApiError::VersionConflict);
    }
    let given = Given { photos: change.photos.len(), outcome: change.outcome };
    let outcome = apply(row.status, change.to, given).map_err(move_refusal)?;
    let row_of_table =
        choices(row.status, session.role).find(|choice| choice.to == change.to).ok_or(ApiError::Forbidden)?;
    if !change.photos.is_empty() && !row_of_table.needs.contains(&Need::Photo) {
        return Err(ApiError::field("photos", "not_here"));
    }
    let note_id = keep_note(tx, *report_id, change.note.as_deref()).await?;
    let policy = city
        .issue_type_in(row.type_id)
        .map_or(city.publication, |issue_type| issue_type.publication(city.publication));
    photos::attach(tx, *report_id, PhotoKind::After, &change.photos, policy.photos).await?;
    let acted = matches!(change.to, Status::InProgress | Status::Resolved);
    let now = tx.now();
    let first_action_at = row.first_action_at.or_else(|| acted.then_some(now));
    let first_due = row.first_action_due_at.filter(|_| first_action_at.is_none());
    let changed = Changed {
        status: change.to,
        outcome,
        first_action_at,
        next_due_at: next_due(row.due_at, first_due),
        resolved_at: (change.to == Status::Resolved).then_some(now),
    };
    store::save(tx, *report_id, &changed).await?;
    record(tx, *report_id, session, Kind::StatusChanged, change.to, outcome, note_id);
    Ok(())
}

fn move_refusal(error: MoveError) -> ApiError {
    match error {
        MoveError::NoSuchMove { .. } => ApiError::field("to", "no_such_move"),
        MoveError::Missing(Need::Photo) => ApiError::field("photos", "required"),
        MoveError::Missing(Need::Outcome) => ApiError::field("outcome", "required"),
        MoveError::WrongOutcome => ApiError::field("outcome", "not_here"),
    }
}

async fn keep_note(tx: &mut Tx, report_id: Uuid, note: Option<&str>) -> ApiResult<Option<Uuid>> {
    let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > NOTE_MAX {
        return Err(ApiError::field("note", "too_long"));
    }
    if text.contains('\0') {
        return Err(ApiError::field("note", "control_characters"));
    }
    let id = Uuid::new_v4();
    store::insert_note(tx, id, report_id, text).await?;
    Ok(Some(id))
}

/// Shows or hides the words and photos of a report.
pub async fn publish(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    asked: &ChangePublication,
) -> ApiResult<()> {
    let row = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), Action::Publish, row.department_id) {
        return Err(ApiError::Forbidden);
    }
    if row.version != asked.seen_version {
        return Err(ApiError::VersionConflict);
    }
    if asked.text.is_none() && asked.photos.is_empty() {
        return Err(ApiError::Invalid(vec![FieldError::new("text", "nothing_asked")]));
    }
    photos::publish(tx, report_id, &asked.photos).await?;
    store::save_publication(tx, report_id, asked.text).await?;
    record(tx, report_id, session, Kind::PublicationChanged, row.status, row.outcome, None);
    Ok(())
}

fn record(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    kind: Kind,
    status: Status,
    outcome: Option<Outcome>,
    note_id: Option<Uuid>,
) {
    let event = Event { kind, status, outcome };
    tx.record(Fact { report_id, event, note_id, actor_id: Some(session.user_id) });
}

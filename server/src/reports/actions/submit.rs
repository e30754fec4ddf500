//! Filing a report: the one action in which every way in ends.

use crate::db::{Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use crate::reports::store::{self, NewReport};
use crate::{geocoding, people, photos};
use chrono::{DateTime, Datelike, Duration, Utc};
use domain::catalogue::{City, IssueType};
use domain::clock::{Measure, Nature, case_due, local_day, rules, start};
use domain::event::{Event, Kind};
use domain::id::Number;
use domain::publication::public_place;
use domain::report::check;
use domain::routing::{Owner, route, territory, why_here};
use domain::status::Status;
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::report::{PhotoKind, SubmitReport};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

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
        territory_id: territory(city, report.place).map(|territory| territory.id),
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
pub(super) fn next_due(due_at: DateTime<Utc>, first_action_due_at: Option<DateTime<Utc>>) -> DateTime<Utc> {
    first_action_due_at.map_or(due_at, |first| first.min(due_at))
}

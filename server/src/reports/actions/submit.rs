//! Filing a report: the one action in which every way in ends.

use super::warranty::repair_near;
use crate::abuse::{self, Origin};
use crate::db::{By, Fact, Tx};
use crate::privacy::actions::{Consenting, Subject};
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use crate::reports::store::{self, NewReport};
use crate::{geocoding, people, photos, privacy};
use chrono::{DateTime, Datelike, Duration, Utc};
use domain::catalogue::{Channel, City, IssueType};
use domain::clock::{Measure, Nature, Started, case_due, local_day, next_due, rules, start};
use domain::consent::Purpose;
use domain::event::{Event, Kind};
use domain::id::Number;
use domain::place::Place;
use domain::publication::{Policy, Visibility, public_place};
use domain::report::check;
use domain::routing::{Owner, route, territory, why_here};
use domain::status::Status;
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::photo::PhotoKind;
use domain::wire::report::SubmitReport;
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
/// another one under its id is a conflict. What the city's rules doubt waits for a person, unless it is
/// about danger: that goes on at once, with its words and photos hidden.
pub async fn submit(
    tx: &mut Tx,
    city: &City,
    channel: &str,
    report: &SubmitReport,
    origin: &Origin,
) -> ApiResult<Filed> {
    let body_hash = Sha256::digest(serde_json::to_vec(report).map_err(anyhow::Error::from)?).to_vec();
    let issue_type = match check(city, report) {
        Ok(issue_type) => issue_type,
        // What was taken once stays taken, even if the city's data has changed since.
        Err(errors) => {
            return store::filed(tx, report.id, &body_hash).await?.ok_or(ApiError::Invalid(errors));
        }
    };
    let is_danger = issue_type.emergency;
    let judged = match abuse::judge(tx, city, report, origin, is_danger).await {
        Ok(judged) => judged,
        Err(refusal) => return store::filed(tx, report.id, &body_hash).await?.ok_or(refusal),
    };
    let owner = route(city, issue_type, report.place);
    let mut policy = issue_type.publication(city.publication);
    if judged.is_doubted() {
        // A type that the city shows to nobody is not shown because it is doubted.
        policy = Policy { report: policy.report, ..Policy::CAREFUL };
    }
    let begins = Beginning {
        status: first_status(city, &owner, judged.is_doubted(), is_danger),
        owner,
        report: policy.report,
        text: policy.text,
    };
    let new = new_report(tx, city, channel, report, issue_type, &begins, body_hash).await?;
    if let Some(before) = store::insert(tx, &new).await? {
        return if before.body_hash == new.body_hash { Ok(before.filed) } else { Err(ApiError::Conflict) };
    }
    if let Some(repair) = repair_near(tx, city, issue_type, report.place).await? {
        store::save_warranty_of(tx, report.id, Some(repair)).await?;
    }
    photos::attach(tx, report.id, PhotoKind::Before, &report.photos, policy.photos).await?;
    abuse::keep_sender(tx, report.id, origin, &judged).await?;
    if let Some(contact) = &report.contact {
        let consenting = Consenting {
            subject: Subject::Report(report.id),
            version: contact.consent.as_deref().unwrap_or_default(),
            purposes: &[Purpose::Answer],
            channel,
            field: "contact.consent",
        };
        privacy::actions::consent(tx, &consenting).await?;
        people::keep_contact(tx, report.id, contact).await?;
    }
    let submitted = if new.status == Status::Assigned { Status::Registered } else { new.status };
    let mut told = vec![(Kind::Submitted, submitted, By::Author)];
    if new.status == Status::Assigned {
        told.push((Kind::Assigned, Status::Assigned, By::System));
    }
    for (kind, status, by) in told {
        let event = Event { kind, status, outcome: None };
        tx.record(Fact { report_id: report.id, event, subject_id: None, note_id: None, by });
    }
    tx.number(report.id, local_day(tx.now(), city.time_zone).year());
    Ok(Filed { receipt: new.receipt, number: None })
}

/// How a report begins.
struct Beginning {
    owner: Owner,
    status: Status,
    report: Visibility,
    text: Visibility,
}

async fn new_report(
    tx: &mut Tx,
    city: &City,
    channel: &str,
    report: &SubmitReport,
    issue_type: &IssueType,
    begins: &Beginning,
    body_hash: Vec<u8>,
) -> ApiResult<NewReport> {
    let (now, owner, status) = (tx.now(), &begins.owner, begins.status);
    let channel = city.channel_called(channel).ok_or_else(|| anyhow::anyhow!("no channel {channel}"))?;
    // Without moderation a report is registered at receipt.
    let clocks = clocks_of(city, channel, issue_type, Nature::Any, (now, now))?;
    let due_at = case_due(&clocks).ok_or_else(|| anyhow::anyhow!("no clock for {}", channel.slug))?;
    let first = clocks.iter().find(|started| started.clock.rule.measure == Measure::FirstAction);
    let first_action_due_at = first.map(|started| started.due_at);
    let department =
        city.department(owner.department_id).ok_or_else(|| anyhow::anyhow!("an owner without a row"))?;
    let (public_address_ru, public_address_en) = address_of(tx, city, issue_type, report.place).await?;
    let language = report.language;
    let receipt = json!({
        "id": report.id,
        "department": Named { slug: department.slug.clone(), title: department.titles.get(language).to_owned() },
        "routed_because": why_here(city, &owner.because, language),
        "status": status,
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
        status,
        routed_because: serde_json::to_value(&owner.because).map_err(anyhow::Error::from)?,
        place: report.place,
        public_place: public_place(issue_type, report.place),
        place_is_exact: !issue_type.at_home,
        address: report.address.clone().filter(|text| !text.trim().is_empty()),
        public_address_ru,
        public_address_en,
        description: report.description.clone(),
        answers: json!(report.answers),
        language: language.code(),
        visibility: begins.report,
        text_visibility: begins.text,
        received_at: now,
        observed_at: report.observed_at.filter(|at| (now - OFFLINE_MAX..now).contains(at)),
        due_at,
        first_action_due_at,
        next_due_at: next_due(&clocks, |_| false).unwrap_or(due_at),
        clocks: serde_json::to_value(&clocks).map_err(anyhow::Error::from)?,
        secret_hash: secret_hash(&report.secret),
        body_hash,
        receipt,
    })
}

/// Where a report begins: with a person who looks at it, where the city wants that or doubts what it
/// says; else with its owner, if somebody is known to own it. Danger waits for nobody.
fn first_status(city: &City, owner: &Owner, is_doubted: bool, is_danger: bool) -> Status {
    if (is_doubted || city.moderation) && !is_danger {
        Status::InModeration
    } else if owner.because.owner_is_known() {
        Status::Assigned
    } else {
        Status::Registered
    }
}

/// Starts the clocks of a case that was received and registered then. Where the calendar ends the
/// city has to go on with it; until then senders keep their reports.
pub(super) fn clocks_of(
    city: &City,
    channel: &Channel,
    issue_type: &IssueType,
    nature: Nature,
    (received_at, registered_at): (DateTime<Utc>, DateTime<Utc>),
) -> ApiResult<Vec<Started>> {
    let rules = rules(city, channel, Some(issue_type), nature);
    start(city, &rules, received_at, registered_at).map_err(|error| ApiError::Unavailable(error.to_string()))
}

/// The place in words, in Russian and English, as everybody may read it.
pub(super) async fn address_of(
    tx: &mut Tx,
    city: &City,
    issue_type: &IssueType,
    place: Place,
) -> ApiResult<(Option<String>, Option<String>)> {
    let address = geocoding::nearest(tx.connection(), city.id, place).await?;
    let in_words = |language| address.as_ref().map(|address| address.in_words(language, issue_type.at_home));
    Ok((in_words(Language::Ru), in_words(Language::En)))
}

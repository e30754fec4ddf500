//! Bringing in cases from where they were kept before, many at once. What happened to them is recorded
//! with the time at which it happened; that they were brought in is recorded as such, now. Nobody is
//! told, nothing is invented: no steps between the beginning and the end, no clocks that nobody set.

use super::submit::address_of;
use crate::db::{By, Fact, Tx};
use crate::problem::ApiResult;
use crate::reports::store::{self, NewPast};
use crate::secret;
use chrono::{DateTime, Datelike, Duration, Utc};
use domain::catalogue::City;
use domain::clock::{Started, local_day};
use domain::event::{Event, Kind};
use domain::place::Place;
use domain::publication::{Visibility, public_place};
use domain::report::Outcome;
use domain::routing::{Because, Owner, route, territory};
use domain::status::Status;
use domain::text::Language;
use uuid::Uuid;

/// A case of the past.
pub struct PastCase {
    /// The number that it had.
    pub outside_number: String,
    /// Of what was read of it.
    pub row_hash: Vec<u8>,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// The rule that made this deadline, if one did.
    pub clocks: Vec<Started>,
    pub ending: Option<PastEnding>,
    pub type_id: i32,
    pub channel_id: i32,
    /// Who had it; whom type and place give it, where nobody says.
    pub department_id: Option<i32>,
    pub place: Place,
    /// Else the place only stands in for one.
    pub place_is_known: bool,
    pub address: Option<String>,
    pub description: String,
}

/// How it came to its end.
pub struct PastEnding {
    pub at: DateTime<Utc>,
    pub status: Status,
    /// Nothing where nobody knows.
    pub outcome: Option<Outcome>,
}

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    New,
    /// It was here already.
    Unchanged,
    /// Another case has its number here, or it is another now; what is here stays as it is.
    Different,
}

/// Brings in these cases, of residents who speak `language`; each is known by the number that it had.
/// Says in their order what became of each.
pub async fn bring_in(
    tx: &mut Tx,
    city: &City,
    language: Language,
    cases: &[PastCase],
) -> ApiResult<Vec<Brought>> {
    let numbers: Vec<String> = cases.iter().map(|case| case.outside_number.clone()).collect();
    let mut known = store::imported(tx, &numbers).await?;
    let (mut brought, mut new) = (Vec::with_capacity(cases.len()), Vec::new());
    for case in cases {
        brought.push(match known.get(&case.outside_number) {
            Some(hash) if *hash == case.row_hash => Brought::Unchanged,
            Some(_) => Brought::Different,
            None => {
                known.insert(case.outside_number.clone(), case.row_hash.clone());
                new.push(past(tx, city, language, case).await?);
                Brought::New
            }
        });
    }
    store::insert_past(tx, &new).await?;
    for (past, case) in new.iter().zip(cases.iter().zip(&brought).filter(|(_, b)| **b == Brought::New)) {
        record(tx, city, past, case.0);
    }
    Ok(brought)
}

async fn past(tx: &mut Tx, city: &City, language: Language, case: &PastCase) -> ApiResult<NewPast> {
    let issue_type =
        city.issue_type_in(case.type_id).ok_or_else(|| anyhow::anyhow!("a type without a row"))?;
    let owner = match case.department_id {
        Some(department_id) => Owner { department_id, because: Because::HadIt },
        None => route(city, issue_type, case.place),
    };
    let policy = issue_type.publication(city.publication);
    // A place that nobody knows is on no map.
    let visibility = if case.place_is_known { policy.report } else { Visibility::Hidden };
    let status = standing(city, case, tx.now());
    let public = public_place(issue_type, case.place);
    // Who reads the address of a home comes to a door; of the past nobody asks the city's own streets.
    let shown = case.address.clone().filter(|_| !issue_type.at_home);
    let (address_ru, address_en) = match shown {
        Some(address) => (Some(address.clone()), Some(address)),
        None if case.place_is_known => address_of(tx, city, issue_type, case.place).await?,
        None => (None, None),
    };
    let closed_at = case.ending.as_ref().map(|ending| ending.at);
    let resolved = matches!(status, Status::Resolved | Status::ClosedByTime | Status::Confirmed);
    let clocks = (!case.clocks.is_empty()).then(|| serde_json::to_value(&case.clocks)).transpose();
    Ok(NewPast {
        id: Uuid::now_v7(),
        outside_number: case.outside_number.clone(),
        row_hash: hex::encode(&case.row_hash),
        type_id: case.type_id,
        catalogue_version: city.version,
        channel_id: case.channel_id,
        department_id: owner.department_id,
        routed_because: serde_json::to_value(&owner.because).map_err(anyhow::Error::from)?,
        territory_id: territory(city, case.place).map(|territory| territory.id),
        status: status.name(),
        outcome: case.ending.as_ref().and_then(|ending| ending.outcome).map(Outcome::name),
        is_open: status.is_open(),
        // Its deadline passed when it passed: the sweep need not find that out now.
        mark: (status.is_open() && case.due_at < tx.now()).then_some("overdue"),
        visibility: visibility.name(),
        text_visibility: policy.text.name(),
        lon: case.place.lon,
        lat: case.place.lat,
        public_lon: public.lon,
        public_lat: public.lat,
        place_is_exact: !issue_type.at_home,
        address: case.address.clone(),
        public_address_ru: address_ru,
        public_address_en: address_en,
        description: case.description.clone(),
        language: language.code(),
        received_at: case.received_at,
        due_at: case.due_at,
        closed_at,
        resolved_at: closed_at.filter(|_| resolved),
        status_since: closed_at.unwrap_or(case.received_at),
        clocks: clocks.map_err(anyhow::Error::from)?,
        // Nobody has the secret of a case that nobody sent here.
        secret_hash: hex::encode(secret::random::<32>()?),
    })
}

/// Where a case stands now: what was resolved so long ago that its author may not disagree any more is
/// closed.
fn standing(city: &City, case: &PastCase, now: DateTime<Utc>) -> Status {
    let disputable = Duration::days(i64::from(city.windows.dispute_days));
    match &case.ending {
        None => Status::Assigned,
        Some(ending) if ending.status == Status::Resolved && ending.at + disputable < now => {
            Status::ClosedByTime
        }
        Some(ending) => ending.status,
    }
}

fn record(tx: &mut Tx, city: &City, past: &NewPast, case: &PastCase) {
    let mut tell = |kind, status, outcome, at| {
        let event = Event { kind, status, outcome };
        let fact = Fact { report_id: past.id, event, subject_id: None, note_id: None, by: By::System };
        tx.record_past(fact, at);
    };
    tell(Kind::Submitted, Status::Assigned, None, case.received_at);
    if let Some(PastEnding { at, status, outcome }) = case.ending {
        tell(Kind::StatusChanged, status, outcome, at);
    }
    let outcome = case.ending.as_ref().and_then(|ending| ending.outcome);
    let now = tx.now();
    let event = Event { kind: Kind::Imported, status: standing(city, case, now), outcome };
    tx.record(Fact { report_id: past.id, event, subject_id: None, note_id: None, by: By::System });
    tx.number(past.id, local_day(now, city.time_zone).year());
}

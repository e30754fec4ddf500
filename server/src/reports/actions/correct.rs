//! Correcting what was filed: its type, its place, what kind of question it is. The owner is found
//! anew; the clocks are those of the right type, from the same receipt, with the same pauses.

use super::submit::{address_of, clocks_of};
use super::transfer::{Cause, hand};
use super::warranty::repair_near;
use super::{keep_note, lock_for, must_be_open, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case, CorrectionLine, Placed};
use domain::catalogue::{City, IssueType};
use domain::clock::StartsFrom;
use domain::event::Kind;
use domain::permission::Action;
use domain::place::Place;
use domain::publication::public_place;
use domain::report::wrong_place;
use domain::routing::{route, territory};
use domain::status::Status;
use domain::wire::case::CorrectReport;
use uuid::Uuid;

/// What staff asks for when correcting a report.
pub struct Correction {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: CorrectReport,
}

/// Corrects a report; the history and the ledger keep what it was.
pub async fn correct(tx: &mut Tx, city: &City, correction: &Correction) -> ApiResult<()> {
    let Correction { report_id, session, asked } = correction;
    let mut case = lock_for(tx, *report_id, session, Action::Change, asked.seen_version).await?;
    must_be_open(&case)?;
    let (issue_type, place) = what_it_is(city, &case, asked)?;
    let by = By::Staff(session.user_id);
    let before = (case.type_id, case.place, case.nature, case.due_at);
    let nature = asked.nature.unwrap_or(case.nature);
    if (issue_type.id, place, nature) == (before.0, before.1, before.2) {
        return Err(ApiError::field("type", "nothing_asked"));
    }
    let note_id = keep_note(tx, case.id, asked.note.as_deref(), by).await?;
    (case.type_id, case.place, case.nature) = (issue_type.id, place, nature);
    recount(city, &mut case, issue_type)?;
    let line = CorrectionLine::new(&case, before, session.user_id);
    store::insert_correction(tx, &line).await?;
    place_anew(tx, city, &case, issue_type).await?;
    let repair = repair_near(tx, city, issue_type, place).await?;
    store::save_warranty_of(tx, case.id, repair).await?;
    let kind = if place == before.1 { Kind::TypeCorrected } else { Kind::PlaceCorrected };
    record(tx, &case, (kind, Some(line.id)), by, note_id);
    case.territory_id = territory(city, place).map(|territory| territory.id);
    let owner = route(city, issue_type, place);
    case.routed_because = serde_json::to_value(&owner.because).map_err(anyhow::Error::from)?;
    if owner.department_id != case.department_id {
        let told = hand(tx, &mut case, owner.department_id, Cause::Corrected, note_id, by).await?;
        let to = if owner.because.owner_is_known() { Status::Assigned } else { Status::Registered };
        case.turn(city, to, tx.now())?;
        record(tx, &case, told, by, note_id);
    }
    store::save(tx, &case).await
}

fn what_it_is<'a>(city: &'a City, case: &Case, asked: &CorrectReport) -> ApiResult<(&'a IssueType, Place)> {
    let unknown = || ApiError::field("type", "unknown_type");
    let issue_type = match &asked.issue_type {
        Some(slug) => city.issue_type(slug).ok_or_else(unknown)?,
        None => city.issue_type_in(case.type_id).ok_or_else(unknown)?,
    };
    let place = asked.place.unwrap_or(case.place);
    match wrong_place(city, place) {
        Some(code) => Err(ApiError::field("place", code)),
        None => Ok((issue_type, place)),
    }
}

/// The clocks that the case should have had from the start, with what has happened to them since.
fn recount(city: &City, case: &mut Case, issue_type: &IssueType) -> ApiResult<()> {
    let channel = city.channel(case.channel_id).ok_or_else(|| anyhow::anyhow!("a case without a channel"))?;
    let registration =
        case.clocks.iter().find(|old| old.clock.rule.measure.starts_from() == StartsFrom::Registration);
    let registered = (case.received_at, registration.map_or(case.received_at, |old| old.clock.starts_at));
    let mut clocks = clocks_of(city, channel, issue_type, case.nature, registered)?;
    for started in &mut clocks {
        let same = case.clocks.iter().find(|old| old.clock.rule.measure == started.clock.rule.measure);
        let ends = || case.clocks.iter().find(|old| old.clock.rule.measure.ends_case());
        let old = same.or_else(|| ends().filter(|_| started.clock.rule.measure.ends_case()));
        if let Some(old) = old {
            if started.clock.rule.pausable {
                started.clock.pauses.clone_from(&old.clock.pauses);
            }
            started.clock.extended = old.clock.extended;
        }
    }
    case.clocks = clocks;
    case.recount(city)
}

async fn place_anew(tx: &mut Tx, city: &City, case: &Case, issue_type: &IssueType) -> ApiResult<()> {
    let (public_address_ru, public_address_en) = address_of(tx, city, issue_type, case.place).await?;
    let placed = Placed {
        place: case.place,
        public_place: public_place(issue_type, case.place),
        place_is_exact: !issue_type.at_home,
        public_address_ru,
        public_address_en,
    };
    store::save_place(tx, case.id, &placed).await?;
    Ok(())
}

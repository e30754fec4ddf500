//! Moving a case: who may, from where, with what it needs, and all that follows from it.

use super::merge::{concerns_merging, merge, unmerge};
use super::submit::clocks_of;
use super::subtask::cancel_subtasks;
use super::transfer::transfer;
use super::{Mover, keep_note, record, seen, warranty};
use crate::abuse;
use crate::db::{By, Tx};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case};
use chrono::{DateTime, Days, Utc};
use domain::catalogue::City;
use domain::clock::local_day;
use domain::event::Kind;
use domain::routing::Because;
use domain::status::{Given, MoveError, Need, Status, apply};
use domain::wire::case::ChangeStatus;
use domain::wire::photo::PhotoKind;
use uuid::Uuid;

/// Characters of the name of who outside is responsible, at most.
const RESPONSIBLE_MAX: usize = 200;

/// What is asked for when moving a case.
pub struct Move {
    pub report_id: Uuid,
    pub mover: Mover,
    pub change: ChangeStatus,
}

/// Moves a case: checks who may and what has to come with it, turns the clocks, hands it over or
/// merges it where that is asked for, keeps words and photos, records it.
pub async fn change(tx: &mut Tx, city: &City, asked: &Move) -> ApiResult<()> {
    let Move { report_id, mover, change } = asked;
    if concerns_merging(change) {
        store::alone_in_merging(tx).await?;
    }
    let mut case = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    mover.must_hold(tx, &case).await?;
    seen(&case, change.seen_version)?;
    move_case(tx, city, &mut case, mover, change).await
}

/// Moves a case that is locked, by somebody who may.
pub(super) async fn move_case(
    tx: &mut Tx,
    city: &City,
    case: &mut Case,
    mover: &Mover,
    change: &ChangeStatus,
) -> ApiResult<()> {
    let (now, from, to) = (tx.now(), case.status, change.to);
    let situation = case.situation(city, now);
    let outcome = apply(&situation, mover.actor(), to, given(change)).map_err(refusal)?;
    check(city, case, mover, change, now)?;
    let note_id = keep_note(tx, case.id, change.note.as_deref(), mover.by()).await?;
    attach(tx, city, case, mover, change).await?;
    case.turn(city, to, now)?;
    case.outcome = outcome;
    settle(case, mover, change, now);
    warranty::settle(tx, city, case, mover, change, from).await?;
    if change.false_alarm {
        abuse::mark_false_alarm(tx, case.id).await?;
    }
    if to == Status::Reopened {
        abuse::clear_false_alarm(tx, case.id).await?;
    }
    if !to.is_open() {
        cancel_subtasks(tx, case, mover.by()).await?;
    }
    let mut told = (Kind::StatusChanged, None);
    if let Some(slug) = &change.department {
        told = transfer(tx, city, case, slug, note_id, mover.by()).await?;
    }
    if let Some(number) = change.original {
        told = merge(tx, case, number, mover.by()).await?;
    }
    if from == Status::Duplicate {
        told = unmerge(tx, case, mover.by()).await?;
    }
    if to == Status::Registered {
        register(city, case, now)?;
        // With nobody known to own it, the dispatcher looks for somebody.
        let because: Because =
            serde_json::from_value(case.routed_because.clone()).map_err(anyhow::Error::from)?;
        if because.owner_is_known() {
            record(tx, case, (Kind::StatusChanged, None), mover.by(), None);
            case.turn(city, Status::Assigned, now)?;
            told = (Kind::Assigned, None);
        }
    }
    store::save(tx, case).await?;
    record(tx, case, told, mover.by(), note_id);
    if change.rating.is_some() {
        record(tx, case, (Kind::Rated, None), mover.by(), None);
    }
    Ok(())
}

/// A person has let the report in: clocks that count from the registration begin now.
fn register(city: &City, case: &mut Case, now: DateTime<Utc>) -> ApiResult<()> {
    let (Some(channel), Some(issue_type)) = (city.channel(case.channel_id), city.issue_type_in(case.type_id))
    else {
        return Err(ApiError::Internal(anyhow::anyhow!("a case without a channel or a type")));
    };
    case.clocks = clocks_of(city, channel, issue_type, case.nature, (case.received_at, now))?;
    case.recount(city)
}

fn given(change: &ChangeStatus) -> Given {
    let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    Given {
        outcome: change.outcome,
        photo: !change.photos.is_empty(),
        reason: said(&change.note),
        department: change.department.is_some(),
        date: change.planned_for.is_some(),
        responsible: said(&change.responsible),
        original: change.original.is_some(),
    }
}

fn refusal(error: MoveError) -> ApiError {
    let field = |need| match need {
        Need::Photo => "photos",
        Need::Outcome => "outcome",
        Need::Reason => "note",
        Need::Department => "department",
        Need::Date => "planned_for",
        Need::Responsible => "responsible",
        Need::Original => "original",
    };
    match error {
        MoveError::NoSuchMove { .. } => ApiError::field("to", "no_such_move"),
        MoveError::NotYours => ApiError::Forbidden,
        MoveError::NotNow => ApiError::field("to", "not_now"),
        MoveError::SubtasksOpen => ApiError::field("to", "subtasks_open"),
        MoveError::Missing(need) => ApiError::field(field(need), "required"),
        MoveError::NotHere(need) => ApiError::field(field(need), "not_here"),
        MoveError::WrongOutcome => ApiError::field("outcome", "not_here"),
    }
}

/// What the table cannot know.
fn check(
    city: &City,
    case: &Case,
    mover: &Mover,
    change: &ChangeStatus,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if let Some(day) = change.planned_for {
        let last = local_day(case.due_at, city.time_zone);
        let today = local_day(now, city.time_zone);
        if day < today {
            return Err(ApiError::field("planned_for", "past"));
        }
        // A deadline moves by an extension, never silently by a plan.
        if day > last && today <= last {
            return Err(ApiError::field("planned_for", "after_deadline"));
        }
        if day > today + Days::new(366) {
            return Err(ApiError::field("planned_for", "too_far"));
        }
    }
    if change.responsible.as_deref().is_some_and(|name| name.chars().count() > RESPONSIBLE_MAX) {
        return Err(ApiError::field("responsible", "too_long"));
    }
    if change.false_alarm {
        let ends = matches!(change.to, Status::Declined | Status::Cancelled);
        let danger = city.issue_type_in(case.type_id).is_some_and(|issue_type| issue_type.emergency);
        if !ends || !danger || !matches!(mover, Mover::Staff(_)) {
            return Err(ApiError::field("false_alarm", "not_here"));
        }
    }
    warranty::check(mover, change, local_day(now, city.time_zone))?;
    let rates = matches!(change.to, Status::Confirmed | Status::Disputed);
    match change.rating {
        Some(_) if !rates => return Err(ApiError::field("rating", "not_here")),
        Some(stars) if !(1..=5).contains(&stars) => return Err(ApiError::field("rating", "out_of_range")),
        _ => {}
    }
    let reviewed = case.status == Status::InReview && change.to == Status::Resolved;
    if reviewed && mover.by().user().is_some() && mover.by().user() == case.resolver_id {
        return Err(ApiError::field("to", "second_pair_of_eyes"));
    }
    Ok(())
}

async fn attach(
    tx: &mut Tx,
    city: &City,
    case: &Case,
    mover: &Mover,
    change: &ChangeStatus,
) -> ApiResult<()> {
    let policy = city.publication_of(case.type_id);
    let result = matches!(change.to, Status::Resolved | Status::InReview) && mover.by() != By::Author;
    let (kind, visibility) = match (result, mover.by()) {
        // The city may trust its own people.
        (true, By::Staff(_)) => (PhotoKind::After, policy.of_staffs_result()),
        (true, _) => (PhotoKind::After, policy.photos),
        (false, _) => (PhotoKind::Later, policy.photos),
    };
    photos::attach(tx, case.id, kind, &change.photos, visibility).await
}

/// The facts that a move leaves beside the status.
fn settle(case: &mut Case, mover: &Mover, change: &ChangeStatus, now: DateTime<Utc>) {
    let answered = change.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    if matches!(mover.by(), By::Staff(_)) && (answered || !change.to.is_open()) {
        case.first_answer_at = case.first_answer_at.or(Some(now));
    }
    case.planned_for = change.planned_for.or(case.planned_for.filter(|_| !change.to.is_open()));
    match change.to {
        Status::InProgress if matches!(mover.by(), By::Staff(_)) => {
            case.acted_on(now);
        }
        Status::InReview => {
            case.acted_on(now);
            case.resolver_id = mover.by().user();
        }
        Status::Resolved => {
            case.acted_on(now);
            case.resolver_id = case.resolver_id.or(mover.by().user());
            case.resolved_at = Some(now);
        }
        Status::Disputed => case.disputes += 1,
        Status::Reopened => {
            case.resolved_at = None;
            case.resolver_id = None;
            case.forwarded_to = None;
        }
        Status::Forwarded => {
            case.forwarded_to = change.responsible.as_deref().map(|name| name.trim().to_owned());
        }
        _ => {}
    }
    case.rating = change.rating.map(i32::from).or(case.rating);
}

//! Giving a case to a person or a crew of its department, and taking it back. Those who work cases take
//! them themselves; heads, dispatchers and coordinators give them to others. What is given to somebody
//! who is away goes to whoever stands in, or stays with the department if nobody does.

use super::{must_be_open, record, seen};
use crate::auth::Session;
use crate::crews;
use crate::db::{By, Tx};
use crate::people;
use crate::people::absences::Roll;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Assignment, Case};
use domain::event::Kind;
use domain::permission::{Action, may};
use domain::wire::desk::ChangeAssignee;
use uuid::Uuid;

/// Gives a case to a person, to a crew, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    asked: &ChangeAssignee,
) -> ApiResult<()> {
    let mut case = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    let may = |action| may(session.staff(), action, case.department_id);
    let (assigns, claims) = (may(Action::Assign), may(Action::Claim));
    if !assigns && !claims {
        return Err(ApiError::Forbidden);
    }
    seen(&case, asked.seen_version)?;
    let (city_id, now) = (tx.city_id(), tx.now());
    let roll = Roll::at(tx.connection(), city_id, now).await?;
    if !assigns && !is_own(tx, &case, session, &roll, asked).await? {
        return Err(ApiError::Forbidden);
    }
    must_be_open(&case)?;
    let meant_for = match (asked.assignee, asked.crew) {
        (Some(_), Some(_)) => return Err(ApiError::field("crew", "not_here")),
        (Some(person), None) => give(tx, &mut case, session, &roll, person).await?,
        (None, Some(crew)) => {
            if crews::department_of(tx, crew).await? != Some(case.department_id) {
                return Err(ApiError::field("crew", "unknown_crew"));
            }
            (case.assignee_id, case.crew_id) = (None, Some(crew));
            None
        }
        (None, None) => {
            // From the hands of one of a crew it goes back to the crew.
            if case.assignee_id.take().is_none() {
                case.crew_id = None;
            }
            None
        }
    };
    let (id, person, crew) = (Uuid::now_v7(), case.assignee_id, case.crew_id);
    store::insert_assignment(tx, &Assignment { id, report_id, person, crew, meant_for }).await?;
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::AssigneeChanged, Some(id)), By::Staff(session.user_id), None);
    Ok(())
}

/// Gives it to a person, or to who stands in; says who was meant, when it is somebody else.
async fn give(
    tx: &mut Tx,
    case: &mut Case,
    session: &Session,
    roll: &Roll,
    person: Uuid,
) -> ApiResult<Option<Uuid>> {
    if !people::works_in(tx, person, case.department_id).await? {
        return Err(ApiError::field("assignee", "not_of_the_department"));
    }
    // Who takes a case is at work, whatever the roll says.
    let acting = if person == session.user_id { Some(person) } else { roll.acting(person) };
    case.assignee_id = acting;
    let stays = match (acting, case.crew_id) {
        (Some(acting), Some(crew)) => crews::has_member(tx, crew, acting).await?,
        _ => false,
    };
    case.crew_id = case.crew_id.filter(|_| stays);
    Ok((acting != Some(person)).then_some(person))
}

/// Whether somebody only takes what nobody has, or leaves what is in their own hands: their own, those
/// of whom they stand in for, or those of their crew.
async fn is_own(
    tx: &mut Tx,
    case: &Case,
    session: &Session,
    roll: &Roll,
    asked: &ChangeAssignee,
) -> ApiResult<bool> {
    let me = session.user_id;
    let mine = |holder: Uuid| holder == me || roll.acting(holder) == Some(me);
    let is_free = case.assignee_id.is_none_or(|holder| mine(holder) || roll.acting(holder).is_none());
    let in_crew = match asked.crew.or(case.crew_id) {
        Some(crew) => crews::has_member(tx, crew, me).await?,
        None => false,
    };
    Ok(match (asked.assignee, asked.crew) {
        (Some(person), _) => person == me && is_free && (in_crew || case.crew_id.is_none()),
        (None, Some(crew)) => in_crew && is_free && case.crew_id.is_none_or(|holder| holder == crew),
        (None, None) => case.assignee_id.map_or(in_crew, mine),
    })
}

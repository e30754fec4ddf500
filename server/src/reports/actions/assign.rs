//! Giving a case to a person of its department, and taking it back. Those who work cases take them
//! themselves; heads, dispatchers and coordinators give them to others.

use super::{lock_for, must_be_open, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::people;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store;
use domain::event::Kind;
use domain::permission::{Action, may};
use domain::wire::desk::ChangeAssignee;
use uuid::Uuid;

/// Gives a case to a person, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    asked: &ChangeAssignee,
) -> ApiResult<()> {
    let mut case = lock_for(tx, report_id, session, Action::Read, asked.seen_version).await?;
    let me = Some(session.user_id);
    // Taking what nobody has, or leaving what one has oneself.
    let claims = match asked.assignee {
        None => case.assignee_id == me,
        person => person == me && case.assignee_id.is_none_or(|holder| Some(holder) == me),
    };
    let allowed = may(session.staff(), Action::Assign, case.department_id)
        || claims && may(session.staff(), Action::Claim, case.department_id);
    if !allowed {
        return Err(ApiError::Forbidden);
    }
    must_be_open(&case)?;
    if let Some(person) = asked.assignee
        && !people::is_crew(tx, person, case.department_id).await?
    {
        return Err(ApiError::field("assignee", "not_of_the_department"));
    }
    case.assignee_id = asked.assignee;
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::AssigneeChanged, None), By::Staff(session.user_id), None);
    Ok(())
}

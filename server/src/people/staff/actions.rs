//! What administrators do with staff.

use super::store::{self, Member};
use crate::audit::Entry;
use crate::auth::{self, Session, invites, second_factor};
use crate::db::{By, Tx};
use crate::people::{self, NewUser, check_department, check_name};
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::permission::Role;
use domain::wire::staff::{ChangeStaff, InviteStaff, StaffState};
use serde_json::json;
use uuid::Uuid;

/// Adds somebody who has no password yet, and makes their link.
pub async fn invite(
    tx: &mut Tx,
    city: &City,
    asked: &InviteStaff,
    by: Uuid,
) -> ApiResult<(Uuid, invites::Made)> {
    let new = NewUser {
        login: asked.login.clone(),
        name: asked.name.trim().to_owned(),
        role: asked.role,
        department_id: department(city, asked.department.as_deref())?,
    };
    let id = people::add_user(tx, &new, None, By::Staff(by)).await?;
    Ok((id, invites::make(tx, id, Some(by), invites::LIFE).await?))
}

/// A new link for somebody, who may have forgotten the password; the one before is void.
pub async fn invite_again(tx: &mut Tx, id: Uuid, by: Uuid) -> ApiResult<invites::Made> {
    let member = store::lock(tx, id).await?.ok_or(ApiError::NotFound)?;
    if member.state == StaffState::Disabled {
        return Err(ApiError::field("state", "disabled"));
    }
    invites::make(tx, id, Some(by), invites::LIFE).await
}

/// Changes name, role or department. It holds from the next request of that person.
pub async fn change(tx: &mut Tx, city: &City, id: Uuid, asked: &ChangeStaff, by: Uuid) -> ApiResult<()> {
    let member = lock_administrated(tx, id).await?;
    if member.version != asked.seen_version {
        return Err(ApiError::VersionConflict);
    }
    let role = asked.role.unwrap_or(member.role);
    let kept = member.department_id.filter(|_| role.has_department());
    let department_id = department(city, asked.department.as_deref())?.or(kept);
    check_department(role, department_id)?;
    let name = asked.name.as_deref().unwrap_or(&member.name).trim();
    check_name(name)?;
    if role != Role::Administrator {
        must_not_be_the_last(tx, &member).await?;
    }
    store::change(tx, id, name, role, department_id).await?;
    let details = json!({ "from": member.role.name(), "to": role.name() });
    tx.audit(Entry { details, ..Entry::of(Deed::UserChanged, By::Staff(by), id) });
    Ok(())
}

/// Somebody may not sign in any more, and is signed out everywhere.
pub async fn disable(tx: &mut Tx, id: Uuid, by: Uuid) -> ApiResult<()> {
    let member = lock_administrated(tx, id).await?;
    must_not_be_the_last(tx, &member).await?;
    invites::forget(tx, id).await?;
    auth::end_all(tx, id, None).await?;
    if store::disable(tx, id).await? {
        tx.audit(Entry::of(Deed::UserDisabled, By::Staff(by), id));
    }
    Ok(())
}

/// Somebody may sign in again, with what they had.
pub async fn enable(tx: &mut Tx, id: Uuid, by: Uuid) -> ApiResult<()> {
    store::lock(tx, id).await?.ok_or(ApiError::NotFound)?;
    if store::enable(tx, id).await? {
        tx.audit(Entry::of(Deed::UserEnabled, By::Staff(by), id));
    }
    Ok(())
}

/// Forgets somebody's second factor, whose phone is lost, and signs them out everywhere.
pub async fn reset_second_factor(tx: &mut Tx, id: Uuid, by: Uuid) -> ApiResult<()> {
    store::lock(tx, id).await?.ok_or(ApiError::NotFound)?;
    second_factor::turn_off(tx, id, by).await?;
    auth::end_all(tx, id, None).await
}

/// Signs somebody out everywhere.
pub async fn end_sessions(tx: &mut Tx, id: Uuid, by: &Session) -> ApiResult<()> {
    store::lock(tx, id).await?.ok_or(ApiError::NotFound)?;
    auth::end_all(tx, id, None).await?;
    tx.audit(Entry::of(Deed::SessionsEnded, By::Staff(by.user_id), id));
    Ok(())
}

/// The link of a city's first administrator, while nobody administrates it; the one before is void.
pub async fn first_administrator(tx: &mut Tx, name: &str) -> ApiResult<Option<invites::Made>> {
    const LOGIN: &str = "admin";
    if !store::lock_administrators(tx).await?.is_empty() {
        return Ok(None);
    }
    let id = if let Some(id) = store::invited_administrator(tx).await? {
        id
    } else {
        let taken = store::called(tx, LOGIN).await?.is_some();
        let login = if taken { format!("{LOGIN}-{}", tx.now().timestamp()) } else { LOGIN.to_owned() };
        let new = NewUser { login, name: name.to_owned(), role: Role::Administrator, department_id: None };
        people::add_user(tx, &new, None, By::System).await?
    };
    invites::make(tx, id, None, invites::FIRST_LIFE).await.map(Some)
}

/// Locks whoever administrates before the one in question, so that two do not demote each other at once.
async fn lock_administrated(tx: &mut Tx, id: Uuid) -> ApiResult<Member> {
    store::lock_administrators(tx).await?;
    store::lock(tx, id).await?.ok_or(ApiError::NotFound)
}

async fn must_not_be_the_last(tx: &mut Tx, member: &Member) -> ApiResult<()> {
    let administrators = store::lock_administrators(tx).await?;
    if administrators == [member.id] { Err(ApiError::field("role", "last_administrator")) } else { Ok(()) }
}

fn department(city: &City, slug: Option<&str>) -> ApiResult<Option<i32>> {
    let Some(slug) = slug else { return Ok(None) };
    let department = city.department_called(slug);
    department.map(|d| Some(d.id)).ok_or_else(|| ApiError::field("department", "unknown_department"))
}

//! What is done with crews.

use super::store::{self, Crew};
use crate::audit::Entry;
use crate::auth::Session;
use crate::db::{By, Tx, broke};
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::permission::{Right, has_over};
use domain::wire::crew::SaveCrew;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Characters of a name, and people of a crew, at most.
const NAME_MAX: usize = 60;
const MEMBERS_MAX: usize = 50;

/// Makes a crew under the id that was sent, or makes it what is said. The same again changes nothing.
pub async fn save(tx: &mut Tx, city: &City, session: &Session, id: Uuid, asked: &SaveCrew) -> ApiResult<()> {
    let known = store::lock(tx, id).await?;
    let department_id = match &known {
        Some(crew) => crew.department_id,
        None => department_asked(city, session, asked)?,
    };
    if !has_over(session.staff(), Right::ManageCrews, Some(department_id)) {
        return Err(ApiError::Forbidden);
    }
    let name = name(&asked.name)?;
    let members: BTreeSet<Uuid> = asked.members.iter().copied().collect();
    if let Some(crew) = &known {
        if crew.disbanded {
            return Err(ApiError::NotFound);
        }
        if crew.name == name && crew.members == members {
            return Ok(());
        }
    }
    if known.as_ref().map_or(0, |crew| crew.version) != asked.seen_version {
        return Err(if known.is_some() { ApiError::VersionConflict } else { ApiError::NotFound });
    }
    let members: Vec<Uuid> = members.into_iter().collect();
    if members.len() > MEMBERS_MAX {
        return Err(ApiError::field("members", "too_many"));
    }
    if store::count_of_department(tx, &members, department_id).await? != members.len() {
        return Err(ApiError::field("members", "not_of_the_department"));
    }
    match store::keep(tx, &Crew { id, department_id, name: name.to_owned() }).await {
        Err(error) if broke(&error, "crews_name_key") => return Err(ApiError::field("name", "taken")),
        kept => kept?,
    }
    store::keep_members(tx, id, &members).await?;
    let details = json!({ "members": members.len() });
    tx.audit(Entry { details, ..Entry::of(Deed::CrewKept, By::Staff(session.user_id), id) });
    Ok(())
}

fn department_asked(city: &City, session: &Session, asked: &SaveCrew) -> ApiResult<i32> {
    match &asked.department {
        Some(slug) => {
            let found = city.department_called(slug).filter(|department| !department.retired);
            Ok(found.ok_or_else(|| ApiError::field("department", "unknown_department"))?.id)
        }
        None => session.department_id.ok_or_else(|| {
            let everywhere = has_over(session.staff(), Right::ManageCrews, None);
            if everywhere { ApiError::field("department", "missing") } else { ApiError::Forbidden }
        }),
    }
}

fn name(asked: &str) -> ApiResult<&str> {
    let code = match asked.trim() {
        "" => "missing",
        name if name.chars().count() > NAME_MAX => "too_long",
        name if name.contains(char::is_control) => "control_characters",
        name => return Ok(name),
    };
    Err(ApiError::field("name", code))
}

/// Disbands a crew that has no open cases. One that is disbanded stays so.
pub async fn disband(tx: &mut Tx, session: &Session, id: Uuid) -> ApiResult<()> {
    let crew = store::lock(tx, id).await?.ok_or(ApiError::NotFound)?;
    if !has_over(session.staff(), Right::ManageCrews, Some(crew.department_id)) {
        return Err(ApiError::Forbidden);
    }
    if crew.disbanded {
        return Ok(());
    }
    if store::has_cases(tx, id).await? {
        return Err(ApiError::field("crew", "has_cases"));
    }
    store::disband(tx, id).await?;
    tx.audit(Entry::of(Deed::CrewDisbanded, By::Staff(session.user_id), id));
    Ok(())
}

//! Filters of the desk that people keep for themselves.

use crate::auth::Session;
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use crate::reports::desk::{Question, Team};
use crate::reports::store::{self, Kept};
use domain::catalogue::City;
use domain::wire::desk::SaveFilter;
use uuid::Uuid;

/// Characters of a name, bytes of a filter, and filters of a person, at most.
const NAME_MAX: usize = 60;
const QUERY_MAX: usize = 4096;
const FILTERS_MAX: i64 = 50;

/// Keeps a filter under the id that its owner made; the same again changes nothing. It has to be one
/// that the desk would answer.
pub async fn keep_filter(
    tx: &mut Tx,
    city: &City,
    session: &Session,
    id: Uuid,
    filter: &SaveFilter,
) -> ApiResult<()> {
    let name = filter.name.trim().to_owned();
    if name.is_empty() {
        return Err(ApiError::field("name", "missing"));
    }
    if name.chars().count() > NAME_MAX {
        return Err(ApiError::field("name", "too_long"));
    }
    if name.contains(char::is_control) {
        return Err(ApiError::field("name", "control_characters"));
    }
    Question::read(city, (session, &Team::default()), &filter.query, tx.now())
        .map_err(|error| within("query", error))?;
    let query = serde_json::to_value(&filter.query).map_err(anyhow::Error::from)?;
    if query.to_string().len() > QUERY_MAX {
        return Err(ApiError::field("query", "too_long"));
    }
    if store::count_others(tx, session.user_id, id).await? >= FILTERS_MAX {
        return Err(ApiError::field("id", "too_many"));
    }
    if store::keep(tx, session.user_id, &Kept { id, name, query }).await? {
        Ok(())
    } else {
        Err(ApiError::Conflict)
    }
}

/// Forgets a filter; one that is not there is forgotten already.
pub async fn forget_filter(tx: &mut Tx, session: &Session, id: Uuid) -> ApiResult<()> {
    store::forget(tx, session.user_id, id).await?;
    Ok(())
}

/// The same fields inside another.
fn within(outer: &str, error: ApiError) -> ApiError {
    let ApiError::Invalid(mut errors) = error else { return error };
    for error in &mut errors {
        error.field = format!("{outer}.{}", error.field);
    }
    ApiError::Invalid(errors)
}

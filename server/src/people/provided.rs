//! Staff whom a sign-on provider knows: it says what they are called and what they are, at each
//! sign-in anew, and they have no password here.

use super::store;
use crate::db::Tx;
use crate::problem::ApiResult;
use domain::permission::Role;
use uuid::Uuid;

/// What a provider makes of somebody.
#[derive(Debug, Clone)]
pub struct Provided {
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
}

/// Adds a member of staff under the first of `logins` that is free; none, if none is.
pub async fn add_provided(tx: &mut Tx, logins: &[String], person: &Provided) -> ApiResult<Option<Uuid>> {
    for login in logins {
        let id = Uuid::new_v4();
        if store::insert_provided(tx, id, login, person).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Makes a member of staff what the provider says now.
pub async fn map_anew(tx: &mut Tx, user_id: Uuid, person: &Provided) -> ApiResult<()> {
    Ok(store::update_provided(tx, user_id, person).await?)
}

/// Takes the password of `login` away; gives whose it was.
pub async fn take_password(tx: &mut Tx, login: &str) -> ApiResult<Option<Uuid>> {
    Ok(store::take_password(tx, login).await?)
}

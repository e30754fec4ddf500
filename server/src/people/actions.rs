//! What is done with people.

use super::store;
use crate::auth::password;
use crate::db::{Tx, broke};
use crate::problem::{ApiError, ApiResult};
use domain::permission::Role;
use domain::wire::report::Contact;
use uuid::Uuid;

/// Characters of a login, at most.
const LOGIN_MAX: usize = 60;

/// A member of staff to be.
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
    pub password: String,
}

/// Whether somebody can be called so.
pub fn is_login(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.@".contains(c);
    (1..=LOGIN_MAX).contains(&text.len()) && text.chars().all(plain)
}

/// Adds a member of staff. Workers and heads need a department, others have none.
pub async fn add_user(tx: &mut Tx, user: &NewUser) -> ApiResult<Uuid> {
    if !is_login(&user.login) {
        return Err(ApiError::field("login", "not_a_login"));
    }
    if user.role.has_department() != user.department_id.is_some() {
        let code = if user.role.has_department() { "missing" } else { "not_for_this_role" };
        return Err(ApiError::field("department", code));
    }
    if !password::is_good(&user.password) {
        return Err(ApiError::field("password", "too_short"));
    }
    let id = Uuid::new_v4();
    let hash = password::hash(&user.password)?;
    match store::insert_user(tx, id, user, &hash).await {
        Ok(()) => Ok(id),
        Err(error) if broke(&error, "users_login_key") => Err(ApiError::field("login", "taken")),
        Err(error) => Err(error.into()),
    }
}

/// Erases how to reach the authors of these reports; says how many could be reached.
pub async fn erase_contacts(tx: &mut Tx, reports: &[Uuid]) -> ApiResult<u64> {
    Ok(store::delete_contacts(tx, reports).await?)
}

/// Keeps how to reach the author of a report.
pub async fn keep_contact(tx: &mut Tx, report_id: Uuid, contact: &Contact) -> ApiResult<()> {
    Ok(store::insert_contact(tx, report_id, contact).await?)
}

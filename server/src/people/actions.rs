//! What is done with people.

use super::store;
use crate::audit::Entry;
use crate::db::{By, Tx, broke};
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::permission::Role;
use domain::wire::report::Contact;
use uuid::Uuid;

/// Characters of a login and of a name, at most.
const LOGIN_MAX: usize = 60;
const NAME_MAX: usize = 100;

/// A member of staff to be.
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
}

/// Whether somebody can be called so.
pub fn is_login(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.@".contains(c);
    (1..=LOGIN_MAX).contains(&text.len()) && text.chars().all(plain)
}

/// Whether somebody can have this name.
pub fn check_name(name: &str) -> ApiResult<()> {
    let code = match name.trim() {
        "" => "missing",
        name if name.chars().count() > NAME_MAX => "too_long",
        name if name.contains(char::is_control) => "control_characters",
        _ => return Ok(()),
    };
    Err(ApiError::field("name", code))
}

/// Workers and heads need a department, others have none.
pub fn check_department(role: Role, department_id: Option<i32>) -> ApiResult<()> {
    if role.has_department() == department_id.is_some() {
        return Ok(());
    }
    Err(ApiError::field("department", if role.has_department() { "missing" } else { "not_for_this_role" }))
}

/// Adds a member of staff; without the hash of a password they have to be invited.
pub async fn add_user(tx: &mut Tx, user: &NewUser, password_hash: Option<&str>, by: By) -> ApiResult<Uuid> {
    if !is_login(&user.login) {
        return Err(ApiError::field("login", "not_a_login"));
    }
    check_name(&user.name)?;
    check_department(user.role, user.department_id)?;
    let id = Uuid::new_v4();
    match store::insert_user(tx, id, user, password_hash).await {
        Ok(()) => {
            tx.audit(Entry::of(Deed::UserAdded, by, id));
            Ok(id)
        }
        Err(error) if broke(&error, "users_login_key") => Err(ApiError::field("login", "taken")),
        Err(error) => Err(error.into()),
    }
}

/// Keeps the hash of a new password.
pub async fn keep_password(tx: &mut Tx, user_id: Uuid, hash: &str) -> ApiResult<()> {
    Ok(store::keep_password(tx, user_id, hash).await?)
}

/// Calls somebody by another name.
pub async fn rename(tx: &mut Tx, user_id: Uuid, name: &str) -> ApiResult<()> {
    check_name(name)?;
    Ok(store::rename(tx, user_id, name.trim()).await?)
}

/// Erases how to reach the authors of these reports; says how many could be reached.
pub async fn erase_contacts(tx: &mut Tx, reports: &[Uuid]) -> ApiResult<u64> {
    Ok(store::delete_contacts(tx, reports).await?)
}

/// Keeps how to reach the author of a report.
pub async fn keep_contact(tx: &mut Tx, report_id: Uuid, contact: &Contact) -> ApiResult<()> {
    Ok(store::insert_contact(tx, report_id, contact).await?)
}

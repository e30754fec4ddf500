//! What is done with accounts of residents.

use super::store;
use crate::db::{Tx, broke};
use crate::problem::{ApiError, ApiResult};
use domain::reach::Reach;
use domain::text::Language;
use domain::wire::resident::ChangeResident;
use uuid::Uuid;

/// Characters of a name, at most.
const NAME_MAX: usize = 100;

/// A name as it is kept; nothing for an empty one.
pub fn name_of(text: Option<&str>) -> ApiResult<Option<String>> {
    let Some(name) = text.map(str::trim).filter(|name| !name.is_empty()) else { return Ok(None) };
    if name.chars().count() > NAME_MAX {
        return Err(ApiError::field("name", "too_long"));
    }
    if name.chars().any(char::is_control) {
        return Err(ApiError::field("name", "control_characters"));
    }
    Ok(Some(name.to_owned()))
}

/// Whoever proved this address: the account that has it, or a new one. The name is a new account's, or
/// one's that has none.
pub async fn arrive(tx: &mut Tx, reach: &Reach, language: Language, name: Option<&str>) -> ApiResult<Uuid> {
    Ok(store::arrive(tx, Uuid::now_v7(), reach, language, name).await?)
}

/// Changes what a resident says of themselves.
pub async fn change(tx: &mut Tx, id: Uuid, asked: &ChangeResident) -> ApiResult<()> {
    let name = name_of(asked.name.as_deref())?;
    Ok(store::change(tx, id, asked.name.is_some(), name.as_deref(), asked.language, asked.mails).await?)
}

/// Gives an account the address that was proved.
pub async fn reach(tx: &mut Tx, id: Uuid, reach: &Reach) -> ApiResult<()> {
    match store::reach(tx, id, reach).await {
        Err(error) if broke(&error, "residents_email_key") || broke(&error, "residents_phone_key") => {
            Err(ApiError::field("code", "taken_by_another"))
        }
        done => Ok(done?),
    }
}

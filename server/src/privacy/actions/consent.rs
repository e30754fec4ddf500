//! Agreeing to the use of personal data.

use crate::db::Tx;
use crate::folder::{Changes, Consent};
use crate::privacy::store;
use crate::problem::{ApiError, ApiResult};
use domain::consent::{Purpose, is_good};
use sqlx::PgConnection;
use uuid::Uuid;

/// Whose data a consent is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// The contact that came with this report.
    Report(Uuid),
    /// A resident with an account.
    Resident(Uuid),
}

impl Subject {
    /// The report and the resident: one of them.
    pub fn ids(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Report(id) => (Some(id), None),
            Self::Resident(id) => (None, Some(id)),
        }
    }
}

/// Somebody agrees.
pub struct Consenting<'a> {
    pub subject: Subject,
    /// The text that they could read.
    pub version: &'a str,
    pub purposes: &'a [Purpose],
    /// The slug of the channel, or `account`.
    pub channel: &'a str,
    /// The field that is at fault when the text is not good.
    pub field: &'a str,
}

/// Keeps that somebody agreed. The text has to be the current one, or to have been replaced so lately
/// that they may have read it offline. The same consent again changes nothing.
///
/// # Errors
/// `consent_old` in the field, when there is no such text or it was replaced long ago: to be asked
/// again, with the current one.
pub async fn consent(tx: &mut Tx, consenting: &Consenting<'_>) -> ApiResult<()> {
    let text = store::text(tx, consenting.version).await?;
    if !text.is_some_and(|text| is_good(text.retired_at, tx.now())) {
        return Err(ApiError::field(consenting.field, "consent_old"));
    }
    Ok(store::insert_consent(tx, consenting).await?)
}

/// The version of the text that people agree to now.
pub async fn current(connection: &mut PgConnection, city_id: i32) -> ApiResult<Option<String>> {
    Ok(store::current(connection, city_id).await?)
}

/// Makes the folder's text the one that people agree to. Earlier ones are kept as they are.
pub async fn load(tx: &mut Tx, consent: &Consent) -> ApiResult<Changes> {
    let known = store::text(tx, &consent.version).await?;
    if known.is_some_and(|known| known.text_ru != consent.ru || known.text_en != consent.en) {
        let version = &consent.version;
        return Err(anyhow::anyhow!(
            "texts/consent.*.md: people may have agreed to version {version} as it was; \
             give the new words a new version"
        )
        .into());
    }
    let retired = store::retire_others(tx, &consent.version).await?;
    let saved = store::save_text(tx, consent).await?;
    let (added, changed) = (usize::from(saved == Some(true)), usize::from(saved == Some(false)));
    Ok(Changes { total: 1, added, changed, retired })
}

//! Erasing what is kept about somebody, when they want it. The case stays, without them.

use super::{Owner, closed};
use crate::audit::Entry;
use crate::db::Tx;
use crate::media;
use crate::privacy::store;
use crate::problem::{ApiError, ApiResult};
use crate::{people, photos, reports};
use chrono::{DateTime, Utc};
use domain::audit::Deed;
use domain::id::Number;
use domain::text::{Language, say};
use uuid::Uuid;

/// Reports of an account that are erased at once.
const BATCH: i64 = 200;

/// Whoever wants to be forgotten, and where the photos are.
pub struct Erasing {
    pub owner: Owner,
    /// Whether they said that they mean it: it cannot be undone.
    pub meant: bool,
    pub files: media::Store,
}

impl Erasing {
    fn must_be_meant(&self) -> ApiResult<()> {
        if self.meant { Ok(()) } else { Err(ApiError::field("confirm", "required")) }
    }
}

/// Erases what one report says about its author; gives when that was. The secret opens nothing
/// afterwards. Asked again it answers the same.
pub async fn erase_report(tx: &mut Tx, report_id: Uuid, erasing: &Erasing) -> ApiResult<DateTime<Utc>> {
    let report = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    match report.erased_at {
        Some(at) if erasing.owner.held(&report) => Ok(at),
        None if erasing.owner.holds(&report) => {
            erasing.must_be_meant()?;
            erase(tx, &[(report_id, closed(&report.secret_hash))], &erasing.files).await?;
            tx.audit(Entry::of(Deed::DataErased, erasing.owner.by(), report_id));
            Ok(tx.now())
        }
        _ => Err(ApiError::Forbidden),
    }
}

/// Everything of these reports that is about a person.
async fn erase(tx: &mut Tx, reports: &[(Uuid, Vec<u8>)], files: &media::Store) -> ApiResult<()> {
    let (ids, secrets): (Vec<Uuid>, Vec<Vec<u8>>) = reports.iter().cloned().unzip();
    people::erase_contacts(tx, &ids).await?;
    store::withdraw_consents(tx, &ids).await?;
    store::erase_words(tx, &ids).await?;
    reports::erase_inside(tx, files, &ids).await?;
    store::erase_homes(tx, &ids).await?;
    store::close_secrets(tx, &ids, &secrets).await?;
    photos::erase(tx, files, &ids).await
}

/// Erases an account and all reports that belong to it; gives how many these were. Nothing of the
/// account is left but a row without a name, which points at nothing.
pub async fn erase_resident(tx: &mut Tx, resident_id: Uuid, erasing: &Erasing) -> ApiResult<usize> {
    erasing.must_be_meant()?;
    let mut erased = 0;
    loop {
        let reports = store::reports_of(tx, resident_id, BATCH).await?;
        if reports.is_empty() {
            break;
        }
        let closing: Vec<_> = reports.iter().map(|(id, hash)| (*id, closed(hash))).collect();
        erase(tx, &closing, &erasing.files).await?;
        for (id, _) in reports {
            tx.audit(Entry::of(Deed::DataErased, erasing.owner.by(), id));
            erased += 1;
        }
    }
    store::erase_news(tx, &[resident_id]).await?;
    if store::erase_accounts(tx, &[resident_id]).await? > 0 {
        tx.audit(Entry::of(Deed::DataErased, erasing.owner.by(), resident_id));
    }
    Ok(erased)
}

/// The report that people call by this number.
pub async fn find_report(tx: &mut Tx, number: Number) -> ApiResult<Option<Uuid>> {
    Ok(store::numbered(tx, number).await?)
}

/// The reports of an account.
pub async fn reports_of(tx: &mut Tx, resident_id: Uuid) -> ApiResult<Vec<Uuid>> {
    let reports = store::reports_of(tx, resident_id, i64::MAX).await?;
    Ok(reports.into_iter().map(|(id, _)| id).collect())
}

/// The account known by this e-mail address or phone number.
pub async fn find_resident(tx: &mut Tx, reach: &str) -> ApiResult<Option<Uuid>> {
    Ok(store::resident_reached(tx, reach).await?)
}

/// How much would be erased of these: contacts, reports with words, photos.
pub async fn would_erase(tx: &mut Tx, ids: &[Uuid]) -> ApiResult<[i64; 3]> {
    Ok(store::erasable(tx, ids).await?)
}

/// What stays when somebody is forgotten, and why, in words.
pub fn kept(language: Language) -> Vec<String> {
    ["kept_case", "kept_published", "kept_records", "kept_backups"]
        .map(|key| say(language, key, &[]))
        .to_vec()
}

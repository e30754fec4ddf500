//! Giving people all that is kept about them.

use super::{Owner, own};
use crate::audit::Entry;
use crate::db::{By, Tx};
use crate::privacy::store;
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::text::Language;
use domain::wire::privacy::MyData;
use uuid::Uuid;

/// Reports of one answer, at most.
const REPORTS_MAX: usize = 500;

/// All of one report that is its author's.
pub async fn export_report(
    tx: &mut Tx,
    city: &City,
    report_id: Uuid,
    owner: &Owner,
    language: Language,
) -> ApiResult<MyData> {
    own(tx, report_id, owner).await?;
    let report = store::own_report(tx.connection(), city, report_id, language).await?;
    tx.audit(Entry::of(Deed::DataExported, owner.by(), report_id));
    let (city, made_at) = (city.slug.clone(), tx.now());
    Ok(MyData { city, made_at, account: None, reports: vec![report], more: false })
}

/// An account with all its reports, the latest first.
pub async fn export_resident(
    tx: &mut Tx,
    city: &City,
    resident_id: Uuid,
    language: Language,
) -> ApiResult<MyData> {
    let account = store::own_account(tx.connection(), city.id, resident_id).await?;
    let limit = i64::try_from(REPORTS_MAX + 1).unwrap_or(i64::MAX);
    let mut ids: Vec<Uuid> =
        store::reports_of(tx, resident_id, limit).await?.into_iter().map(|(id, _)| id).collect();
    let more = ids.len() > REPORTS_MAX;
    ids.truncate(REPORTS_MAX);
    let mut reports = Vec::with_capacity(ids.len());
    for id in ids {
        reports.push(store::own_report(tx.connection(), city, id, language).await?);
    }
    tx.audit(Entry::of(Deed::DataExported, By::Resident, resident_id));
    let (city, made_at) = (city.slug.clone(), tx.now());
    let account = Some(account.ok_or(ApiError::NotFound)?);
    Ok(MyData { city, made_at, account, reports, more })
}

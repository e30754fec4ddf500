//! Looking at a contact, and taking back the consent to it.

use super::{Owner, own};
use crate::audit::Entry;
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::people;
use crate::privacy::store;
use crate::problem::{ApiError, ApiResult};
use chrono::Duration;
use domain::audit::Deed;
use domain::catalogue::City;
use domain::permission::{Action, may};
use domain::text::Language;
use domain::wire::privacy::{ContactView, OwnContact, Reason};
use serde_json::json;
use uuid::Uuid;

/// Contacts that one member of staff may look at within [`HOUR`]: many for a shift on the phone, few
/// for copying them all.
const READINGS_MAX: i64 = 100;
const HOUR: Duration = Duration::hours(1);

/// Staff wants to reach an author.
pub struct Reading {
    pub report_id: Uuid,
    pub session: Session,
    pub reason: Reason,
}

/// Gives the contact of a report, and writes down who looked and why: the author sees it.
pub async fn read_contact(tx: &mut Tx, reading: &Reading) -> ApiResult<ContactView> {
    let Reading { report_id, session, reason } = reading;
    let report = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    if !may(session.staff(), Action::ReadContact, report.department_id) {
        return Err(ApiError::Forbidden);
    }
    let since = tx.now() - HOUR;
    if store::readings_by(tx, session.user_id, since, READINGS_MAX).await? >= READINGS_MAX {
        metrics::counter!("citycenter_contact_readings_refused_total").increment(1);
        tracing::warn!(user = %session.user_id, "alert: somebody reads contacts in bulk");
        return Err(ApiError::RateLimited(HOUR));
    }
    let contact = store::contact(tx.connection(), report.city_id, *report_id).await?;
    let contact = contact.ok_or(ApiError::NotFound)?;
    metrics::counter!("citycenter_contact_readings_total").increment(1);
    tx.audit(Entry {
        details: json!({
            "reason": reason, "role": session.role, "department_id": session.department_id,
        }),
        ..Entry::of(Deed::ContactRead, By::Staff(session.user_id), *report_id)
    });
    Ok(contact)
}

/// The author's contact, what they agreed to, and who looked.
pub async fn own_contact(
    tx: &mut Tx,
    city: &City,
    report_id: Uuid,
    owner: &Owner,
    language: Language,
) -> ApiResult<OwnContact> {
    own(tx, report_id, owner).await?;
    store::own_contact(tx.connection(), city, report_id, language).await
}

/// Takes back the consent of a report's author: the contact is erased, the case goes on. Again it
/// changes nothing.
pub async fn withdraw(tx: &mut Tx, report_id: Uuid, owner: &Owner) -> ApiResult<()> {
    own(tx, report_id, owner).await?;
    let had = people::erase_contacts(tx, &[report_id]).await?;
    let gave = store::withdraw_consents(tx, &[report_id]).await?;
    if had + gave > 0 {
        tx.audit(Entry::of(Deed::ConsentWithdrawn, owner.by(), report_id));
    }
    Ok(())
}

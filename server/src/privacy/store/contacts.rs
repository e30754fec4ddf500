//! SQL of contacts and of who looked at them.

use super::consents_of;
use crate::db::Tx;
use crate::privacy::actions::Subject;
use crate::problem::ApiResult;
use chrono::{DateTime, Utc};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::permission::Role;
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::privacy::{ContactReading, ContactView, OwnContact, Reason};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

/// Whose a report is, and who has it.
pub struct Owned {
    pub city_id: i32,
    pub department_id: i32,
    pub secret_hash: Vec<u8>,
    pub author_id: Option<Uuid>,
    pub erased_at: Option<DateTime<Utc>>,
}

/// Locks a report.
pub async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Owned>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Owned,
        "select city_id, department_id, secret_hash, author_id, erased_at from reports
         where city_id = $1 and id = $2 for no key update",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await
}

/// How to reach the author of a report.
pub async fn contact(
    connection: &mut PgConnection,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Option<ContactView>> {
    sqlx::query_as!(
        ContactView,
        "select name, email, phone from contacts where city_id = $1 and id = $2",
        city_id,
        report_id
    )
    .fetch_optional(connection)
    .await
}

/// How many contacts somebody has looked at since then; counts no further than `max`.
pub async fn readings_by(tx: &mut Tx, user: Uuid, since: DateTime<Utc>, max: i64) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select at from audit_entries where city_id = $1 and actor_id = $2 and deed = $3
               order by n desc limit $5) lately
           where at > $4"#,
        city_id,
        user,
        Deed::ContactRead.name(),
        since,
        max
    )
    .fetch_one(tx.connection())
    .await
}

/// What the audit log says of a reading.
#[derive(Deserialize)]
struct Said {
    reason: Reason,
    role: Role,
    department_id: Option<i32>,
}

/// The author's contact with all that happened to it.
pub async fn own_contact(
    connection: &mut PgConnection,
    city: &City,
    report_id: Uuid,
    language: Language,
) -> ApiResult<OwnContact> {
    let rows = sqlx::query!(
        "select at, details from audit_entries where city_id = $1 and subject_id = $2 and deed = $3
         order by n desc limit 1000",
        city.id,
        report_id,
        Deed::ContactRead.name()
    )
    .fetch_all(&mut *connection)
    .await?;
    let named = |id| {
        let department = city.department(id)?;
        Some(Named { slug: department.slug.clone(), title: department.titles.get(language).to_owned() })
    };
    let readings = rows.into_iter().map(|row| {
        let said: Said = serde_json::from_value(row.details).map_err(anyhow::Error::from)?;
        let (role, reason) = (said.role, said.reason);
        Ok(ContactReading { at: row.at, role, reason, department: said.department_id.and_then(named) })
    });
    Ok(OwnContact {
        readings: readings.collect::<ApiResult<_>>()?,
        contact: contact(connection, city.id, report_id).await?,
        consents: consents_of(connection, city.id, Subject::Report(report_id)).await?,
    })
}

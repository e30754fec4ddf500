//! SQL of all that is kept about somebody.

use super::{consents_of, own_contact};
use crate::privacy::actions::Subject;
use crate::problem::{ApiError, ApiResult};
use domain::catalogue::City;
use domain::id::Number;
use domain::place::Place;
use domain::status::Status;
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::privacy::{OwnAccount, OwnNote, OwnReport, OwnSession};
use sqlx::PgConnection;
use uuid::Uuid;

/// All of a report that is its author's.
pub async fn own_report(
    connection: &mut PgConnection,
    city: &City,
    id: Uuid,
    language: Language,
) -> ApiResult<OwnReport> {
    let row = sqlx::query!(
        r#"select number_year as "number_year!", number as "number!", type_id, status, received_at, observed_at,
               closed_at, st_x(place) as "lon!", st_y(place) as "lat!", address, description, answers, language,
               rating
           from reports where city_id = $1 and id = $2 and sequence is not null"#,
        city.id,
        id
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    let photos = sqlx::query_scalar!(
        "select id from photos where city_id = $1 and report_id = $2 order by received_at, id",
        city.id,
        id
    )
    .fetch_all(&mut *connection)
    .await?;
    let notes = sqlx::query_as!(
        OwnNote,
        r#"select written_at as at, written_by as by, text from notes
           where city_id = $1 and report_id = $2 and text <> '' order by written_at, id limit 1000"#,
        city.id,
        id
    )
    .fetch_all(&mut *connection)
    .await?;
    let issue_type = city.issue_type_in(row.type_id);
    let path = |photo: Uuid| format!("/api/v1/cities/{}/photos/{photo}/large", city.slug);
    Ok(OwnReport {
        id,
        number: Number { year: row.number_year, count: row.number },
        issue_type: Named {
            slug: issue_type.map(|t| t.slug.clone()).unwrap_or_default(),
            title: issue_type.map(|t| t.titles.get(language).to_owned()).unwrap_or_default(),
        },
        status: Status::called(&row.status).ok_or_else(|| anyhow::anyhow!("no status {}", row.status))?,
        received_at: row.received_at,
        observed_at: row.observed_at,
        closed_at: row.closed_at,
        place: Place { lat: row.lat, lon: row.lon },
        address: row.address,
        description: row.description,
        answers: row.answers,
        language: spoken(&row.language),
        rating: row.rating,
        notes,
        photos: photos.into_iter().map(path).collect(),
        contact: own_contact(connection, city, id, language).await?,
    })
}

fn spoken(code: &str) -> Language {
    Language::from_code(code).unwrap_or(Language::Ru)
}

/// An account with what belongs to it.
pub async fn own_account(
    connection: &mut PgConnection,
    city_id: i32,
    id: Uuid,
) -> ApiResult<Option<OwnAccount>> {
    let row = sqlx::query!(
        "select name, email, phone, language, created_at, seen_at, quiet_at from residents
         where city_id = $1 and id = $2",
        city_id,
        id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let sessions = sqlx::query_as!(
        OwnSession,
        "select client, created_at, expires_at, ended_at from sessions
         where city_id = $1 and resident_id = $2 order by created_at desc limit 1000",
        city_id,
        id
    )
    .fetch_all(&mut *connection)
    .await?;
    let browsers = sqlx::query_scalar!(
        "select endpoint from push_devices where city_id = $1 and resident_id = $2 order by endpoint limit 1000",
        city_id,
        id
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(Some(OwnAccount {
        quiet_at: row.quiet_at,
        browsers,
        name: row.name,
        email: row.email,
        phone: row.phone,
        language: spoken(&row.language),
        created_at: row.created_at,
        seen_at: row.seen_at,
        consents: consents_of(connection, city_id, Subject::Resident(id)).await?,
        sessions,
    }))
}

//! SQL of consents.

use crate::db::Tx;
use crate::folder::Consent;
use crate::privacy::actions::{Consenting, Subject};
use chrono::{DateTime, Utc};
use domain::consent::Purpose;
use domain::wire::privacy::GivenConsent;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A text as it is kept.
pub struct TextRow {
    pub text_ru: String,
    pub text_en: String,
    pub loaded_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

/// A text of any version, for everybody.
pub async fn public_text(public: &PgPool, city_id: i32, version: &str) -> sqlx::Result<Option<TextRow>> {
    sqlx::query_as!(
        TextRow,
        r#"select text_ru as "text_ru!", text_en as "text_en!", loaded_at as "loaded_at!", retired_at
           from public_consent_texts where city_id = $1 and version = $2"#,
        city_id,
        version
    )
    .fetch_optional(public)
    .await
}

/// The version that people agree to now.
pub async fn current(connection: &mut PgConnection, city_id: i32) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select version from consent_texts where city_id = $1 and retired_at is null",
        city_id
    )
    .fetch_optional(connection)
    .await
}

/// The text of this version, held until the commit.
pub async fn text(tx: &mut Tx, version: &str) -> sqlx::Result<Option<TextRow>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        TextRow,
        "select text_ru, text_en, loaded_at, retired_at from consent_texts
         where city_id = $1 and version = $2 for share",
        city_id,
        version
    )
    .fetch_optional(tx.connection())
    .await
}

/// Retires every other text; says how many.
pub async fn retire_others(tx: &mut Tx, version: &str) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update consent_texts set retired_at = $3 where city_id = $1 and version <> $2 and retired_at is null",
        city_id,
        version,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Makes a text the current one; says whether it is new.
pub async fn save_text(tx: &mut Tx, consent: &Consent) -> sqlx::Result<Option<bool>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        r#"insert into consent_texts (city_id, version, text_ru, text_en, loaded_at)
           values ($1, $2, $3, $4, $5)
           on conflict (city_id, version) do update set retired_at = null
           where consent_texts.retired_at is not null
           returning xmax = 0 as "is_new!""#,
        city_id,
        consent.version,
        consent.ru,
        consent.en,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

/// Keeps a consent; one to the same text that is still given stays as it is.
pub async fn insert_consent(tx: &mut Tx, consenting: &Consenting<'_>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let (report_id, resident_id) = consenting.subject.ids();
    let purposes: Vec<String> = consenting.purposes.iter().map(|p: &Purpose| p.name().to_owned()).collect();
    sqlx::query!(
        "insert into consents (city_id, id, report_id, resident_id, version, purposes, channel, given_at)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where not exists (select from consents where city_id = $1 and version = $5 and withdrawn_at is null
                           and (report_id = $3 or resident_id = $4))",
        city_id,
        Uuid::now_v7(),
        report_id,
        resident_id,
        consenting.version,
        &purposes,
        consenting.channel,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What the author of a report or a resident agreed to, the latest first.
pub async fn consents_of(
    connection: &mut PgConnection,
    city_id: i32,
    subject: Subject,
) -> sqlx::Result<Vec<GivenConsent>> {
    let (report_id, resident_id) = subject.ids();
    sqlx::query_as!(
        GivenConsent,
        "select version, purposes, channel, given_at, withdrawn_at from consents
         where city_id = $1 and (report_id = $2 or resident_id = $3) order by given_at desc, id desc limit 100",
        city_id,
        report_id,
        resident_id
    )
    .fetch_all(connection)
    .await
}

/// Takes back what the authors of these reports agreed to; says how many consents that were.
pub async fn withdraw_consents(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update consents set withdrawn_at = $3
         where city_id = $1 and report_id = any($2) and withdrawn_at is null",
        city_id,
        reports,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

//! SQL of residents.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::reach::{Reach, Way};
use domain::text::Language;
use sqlx::PgPool;
use uuid::Uuid;

/// A resident who was not erased.
pub struct Row {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: String,
    pub created_at: DateTime<Utc>,
    /// Since when they want no mails about cases.
    pub quiet_at: Option<DateTime<Utc>>,
}

pub async fn find(db: &PgPool, city_id: i32, id: Uuid) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        "select name, email, phone, language, created_at, quiet_at from residents
         where city_id = $1 and id = $2 and erased_at is null",
        city_id,
        id
    )
    .fetch_optional(db)
    .await
}

/// The account with this address, or a new one under `id`.
pub async fn arrive(
    tx: &mut Tx,
    id: Uuid,
    reach: &Reach,
    language: Language,
    name: Option<&str>,
) -> sqlx::Result<Uuid> {
    let (city_id, now) = (tx.city_id(), tx.now());
    match reach.way {
        Way::Email => {
            sqlx::query_scalar!(
                "insert into residents (city_id, id, name, email, language, created_at, seen_at)
                 values ($1, $2, $3, $4, $5, $6, $6)
                 on conflict (city_id, email) do update set seen_at = excluded.seen_at,
                     name = coalesce(residents.name, excluded.name)
                 returning id",
                city_id,
                id,
                name,
                reach.address,
                language.code(),
                now
            )
            .fetch_one(tx.connection())
            .await
        }
        Way::Sms => {
            sqlx::query_scalar!(
                "insert into residents (city_id, id, name, phone, language, created_at, seen_at)
                 values ($1, $2, $3, $4, $5, $6, $6)
                 on conflict (city_id, phone) do update set seen_at = excluded.seen_at,
                     name = coalesce(residents.name, excluded.name)
                 returning id",
                city_id,
                id,
                name,
                reach.address,
                language.code(),
                now
            )
            .fetch_one(tx.connection())
            .await
        }
    }
}

/// Changes the name, if asked, and the language, if there is one.
pub async fn change(
    tx: &mut Tx,
    id: Uuid,
    rename: bool,
    name: Option<&str>,
    language: Option<Language>,
    mails: Option<bool>,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update residents set name = case when $3 then $4 else name end, language = coalesce($5, language),
             quiet_at = case when $6::bool then null when not $6 then coalesce(quiet_at, $7) else quiet_at end
         where city_id = $1 and id = $2 and erased_at is null",
        city_id,
        id,
        rename,
        name,
        language.map(Language::code),
        mails,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Puts an address in the place of the one before.
pub async fn reach(tx: &mut Tx, id: Uuid, reach: &Reach) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    let (email, phone) = match reach.way {
        Way::Email => (Some(&reach.address), None),
        Way::Sms => (None, Some(&reach.address)),
    };
    sqlx::query!(
        "update residents set email = coalesce($3, email), phone = coalesce($4, phone)
         where city_id = $1 and id = $2 and erased_at is null",
        city_id,
        id,
        email,
        phone
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

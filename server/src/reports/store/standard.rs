//! SQL of what standard texts are filled with.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// What may be said of a case to its author, and to everybody.
pub struct Said {
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
    pub department_id: i32,
    /// As everybody may see it; empty when it is not known.
    pub address_ru: String,
    pub address_en: String,
    pub due_at: DateTime<Utc>,
    /// The author's.
    pub language: String,
}

pub async fn said_of(db: &PgPool, city_id: i32, id: Uuid) -> sqlx::Result<Option<Said>> {
    sqlx::query_as!(
        Said,
        r#"select number_year as "number_year!", number as "number!", type_id, department_id,
               coalesce(public_address_ru, '') as "address_ru!",
               coalesce(public_address_en, public_address_ru, '') as "address_en!", due_at, language
           from reports where city_id = $1 and id = $2 and sequence is not null"#,
        city_id,
        id
    )
    .fetch_optional(db)
    .await
}

//! For whom a member of staff acts, and with whom.

use crate::auth::Session;
use crate::crews;
use crate::people::absences::Roll;
use crate::problem::ApiResult;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// What the words `me`, `mine` and `none` mean to somebody now.
#[derive(Debug, Clone, Default)]
pub struct Team {
    /// Themselves, and for whom they stand in.
    pub people: Vec<Uuid>,
    /// The crews they are in.
    pub crews: Vec<Uuid>,
    /// Those who are away with nobody to stand in: what they have is nobody's.
    pub nobodys: Vec<Uuid>,
}

impl Team {
    /// Of whoever is signed in, with the roll of that moment.
    pub async fn of(db: &PgPool, session: &Session, now: DateTime<Utc>) -> ApiResult<(Self, Roll)> {
        let roll = Roll::at(db, session.city_id, now).await?;
        let stands_in_for = roll.stands_in_for(session.user_id);
        let team = Self {
            people: std::iter::once(session.user_id).chain(stands_in_for).collect(),
            crews: crews::of_person(db, session.city_id, session.user_id).await?,
            nobodys: roll.without_cover(),
        };
        Ok((team, roll))
    }
}

//! Deadlines counted again from the log: what is stored has to be what happened.

use super::store::{self, Name};
use crate::problem::ApiResult;
use chrono::{DateTime, Utc};
use domain::clock::{Clock, Past, Started};
use domain::id::Number;
use sqlx::PgPool;

/// The clocks of a report as its history makes them, each with the deadline that is stored; `None` if
/// there is no such report.
pub async fn relive(
    db: &PgPool,
    city_id: i32,
    number: Number,
) -> ApiResult<Option<Vec<(Started, DateTime<Utc>)>>> {
    let Some(row) = store::whole_report(db, city_id, Name::Number(number)).await? else {
        return Ok(None);
    };
    let stored = row.clocks.map_or_else(|| Ok(Vec::new()), serde_json::from_value::<Vec<Started>>);
    let moments = store::moments(db, city_id, row.id).await?;
    let mut past = Vec::with_capacity(moments.len());
    for moment in &moments {
        let extended = moment.extended.and_then(|days| u32::try_from(days).ok());
        past.push(Past { at: moment.occurred_at, status: store::status(&moment.status)?, extended });
    }
    let relived = stored.map_err(anyhow::Error::from)?.into_iter().map(|started| {
        let clock = Clock::relived(started.clock.rule, started.clock.starts_at, past.iter().copied());
        (Started { clock, ..started.clone() }, started.due_at)
    });
    Ok(Some(relived.collect()))
}

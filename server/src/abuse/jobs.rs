//! What is known of senders is forgotten by date.

use super::{quota, store};
use crate::app::App;
use crate::problem::ApiResult;
use chrono::Duration;

/// Forgets marks of senders that are old, answers to challenges that would be too late anyway, who sent
/// photos that were named or forgotten since, what was spent on days long past, and counts of hours that
/// are over; says how many rows.
pub async fn forget(app: &App, city_id: i32) -> ApiResult<u64> {
    let now = app.clock.now();
    let before = now - Duration::days(app.config.sender_days.into());
    app.db
        .write(city_id, now, move |tx| {
            Box::pin(async move {
                Ok(store::forget(tx, before).await?
                    + store::forget_counts(tx, quota::slot_of(now) - 1).await?)
            })
        })
        .await
        .map(|(count, _)| count)
}

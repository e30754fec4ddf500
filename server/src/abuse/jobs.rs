//! What is known of senders is forgotten by date.

use super::store;
use crate::app::App;
use crate::problem::ApiResult;
use chrono::Duration;

/// Forgets marks of senders that are old, answers to challenges that would be too late anyway, who sent
/// photos that were named or forgotten since, and what was spent on days long past; says how many rows.
pub async fn forget(app: &App, city_id: i32) -> ApiResult<u64> {
    let now = app.clock.now();
    let before = now - Duration::days(app.config.sender_days.into());
    app.db
        .write(city_id, now, move |tx| Box::pin(async move { Ok(store::forget(tx, before).await?) }))
        .await
        .map(|(count, _)| count)
}

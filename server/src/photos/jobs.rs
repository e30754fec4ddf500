//! Photos that no report ever named are forgotten.

use super::store;
use crate::app::App;
use crate::problem::ApiResult;
use chrono::Duration;
use uuid::Uuid;

/// How long a photo may wait for its report: a phone may be offline for days between the two.
const PATIENCE: Duration = Duration::days(7);
/// Photos forgotten at once, and how often in a row: what is left then waits for the next look.
const BATCH: i64 = 500;
const ROUNDS: usize = 100;

/// Forgets photos of a city that waited too long, their files while their rows are locked; says how
/// many. Again at the same time it finds nothing to do.
pub async fn forget_unattached(app: &App, city_id: i32) -> ApiResult<usize> {
    let before = app.clock.now() - PATIENCE;
    let mut forgotten = 0;
    for _ in 0..ROUNDS {
        let old = store::unattached(app.db.main(), city_id, before, BATCH).await?;
        for &id in &old {
            forgotten += usize::from(forget(app, city_id, id).await?);
        }
        if old.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok(forgotten)
}

async fn forget(app: &App, city_id: i32, id: Uuid) -> ApiResult<bool> {
    let files = app.photos.clone();
    let (gone, _) = app
        .db
        .write(city_id, app.clock.now(), move |tx| {
            Box::pin(async move {
                let gone = store::delete_unattached(tx, id).await?;
                if gone {
                    files.delete_all(city_id, id, 0).await?;
                }
                Ok(gone)
            })
        })
        .await?;
    Ok(gone)
}

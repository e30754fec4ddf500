//! Photos that no report ever named are forgotten.

use super::store;
use crate::app::App;
use crate::problem::ApiResult;
use chrono::Duration;

/// How long a photo may wait for its report: a phone may be offline for days between the two.
const PATIENCE: Duration = Duration::days(7);
/// Photos forgotten at once.
const BATCH: i64 = 500;

/// Forgets photos of a city that waited too long, their files while their rows are locked; says how
/// many. Again at the same time it finds nothing to do.
pub async fn forget_unattached(app: &App, city_id: i32) -> ApiResult<usize> {
    let now = app.clock.now();
    let mut forgotten = 0;
    for id in store::unattached(app.db.main(), city_id, now - PATIENCE, BATCH).await? {
        let files = app.photos.clone();
        let (gone, _) = app
            .db
            .write(city_id, now, move |tx| {
                Box::pin(async move {
                    let gone = store::delete_unattached(tx, id).await?;
                    if gone {
                        files.delete_all(city_id, id, 0).await?;
                    }
                    Ok(gone)
                })
            })
            .await?;
        forgotten += usize::from(gone);
    }
    Ok(forgotten)
}

//! What time does to tries to sign in.

use super::{attempts, invites, second_factor};
use crate::app::App;
use crate::problem::ApiResult;

/// Forgets failures that nobody waits for any more, codes that were owed and never came, links that are over.
pub async fn sweep(app: &App, city_id: i32) -> ApiResult<()> {
    app.db
        .write(city_id, app.clock.now(), |tx| {
            Box::pin(async move {
                attempts::forget_old(tx).await?;
                invites::forget_over(tx).await?;
                Ok(second_factor::forget_over(tx).await?)
            })
        })
        .await
        .map(|_| ())
}

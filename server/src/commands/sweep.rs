//! What waits for a date, done when its time has come.

use crate::app::App;
use crate::problem::ApiResult;
use crate::{abuse, auth, news, notify, photos, privacy, reports, traces};
use chrono::{DateTime, Utc};
use domain::catalogue::City;
use futures::TryFutureExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often to look.
const PAUSE: Duration = Duration::from_mins(1);

/// What waits for a date is found by looking, not by being remembered.
pub async fn often(app: App) {
    loop {
        everything(&app).await;
        tokio::select! {
            () = app.stopping() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Does everything whose time has come; doing it again changes nothing.
pub async fn everything(app: &App) {
    if app.db.reads_only() {
        return;
    }
    let begun = Instant::now();
    traces::job("sweep", all_parts(app)).await;
    metrics::gauge!("citycenter_sweep_seconds").set(begun.elapsed().as_secs_f64());
    let ended = app.clock.now().timestamp_millis();
    metrics::gauge!("citycenter_sweep_ended_at_seconds").set(seconds(ended));
}

async fn all_parts(app: &App) {
    let now = app.clock.now();
    for entry in app.cities.all().iter() {
        of_city(app, &entry.city, now).await;
    }
    news::jobs::tell_all(app).await;
    for entry in app.cities.all().iter() {
        did("news of areas", &entry.city.slug, news::jobs::sweep(app, &entry.city).map_ok(|_| 0)).await;
    }
    notify::jobs::send_due(app).await;
    did("personal data past its term", "all", privacy::jobs::sweep(app)).await;
}

async fn of_city(app: &App, city: &Arc<City>, now: DateTime<Utc>) {
    let (id, slug) = (city.id, city.slug.as_str());
    did("cases whose time had come", slug, reports::jobs::sweep(app, city, now)).await;
    did("old tries to sign in", slug, auth::jobs::sweep(app, id).map_ok(|()| 0)).await;
    did("unattached photos", slug, photos::jobs::forget_unattached(app, id)).await;
    did("photos that came in part", slug, photos::upload::forget(app, id)).await;
    did("what was known of senders", slug, abuse::jobs::forget(app, id).map_ok(|_| 0)).await;
    did("codes", slug, auth::codes::forget(app, id).map_ok(|_| 0)).await;
    did("messages", slug, notify::jobs::forget(app, id).map_ok(|_| 0)).await;
    did("sign-ins with a provider", slug, auth::oidc::forget_ended(app, id).map_ok(|_| 0)).await;
}

/// Does a part of the sweep and tells what it did, or that it has to wait for the next one.
async fn did(what: &'static str, city: &str, part: impl Future<Output = ApiResult<usize>>) {
    match traces::part(what, part).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(city, count, "{what}"),
        Err(error) => {
            metrics::counter!("citycenter_sweep_failures_total", "part" => what).increment(1);
            tracing::warn!(city, %error, "{what}: not now");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a date fit")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}

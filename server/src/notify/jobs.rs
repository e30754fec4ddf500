//! Carries messages out of the house: never inside a transaction or a request.

use super::store::{self, Road, Taken};
use super::{Fault, Post};
use crate::app::App;
use crate::problem::ApiResult;
use crate::traces;
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

/// Messages carried at once.
const AT_ONCE: i64 = 10;
/// When a message is tried again whose process died; longer than any carrier may take.
const LEASE: Duration = Duration::minutes(2);
/// The first pause after a failure; each further one is three times as long.
const PAUSE: Duration = Duration::seconds(10);
const PAUSE_MAX: Duration = Duration::hours(1);
/// How often to look for what other processes keep, and for what is tried again.
const LOOK: std::time::Duration = std::time::Duration::from_secs(5);
/// How long it is known that something was sent, without whom and what.
const MEMORY: Duration = Duration::days(30);

/// Sends what there is to send until the server stops.
pub async fn carry_on(app: App) {
    loop {
        send_due(&app).await;
        tokio::select! {
            () = app.stopping() => return,
            () = app.post.news.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tries every message whose time has come.
pub async fn send_due(app: &App) {
    for entry in app.cities.all().iter() {
        let city_id = entry.city.id;
        loop {
            match send_some(app, city_id).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "messages cannot be sent now");
                    break;
                }
            }
        }
    }
}

/// Forgets what was sent long ago; says how many.
pub async fn forget(app: &App, city_id: i32) -> ApiResult<u64> {
    let now = app.clock.now();
    let write = app
        .db
        .write(city_id, now, move |tx| Box::pin(async move { Ok(store::forget(tx, now - MEMORY).await?) }));
    Ok(write.await?.0)
}

async fn send_some(app: &App, city_id: i32) -> ApiResult<usize> {
    let now = app.clock.now();
    let take = app.db.write(city_id, now, move |tx| {
        Box::pin(async move { Ok(store::take(tx, now + LEASE, AT_ONCE).await?) })
    });
    let (taken, _) = take.await?;
    let count = taken.len();
    let sent = taken
        .into_iter()
        .map(|taken| traces::job(format!("send {}", taken.road.name()), send(app, city_id, taken)));
    futures::future::join_all(sent).await.into_iter().collect::<ApiResult<()>>()?;
    Ok(count)
}

async fn send(app: &App, city_id: i32, taken: Taken) -> ApiResult<()> {
    let begun = app.clock.now();
    let result = carried(&app.post, &taken, begun).await;
    let (id, way, attempts) = (taken.letter.id, taken.road.name(), taken.attempts);
    let said = match &result {
        Ok(()) => "sent",
        Err(Fault::Passing(reason)) => {
            tracing::warn!(%id, way, attempts, reason, "a message did not go; it is tried again");
            "put_off"
        }
        Err(Fault::Final(reason)) => {
            tracing::warn!(%id, way, attempts, reason, "a message is given up");
            "given_up"
        }
        Err(Fault::Gone) => "gone",
    };
    traces::ended(said);
    let gone = match (&result, taken.road) {
        (Err(Fault::Gone), Road::Push(Some(device))) => Some(device.id),
        _ => None,
    };
    metrics::counter!("citycenter_messages_total", "way" => way, "kind" => taken.kind, "result" => said)
        .increment(1);
    let now = app.clock.now();
    app.db
        .write(city_id, now, move |tx| {
            Box::pin(async move {
                match result {
                    Err(Fault::Passing(_)) => store::put_off(tx, id, begun + pause(attempts)).await?,
                    result => store::end(tx, id, result.is_ok()).await?,
                }
                if let Some(device_id) = gone {
                    store::forget_device(tx, device_id).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

async fn carried(post: &Post, taken: &Taken, now: DateTime<Utc>) -> Result<(), Fault> {
    if taken.useful_until <= now {
        return Err(Fault::Final("it is of no use any more".to_owned()));
    }
    match &taken.road {
        Road::Push(Some(device)) => post.push.carry(&taken.letter, device, taken.useful_until, now).await,
        Road::Push(None) => Err(Fault::Final("the browser wants no more".to_owned())),
        Road::Reach(way) => match post.carrier(*way) {
            Some(carrier) => Arc::clone(carrier).carry(&taken.letter).await,
            None => Err(Fault::Passing("nothing is set up to carry it".to_owned())),
        },
    }
}

/// How long to wait after so many attempts.
fn pause(attempts: i32) -> Duration {
    let times = 3_i32.saturating_pow(attempts.saturating_sub(1).unsigned_abs().min(10));
    (PAUSE * times).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let seconds: Vec<i64> = [1, 2, 3, 4, 7, i32::MAX].map(|n| pause(n).num_seconds()).into();
        assert_eq!(seconds, [10, 30, 90, 270, 3600, 3600]);
    }
}

//! `citycenter worker`: what is done by date or in the background, beside `serve --no-worker`. Any number
//! of them may run on one database: what one has taken the others leave alone, and doing it again changes
//! nothing.

use super::serve::{DRAIN, follow_cities, measure, open, start_log, stop_on_signals};
use crate::app::App;
use crate::config::Config;
use crate::{abuse, auth, embedded, news, notify, photos, privacy, reports};
use anyhow::{Context, Result};
use metrics_exporter_prometheus::PrometheusBuilder;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often to look for what waits for a date.
const SWEEP: Duration = Duration::from_mins(1);

#[derive(clap::Args, Serialize)]
pub struct Worker {
    /// Photos, and the private database of the server that runs on it when none is configured
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// Where /metrics answers
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_listen: Option<String>,
}

pub fn run(worker: &Worker) -> Result<()> {
    let config = Config::read(worker)?;
    start_log(&config);
    let private = config.database_url.is_empty().then(|| embedded::join(&config.data_dir)).transpose()?;
    let url = private.as_ref().map_or(config.database_url.expose().to_owned(), embedded::Cluster::url);
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    let ended = runtime.block_on(work(config, &url));
    runtime.shutdown_timeout(Duration::from_secs(2));
    ended
}

async fn work(config: Config, url: &str) -> Result<()> {
    let recorder = PrometheusBuilder::new().install_recorder().context("no metrics")?;
    let stop = stop_on_signals()?;
    let public_url = config.public_url(&config.listen);
    let app = open(config, &[], url, public_url, false, stop).await?;
    tokio::spawn(follow_cities(app.clone()));
    measure(&app, recorder);
    let mut loops = begin(&app).await;
    tracing::info!("working");
    app.stopping().await;
    let ended = tokio::time::timeout(DRAIN, async { while loops.join_next().await.is_some() {} });
    if ended.await.is_err() {
        tracing::warn!("some work did not end in time; it is done again");
    }
    Ok(())
}

/// Begins all that goes on until the process stops.
pub async fn begin(app: &App) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    loops.spawn(sweep_often(app.clone()));
    // What happens from now on is told, from the first event on.
    news::jobs::tell_all(app).await;
    loops.spawn(news::jobs::carry_on(app.clone()));
    loops.spawn(notify::jobs::carry_on(app.clone()));
    loops
}

/// What waits for a date is found by looking, not by being remembered.
async fn sweep_often(app: App) {
    loop {
        sweep(&app).await;
        tokio::select! {
            () = app.stopping() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
    }
}

/// Does everything whose time has come; doing it again changes nothing.
pub async fn sweep(app: &App) {
    let now = app.clock.now();
    for entry in app.cities.all().iter() {
        match reports::jobs::sweep(app, &entry.city, now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(city = entry.city.slug, count, "cases whose time had come"),
            Err(error) => tracing::warn!(%error, "cases cannot be looked at now"),
        }
        if let Err(error) = auth::jobs::sweep(app, entry.city.id).await {
            tracing::warn!(%error, "old tries to sign in cannot be forgotten now");
        }
        match photos::jobs::forget_unattached(app, entry.city.id).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(city = entry.city.slug, count, "unattached photos forgotten"),
            Err(error) => tracing::warn!(%error, "unattached photos cannot be forgotten now"),
        }
        if let Err(error) = abuse::jobs::forget(app, entry.city.id).await {
            tracing::warn!(%error, "what is known of senders cannot be forgotten now");
        }
        if let Err(error) = auth::codes::forget(app, entry.city.id).await {
            tracing::warn!(%error, "codes cannot be forgotten now");
        }
        if let Err(error) = notify::jobs::forget(app, entry.city.id).await {
            tracing::warn!(%error, "messages cannot be forgotten now");
        }
        match auth::oidc::forget_ended(app, entry.city.id).await {
            Ok(0) => {}
            Ok(count) => tracing::debug!(city = entry.city.slug, count, "sign-ins with a provider forgotten"),
            Err(error) => tracing::warn!(%error, "sign-ins with a provider cannot be forgotten now"),
        }
    }
    news::jobs::tell_all(app).await;
    for entry in app.cities.all().iter() {
        if let Err(error) = news::jobs::sweep(app, &entry.city).await {
            tracing::warn!(%error, "what is new in areas cannot be told now");
        }
    }
    notify::jobs::send_due(app).await;
    match privacy::jobs::sweep(app).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "personal data went by its term"),
        Err(error) => tracing::warn!(%error, "personal data cannot be looked at now"),
    }
}

//! `citycenter worker`: what is done by date or in the background, beside `serve --no-worker`. Any number
//! of them may run on one database: what one has taken the others leave alone, and doing it again changes
//! nothing.

use super::serve::{DRAIN, follow_cities, measure, open, start_log, stop_on_signals};
use super::sweep;
use crate::app::App;
use crate::config::Config;
use crate::{embedded, gauges, news, notify, traces};
use anyhow::{Context, Result};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;
use tokio::task::JoinSet;

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
    let (private, url) = super::database(&config, embedded::join)?;
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    let ended = runtime.block_on(work(config, &url, private.is_some()));
    runtime.shutdown_timeout(Duration::from_secs(2));
    ended
}

async fn work(config: Config, url: &str, is_private: bool) -> Result<()> {
    let recorder = gauges::begin().context("no metrics")?;
    let traces = traces::begin(&config)?;
    let stop = stop_on_signals()?;
    let public_url = config.public_url(&config.listen);
    let app = open(config, &[], url, public_url, false, stop).await?;
    tokio::spawn(follow_cities(app.clone()));
    measure(&app, is_private, recorder);
    let mut loops = begin(&app).await;
    tracing::info!("working");
    app.stopping().await;
    let ended = tokio::time::timeout(DRAIN, async { while loops.join_next().await.is_some() {} });
    if ended.await.is_err() {
        tracing::warn!("some work did not end in time; it is done again");
    }
    traces.end().await;
    Ok(())
}

/// Begins all that goes on until the process stops.
pub async fn begin(app: &App) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    if app.db.reads_only() {
        tracing::info!("nothing is written");
        return loops;
    }
    loops.spawn(sweep::often(app.clone()));
    // What happens from now on is told, from the first event on.
    news::jobs::tell_all(app).await;
    loops.spawn(news::jobs::carry_on(app.clone()));
    loops.spawn(notify::jobs::carry_on(app.clone()));
    loops
}

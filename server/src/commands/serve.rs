//! `citycenter serve`: everything from the database to the last answered request.

use super::{city, demo, first, worker};
use crate::abuse::Guard;
use crate::app::{App, Parts};
use crate::auth::{self, Keys, Providers};
use crate::catalogue::{Cities, Popular};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::events::{self, Feed, Listeners};
use crate::listen::{self, Bounds};
use crate::news;
use crate::notify::Post;
use crate::outbound::Outbound;
use crate::reports::{Counts, Maps};
use crate::secret::Seal;
use crate::tiles::base::BaseTiles;
use crate::{embedded, gauges, media, router, traces};
use anyhow::{Context, Result, bail, ensure};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long requests may take to end once the server stops.
pub(super) const DRAIN: Duration = Duration::from_secs(20);
/// How long the head of a request may take. A proxy has to give up its waiting connections earlier.
const HEAD: Duration = Duration::from_secs(30);
/// How long a change of a city's data by another process may wait to be seen.
const CITY_POLL: Duration = Duration::from_secs(2);
/// Photos that may come in at once, of up to 20 MB each.
const UPLOADS: usize = 32;

#[derive(clap::Args, Serialize)]
pub struct Serve {
    /// Where to answer: host and port
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<String>,
    /// Photos, and the private database when none is configured
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// A city's folder; again for more, the first is the default city
    #[arg(long = "city-dir", value_name = "DIR")]
    #[serde(skip)]
    city_dirs: Vec<PathBuf>,
    /// Where /metrics answers
    #[arg(long, value_name = "ADDR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_listen: Option<String>,
    /// Answer what can be read, and write nothing
    #[arg(long)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    read_only: bool,
    /// Made-up cases and sign-ins that everybody may know; loopback only
    #[arg(long)]
    #[serde(skip)]
    demo: bool,
    /// Answer requests only: `worker` does the rest beside it
    #[arg(long)]
    #[serde(skip)]
    no_worker: bool,
}

pub fn run(serve: Serve) -> Result<()> {
    let config = Config::read(&serve)?;
    start_log(&config);
    let listen: SocketAddr =
        config.listen.parse().context("--listen is not an address such as 127.0.0.1:8080")?;
    if serve.demo && !listen.ip().is_loopback() {
        bail!("--demo shows its passwords to everybody: it works on a loopback address only");
    }
    if serve.demo && config.read_only {
        bail!("--demo writes its cases: it does not go with --read-only");
    }
    let (mut private, url) = super::database(&config, embedded::start)?;
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    let served = runtime.block_on(async {
        let is_private = private.is_some();
        tokio::select! {
            served = answer(config, serve, listen, &url, is_private) => served,
            fell = end_of(private.as_mut()) => Err(fell),
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(2));
    if let Some(private) = private {
        private.stop();
    }
    served
}

/// Resolves when the private database has ended although nobody stopped it. Whoever runs us starts us again,
/// and it recovers.
async fn end_of(private: Option<&mut embedded::Cluster>) -> anyhow::Error {
    let Some(private) = private else { return std::future::pending().await };
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if let Some(last_words) = private.fell() {
            return anyhow::anyhow!("the private database ended by itself: {last_words}");
        }
    }
}

async fn answer(config: Config, serve: Serve, listen: SocketAddr, url: &str, is_private: bool) -> Result<()> {
    let recorder = gauges::begin().context("no metrics")?;
    let traces = traces::begin(&config)?;
    let stop = stop_on_signals()?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let public_url = config.public_url(address);
    let app = open(config, &serve.city_dirs, url, public_url, serve.demo, stop.clone()).await?;
    if app.demo {
        demo::add_accounts(&app).await?;
        for dir in &serve.city_dirs {
            demo::add_cases(&app, dir).await?;
        }
    }
    tokio::spawn(follow_cities(app.clone()));
    tokio::spawn(events::watch(app.clone()));
    fill_maps(&app);
    // Held until the end: what is dropped stops.
    let _working = if serve.no_worker { JoinSet::new() } else { worker::begin(&app).await };
    measure(&app, is_private, recorder);
    tracing::info!("listening on http://{address}");
    announce(&app, address);
    if !app.db.reads_only() {
        first::announce(&app).await?;
    }
    listen::open_many_files();
    let bounds = Bounds {
        connections: app.config.connections.max(1),
        per_address: app.config.connections_per_address.max(1),
        head: HEAD,
    };
    let server = listen::answer(listener, router::router(app), bounds, stop.clone());
    let drained = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = server => {}
        () = drained => tracing::warn!("some requests did not end in time"),
    }
    traces.end().await;
    Ok(())
}

/// The application on its database, with the cities of these folders loaded, the default one first.
pub(super) async fn open(
    config: Config,
    city_dirs: &[PathBuf],
    url: &str,
    public_url: String,
    demo: bool,
    stop: CancellationToken,
) -> Result<App> {
    let (clock, feed) = (Clock::default(), Feed::default());
    let db = Db::connect(url, config.database_connections, config.public_connections, feed.clone()).await?;
    let (db, dirs) = if config.read_only {
        ensure!(
            db.missing_migrations().await? == 0,
            "the database is older than this version: citycenter migrate"
        );
        (db.reading_only(), &[][..])
    } else {
        db.migrate().await?;
        (db, city_dirs)
    };
    let mut order = Vec::new();
    for dir in dirs {
        let (slug, loaded) = city::load(dir, &db, &clock).await?;
        tracing::info!(city = slug, version = loaded.version, changed = loaded.changed, "city loaded");
        order.push(slug);
    }
    let cities = Cities::load(db.main(), &order).await?;
    if cities.all().is_empty() {
        bail!("there is no city: name its folder with --city-dir");
    }
    let secret = auth::secret(&db, clock.now()).await?;
    if !db.reads_only() {
        news::first_push_key(&db, clock.now()).await?;
    }
    let outbound = Outbound::new(&config.outbound_own)?;
    Ok(App::new(Parts {
        photos: media::Store::open(&config)?,
        decoders: decoders(&config),
        uploads: Semaphore::new(UPLOADS),
        post: Post::open(&config, &outbound, &public_url, demo)?,
        outbound,
        keys: Keys::new(&secret),
        abuse: Guard::new(&config, Seal::new(&secret))?,
        providers: Providers::default(),
        popular: Popular::default(),
        base_tiles: BaseTiles::default(),
        maps: Maps::default(),
        listeners: Listeners::new(config.listeners, config.connections_per_address.max(1)),
        desk_counts: Counts::default(),
        demo,
        public_url,
        config,
        clock,
        db,
        cities,
        feed,
        stop,
    }))
}

fn decoders(config: &Config) -> media::Decoders {
    let heif = media::Heif::find();
    if !heif.is_here() {
        tracing::warn!("photos in HEIC are refused: no heif-convert or heif-dec, or no prlimit, in PATH");
    }
    media::Decoders::new(config.photo_decoders, heif)
}

/// Ctrl-C and `kill` begin the stop; what runs then is ended first.
pub(super) fn stop_on_signals() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let begun = stop.clone();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        tracing::info!("stopping");
        begun.cancel();
    });
    Ok(stop)
}

/// Until a map is in memory, the database draws it.
fn fill_maps(app: &App) {
    if app.config.map_in_memory {
        app.cities.all().iter().for_each(|entry| app.maps.fill(app, &entry.city));
    }
}

pub(super) async fn follow_cities(app: App) {
    loop {
        tokio::select! {
            () = app.stopping() => return,
            () = tokio::time::sleep(CITY_POLL) => {}
        }
        match app.cities.reload_if_changed().await {
            Ok(true) => tracing::info!("a city's data changed"),
            Ok(false) => {}
            Err(error) => tracing::warn!(error = format!("{error:#}"), "cities cannot be read again"),
        }
    }
}

/// Tells what is measured, where the settings say so.
pub(super) fn measure(app: &App, is_private: bool, recorder: PrometheusHandle) {
    tokio::spawn(keep_metrics_small(recorder.clone()));
    if !app.config.metrics_listen.is_empty() {
        tokio::spawn(serve_metrics(app.clone(), is_private, recorder));
    }
}

/// Measurements pile up until somebody sums them.
async fn keep_metrics_small(recorder: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        recorder.run_upkeep();
    }
}

async fn serve_metrics(app: App, is_private: bool, recorder: PrometheusHandle) {
    let listen = app.config.metrics_listen.clone();
    let router = axum::Router::new().route(
        "/metrics",
        axum::routing::get(move || async move {
            gauges::look(&app, is_private).await;
            recorder.render()
        }),
    );
    match TcpListener::bind(&listen).await {
        Ok(listener) => {
            if let Ok(address) = listener.local_addr() {
                tracing::info!("metrics on http://{address}/metrics");
            }
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "metrics stopped");
            }
        }
        Err(error) => tracing::error!(%error, listen, "no metrics: the address is not free"),
    }
}

pub(super) fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).unwrap_or_default();
    let colours = std::io::stderr().is_terminal();
    // A terminal that is closed takes the log away; the server goes on, and still stops when told.
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    if config.log_json { log.json().init() } else { log.with_target(false).init() }
}

/// What somebody at the terminal wants to know.
fn announce(app: &App, address: SocketAddr) {
    println!("citycenter serves on http://{address}");
    for entry in app.cities.all().iter() {
        let slug = &entry.city.slug;
        let path = if app.cities.is_default(slug) { String::new() } else { format!("c/{slug}/") };
        println!("  {:24} http://{address}/{path}", entry.city.titles.ru);
        println!("  {:24} http://{address}/{path}desk", "— рабочее место");
    }
    if app.demo {
        println!("  demo sign-ins: {}", demo::sign_ins());
    }
}

//! What `/metrics` says: the table of every metric, and the levels that are looked at when somebody asks.
//! Alerts and the board in `deploy/` name nothing that is not in the table.

use crate::app::App;
use crate::notify;
use metrics::{Unit, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sqlx::PgPool;
use std::time::Duration;

/// Bounds of the time that a request takes, in seconds.
const BUCKETS: [f64; 9] = [0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How long the database may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// What somebody may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows, until the next start.
    Counter,
    /// As it is now.
    Gauge,
    /// How often which amount was seen, with `_bucket`, `_sum` and `_count`.
    Histogram,
}

/// Every metric, in alphabetical order.
pub const ALL: &[(&str, Kind, &str)] = &[
    ("citycenter_backup_age_seconds", Kind::Gauge, "since the last backup worked; only with backup_stamp"),
    ("citycenter_build_info", Kind::Gauge, "1, by version"),
    ("citycenter_contact_readings_refused_total", Kind::Counter, "contacts that staff was not shown"),
    ("citycenter_contact_readings_total", Kind::Counter, "contacts that staff was shown"),
    ("citycenter_database_bytes", Kind::Gauge, "size of the database"),
    ("citycenter_database_connections", Kind::Gauge, "connections of this process, by pool and state"),
    ("citycenter_database_connections_max", Kind::Gauge, "connections of this process at most, by pool"),
    ("citycenter_database_private", Kind::Gauge, "1: the database is run by this process"),
    ("citycenter_database_up", Kind::Gauge, "1: the database answers"),
    ("citycenter_disk_free_bytes", Kind::Gauge, "room that is left where data_dir lies"),
    ("citycenter_disk_size_bytes", Kind::Gauge, "size of the disk where data_dir lies"),
    ("citycenter_gate_total", Kind::Counter, "sendings, by deed and what was told"),
    ("citycenter_listeners", Kind::Gauge, "browsers that follow the events"),
    ("citycenter_listeners_max", Kind::Gauge, "browsers that may follow the events at once"),
    ("citycenter_messages_oldest_seconds", Kind::Gauge, "age of the oldest message that waits, by way"),
    ("citycenter_messages_total", Kind::Counter, "messages, by way, kind and result"),
    ("citycenter_messages_waiting", Kind::Gauge, "messages that wait to be sent, by way"),
    ("citycenter_purse_empty_total", Kind::Counter, "messages that were not sent for their cost"),
    ("citycenter_read_only", Kind::Gauge, "1: nothing can be written"),
    ("citycenter_reports_submitted_total", Kind::Counter, "new reports; repeated requests do not count"),
    ("citycenter_request_seconds", Kind::Histogram, "time of requests, by method, path and status"),
    ("citycenter_requests_under_way", Kind::Gauge, "requests that are not answered yet"),
    ("citycenter_sweep_ended_at_seconds", Kind::Gauge, "when all that waits for a date was last looked at"),
    ("citycenter_sweep_failures_total", Kind::Counter, "parts of a sweep that did not work, by part"),
    ("citycenter_sweep_seconds", Kind::Gauge, "how long that took"),
];

/// Begins to measure.
pub fn begin() -> anyhow::Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new();
    let request = Matcher::Full("citycenter_request_seconds".to_owned());
    let recorder = builder.set_buckets_for_metric(request, &BUCKETS)?.install_recorder()?;
    for &(name, kind, help) in ALL {
        match kind {
            Kind::Counter => metrics::describe_counter!(name, help),
            Kind::Gauge => metrics::describe_gauge!(name, help),
            Kind::Histogram => metrics::describe_histogram!(name, Unit::Seconds, help),
        }
    }
    gauge!("citycenter_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(recorder)
}

/// Looks at what has a level.
pub async fn look(app: &App, private: bool) {
    gauge!("citycenter_database_private").set(f64::from(u8::from(private)));
    for (pool, of) in [("main", app.db.main()), ("public", app.db.public())] {
        connections(pool, of);
    }
    gauge!("citycenter_listeners").set(amount(app.listeners.taken()));
    gauge!("citycenter_listeners_max").set(amount(app.config.listeners));
    if let Ok(disk) = rustix::fs::statvfs(&app.config.data_dir) {
        let bytes =
            |blocks: u64| amount(usize::try_from(blocks.saturating_mul(disk.f_frsize)).unwrap_or(usize::MAX));
        gauge!("citycenter_disk_free_bytes").set(bytes(disk.f_bavail));
        gauge!("citycenter_disk_size_bytes").set(bytes(disk.f_blocks));
    }
    let stamp = std::fs::metadata(&app.config.backup_stamp).and_then(|stamp| stamp.modified());
    if let Some(age) = stamp.ok().and_then(|at| at.elapsed().ok()) {
        gauge!("citycenter_backup_age_seconds").set(age.as_secs_f64());
    }
    let asked = tokio::time::timeout(PATIENCE, database(app)).await;
    gauge!("citycenter_database_up").set(if matches!(asked, Ok(Ok(()))) { 1.0 } else { 0.0 });
}

fn connections(name: &'static str, pool: &PgPool) {
    let (open, idle) = (pool.size() as usize, pool.num_idle());
    let set = |state: &'static str, count: usize| {
        gauge!("citycenter_database_connections", "pool" => name, "state" => state).set(amount(count));
    };
    set("idle", idle);
    set("used", open.saturating_sub(idle));
    let most = pool.options().get_max_connections();
    gauge!("citycenter_database_connections_max", "pool" => name).set(f64::from(most));
}

async fn database(app: &App) -> sqlx::Result<()> {
    let (size, closed): (i64, bool) = sqlx::query_as(
        "select pg_database_size(current_database()), current_setting('transaction_read_only')::bool",
    )
    .fetch_one(app.db.main())
    .await?;
    gauge!("citycenter_database_bytes").set(amount(usize::try_from(size).unwrap_or_default()));
    gauge!("citycenter_read_only").set(f64::from(u8::from(closed || app.db.reads_only())));
    let now = app.clock.now();
    let mut all = Vec::new();
    for entry in app.cities.all().iter() {
        all.extend(notify::queues(app.db.main(), entry.city.id).await?);
    }
    for way in notify::WAYS {
        let of_way = all.iter().filter(|queue| queue.way == way);
        let count: i64 = of_way.clone().map(|queue| queue.count).sum();
        let age = of_way.map(|queue| (now - queue.oldest).num_seconds()).max().unwrap_or_default();
        gauge!("citycenter_messages_waiting", "way" => way)
            .set(amount(usize::try_from(count).unwrap_or_default()));
        gauge!("citycenter_messages_oldest_seconds", "way" => way)
            .set(amount(usize::try_from(age).unwrap_or_default()));
    }
    Ok(())
}

/// As a metric has it.
#[expect(clippy::cast_precision_loss, reason = "nobody counts that far")]
fn amount(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    fn files(dir: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { files(&path, into) } else { into.push(path) }
        }
    }

    /// Every `citycenter_…` word of these files, as the table has it.
    fn named(dir: &str) -> BTreeSet<String> {
        let (mut paths, mut found) = (Vec::new(), BTreeSet::new());
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), &mut paths);
        for path in paths {
            let text = std::fs::read_to_string(path).unwrap();
            for (at, _) in text.match_indices("citycenter_") {
                let word = text[at..].split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
                let bare = ["_bucket", "_sum", "_count"].iter().find_map(|end| word.strip_suffix(end));
                found.insert(bare.unwrap_or(word).to_owned());
            }
        }
        found
    }

    fn table() -> BTreeSet<String> {
        ALL.iter().map(|(name, ..)| (*name).to_owned()).collect()
    }

    #[test]
    fn alerts_and_the_board_name_what_there_is() {
        for dir in ["../deploy/prometheus", "../deploy/grafana"] {
            let named = named(dir);
            assert!(named.len() > 8, "{dir} names metrics");
            let unknown: Vec<_> = named.difference(&table()).cloned().collect();
            assert!(unknown.is_empty(), "{dir} names {unknown:?}, which nothing measures");
        }
    }

    #[test]
    fn the_table_has_every_metric_in_order_and_each_is_measured() {
        assert!(ALL.is_sorted_by_key(|(name, ..)| name));
        let mut paths = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
        let code: String = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
        let measured: BTreeSet<String> = ["gauge!(", "counter!(", "histogram!("]
            .iter()
            .flat_map(|call| code.split(call).skip(1))
            .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
            .filter(|name| name.starts_with("citycenter_"))
            .map(str::to_owned)
            .collect();
        assert_eq!(measured, table());
    }
}

//! Starts, from the first instruction until the server says that it is ready.

use crate::http::{Connection, get};
use crate::load::median;
use anyhow::{Result, ensure};
use std::path::Path;
use std::time::{Duration, Instant};
use stories::server::city_dir;
use stories::{CITY, Server, keeper};
use tempfile::TempDir;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Milliseconds until ready, and the server that the last start has left running.
pub struct Started {
    pub cold: f64,
    pub warm: f64,
    pub server: Server,
    /// Its data; goes with this value.
    pub data_dir: TempDir,
}

/// Starts in new folders, then as often in the last of them.
pub fn measure(rounds: usize) -> Result<Started> {
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    let (mut data_dir, mut server) = (keeper::data_dir(), None::<Server>);
    for round in 0..rounds {
        if round > 0 {
            data_dir = keeper::data_dir();
        }
        let (first, took) = start(data_dir.path())?;
        cold.push(took);
        first.stop();
    }
    for _ in 0..rounds {
        if let Some(before) = server.take() {
            before.stop();
        }
        let (next, took) = start(data_dir.path())?;
        warm.push(took);
        server = Some(next);
    }
    let server = server.ok_or_else(|| anyhow::anyhow!("no round, no server"))?;
    Ok(Started { cold: median(cold), warm: median(warm), server, data_dir })
}

fn start(data_dir: &Path) -> Result<(Server, f64)> {
    let begun = Instant::now();
    let city = city_dir(CITY);
    let arguments = ["--data-dir".as_ref(), data_dir.as_os_str(), "--city-dir".as_ref(), city.as_os_str()];
    // All who ask here come from one address.
    let settings = [("CITYCENTER_CONNECTIONS_PER_ADDRESS", "2000".to_owned())];
    let server = Server::start_with(None, &settings, &arguments, data_dir);
    let mut connection = Connection::open(server.address())?;
    while connection.send(&get("/health/ready", ""))?.status != 200 {
        ensure!(begun.elapsed() < PATIENCE, "the server does not become ready:\n{}", server.log());
    }
    Ok((server, begun.elapsed().as_secs_f64() * 1000.0))
}

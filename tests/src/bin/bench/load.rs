//! Rounds of load over HTTP, and what a round has shown.

use crate::http::Connection;
use crate::usage::Processes;
use anyhow::{Result, ensure};
use std::time::{Duration, Instant};

/// Makes the next request.
pub type Make = Box<dyn Fn() -> Vec<u8> + Sync>;

/// What is asked for again and again.
pub struct Ask {
    pub name: &'static str,
    pub connections: usize,
    /// The status that every answer must have.
    pub status: u16,
    pub make: Make,
}

/// What one round has shown. Times are milliseconds; those of the processor are for one request.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    pub per_second: f64,
    pub p50: f64,
    pub p99: f64,
    pub server: f64,
    pub postgres: f64,
}

impl Round {
    /// From each request's milliseconds.
    pub fn new(mut took: Vec<f64>, elapsed: Duration, server: f64, postgres: f64) -> Result<Round> {
        ensure!(!took.is_empty(), "nothing was done in a whole round");
        took.sort_by(f64::total_cmp);
        let count = f64::from(u32::try_from(took.len())?);
        Ok(Round {
            per_second: count / elapsed.as_secs_f64(),
            p50: took[took.len() / 2],
            p99: took[took.len() * 99 / 100],
            server: server / count,
            postgres: postgres / count,
        })
    }

    /// Each figure the median of those of the rounds.
    pub fn median(rounds: &[Round]) -> Round {
        let of = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
        Round {
            per_second: of(|round| round.per_second),
            p50: of(|round| round.p50),
            p99: of(|round| round.p99),
            server: of(|round| round.server),
            postgres: of(|round| round.postgres),
        }
    }
}

/// The one in the middle; of an even number the upper one.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Ask {
    /// Each connection asks, waits for the answer and asks again, until the time is up.
    pub fn round(&self, address: &str, processes: Processes, time: Duration) -> Result<Round> {
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            let mut connection = Connection::open(address)?;
            connection.expect(self.status, &(self.make)())?;
            connections.push(connection);
        }
        let before = processes.cpu()?;
        let begun = Instant::now();
        let took = std::thread::scope(|scope| {
            let workers: Vec<_> = connections
                .into_iter()
                .map(|connection| scope.spawn(move || self.repeat(connection, begun, time)))
                .collect();
            let worked = workers.into_iter().map(|worker| worker.join().expect("no worker panics"));
            worked.collect::<Result<Vec<_>>>()
        })?;
        let elapsed = begun.elapsed();
        let used = processes.cpu()? - before;
        Round::new(took.concat(), elapsed, used.server, used.postgres)
    }

    /// The milliseconds of each request.
    fn repeat(&self, mut connection: Connection, begun: Instant, time: Duration) -> Result<Vec<f64>> {
        let mut took = Vec::new();
        while begun.elapsed() < time {
            let request = (self.make)();
            let sent = Instant::now();
            connection.expect(self.status, &request)?;
            took.push(sent.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(took)
    }
}

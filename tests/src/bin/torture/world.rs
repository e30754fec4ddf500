//! A database, kept by a server of its own, and the server that is tortured on it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use stories::balancer::free_port;
use stories::keeper::{data_dir, postmaster};
use stories::{Caller, Server};
use tempfile::TempDir;
use uuid::Uuid;

use crate::load::{Load, Sent};

pub struct World {
    /// Runs the database, and a server that nobody asks.
    holder: Option<Server>,
    pub server: Option<Server>,
    port: u16,
    data_dir: PathBuf,
    /// Removed with the world.
    _folder: Option<TempDir>,
    runtime: tokio::runtime::Runtime,
    /// Reports that earlier drills have left.
    before: usize,
}

/// What became of what was acknowledged.
pub struct Verdict {
    pub lost: usize,
    pub doubled: usize,
}

impl World {
    pub fn open() -> World {
        let folder = data_dir();
        let world = World::open_in(folder.path());
        World { _folder: Some(folder), ..world }
    }

    /// On a disk that somebody else takes care of.
    pub fn open_in(disk: &Path) -> World {
        let data_dir = disk.join("data");
        let holder = Some(Server::embedded(&data_dir));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut world =
            World { holder, server: None, port: free_port(), data_dir, _folder: None, runtime, before: 0 };
        world.start_server();
        world
    }

    pub fn url(&self) -> String {
        format!("postgres://citycenter@localhost/citycenter?host={}", postmaster(&self.data_dir).1)
    }

    /// The process number of PostgreSQL.
    pub fn postmaster(&self) -> i32 {
        postmaster(&self.data_dir).0
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where it was before, if it was.
    pub fn start_server(&mut self) {
        let arguments = ["--no-worker".as_ref(), "--data-dir".as_ref(), self.data_dir.as_os_str()];
        let listen = format!("127.0.0.1:{}", self.port);
        let url = self.url();
        self.server = Some(Server::start_at(&listen, Some(&url), &[], &arguments, &self.data_dir));
    }

    /// Whoever runs the database finds that it has ended, and starts it again.
    pub fn restart_database(&mut self) {
        self.holder.take().expect("it ran").wait();
        self.holder = Some(Server::embedded(&self.data_dir));
    }

    pub fn load(&self) -> Load {
        Load::begin(&self.address())
    }

    /// Waits until the server answers again.
    pub fn recovers(&self) {
        let (caller, begun) = (Caller::new(&self.address()), Instant::now());
        self.runtime.block_on(async {
            while caller.try_get("/health/ready").await.is_none_or(|answer| answer.status != 200) {
                assert!(begun.elapsed() < Duration::from_mins(2), "the server does not recover");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
    }

    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Looks for everything that was acknowledged; the numbers and the log of events must have no gaps.
    pub fn verdict(&mut self, sent: &Sent) -> Verdict {
        self.recovers();
        let (url, address) = (self.url(), self.address());
        let verdict = self.runtime.block_on(look(&url, &address, sent, self.before));
        self.before += sent.receipts.len();
        verdict
    }

    pub fn close(self) {
        self.server.into_iter().chain(self.holder).for_each(Server::stop);
    }
}

async fn look(url: &str, address: &str, sent: &Sent, before: usize) -> Verdict {
    use sqlx::{Connection, Row};
    let mut database = sqlx::PgConnection::connect(url).await.expect("the database answers");
    let reports = "select id, number_year || '-' || lpad(number::text, 6, '0') from reports";
    let rows = sqlx::query(reports).fetch_all(&mut database).await.expect("reports");
    let kept: HashMap<Uuid, String> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let events = sqlx::query("select count(*), max(n) from events").fetch_one(&mut database).await;
    let events = events.expect("events");
    assert_eq!(events.get::<i64, _>(0), events.get::<i64, _>(1), "the log of events has a gap");
    let mut lost = 0;
    for receipt in &sent.receipts {
        let mut is_here = kept.get(&receipt.id) == Some(&receipt.number);
        if let Some(photo) = receipt.photo {
            let author = Caller::new(address).with("x-report-secret", &receipt.secret);
            is_here &= author.get(&format!("photos/{photo}/large")).await.status == 200;
        }
        lost += usize::from(!is_here);
    }
    // Everybody has finished what they sent, so there is nothing that nobody knows of.
    Verdict { lost, doubled: kept.len().saturating_sub(before + sent.receipts.len()) }
}

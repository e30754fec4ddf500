//! A private PostgreSQL + PostGIS cluster for when no database is configured:
//! small cities, development, tests.
//!
//! The cluster lives under `<data-dir>/postgres`, listens on a unix socket only and dies with
//! the process that started it. Everything here is synchronous and must be called from the main
//! thread before the tokio runtime exists: the kernel's "parent died" signal is tied to the
//! thread that spawned the child, and a runtime thread may end long before the process does.
//!
//! `serve` calls [`start`]; verbs that work beside a running server call [`join`].

mod account;
mod binaries;
mod holder;
mod layout;
mod log;
mod postmaster;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

use account::Account;
use binaries::Binaries;
use holder::{Holder, Purpose};
use layout::Layout;
use postmaster::Postmaster;

/// The database inside the cluster, and its owner.
const NAME: &str = "citycenter";

/// A cluster that answers for as long as this value lives.
pub struct Cluster {
    url: String,
    /// Absent when another process runs the cluster and we only use it.
    own: Option<(Postmaster, Holder)>,
}

impl Cluster {
    /// The address of the database `citycenter`, over the unix socket.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Whether PostgreSQL ended although nobody stopped it; its last words then.
    pub fn fell(&mut self) -> Option<String> {
        self.own.as_mut().and_then(|(postmaster, _)| postmaster.fell())
    }

    /// Stops PostgreSQL (a fast shutdown: open transactions are rolled back) and waits for it.
    /// A cluster that belongs to another process is left running.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some((postmaster, holder)) = self.own.take() {
            postmaster.stop();
            drop(holder); // the data directory is free only once PostgreSQL is gone
        }
    }
}

/// Starts the cluster of this data directory, making it first if there is none.
/// Other processes may use it through [`find`] and [`join`].
pub fn start(data_dir: &Path) -> Result<Cluster> {
    start_for(data_dir, Purpose::Server)
}

/// The address of the cluster that a running server holds on this data directory, if one does.
/// Waits while that server is still starting.
pub fn find(data_dir: &Path) -> Result<Option<String>> {
    let Some(layout) = Layout::existing(data_dir)? else {
        return Ok(None);
    };
    holder::wait_for(&layout, "the running server's database to answer", || {
        Ok(match holder::current(&layout)? {
            None => Some(None),
            Some((_, Purpose::Verb)) => None,
            Some((_, Purpose::Server)) => postmaster::ready_socket(&layout)?.map(|dir| Some(url(&dir))),
        })
    })
}

/// For a verb such as `user add`: the running server's cluster, or one of our own for as long
/// as the value lives. Two verbs at once take turns.
pub fn join(data_dir: &Path) -> Result<Cluster> {
    let running = |url| Cluster { url, own: None };
    if let Some(url) = find(data_dir)? {
        return Ok(running(url));
    }
    // A server may have begun to start since.
    start_for(data_dir, Purpose::Verb).or_else(|error| find(data_dir)?.map(running).ok_or(error))
}

/// For a verb that no server may run beside.
pub fn alone(data_dir: &Path) -> Result<Cluster> {
    start_for(data_dir, Purpose::Verb)
}

/// One of PostgreSQL's programs for clients, such as `pg_dump`, of this major version or a later one.
pub fn client(program: &str, major: u32) -> Result<PathBuf> {
    binaries::client(program, major)
}

fn start_for(data_dir: &Path, purpose: Purpose) -> Result<Cluster> {
    let account = Account::choose()?;
    let layout = Layout::create(data_dir, &account)?;
    let holder = Holder::take(&layout, purpose)?;
    holder::wait_for_orphan(&layout)?;

    let binaries = Binaries::matching(layout.version()?)?;
    account.check_reach(&layout.root, &binaries)?;
    postmaster::init(&layout, &account, &binaries)?;
    let socket_dir = layout.socket_dir(&account)?;
    let postmaster = Postmaster::spawn(&layout, &account, &binaries, &socket_dir)?;
    postmaster::create_database(&account, &binaries, &socket_dir)
        .context("failed to create the database in the private cluster")?;
    Ok(Cluster { url: url(&socket_dir), own: Some((postmaster, holder)) })
}

/// The socket directory's name is ours and needs no escaping (`Layout::socket_dir`).
fn url(socket_dir: &Path) -> String {
    format!("postgres://{NAME}@localhost/{NAME}?host={}", socket_dir.display())
}

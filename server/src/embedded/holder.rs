//! One process at a time holds a data directory: a lock file that the kernel releases when the
//! holder ends, however it ends.

use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::layout::Layout;
use super::postmaster;

const POLL: Duration = Duration::from_millis(20);
/// Enough for a verb to finish; a server would not let go at all.
const TAKE_WITHIN: Duration = Duration::from_secs(5);
const WAIT_WITHIN: Duration = Duration::from_mins(1);

/// Why a data directory is held.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Purpose {
    /// Long; others may use the cluster meanwhile.
    Server,
    /// Short; the cluster goes when the verb is done, so others wait.
    Verb,
}

/// The lock, held for as long as this value lives.
pub(super) struct Holder {
    _lock: File,
}

impl Holder {
    pub fn take(layout: &Layout, purpose: Purpose) -> Result<Holder> {
        let path = layout.lock();
        let mut lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("failed to open {}", path.display()))?;
        let started = Instant::now();
        while !free(&lock)? {
            if started.elapsed() > TAKE_WITHIN {
                let who = read(layout)?.map_or_else(String::new, |(pid, _)| format!(" (process {pid})"));
                bail!(
                    "another citycenter{who} uses the data directory {}. Stop it, or pass another --data-dir.",
                    layout.root.parent().unwrap_or(&layout.root).display()
                );
            }
            sleep(POLL);
        }
        let word = if purpose == Purpose::Server { "server" } else { "verb" };
        lock.set_len(0)?;
        writeln!(lock, "{} {word}", std::process::id())?;
        Ok(Holder { _lock: lock })
    }
}

/// Who holds the directory now.
pub(super) fn current(layout: &Layout) -> Result<Option<(u32, Purpose)>> {
    let lock = match File::open(layout.lock()) {
        Ok(lock) => lock,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context("failed to open the data directory's lock"),
    };
    match lock.try_lock_shared() {
        Ok(()) => Ok(None),
        // The name is written just after the lock is taken; until then it is a short-lived one.
        Err(TryLockError::WouldBlock) => Ok(Some(read(layout)?.unwrap_or((0, Purpose::Verb)))),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Asks again and again until there is an answer.
pub(super) fn wait_for<T>(layout: &Layout, what: &str, ask: impl Fn() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if started.elapsed() > WAIT_WITHIN {
            bail!("waited {} s for {what}; see {}", WAIT_WITHIN.as_secs(), layout.log().display());
        }
        sleep(POLL);
    }
}

/// A PostgreSQL whose starter was killed gets a signal from the kernel and goes by itself; ours
/// can only start after that. One that stays was started by somebody's hand.
pub(super) fn wait_for_orphan(layout: &Layout) -> Result<()> {
    let started = Instant::now();
    while let Some(pid) = postmaster::living(layout)? {
        if started.elapsed() > WAIT_WITHIN {
            bail!(
                "PostgreSQL (process {pid}) runs on {} although no citycenter holds it. Stop it with `kill -INT {pid}`.",
                layout.data().display()
            );
        }
        sleep(POLL);
    }
    Ok(())
}

fn free(lock: &File) -> Result<bool> {
    match lock.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error).context("failed to lock the data directory"),
    }
}

fn read(layout: &Layout) -> Result<Option<(u32, Purpose)>> {
    let text = std::fs::read_to_string(layout.lock())?;
    let Some((pid, word)) = text.trim().split_once(' ') else {
        return Ok(None);
    };
    let purpose = if word == "server" { Purpose::Server } else { Purpose::Verb };
    Ok(pid.parse().ok().map(|pid| (pid, purpose)))
}

//! PostgreSQL itself: made by `initdb`, run as our child, stopped with us.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::account::Account;
use super::binaries::Binaries;
use super::layout::Layout;
use super::{NAME, log};

const POLL: Duration = Duration::from_millis(20);
/// Crash recovery of a small city's database takes seconds.
const START_WITHIN: Duration = Duration::from_mins(2);
const STOP_WITHIN: Duration = Duration::from_mins(1);
/// Tests make many clusters and lose none of them to a power cut.
const FAST: &str = "CITYCENTER_FAST_INITDB";

pub(super) struct Postmaster {
    child: Child,
    log: PathBuf,
    socket_dir: PathBuf,
}

/// Makes the cluster where there is none. `initdb` works beside the final place, so a crash in
/// the middle leaves no half-made cluster behind.
pub(super) fn init(layout: &Layout, account: &Account, binaries: &Binaries) -> Result<()> {
    if layout.data().exists() {
        return Ok(());
    }
    let unfinished = layout.root.join("data.new");
    match fs::remove_dir_all(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut initdb = account.command(&binaries.program("initdb"), Signal::KILL);
    initdb.arg("--pgdata").arg(&unfinished).args([
        "--username",
        NAME,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]);
    if std::env::var_os(FAST).is_some() {
        initdb.arg("--no-sync");
    }
    let output = initdb.output().context("failed to run initdb")?;
    if !output.status.success() {
        bail!("initdb failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    fs::rename(&unfinished, layout.data()).context("failed to put the new cluster in its place")?;
    fs::File::open(&layout.root)?.sync_all()?;
    Ok(())
}

impl Postmaster {
    /// Starts PostgreSQL and returns when it accepts connections.
    pub fn spawn(
        layout: &Layout,
        account: &Account,
        binaries: &Binaries,
        socket_dir: &Path,
    ) -> Result<Postmaster> {
        let mut command = account.command(&binaries.program("postgres"), Signal::INT);
        command.arg("-D").arg(layout.data());
        for setting in settings(socket_dir) {
            command.arg("-c").arg(setting);
        }
        // Its own process group: Ctrl-C reaches us alone, and we stop it when we have drained.
        let mut child = command
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("failed to run {}", binaries.program("postgres").display()))?;
        let messages = child.stderr.take();
        let mut postmaster = Postmaster { child, log: layout.log(), socket_dir: socket_dir.to_owned() };
        if let Some(messages) = messages {
            log::keep(messages, layout.log())?;
        }
        match postmaster.wait_until_ready(layout) {
            Ok(()) => Ok(postmaster),
            Err(error) => {
                postmaster.stop();
                Err(error)
            }
        }
    }

    fn wait_until_ready(&mut self, layout: &Layout) -> Result<()> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("PostgreSQL did not start ({status}):\n{}", log::tail(&layout.log()));
            }
            // A pid file of an earlier, killed cluster may still lie there.
            if living(layout)? == Some(self.child.id()) && ready_socket(layout)?.is_some() {
                return Ok(());
            }
            if started.elapsed() > START_WITHIN {
                bail!("PostgreSQL did not become ready:\n{}", log::tail(&layout.log()));
            }
            sleep(POLL);
        }
    }

    /// The last lines of the log, if it has ended by itself.
    pub fn fell(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(format!("{status}\n{}", log::tail(&self.log)))
    }

    /// A fast shutdown; an immediate one (which the next start recovers from) if that hangs.
    pub fn stop(mut self) {
        self.signal(Signal::INT);
        let started = Instant::now();
        while let Ok(None) = self.child.try_wait() {
            if started.elapsed() > STOP_WITHIN {
                tracing::warn!("PostgreSQL did not stop in time; ending it without a checkpoint");
                self.signal(Signal::QUIT);
                break;
            }
            sleep(POLL);
        }
        if let Err(error) = self.child.wait() {
            tracing::warn!(%error, "failed to wait for PostgreSQL");
        }
        // Litter from now on; the next start makes it again.
        let _still_used = fs::remove_dir(&self.socket_dir);
    }

    fn signal(&self, signal: Signal) {
        // Failure means that it is gone already. The child is not reaped yet, so its number
        // cannot belong to somebody else.
        if let Some(pid) = pid(self.child.id()) {
            let _gone = kill_process(pid, signal);
        }
    }
}

fn settings(socket_dir: &Path) -> Vec<String> {
    let mut settings = vec![format!("unix_socket_directories={}", socket_dir.display())];
    settings.extend(
        [
            "listen_addresses=",
            "unix_socket_permissions=0700",
            "max_connections=100",
            "shared_buffers=128MB",
            "jit=off", // compiling a plan costs more than any query of a small city
            "idle_in_transaction_session_timeout=60s",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
        ]
        .map(String::from),
    );
    settings
}

/// Makes the database and PostGIS in it, if they are missing. As a client of the cluster, since
/// the statements of a new database cannot run in PostgreSQL's single-user mode.
pub(super) fn create_database(account: &Account, binaries: &Binaries, socket_dir: &Path) -> Result<()> {
    let script = format!(
        "select 'create database {NAME}' where not exists (select from pg_database where datname = '{NAME}') \\gexec\n\
         \\connect {NAME}\n\
         set client_min_messages = warning;\n\
         create extension if not exists postgis;\n"
    );
    let mut psql = account
        .command(&binaries.program("psql"), Signal::KILL)
        .args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--set=ON_ERROR_STOP=1",
            "--username",
            NAME,
            "--dbname=postgres",
        ])
        .arg("--host")
        .arg(socket_dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("failed to run psql")?;
    if let Some(mut stdin) = psql.stdin.take() {
        stdin.write_all(script.as_bytes())?;
    }
    let output = psql.wait_with_output()?;
    if !output.status.success() {
        bail!("psql: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// The process number of the PostgreSQL that runs on this data directory, whoever started it.
pub(super) fn living(layout: &Layout) -> Result<Option<u32>> {
    let Some(lines) = pid_file(layout)? else {
        return Ok(None);
    };
    let Some(number) = lines.first().and_then(|line| line.trim().parse::<u32>().ok()) else {
        return Ok(None);
    };
    let alive = pid(number).is_some_and(|pid| test_kill_process(pid).is_ok()) && is_postgres(number);
    Ok(alive.then_some(number))
}

/// The socket's folder once PostgreSQL accepts connections there.
pub(super) fn ready_socket(layout: &Layout) -> Result<Option<PathBuf>> {
    let Some(lines) = pid_file(layout)? else {
        return Ok(None);
    };
    // Line 5 is the socket's folder, line 8 the state; PostgreSQL's own pg_ctl reads them too.
    let (Some(dir), Some(state)) = (lines.get(4), lines.get(7)) else {
        return Ok(None);
    };
    let dir = PathBuf::from(dir);
    let answers = state.trim() == "ready" && UnixStream::connect(dir.join(".s.PGSQL.5432")).is_ok();
    Ok(answers.then_some(dir))
}

fn pid_file(layout: &Layout) -> Result<Option<Vec<String>>> {
    let path = layout.data().join("postmaster.pid");
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.lines().map(String::from).collect())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("failed to read {}", path.display())),
    }
}

/// After a crash the number in the pid file may belong to another program by now.
fn is_postgres(number: u32) -> bool {
    let name = fs::read_to_string(format!("/proc/{number}/comm"));
    name.map_or(true, |name| name.starts_with("postgres"))
}

fn pid(number: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(number).ok()?)
}

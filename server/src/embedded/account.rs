//! Which operating-system user PostgreSQL runs as, and what that user can reach.
//!
//! PostgreSQL refuses to run as root, so root drops to the system user `postgres`; anybody else
//! runs it as themselves.

use anyhow::{Context, Result, bail};
use std::io::ErrorKind;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Signal, geteuid, getpid, getppid, set_parent_process_death_signal};

use super::binaries::Binaries;

pub(super) struct Account {
    pub uid: u32,
    /// Set when we are root and have to become somebody else.
    drop_to_gid: Option<u32>,
}

impl Account {
    pub fn choose() -> Result<Account> {
        if !geteuid().is_root() {
            return Ok(Account { uid: geteuid().as_raw(), drop_to_gid: None });
        }
        let (Some(uid), Some(gid)) = (id("-u"), id("-g")) else {
            bail!(
                "PostgreSQL refuses to run as root and there is no system user `postgres` to run it as. \
                 Install PostgreSQL ({}), which makes that user, or start citycenter as an ordinary user.",
                super::binaries::PACKAGES
            );
        };
        Ok(Account { uid, drop_to_gid: Some(gid) })
    }

    /// A command that runs as this account, with none of the caller's PG* variables, and that
    /// does not outlive us: the kernel sends it `on_our_death` when we are gone, even by kill -9.
    pub fn command(&self, program: &Path, on_our_death: Signal) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C.UTF-8").current_dir("/").stdin(Stdio::null());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        if let Some(gid) = self.drop_to_gid {
            command.uid(self.uid).gid(gid); // std also drops root's supplementary groups
        }
        die_with_us(&mut command, on_our_death);
        command
    }

    /// Gives a file or folder that we have just made to this account.
    pub fn own(&self, path: &Path) -> Result<()> {
        let Some(gid) = self.drop_to_gid else {
            return Ok(());
        };
        chown(path, Some(self.uid), Some(gid))
            .with_context(|| format!("failed to give {} to the user postgres", path.display()))
    }

    /// Fails, naming the folder, when a parent keeps this account out of `folder`. Typical: a
    /// data directory under /root, which only root may enter.
    pub fn check_reach(&self, folder: &Path, binaries: &Binaries) -> Result<()> {
        if self.drop_to_gid.is_none() || self.enters(folder, binaries)? {
            return Ok(());
        }
        let mut parents: Vec<_> = folder.ancestors().collect();
        parents.reverse();
        for parent in parents {
            if !self.enters(parent, binaries)? {
                bail!(
                    "the user `postgres` cannot enter {}, so the database cannot live in {}. \
                     Pass --data-dir with a folder that every user may enter, such as \
                     /var/lib/citycenter, or run `chmod o+x {}`.",
                    parent.display(),
                    folder.display(),
                    parent.display()
                );
            }
        }
        Ok(())
    }

    /// Tried rather than computed from mode bits, which would miss access lists.
    fn enters(&self, folder: &Path, binaries: &Binaries) -> Result<bool> {
        let program = binaries.program("postgres");
        let tried = self
            .command(&program, Signal::KILL)
            .arg("--version")
            .current_dir(folder)
            .stdout(Stdio::null())
            .status();
        match tried {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(false),
            Err(error) => Err(error).with_context(|| format!("failed to run {}", program.display())),
        }
    }
}

/// Asks `id` rather than /etc/passwd, so that users from a directory service count too.
fn id(which: &str) -> Option<u32> {
    let output = Command::new("id").args([which, "postgres"]).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[expect(unsafe_code, reason = "std has no safe way to set the parent-death signal between fork and exec")]
fn die_with_us(command: &mut Command, signal: Signal) {
    let us = getpid();
    // SAFETY: between fork and exec only two system calls are made; nothing allocates or locks.
    unsafe {
        command.pre_exec(move || {
            set_parent_process_death_signal(Some(signal))?;
            // We may have died before the request was in place; then nobody would send it.
            if getppid() == Some(us) { Ok(()) } else { Err(ErrorKind::BrokenPipe.into()) }
        });
    }
}

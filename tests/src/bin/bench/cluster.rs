//! The cluster that the server runs, and PostgreSQL's own programs on it.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use stories::keeper;

/// The database of the server.
pub const PRODUCT: &str = "citycenter";
/// The database that pgbench writes to.
pub const TWIN: &str = "twin";
/// Owns both.
const OWNER: &str = "citycenter";

pub struct Cluster {
    pub postmaster: u32,
    socket_dir: String,
    programs: PathBuf,
}

impl Cluster {
    /// The one that a server runs in this folder.
    pub fn of(data_dir: &Path) -> Result<Cluster> {
        let (postmaster, socket_dir) = keeper::postmaster(data_dir);
        let postmaster = u32::try_from(postmaster)?;
        // Programs of the very version that runs.
        let program = std::fs::read_link(format!("/proc/{postmaster}/exe"))?;
        let programs = program.parent().context("a program lies in a folder")?.to_owned();
        Ok(Cluster { postmaster, socket_dir, programs })
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://{OWNER}@localhost/{database}?host={}", self.socket_dir)
    }

    /// One of PostgreSQL's programs, as a client of this cluster.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.args(["--host", &self.socket_dir, "--username", OWNER]).stdin(Stdio::null());
        command
    }

    /// Runs SQL with psql's variables and gives what it selects, columns parted by tabs.
    pub fn sql(&self, database: &str, variables: &[(&str, &str)], statements: &str) -> Result<String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=\t"]);
        psql.args(["--set=ON_ERROR_STOP=1", "--dbname", database, "--file=-"]);
        for (name, value) in variables {
            psql.arg(format!("--set={name}={value}"));
        }
        said(&mut psql, statements)
    }
}

/// What a program writes, if it succeeds.
pub fn said(command: &mut Command, input: &str) -> Result<String> {
    use std::io::Write;
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child =
        piped.spawn().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    child.stdin.take().context("a pipe")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let (program, complaint) = (command.get_program(), String::from_utf8_lossy(&output.stderr));
        bail!("{} failed: {}", program.display(), complaint.trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

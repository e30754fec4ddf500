//! PostgreSQL's own programs, which make a dump and read it back. They get the database's address by their
//! environment: arguments can be read by everybody on the machine.

use crate::embedded;
use anyhow::{Context, Result, bail};
use reqwest::Url;
use sqlx::PgConnection;
use std::borrow::Cow;
use std::path::Path;
use std::process::{Output, Stdio};
use tokio::io::{AsyncWriteExt, copy};
use tokio::process::Command;

/// The settings of a connection that an address may say behind its question mark.
const OF_QUERY: [(&str, &str); 7] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
];

/// The programs of one version, and the database that they work on.
pub struct Tools {
    major: u32,
    settings: Vec<(&'static str, String)>,
}

/// The major version of the PostgreSQL that answers.
pub async fn major(connection: &mut PgConnection) -> Result<u32> {
    let number: i32 = sqlx::query_scalar("select current_setting('server_version_num')::int4")
        .fetch_one(connection)
        .await?;
    Ok(number.unsigned_abs() / 10_000)
}

impl Tools {
    /// Those of `major`, or of a later version, for the database at `url`.
    pub fn find(url: &str, major: u32) -> Result<Self> {
        let url = Url::parse(url).context("DATABASE_URL cannot be read")?;
        let plain = |text: &str| urlencoding::decode(text).map(Cow::into_owned).context("DATABASE_URL");
        let mut settings = vec![
            ("PGUSER", plain(url.username())?),
            ("PGPASSWORD", plain(url.password().unwrap_or_default())?),
            ("PGHOST", plain(url.host_str().unwrap_or_default())?),
            ("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default()),
            ("PGDATABASE", plain(url.path().trim_start_matches('/'))?),
        ];
        for (name, value) in url.query_pairs() {
            if let Some((_, variable)) = OF_QUERY.iter().find(|(known, _)| *known == name) {
                settings.push((variable, value.into_owned()));
            }
        }
        settings.retain(|(_, value)| !value.is_empty());
        Ok(Self { major, settings })
    }

    fn command(&self, program: &str) -> Result<Command> {
        let mut command = Command::new(embedded::client(program, self.major)?);
        command.env_clear().env("LC_ALL", "C.UTF-8").env("PGAPPNAME", "citycenter backup");
        for kept in ["PATH", "HOME", "PGPASSFILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        Ok(command)
    }

    /// Dumps the database as `snapshot` sees it.
    pub async fn dump(&self, snapshot: &str, into: &Path) -> Result<()> {
        let mut dump = self.command("pg_dump")?;
        dump.args(["--format=custom", "--no-password", "--snapshot", snapshot, "--file"]).arg(into);
        must_end_well("pg_dump", &dump.output().await.context("pg_dump does not run")?)
    }

    /// Runs `before`, the dump and `after` in one transaction: all of it or nothing.
    pub async fn restore(&self, dump: &Path, before: &str, after: &str) -> Result<()> {
        let list = tempfile::NamedTempFile::new()?;
        std::fs::write(list.path(), self.contents(dump).await?)?;
        let mut reader = self.command("pg_restore")?;
        reader.args(["--no-owner", "--file=-", "--use-list"]).arg(list.path()).arg(dump);
        let mut reader = reader.spawn().context("pg_restore does not run")?;
        let mut writer = self.command("psql")?;
        writer.args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]);
        let mut writer = writer.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut sql = writer.stdin.take().context("psql reads nothing")?;
        let mut from = reader.stdout.take().context("pg_restore says nothing")?;

        let fed = async {
            sql.write_all(before.as_bytes()).await?;
            copy(&mut from, &mut sql).await?;
            drop(from);
            let read = reader.wait_with_output().await?;
            if read.status.success() {
                sql.write_all(after.as_bytes()).await?;
            }
            drop(sql);
            Ok::<Output, std::io::Error>(read)
        };
        // What psql has to complain about says more than the pipe that it closed.
        let (fed, written) = tokio::join!(fed, writer.wait_with_output());
        must_end_well("psql", &written?)?;
        must_end_well("pg_restore", &fed?)
    }

    /// What is in a dump, but for what belongs to the database itself and to its extensions.
    async fn contents(&self, dump: &Path) -> Result<String> {
        let output = self.command("pg_restore")?.arg("--list").arg(dump).output().await?;
        must_end_well("pg_restore", &output)?;
        let list = String::from_utf8(output.stdout).context("pg_restore --list")?;
        let apart = [" EXTENSION ", " SCHEMA ", " spatial_ref_sys "];
        let ours = list.lines().filter(|line| !apart.iter().any(|part| line.contains(part)));
        Ok(ours.collect::<Vec<_>>().join("\n"))
    }
}

fn must_end_well(program: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!("{program} failed ({}): {}", output.status, said.trim())
}

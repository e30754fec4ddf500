//! `citycenter backup`: the database and the files that it names, as they were at one moment, while the
//! server goes on.
//!
//! The moment is a snapshot of the database, which `pg_dump` and the list of files share. A file is written
//! before the row that names it, and is never changed, so what the snapshot names can be copied after it.
//! What was erased or edited between the two is found out and said in the manifest, which
//! [`restore`] obeys: no photo comes back that was erased before its copy was made.

mod files;
mod manifest;
mod postgres;
mod restore;
mod rows;

pub use restore::{Restore, run as restore};

use super::Ground;
use crate::media;
use anyhow::{Context, Result, ensure};
use files::{Copying, Shelf};
use manifest::Manifest;
use postgres::Tools;
use sqlx::{Connection, Executor, PgConnection};
use std::path::{Path, PathBuf};

/// Where the dump of the database lies in a backup.
const DUMP: &str = "database.dump";

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Backup` as well
pub struct Backup {
    /// A folder that is not there yet, or is empty
    dir: PathBuf,
    /// An earlier backup on the same disk: files that it has already take no room again
    #[arg(long, value_name = "DIR")]
    beside: Option<PathBuf>,
}

pub async fn run(backup: &Backup, ground: &Ground) -> Result<()> {
    let dir = &backup.dir;
    let shelf = Shelf::make(dir, backup.beside.as_deref())?;
    let store = media::Store::open(&ground.config)?;
    let mut moment = ground.db.main().acquire().await.context("no database answers")?.detach();
    let schema = rows::schema(&mut moment).await?.context("there is nothing in the database yet")?;
    let snapshot = hold_still(&mut moment).await?;
    let major = postgres::major(&mut moment).await?;

    eprintln!("backup: the database");
    Tools::find(&ground.url, major)?.dump(&snapshot, &dir.join(DUMP)).await?;
    let mut copying = Copying::new(&store, &shelf, ground.db.main());
    for photo in rows::photos(&mut moment).await? {
        copying.photo(&photo).await?;
    }
    for attachment in rows::attachments(&mut moment).await? {
        copying.attachment(attachment).await?;
    }
    moment.close().await?;
    let copied = copying.finish()?;
    let manifest = Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: ground.now,
        schema,
        postgres: major,
        database: shelf.sum_of(DUMP)?,
        list: shelf.sum_of(files::LIST)?,
        files: copied.files,
        bytes: copied.bytes,
        changes: copied.changes,
        missing: copied.missing,
    };
    shelf.close(&manifest)?;
    manifest.say("backup");
    touch(&ground.config.backup_stamp)
}

/// Begins a transaction that sees the database as it is now, for as long as it takes; gives its name.
async fn hold_still(connection: &mut PgConnection) -> Result<String> {
    for setting in [
        "set statement_timeout = 0",
        "set idle_in_transaction_session_timeout = 0",
        "begin isolation level repeatable read read only",
    ] {
        connection.execute(setting).await?;
    }
    Ok(sqlx::query_scalar("select pg_export_snapshot()").fetch_one(connection).await?)
}

/// `check` and the metrics look at this file's age.
fn touch(stamp: &Path) -> Result<()> {
    if stamp.as_os_str().is_empty() {
        return Ok(());
    }
    std::fs::write(stamp, "").with_context(|| format!("cannot touch {}", stamp.display()))
}

/// A folder that is there and has nothing in it, or none yet.
fn must_be_empty(dir: &Path) -> Result<()> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => {
            ensure!(entries.next().is_none(), "{} is not empty: name a new folder", dir.display());
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot look into {}", dir.display())),
    }
}

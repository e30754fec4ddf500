//! The verbs of `citycenter`, one a file. Each gets the database it works on: the configured one,
//! the one of a server that runs on the same data directory, or a private one of its own.

mod audit;
mod backup;
mod check;
mod city;
mod clock;
pub mod demo;
mod erase;
mod export;
mod first;
mod import;
mod import_reports;
pub mod serve;
pub mod sweep;
mod user;
mod user_link;
pub mod worker;

use crate::clock::Clock;
use crate::config::{Config, Overrides};
use crate::db::Db;
use crate::embedded;
use crate::events::Feed;
use crate::media;
use crate::news;
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::path::Path;

/// City Management Center: the city's server
#[derive(Parser)]
#[command(name = "citycenter", version, about)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve cities over HTTP
    Serve(serve::Serve),
    /// Do what is done by date or in the background, beside `serve --no-worker`
    Worker(worker::Worker),
    /// Copy the database and the photos into a folder, while the server goes on
    Backup {
        #[command(flatten)]
        backup: backup::Backup,
        #[command(flatten)]
        at: Overrides,
    },
    /// Make a backup the installation again; no server may run on it
    Restore {
        #[command(flatten)]
        restore: backup::Restore,
        #[command(flatten)]
        at: Overrides,
    },
    /// Bring the database up to date and stop
    Migrate {
        #[command(flatten)]
        at: Overrides,
    },
    /// Load a city's data
    #[command(subcommand)]
    City(CityVerb),
    /// Bring data from elsewhere into a city
    #[command(subcommand)]
    Import(ImportVerb),
    /// Add staff
    #[command(subcommand)]
    User(UserVerb),
    /// Count deadlines, with every step of the reasoning, a JSON object a line
    Clock {
        #[command(flatten)]
        question: clock::Question,
        #[command(flatten)]
        at: Overrides,
    },
    /// What analysts may see, as CSV, or what its columns mean
    Export {
        #[command(flatten)]
        export: export::Export,
        #[command(flatten)]
        at: Overrides,
    },
    /// Erase what is kept about somebody who asked for it
    Erase {
        #[command(flatten)]
        erase: erase::Erase,
        #[command(flatten)]
        at: Overrides,
    },
    /// Look over an installation
    Check {
        #[command(flatten)]
        check: check::Check,
        #[command(flatten)]
        at: Overrides,
    },
    /// Make a new key that signs what browsers are told; earlier ones sign for browsers that know them
    PushKey {
        #[command(flatten)]
        at: Overrides,
    },
    /// Look after the audit log
    #[command(subcommand)]
    Audit(AuditVerb),
}

#[derive(Subcommand)]
enum AuditVerb {
    /// Say whether it is as it was written, and name the first entry that is not
    Verify {
        #[command(flatten)]
        verify: audit::Verify,
        #[command(flatten)]
        at: Overrides,
    },
}

#[derive(Subcommand)]
enum CityVerb {
    /// Read a city's folder, check all of it, and make the database what it says
    Load {
        /// The folder; its name is the city's in addresses
        dir: std::path::PathBuf,
        /// Say what would change and how its map fits together, and write nothing
        #[arg(long)]
        preview: bool,
        #[command(flatten)]
        at: Overrides,
    },
}

#[derive(Subcommand)]
enum ImportVerb {
    /// The city's streets, houses, addresses, water and parks from an extract of OpenStreetMap
    Osm {
        #[command(flatten)]
        import: import::OsmFile,
        #[command(flatten)]
        at: Overrides,
    },
    /// Cases from where they were kept before, from a table that the city's import.toml explains
    Reports {
        #[command(flatten)]
        import: import_reports::ReportsTable,
        #[command(flatten)]
        at: Overrides,
    },
}

#[derive(Subcommand)]
enum UserVerb {
    /// Add a member of staff
    Add {
        #[command(flatten)]
        user: user::Add,
        #[command(flatten)]
        at: Overrides,
    },
    /// Print a link by which somebody sets a password; it is good once
    Invite {
        #[command(flatten)]
        user: user::Invite,
        #[command(flatten)]
        at: Overrides,
    },
    /// Link an account to who its owner is at the city's sign-on provider; its password goes
    Link {
        #[command(flatten)]
        link: user_link::Link,
        #[command(flatten)]
        at: Overrides,
    },
}

pub fn run(cli: Cli) -> Result<()> {
    match cli.verb {
        Verb::Serve(serve) => serve::run(serve),
        Verb::Worker(worker) => worker::run(&worker),
        Verb::Backup { backup, at } => {
            looking(&at, |ground| async move { backup::run(&backup, &ground).await })
        }
        Verb::Restore { restore, at } => put_back(&restore, &at),
        Verb::Migrate { at } => beside(&at, |_| async move { Ok(()) }),
        Verb::City(CityVerb::Load { dir, preview, at }) => beside(&at, |db| async move {
            let clock = Clock::default();
            if preview { city::preview(&dir, &db, &clock).await } else { city::run(&dir, &db, &clock).await }
        }),
        Verb::Import(ImportVerb::Osm { import, at }) => {
            beside(&at, |db| async move { import::osm(import, &db, &Clock::default()).await })
        }
        Verb::Import(ImportVerb::Reports { import, at }) => {
            beside(&at, |db| async move { import_reports::run(import, &db, &Clock::default()).await })
        }
        Verb::User(UserVerb::Add { user, at }) => {
            beside(&at, |db| async move { user::add(user, &db, &Clock::default()).await })
        }
        Verb::User(UserVerb::Invite { user, at }) => {
            let config = Config::read(&at)?;
            let public_url = config.public_url(&config.listen);
            beside(&at, |db| async move { user::invite(user, &public_url, &db, &Clock::default()).await })
        }
        Verb::User(UserVerb::Link { link, at }) => {
            beside(&at, |db| async move { user_link::run(link, &db, &Clock::default()).await })
        }
        Verb::Clock { question, at } => beside(&at, |db| async move { clock::run(&question, &db).await }),
        Verb::Export { export, at } => beside(&at, |db| async move { export::run(export, &db).await }),
        Verb::Erase { erase, at } => {
            let files = media::Store::open(&Config::read(&at)?)?;
            beside(&at, |db| async move { erase::run(erase, &db, files, &Clock::default()).await })
        }
        Verb::Check { check, at } => {
            looking(&at, |ground| async move { check::run(&check, &ground, Clock::default().now()).await })
        }
        Verb::PushKey { at } => beside(&at, |db| async move {
            let public = news::new_push_key(&db, Clock::default().now()).await?;
            println!("browsers are offered {public} from now on");
            Ok(())
        }),
        Verb::Audit(AuditVerb::Verify { verify, at }) => {
            looking(&at, |ground| async move { audit::verify(&verify, &ground.db).await })
        }
    }
}

/// What a verb stands on.
pub struct Ground {
    pub db: Db,
    pub config: Config,
    /// The database's address.
    pub url: String,
    /// The database is the private one of the data directory.
    pub private: bool,
    pub now: chrono::DateTime<chrono::Utc>,
}

/// Runs a verb on an up-to-date database, beside a running server or alone.
fn beside<F: Future<Output = Result<()>>>(at: &Overrides, verb: impl FnOnce(Db) -> F) -> Result<()> {
    looking(at, |ground| async move {
        ground.db.migrate().await?;
        verb(ground.db).await
    })
}

/// The address of the database that the settings name, or of the private one where they name none.
fn database(
    config: &Config,
    private: fn(&Path) -> Result<embedded::Cluster>,
) -> Result<(Option<embedded::Cluster>, String)> {
    let private = config.database_url.is_empty().then(|| private(&config.data_dir)).transpose()?;
    let url = private.as_ref().map_or(config.database_url.expose().to_owned(), embedded::Cluster::url);
    Ok((private, url))
}

/// Runs a verb on the database as it is.
fn looking<F: Future<Output = Result<()>>>(at: &Overrides, verb: impl FnOnce(Ground) -> F) -> Result<()> {
    let config = Config::read(at)?;
    let (private, url) = database(&config, embedded::join)?;
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    let done = runtime.block_on(async {
        let db = Db::connect(&url, 2, 1, Feed::default()).await?;
        let now = Clock::default().now();
        verb(Ground { db, config, private: private.is_some(), now, url: url.clone() }).await
    });
    drop(runtime);
    drop(private);
    done
}

/// Restores into the configured database, or into a private one that nobody else runs.
fn put_back(restore: &backup::Restore, at: &Overrides) -> Result<()> {
    let config = Config::read(at)?;
    let manifest = restore.verify()?;
    if restore.is_dry() {
        return Ok(());
    }
    let (private, url) = database(&config, embedded::alone)?;
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    let done = runtime.block_on(backup::restore(restore, &manifest, &config, &url));
    drop(runtime);
    drop(private);
    done
}

//! `citycenter city …`: cities and their data.

use crate::catalogue::actions::{self, Loaded};
use crate::clock::Clock;
use crate::db::Db;
use crate::folder::CityFolder;
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// How long a large city may take to load.
const PATIENCE: Duration = Duration::from_mins(30);

/// Loads a folder and says on standard output what changed.
pub async fn run(dir: &Path, db: &Db, clock: &Clock) -> Result<()> {
    let (slug, loaded) = load(dir, db, clock).await?;
    if !loaded.changed {
        println!("city {slug}: unchanged, version {}", loaded.version);
        return Ok(());
    }
    for (table, changes) in &loaded.tables {
        println!("city {slug}: {table} {changes}");
    }
    println!("city {slug}: version {}", loaded.version);
    Ok(())
}

/// Reads the folder `dir` and stores what it says; nothing is stored when anything is wrong.
/// Gives the city's slug and what was done.
pub async fn load(dir: &Path, db: &Db, clock: &Clock) -> Result<(String, Loaded)> {
    let folder = CityFolder::read(dir)?;
    let slug = folder.slug.clone();
    let city_id = actions::id_of(db.main(), &slug).await?;
    let (loaded, _) = db
        .write_within(PATIENCE, city_id, clock.now(), move |tx| {
            Box::pin(async move { actions::load(tx, &folder).await })
        })
        .await?;
    Ok((slug, loaded))
}

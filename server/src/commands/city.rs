//! `citycenter city …`: cities and their data.

use crate::catalogue::actions::{self, Loaded};
use crate::clock::Clock;
use crate::db::Db;
use crate::folder::{CityFolder, Survey};
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

/// Says what loading a folder would change and how its map fits together; stores nothing.
pub async fn preview(dir: &Path, db: &Db, clock: &Clock) -> Result<()> {
    let folder = CityFolder::read(dir)?;
    let (slug, survey) = (folder.slug.clone(), Survey::of(&folder));
    let city_id = actions::id_of(db.main(), &slug).await?;
    let loaded = db
        .rehearse(PATIENCE, city_id, clock.now(), move |tx| {
            Box::pin(async move { actions::load(tx, &folder).await })
        })
        .await?;
    for (table, changes) in &loaded.tables {
        println!("city {slug}: {table} {changes}");
    }
    for line in survey.to_string().lines() {
        println!("city {slug}: {line}");
    }
    let change = if loaded.changed { "would make" } else { "would change nothing in" };
    println!("city {slug}: a preview, nothing was written; loading it {change} version {}", loaded.version);
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

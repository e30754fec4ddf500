//! `citycenter import …`: data from elsewhere.

use crate::catalogue::actions::{self, Loaded};
use crate::clock::Clock;
use crate::db::Db;
use crate::folder::Changes;
use crate::osm;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// How long the map of a large city may take to store.
const PATIENCE: Duration = Duration::from_hours(2);

#[derive(Args)]
pub struct OsmFile {
    /// The extract: .osm.pbf, .osm or .osm.gz, of the city or of the country around it
    #[arg(required_unless_present = "forget")]
    file: Option<PathBuf>,
    /// The city, by its name in addresses; its boundary says what of the file is taken
    #[arg(long)]
    city: String,
    /// Give the import up: the next `city load` brings the map of the city's folder again
    #[arg(long, conflicts_with = "file")]
    forget: bool,
}

/// Reads the file and stores what it knows of the city; progress goes to standard error, what changed
/// to standard output.
pub async fn osm(import: OsmFile, db: &Db, clock: &Clock) -> Result<()> {
    let OsmFile { file, city, forget } = import;
    let found = actions::outline_of(db.main(), &city).await?;
    let (city_id, boundary) = found.with_context(|| format!("no city is called {city}"))?;
    let Some(file) = file else {
        if forget {
            let forget = db.write_within(PATIENCE, city_id, clock.now(), |tx| {
                Box::pin(async move { actions::forget_import(tx).await })
            });
            forget.await.context("this city has no import")?;
            println!("city {city}: the import is given up; city load DIR brings the folder's map");
        }
        return Ok(());
    };
    let shown = file.display().to_string();
    let read = tokio::task::spawn_blocking(move || {
        osm::read(&file, &boundary, &mut |said| eprintln!("import: {said}"))
    });
    let extract = match read.await.context("the file could not be read to its end")? {
        Ok(extract) => extract,
        Err(error) => bail!("{shown} {error}"),
    };
    let rejected = extract.rejected;
    eprintln!("import: storing");
    let (loaded, _) = db
        .write_within(PATIENCE, city_id, clock.now(), move |tx| {
            Box::pin(async move { actions::import_map(tx, &extract).await })
        })
        .await?;
    say(&city, &loaded, rejected);
    Ok(())
}

fn say(city: &str, loaded: &Loaded, rejected: osm::Rejected) {
    for (table, changes) in &loaded.tables {
        println!("city {city}: {table} {changes}");
    }
    let osm::Rejected { open_areas, short_lines, numbers, lost_addresses } = rejected;
    if rejected.total() > 0 {
        println!(
            "city {city}: rejected {open_areas} areas that are not whole, {short_lines} lines of one place, \
             {numbers} house numbers that are too long, {lost_addresses} addresses in streets that are not there"
        );
    }
    println!("city {city}: version {}", loaded.version);
    let sum = |of: fn(&Changes) -> usize| loaded.tables.iter().map(|(_, changes)| of(changes)).sum::<usize>();
    let retired: u64 = loaded.tables.iter().map(|(_, changes)| changes.retired).sum();
    let imported = sum(|changes| changes.added + changes.changed);
    let unchanged = sum(|changes| changes.unchanged());
    println!("imported {imported}, unchanged {unchanged}, retired {retired}, rejected {}", rejected.total());
}

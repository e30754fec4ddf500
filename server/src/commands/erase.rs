//! `citycenter erase`: forgets somebody who asked for it at a counter or in a letter.

use crate::catalogue::Cities;
use crate::clock::Clock;
use crate::db::Db;
use crate::media;
use crate::privacy::actions::{Erasing, Owner, erase_report, erase_resident, find_report, find_resident};
use crate::privacy::actions::{reports_of, would_erase};
use anyhow::{Context, Result, bail};
use domain::id::Number;
use std::time::Duration;

/// How long an account with many reports may take.
const PATIENCE: Duration = Duration::from_mins(10);

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Erase` as well
pub struct Erase {
    /// The city
    #[arg(long)]
    city: String,
    /// The number of one report, such as 2026-000123
    #[arg(long, conflicts_with = "resident", required_unless_present = "resident")]
    report: Option<String>,
    /// The e-mail address or phone number of an account: it goes with all its reports
    #[arg(long)]
    resident: Option<String>,
    /// Say what would be erased, and erase nothing
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(erase: Erase, db: &Db, files: media::Store, clock: &Clock) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    let city = cities.get(&erase.city).with_context(|| format!("there is no city {}", erase.city))?;
    let dry = erase.dry_run;
    let erasing = Erasing { owner: Owner::Terminal, meant: true, files };
    let done = match (erase.report, erase.resident) {
        (Some(number), _) => {
            let number: Number = number.parse().map_err(|_| anyhow::anyhow!("{number} is no number"))?;
            db.write_within(PATIENCE, city.id, clock.now(), move |tx| {
                Box::pin(async move {
                    let Some(id) = find_report(tx, number).await? else { return Ok(None) };
                    let counts = would_erase(tx, &[id]).await?;
                    if !dry {
                        erase_report(tx, id, &erasing).await?;
                    }
                    Ok(Some(counts))
                })
            })
            .await
        }
        (None, Some(reach)) => {
            db.write_within(PATIENCE, city.id, clock.now(), move |tx| {
                Box::pin(async move {
                    let Some(id) = find_resident(tx, &reach).await? else { return Ok(None) };
                    let reports = reports_of(tx, id).await?;
                    let counts = would_erase(tx, &reports).await?;
                    if !dry {
                        erase_resident(tx, id, &erasing).await?;
                    }
                    Ok(Some(counts))
                })
            })
            .await
        }
        (None, None) => bail!("say --report or --resident"),
    };
    let Some([contacts, words, photos]) = done?.0 else { bail!("there is nobody and nothing of that name") };
    let verb = if dry { "would erase" } else { "erased" };
    println!("{verb}: contacts {contacts}, reports with words {words}, photos {photos}");
    Ok(())
}

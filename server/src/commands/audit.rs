//! `citycenter audit verify`: is the audit log as it was written?

use crate::audit::verify::{Head, walk};
use crate::catalogue::Cities;
use crate::db::Db;
use anyhow::{Context, Result, bail};

#[derive(Debug, clap::Args)]
#[group(skip)] // the verb is called `Verify` as well
pub struct Verify {
    /// Only this city
    #[arg(long)]
    city: Option<String>,
    /// What an earlier walk over this city ended with: the log must still lead through it
    #[arg(long, value_name = "N:HASH", requires = "city", value_parser = read_head)]
    noted: Option<Head>,
}

pub async fn verify(asked: &Verify, db: &Db) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    let all = cities.all();
    let of: Vec<_> =
        all.iter().filter(|entry| asked.city.as_ref().is_none_or(|slug| *slug == entry.city.slug)).collect();
    if of.is_empty() {
        bail!("there is no such city");
    }
    let mut broken = 0;
    for entry in of {
        let city = &entry.city;
        match walk(db.main(), city.id, asked.noted.as_ref()).await {
            Ok(head) => println!("OK   {}: {} entries; note {}", city.slug, head.n, written(&head)),
            Err(error) => {
                println!("BAD  {}: {error}", city.slug);
                broken += 1;
            }
        }
    }
    if broken > 0 {
        bail!("the audit log is not as it was written");
    }
    Ok(())
}

fn written(head: &Head) -> String {
    format!("{}:{}", head.n, hex::encode(&head.hash))
}

fn read_head(text: &str) -> Result<Head> {
    let (n, hex) = text.split_once(':').context("a number and a hash, as an earlier walk printed them")?;
    Ok(Head { n: n.parse()?, hash: hex::decode(hex)? })
}

//! `citycenter check`: looks over an installation and says what is wrong.

use crate::catalogue::Cities;
use crate::db::Db;
use crate::people;
use anyhow::{Result, bail};
use chrono::{DateTime, Datelike, Days, Utc};

/// Deadlines reach so far into the next year.
const AHEAD: Days = Days::new(60);

pub async fn run(db: &Db, now: DateTime<Utc>) -> Result<()> {
    let mut wrong = 0;
    let mut say = |good: bool, what: String| {
        println!("{} {what}", if good { "ok " } else { "BAD" });
        wrong += u32::from(!good);
    };
    let postgis =
        sqlx::query_scalar!(r#"select postgis_lib_version() as "version!""#).fetch_one(db.main()).await?;
    say(true, format!("database up to date, PostGIS {postgis}"));
    let sees = sqlx::query("select 1 from public_reports limit 1").execute(db.public()).await;
    say(sees.is_ok(), "the public role sees the public views".to_owned());
    let peeks = sqlx::query("select 1 from reports limit 1").execute(db.public()).await;
    let refused = peeks.err().and_then(|e| e.as_database_error()?.code().map(|code| code == "42501"));
    say(refused == Some(true), "the public role sees nothing else".to_owned());
    let cities = Cities::load(db.main(), &[]).await?;
    say(!cities.all().is_empty(), format!("{} cities loaded", cities.all().len()));
    for entry in cities.all().iter() {
        let city = &entry.city;
        let staff = people::count(db.main(), city.id).await?;
        say(staff > 0, format!("{}: version {}, {staff} staff", city.slug, city.version));
        let year = (now + AHEAD).year();
        if city.calendar.knows(year) {
            say(true, format!("{}: working calendar of {year}", city.slug));
        } else {
            // Not wrong yet: the decree on next year's days off may not be out.
            println!("SOON {}: deadlines will need the working calendar of {year}", city.slug);
        }
    }
    if wrong > 0 {
        bail!("{wrong} of these need attention");
    }
    Ok(())
}

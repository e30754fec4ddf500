//! The cities and their data.

use super::Findings;
use crate::catalogue::Cities;
use crate::commands::demo;
use crate::db::Db;
use crate::{audit, people};
use anyhow::Result;
use chrono::{DateTime, Datelike, Days, Utc};
use domain::catalogue::City;

/// Deadlines reach so far into the next year.
const AHEAD: Days = Days::new(60);

pub async fn look(db: &Db, now: DateTime<Utc>, findings: &mut Findings) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    match cities.all().len() {
        0 => findings.bad("no city is loaded", "citycenter city load DIR"),
        count => findings.ok(format!("{count} cities loaded")),
    }
    for entry in cities.all().iter() {
        city(db, &entry.city, now, findings).await?;
    }
    Ok(())
}

async fn city(db: &Db, city: &City, now: DateTime<Utc>, findings: &mut Findings) -> Result<()> {
    let slug = &city.slug;
    match people::count(db.main(), city.id).await? {
        0 => findings.bad(format!("{slug}: version {}, no staff", city.version), "citycenter user add"),
        staff => findings.ok(format!("{slug}: version {}, {staff} staff", city.version)),
    }
    let known = demo::signs_in(db, city.id).await?;
    if known.is_empty() {
        findings.ok(format!("{slug}: nobody signs in with the password of demos"));
    } else {
        let what =
            format!("{slug}: the password of demos, which everybody knows, opens {}", known.join(", "));
        findings.soon(what, "never let anybody but yourself reach a demo");
    }
    let year = (now + AHEAD).year();
    if city.calendar.knows(year) {
        findings.ok(format!("{slug}: working calendar of {year}"));
    } else {
        // Not wrong yet: the decree on next year's days off may not be out.
        findings.soon(
            format!("{slug}: deadlines will need the working calendar of {year}"),
            "add working-calendar/YEAR.csv and load the city",
        );
    }
    match audit::verify::walk(db.main(), city.id, None).await {
        Ok(head) => findings.ok(format!("{slug}: the audit log is whole, {} entries", head.n)),
        Err(broken) => findings.bad(
            format!("{slug}: audit log: {broken}"),
            "find out who can write to the database, and when they did",
        ),
    }
    Ok(())
}

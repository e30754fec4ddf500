//! What both databases hold before anything is measured.

use crate::cluster::{Cluster, PRODUCT, TWIN};
use crate::http::{Connection, post};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use stories::server::{city_dir, run, verb};
use stories::town::{PASSWORD, STAFF};
use stories::{CITY, reports};
use uuid::Uuid;

/// A report that the product has filed, as its row has it, and the city around it.
pub struct Sample {
    pub city_id: i32,
    /// Ids of all types, parted by commas.
    pub types: String,
    /// Their slugs.
    pub slugs: Vec<String>,
    pub year: String,
    /// West, south, east and north of the middle of the city, half as wide and high as all of it.
    pub middle: [f64; 4],
    /// Its row as JSON.
    row: String,
    /// Its columns that are not null, as text.
    columns: BTreeMap<String, String>,
}

impl Sample {
    /// Files a report and reads it back.
    pub fn file(address: &str, cluster: &Cluster) -> Result<Sample> {
        let body = reports::dark_lamp().to_string();
        Connection::open(address)?.expect(201, &post(&format!("/api/v1/cities/{CITY}/reports"), &body))?;
        let row = cluster.sql(PRODUCT, &[], "select to_jsonb(reports) from reports")?;
        let columns: BTreeMap<String, Value> = serde_json::from_str(&row)?;
        let columns: BTreeMap<String, String> =
            columns.into_iter().filter_map(|(column, value)| Some((column, text(value)?))).collect();
        let city = cluster.sql(
            PRODUCT,
            &[("city", CITY)],
            "select id, st_xmin(boundary), st_ymin(boundary), st_xmax(boundary), st_ymax(boundary),
                (select string_agg(id::text, ',' order by id) from issue_types
                 where city_id = cities.id and retired_at is null),
                (select string_agg(slug, ',' order by id) from issue_types
                 where city_id = cities.id and retired_at is null)
             from cities where slug = :'city'",
        )?;
        let [id, west, south, east, north, types, slugs] = *city.split('\t').collect::<Vec<_>>() else {
            anyhow::bail!("not one city {CITY}: {city}");
        };
        let [west, south, east, north]: [f64; 4] =
            [west.parse()?, south.parse()?, east.parse()?, north.parse()?];
        let (width, height) = ((east - west) / 4.0, (north - south) / 4.0);
        Ok(Sample {
            city_id: id.parse()?,
            types: types.to_owned(),
            slugs: slugs.split(',').map(str::to_owned).collect(),
            year: columns.get("number_year").cloned().context("a report without a number")?,
            middle: [west + width, south + height, east - width, north - height],
            row,
            columns,
        })
    }

    /// The row, for pgbench.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().map(|(column, value)| (column.as_str(), value.as_str()))
    }

    /// Whether the row has something in this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// A place in the middle of the city: longitude, latitude.
    pub fn place(&self) -> (f64, f64) {
        let [west, south, east, north] = self.middle;
        (west + (east - west) * random(), south + (north - south) * random())
    }

    /// A type's slug.
    pub fn slug(&self) -> &str {
        pick(&self.slugs).as_str()
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// One of them, by chance.
pub fn pick<T>(choice: &[T]) -> &T {
    let nth = Uuid::new_v4().as_u128() % (choice.len() as u128);
    &choice[usize::try_from(nth).expect("less than a length")]
}

/// From 0 up to 1.
pub fn random() -> f64 {
    let [a, b, c, d, ..] = *Uuid::new_v4().as_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
}

/// Makes the twin, and puts as many reports into both databases.
pub fn fill(cluster: &Cluster, sample: &Sample, reports: u32) -> Result<()> {
    cluster.sql(PRODUCT, &[], &format!("create database {TWIN}"))?;
    let twin = cluster.url(TWIN);
    run(verb(Some(&twin)).arg("migrate"), "");
    run(verb(Some(&twin)).args(["city", "load"]).arg(city_dir(CITY)), "");
    let reports = reports.to_string();
    let variables = [("city", CITY), ("reports", &reports), ("sample", &sample.row)];
    for database in [PRODUCT, TWIN] {
        cluster.sql(database, &variables, include_str!("seed.sql"))?;
    }
    Ok(())
}

/// The id of somebody who has cases.
pub fn person(cluster: &Cluster) -> Result<String> {
    cluster.sql(
        PRODUCT,
        &[],
        "select assignee_id from reports where is_open and assignee_id is not null limit 1",
    )
}

/// Signs in, and gives the header that proves it.
pub fn sign_in(address: &str, cluster: &Cluster, login: &str) -> Result<String> {
    let (_, role, department) = STAFF.iter().find(|(name, ..)| *name == login).context("no such account")?;
    let mut add = verb(Some(&cluster.url(PRODUCT)));
    add.args(["user", "add", login, "--city", CITY, "--role", role, "--password-stdin"]);
    if let Some(department) = department {
        add.args(["--department", department]);
    }
    run(&mut add, PASSWORD);
    sign_in_again(address, login)
}

/// The same for somebody who is known already.
pub fn sign_in_again(address: &str, login: &str) -> Result<String> {
    let body = format!(r#"{{"login":"{login}","password":"{PASSWORD}","city":"{CITY}","client":"phone"}}"#);
    let mut connection = Connection::open(address)?;
    let session = connection.expect(201, &post("/api/v1/sessions", &body))?;
    let session: Value = serde_json::from_slice(session)?;
    let token = session["access_token"].as_str().context("no access token")?;
    Ok(format!("authorization: Bearer {token}\r\n"))
}

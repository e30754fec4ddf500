//! `citycenter export`: what analysts may see, as CSV, and what its columns mean. It reads as an analyst
//! does, through the `analyst_*` views and nothing else.

use crate::db::Db;
use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use futures::TryStreamExt;
use sqlx::{Executor, PgConnection};
use std::io::Write;

/// What can be had.
#[derive(Clone, Copy, ValueEnum)]
enum What {
    Reports,
    Steps,
    Types,
    Departments,
    Territories,
}

impl What {
    fn view(self) -> &'static str {
        match self {
            Self::Reports => "analyst_reports",
            Self::Steps => "analyst_steps",
            Self::Types => "analyst_types",
            Self::Departments => "analyst_departments",
            Self::Territories => "analyst_territories",
        }
    }

    /// What its rows are ordered by, so that two exports can be compared.
    fn order(self) -> &'static str {
        match self {
            Self::Reports => "received_at, report_id",
            Self::Steps => "step",
            Self::Types => "type",
            Self::Departments => "department",
            Self::Territories => "territory",
        }
    }
}

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Export` as well
pub struct Export {
    /// What to export
    what: What,
    /// The city
    #[arg(long, required_unless_present = "dictionary")]
    city: Option<String>,
    /// Say what each column means instead
    #[arg(long)]
    dictionary: bool,
}

pub async fn run(export: Export, db: &Db) -> Result<()> {
    let mut connection = db.main().acquire().await.context("no database answers")?.detach();
    for setting in ["set statement_timeout = 0", "set role citycenter_analyst"] {
        connection.execute(setting).await?;
    }
    match export.city.filter(|_| !export.dictionary) {
        Some(city) => rows(export.what, &city, &mut connection).await,
        None => dictionary(export.what, &mut connection).await,
    }
}

async fn rows(what: What, city: &str, connection: &mut PgConnection) -> Result<()> {
    let known: bool = sqlx::query_scalar("select exists (select from analyst_departments where city = $1)")
        .bind(city)
        .fetch_one(&mut *connection)
        .await?;
    ensure!(known, "there is no city {city}");
    // A statement of copying takes no parameters; the name is that of a city that is there.
    let quoted = city.replace('\'', "''");
    let copy = format!(
        "copy (select * from {} where city = '{quoted}' order by {}) to stdout with (format csv, header)",
        what.view(),
        what.order()
    );
    let mut parts = connection.copy_out_raw(&copy).await?;
    let mut out = std::io::stdout().lock();
    while let Some(part) = parts.try_next().await? {
        out.write_all(&part)?;
    }
    Ok(out.flush()?)
}

async fn dictionary(what: What, connection: &mut PgConnection) -> Result<()> {
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "select attname::text, format_type(atttypid, atttypmod), coalesce(col_description(attrelid, attnum), '')
         from pg_attribute where attrelid = $1::text::regclass and attnum > 0 order by attnum",
    )
    .bind(what.view())
    .fetch_all(connection)
    .await?;
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(["column", "type", "meaning"])?;
    for (name, kind, meaning) in columns {
        out.write_record([name, kind, meaning])?;
    }
    Ok(out.flush()?)
}

//! The transaction in which the product files a report, as a script of pgbench.
//!
//! Its statements are what the product's build has recorded of its SQL, so they cannot grow apart;
//! a change of theirs that this file does not know ends the run.

use crate::seed::Sample;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;

/// Ids ascend over all clients, as those of reports do.
const ID: &str = "('019a0000-0000-7000-8000-' || lpad(to_hex(:id::int8), 12, '0'))::uuid";

/// The variables of the sample must be defined, `run` by another number every time, and `count` as 0.
pub fn transaction(sample: &Sample) -> Result<String> {
    let [west, south, east, north] = sample.middle.map(|degrees| (degrees * 1e6).round());
    let (city, year, types) = (sample.city_id, &sample.year, &sample.types);
    let kinds = types.split(',').count();
    let nearest = statement(
        "houses.outline <-> here.point",
        &format!("{city}; :lon::float8; :lat::float8; 0.00118::float8; 0.00063::float8"),
    )?;
    let insert = statement(
        "insert into reports (city_id",
        &format!(
            "{city}; {ID}; (array[{types}])[:type::int4]; 1; :channel; :department; :because; \
             :lon::float8; :lat::float8; :lon::float8; :lat::float8; true; null; :address; :description; '{{}}'; 'ru'; \
             now(); null; now() + interval '10 days'; null; now() + interval '10 days'; \
             :hash::bytea; :hash::bytea; :receipt"
        ),
    )?;
    let commit = statement(
        "update city_counters set",
        &format!(
            "{city}; now(); array['submitted', 'assigned']; array[{ID}, {ID}]; array['registered', 'assigned']; \
             array[null, null]::text[]; array[null, null]::uuid[]; array[null, null]::uuid[]; array[{ID}]; {year}"
        ),
    )?;
    Ok(format!(
        "\\set count :count + 1
\\set id (:run * 10000000 + :count) * 64 + :client_id
\\set lon random({west}, {east}) / 1000000.0
\\set lat random({south}, {north}) / 1000000.0
\\set type random(1, {kinds})
begin;
{nearest};
{insert};
{commit};
commit;
"
    ))
}

/// The recorded statement that `says` this, its parameters filled in.
fn statement(says: &str, parameters: &str) -> Result<String> {
    let parameters: Vec<&str> = parameters.split("; ").collect();
    let query = recorded(says)?;
    let mut parts = query.split('$');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    let mut highest = 0;
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let nth: usize = part[..part.len() - rest.len()].parse().context("a parameter has a number")?;
        filled += parameters.get(nth - 1).with_context(|| format!("${nth} of `{says}` is not known"))?;
        filled += rest;
        highest = highest.max(nth);
    }
    ensure!(highest == parameters.len(), "`{says}` has {highest} parameters, {} are known", parameters.len());
    Ok(filled)
}

fn recorded(says: &str) -> Result<String> {
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    for entry in fs::read_dir(folder).context("no recorded SQL")? {
        let statement: serde_json::Value = serde_json::from_slice(&fs::read(entry?.path())?)?;
        found.extend(statement["query"].as_str().filter(|query| query.contains(says)).map(str::to_owned));
    }
    match found.pop() {
        Some(query) if found.is_empty() => Ok(query),
        _ => bail!("not one but {} recorded statements say `{says}`", found.len() + 1),
    }
}

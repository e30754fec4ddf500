//! The transaction in which the product files a report, as a script of pgbench.
//!
//! Its statements are what the product's build has recorded of its SQL, so they cannot grow apart;
//! a change of theirs that this file does not know ends the run. Arrays that the product sends are
//! written out here, which spares PostgreSQL from planning anew each time.

use crate::seed::Sample;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;

/// Ids ascend over all clients, as those of reports do.
const ID: &str = "('019a0000-0000-7000-8000-' || lpad(to_hex(:id::int8), 12, '0'))::uuid";

/// The variables of the sample must be defined, `run` as another number every time, and `count` as 0.
pub fn transaction(sample: &Sample) -> Result<String> {
    let [west, south, east, north] = sample.middle.map(|degrees| (degrees * 1e6).round());
    let (city, year, types) = (sample.city_id, &sample.year, &sample.types);
    let kinds = types.split(',').count();
    let nearest = statement(
        "houses.outline <-> here.point",
        &format!("{city}; :lon::float8; :lat::float8; 0.00118::float8; 0.00063::float8"),
    )?;
    let insert = insert(sample)?;
    let commit = statement(
        "with counter as (",
        &format!(
            "{city}; now(); array['submitted', 'assigned']; array[{ID}, {ID}]; array['registered', 'assigned']; \
             array[null, null]::text[]; array[null, null]::uuid[]; array[null, null]::uuid[]; array[{ID}]; {year}; \
             array[null, null]::uuid[]; array['system', 'system']; array[true, true]; \
             array[now(), now()]"
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

/// The sample's row again, of another type and at another place.
fn insert(sample: &Sample) -> Result<String> {
    let query = recorded("next_due_at, secret_hash, body_hash, receipt, clocks")?;
    let (head, rest) = query.split_once("values (").context("an insert without values")?;
    let columns = head.split(['(', ')']).nth(1).context("an insert without columns")?;
    let (values, tail) = rest.split_once("on conflict").context("an insert that meets no old row")?;
    let values = split(values.trim_end().trim_end_matches(')'));
    let columns: Vec<&str> = columns.split(',').map(str::trim).collect();
    ensure!(columns.len() == values.len(), "{} columns and {} values", columns.len(), values.len());
    let mut again = Vec::new();
    for (column, value) in columns.into_iter().zip(values) {
        again.push(match column {
            "id" => ID.to_owned(),
            "type_id" => format!("(array[{}])[:type::int4]", sample.types),
            "place" | "public_place" => place(value)?,
            _ if !value.contains('$') => value.to_owned(),
            _ if sample.has(column) => format!(":{column}"),
            _ => "null".to_owned(),
        });
    }
    Ok(format!("{head}values ({}) on conflict {}", again.join(", "), tail.trim()))
}

/// The expression with the script's place for its two parameters.
fn place(value: &str) -> Result<String> {
    let parts: Vec<&str> = value.split('$').collect();
    let [before, lon, lat] = parts.as_slice() else { bail!("a place from other than two numbers: {value}") };
    let rest = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
    Ok(format!("{before}:lon::float8{}:lat::float8{}", rest(lon), rest(lat)))
}

/// The parts between the commas that stand in no brackets.
fn split(values: &str) -> Vec<&str> {
    let mut depth = 0;
    let parts = values.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    parts.map(str::trim).collect()
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

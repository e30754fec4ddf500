//! `import.toml`: how a table that another system gave becomes cases of this city. It is data: columns,
//! names, times. `docs/history.md` says what each line means.

use super::document;
use super::problem::Problems;
use super::rows::{Channel, Department, IssueType};
use chrono::NaiveDate;
use domain::clock::Unit;
use domain::report::Outcome;
use domain::status::Status;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

pub const FILE: &str = "import.toml";

/// Where in a row everything is, and what its words mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The column of the number that a case had.
    pub number: String,
    /// What stands between the cells.
    #[serde(default = "comma")]
    pub delimiter: char,
    pub times: Times,
    pub place: Places,
    /// The column of what the resident wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub status: States,
    /// How closed cases ended: the first that fits.
    pub ending: Vec<EndingRule>,
    pub channel: Meanings,
    /// Without it every case belongs to whom its type and place give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Meanings>,
    #[serde(rename = "type")]
    pub issue_type: Meanings,
    /// Deadlines that types had before those they have now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

fn comma() -> char {
    ','
}

/// Columns of times, and how they are written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// As `strftime` has it; with `%z` times say their zone themselves.
    pub format: String,
    /// IANA name of the zone of times that say none; the city's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    pub received: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    pub closed: String,
}

/// Columns of the place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    pub lat: String,
    pub lon: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How a row says that its coordinates only stand in for a place that nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    pub column: String,
    pub values: Vec<String>,
}

/// Which words say that a case is open, and which that it is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    pub column: String,
    pub open: Vec<String>,
    pub closed: Vec<String>,
}

/// How a case ended whose `column` has any of these words; no words are in every one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndingRule {
    pub column: String,
    pub says: Vec<String>,
    pub status: Status,
    /// Left out where nobody knows whether it was fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// Words of a column, each with the slug of what it means here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meanings {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What is meant by a word that is not among `names`; without it such a row is rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

/// A type's deadline for what was received before a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    #[serde(rename = "type")]
    pub issue_type: String,
    pub before: NaiveDate,
    pub days: u32,
    /// The type's own when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

impl Mapping {
    /// Reads a mapping that is not in a city's folder.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or(FILE);
        let read = document::read(path.parent().unwrap_or(Path::new(".")), name, &mut problems);
        match read {
            Some(mapping) => problems.none_or(mapping),
            None => Err(problems),
        }
    }
}

/// Reads `import.toml`, if the folder has one; what it names has to be there.
pub fn read(
    dir: &Path,
    (types, departments, channels): (&[IssueType], &[Department], &[Channel]),
    problems: &mut Problems,
) -> Option<Mapping> {
    if !dir.join(FILE).exists() {
        return None;
    }
    let mapping: Mapping = document::read(dir, FILE, problems)?;
    let types: HashSet<&str> = types.iter().map(|t| &*t.slug).collect();
    let departments = departments.iter().map(|d| &*d.slug).collect();
    let channels = channels.iter().map(|c| &*c.slug).collect();
    must_be("type", &mapping.issue_type, &types, problems);
    must_be("channel", &mapping.channel, &channels, problems);
    if let Some(names) = &mapping.department {
        must_be("department", names, &departments, problems);
    }
    for earlier in mapping.earlier.iter().filter(|earlier| !types.contains(&*earlier.issue_type)) {
        problems.add_named(FILE, "earlier", format!("type “{}” is unknown", earlier.issue_type));
    }
    // A duplicate needs the case that it repeats, and what is open has not ended.
    for ending in mapping.ending.iter().filter(|e| e.status.is_open() || e.status == Status::Duplicate) {
        problems.add_named(
            FILE,
            "ending",
            format!("{} is not how a case ends by itself", ending.status.name()),
        );
    }
    Some(mapping)
}

/// A table that could not be read is told once, not once for each name.
fn must_be(what: &str, names: &Meanings, known: &HashSet<&str>, problems: &mut Problems) {
    let slugs: BTreeSet<&String> = names.names.values().chain(&names.other).collect();
    for slug in slugs.into_iter().filter(|slug| !known.is_empty() && !known.contains(slug.as_str())) {
        problems.add_named(FILE, what, format!("“{slug}” is unknown"));
    }
    if names.column.is_none() && names.other.is_none() {
        problems.add_named(FILE, what, "has neither a column nor other");
    }
}

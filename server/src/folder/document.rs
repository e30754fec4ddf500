//! TOML files of a city's folder: read as a whole, the first mistake told with its line.

use super::problem::Problems;
use super::table;
use serde::de::DeserializeOwned;
use std::path::Path;

/// They are written by people; what is larger is another file by mistake.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads `file`, unless it is missing or is not what it has to be.
pub fn read<T: DeserializeOwned>(dir: &Path, file: &str, problems: &mut Problems) -> Option<T> {
    let Ok(text) = String::from_utf8(table::bytes(dir, file, MAX_BYTES, problems)?) else {
        problems.add(file, "is not UTF-8");
        return None;
    };
    match toml::from_str(&text) {
        Ok(document) => Some(document),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.get(..at).unwrap_or_default().matches('\n').count() as u64 + 1;
            problems.add_line(file, line, error.message());
            None
        }
    }
}

//! Tables (CSV files) of a city's folder: a header that must be as expected, then one thing a
//! line. A wrong cell is noted and read as something harmless, so that all of them are found.

use super::problem::Problems;
use std::fs::File;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::Path;

/// A table of a folder is written by people; what is larger is another file by mistake.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// Characters of a cell.
const MAX_TEXT: usize = 500;
/// Characters of a slug.
const MAX_SLUG: usize = 64;

/// Whether `text` can be a name in addresses: small letters, digits, single hyphens between.
pub fn is_slug(text: &str) -> bool {
    text.len() <= MAX_SLUG
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Reads the file at `path` unless it is missing or too large.
pub fn bytes(dir: &Path, file: &str, max: u64, problems: &mut Problems) -> Option<Vec<u8>> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut all = Vec::new();
        File::open(dir.join(file))?.take(max + 1).read_to_end(&mut all)?;
        Ok(all)
    };
    match read() {
        Ok(all) if all.len() as u64 > max => {
            problems.add(file, format!("larger than {} MB", max / 1024 / 1024));
        }
        Ok(all) => return Some(all),
        Err(error) => problems.add(file, format!("cannot be read: {error}")),
    }
    None
}

/// Reads a table with exactly these `columns`, in any order, and makes something of each line.
pub fn read<T>(
    dir: &Path,
    file: &str,
    columns: &[&str],
    problems: &mut Problems,
    mut make: impl FnMut(&mut Line) -> T,
) -> Vec<T> {
    let Some(bytes) = bytes(dir, file, MAX_BYTES, problems) else {
        return Vec::new();
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes.as_slice());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.add_line(file, 1, format!("cannot be read: {error}"));
            return Vec::new();
        }
    };
    if !is_expected(&header, columns, file, problems) {
        return Vec::new();
    }
    let mut things = Vec::new();
    for record in reader.records() {
        match record {
            Ok(cells) => {
                let number = cells.position().map_or(0, csv::Position::line);
                things.push(make(&mut Line { file, number, header: &header, cells: &cells, problems }));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.add_line(file, line, format!("cannot be read: {error}"));
            }
        }
    }
    things
}

fn is_expected(header: &csv::StringRecord, columns: &[&str], file: &str, problems: &mut Problems) -> bool {
    let mut expected = true;
    for column in columns.iter().filter(|column| !header.iter().any(|name| name == **column)) {
        problems.add_line(file, 1, format!("the column {column} is missing"));
        expected = false;
    }
    for (i, name) in header.iter().enumerate() {
        if !columns.contains(&name) {
            problems.add_line(file, 1, format!("unknown column {name}; known: {}", columns.join(", ")));
            expected = false;
        } else if header.iter().take(i).any(|earlier| earlier == name) {
            problems.add_line(file, 1, format!("the column {name} stands there twice"));
            expected = false;
        }
    }
    expected
}

/// A line that is being read.
pub struct Line<'a> {
    file: &'a str,
    number: u64,
    header: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
    problems: &'a mut Problems,
}

impl Line<'_> {
    /// Where it stands in its file.
    pub fn number(&self) -> u64 {
        self.number
    }

    fn cell(&self, column: &str) -> String {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or_default().to_owned()
    }

    fn wrong(&mut self, column: &str, reason: impl std::fmt::Display) {
        self.problems.add_line(self.file, self.number, format!("{column} {reason}"));
    }

    /// Words for people.
    pub fn text(&mut self, column: &str) -> String {
        let text = self.text_or_empty(column);
        if text.is_empty() {
            self.wrong(column, "is empty");
        }
        text
    }

    /// Words for people, or none.
    pub fn text_or_empty(&mut self, column: &str) -> String {
        let text = self.cell(column);
        if text.chars().count() > MAX_TEXT {
            self.wrong(column, format_args!("is longer than {MAX_TEXT} characters"));
        }
        if text.chars().any(char::is_control) {
            self.wrong(column, "has control characters");
        }
        text
    }

    /// A name in addresses, or a reference to one.
    pub fn slug(&mut self, column: &str) -> String {
        let slug = self.cell(column);
        if !is_slug(&slug) {
            self.wrong(column, format_args!("“{slug}” is not a name of small letters, digits and hyphens"));
        }
        slug
    }

    /// One of a closed set of words.
    pub fn choice(&mut self, column: &str, choices: &[&str]) -> String {
        let word = self.cell(column);
        if !choices.contains(&word.as_str()) {
            self.wrong(column, format_args!("“{word}” is unknown; known: {}", choices.join(", ")));
        }
        word
    }

    /// A whole number.
    pub fn number_in(&mut self, column: &str, range: RangeInclusive<i32>) -> i32 {
        let cell = self.cell(column);
        match cell.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let (from, to) = range.into_inner();
                self.wrong(column, format_args!("“{cell}” is not a whole number from {from} to {to}"));
                from
            }
        }
    }

    /// A whole number, or nothing.
    pub fn number_or_none(&mut self, column: &str, range: RangeInclusive<i32>) -> Option<i32> {
        (!self.cell(column).is_empty()).then(|| self.number_in(column, range))
    }

    /// `true` or `false`, `yes` or `no`.
    pub fn flag(&mut self, column: &str) -> bool {
        matches!(self.choice(column, &["true", "false", "yes", "no"]).as_str(), "true" | "yes")
    }

    /// A date such as 2026-01-31.
    pub fn date(&mut self, column: &str) -> chrono::NaiveDate {
        let cell = self.cell(column);
        cell.parse().unwrap_or_else(|_| {
            self.wrong(column, format_args!("“{cell}” is not a date such as 2026-01-31"));
            chrono::NaiveDate::default()
        })
    }

    /// Something that only the caller can know to be wrong.
    pub fn refuse(&mut self, reason: impl std::fmt::Display) {
        self.problems.add_line(self.file, self.number, reason.to_string());
    }
}

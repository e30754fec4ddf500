//! A table in parts: as many rows as one transaction takes, read while the part before is stored.

use super::file::{self, FileError, Progress};
use super::plan::Plan;
use super::row::{Rows, Taken};
use super::target::Targets;
use crate::folder::Mapping;
use chrono::{DateTime, Utc};
use csv::{Position, Reader, ReaderBuilder, StringRecord};
use domain::catalogue::City;
use std::io::Read;
use std::path::Path;

/// Rows of one transaction.
const ROWS: usize = 1000;

/// A row that became no case.
#[derive(Debug)]
pub struct Refusal {
    pub line: u64,
    pub number: String,
    pub reason: String,
}

/// A part of a table.
#[derive(Default)]
pub struct Batch {
    /// With the lines on which they begin.
    pub taken: Vec<(u64, Taken)>,
    pub refused: Vec<Refusal>,
}

/// A table that is being read.
pub struct Batches {
    reader: Reader<Box<dyn Read + Send>>,
    plan: Plan,
    mapping: Mapping,
    pub progress: Progress,
    now: DateTime<Utc>,
}

impl Batches {
    /// # Errors
    /// When the file is no table, or not one that the mapping fits.
    pub fn open(path: &Path, city: &City, mapping: &Mapping, now: DateTime<Utc>) -> Result<Self, FileError> {
        let (table, progress) = file::open(path)?;
        let delimiter = u8::try_from(mapping.delimiter)
            .map_err(|_| FileError::Mapping("delimiter is not an ASCII character".to_owned()))?;
        // A row that is too short is that row's fault, not the table's.
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(table);
        let plan = Plan::new(city, mapping, reader.headers()?)?;
        Ok(Self { reader, plan, mapping: mapping.clone(), progress, now })
    }

    /// The next part; nothing at the end.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn next(&mut self, city: &City) -> Result<Option<Batch>, FileError> {
        let targets = Targets::new(city, &self.mapping);
        let rows = Rows { city, plan: &self.plan, targets: &targets, now: self.now };
        let columns = self.reader.headers()?.len();
        let mut batch = Batch::default();
        let mut cells = StringRecord::new();
        while batch.taken.len() + batch.refused.len() < ROWS {
            let read = self.reader.read_record(&mut cells);
            let line = cells.position().map_or(0, Position::line);
            let taken = match read {
                Ok(false) => break,
                Ok(true) if cells.len() != columns => {
                    Err(format!("it has {} cells, not {columns}", cells.len()))
                }
                Ok(true) => rows.take(&cells),
                Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                    Err("it is not UTF-8".to_owned())
                }
                Err(error) => return Err(error.into()),
            };
            match taken {
                Ok(taken) => batch.taken.push((line, taken)),
                Err(reason) => {
                    let number = cells.get(self.plan.number).unwrap_or_default().chars().take(100).collect();
                    batch.refused.push(Refusal { line, number, reason });
                }
            }
        }
        let ended = batch.taken.is_empty() && batch.refused.is_empty();
        Ok((!ended).then_some(batch))
    }
}

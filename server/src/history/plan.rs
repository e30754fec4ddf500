//! A mapping made ready for one table of one city: columns have their places in a row, words have the
//! rows of the city's data that they mean.

use super::file::FileError;
use crate::folder::{EndingRule, Mapping, Meanings};
use chrono_tz::Tz;
use csv::StringRecord;
use domain::catalogue::City;
use std::collections::HashMap;

/// Where in a row something stands.
pub type Column = usize;

/// Everything that reading a row needs.
pub struct Plan {
    pub number: Column,
    pub received: Column,
    pub due: Option<Column>,
    pub closed: Column,
    pub format: String,
    pub zone: Tz,
    pub lat: Column,
    pub lon: Column,
    pub address: Option<Column>,
    pub description: Option<Column>,
    /// What stands in for places that nobody knows.
    pub nowhere: Option<(Column, Vec<String>)>,
    pub status: Column,
    pub open_words: Vec<String>,
    pub closed_words: Vec<String>,
    pub endings: Vec<(Column, EndingRule)>,
    pub channel: Meaning,
    pub department: Option<Meaning>,
    pub issue_type: Meaning,
    /// Every column that is read: a row is what these say.
    pub read: Vec<Column>,
}

/// What the words of a column mean: rows of the city's data.
pub struct Meaning {
    column: Option<Column>,
    rows: HashMap<String, i32>,
    other: Option<i32>,
}

impl Meaning {
    /// The row that is meant, or the word that means nothing here.
    pub fn of(&self, cells: &StringRecord) -> Result<i32, String> {
        let word = self.column.and_then(|column| cells.get(column)).unwrap_or_default();
        self.rows.get(word).copied().or(self.other).ok_or_else(|| word.to_owned())
    }
}

/// Columns by their names; those that were asked for are remembered.
struct Header<'a> {
    names: &'a StringRecord,
    asked: Vec<Column>,
}

impl Header<'_> {
    fn column(&mut self, name: &str) -> Result<Column, FileError> {
        let at = self.names.iter().position(|known| known.trim_start_matches('\u{feff}') == name);
        let at = at.ok_or_else(|| FileError::NoColumn(name.to_owned()))?;
        self.asked.push(at);
        Ok(at)
    }

    fn perhaps(&mut self, name: Option<&String>) -> Result<Option<Column>, FileError> {
        name.map(|name| self.column(name)).transpose()
    }

    fn meaning(
        &mut self,
        names: &Meanings,
        what: &'static str,
        row: impl Fn(&str) -> Option<i32>,
    ) -> Result<Meaning, FileError> {
        let row = |slug: &String| row(slug).ok_or_else(|| FileError::Unknown { what, slug: slug.clone() });
        let rows = names.names.iter().map(|(word, slug)| Ok((word.clone(), row(slug)?)));
        Ok(Meaning {
            column: self.perhaps(names.column.as_ref())?,
            rows: rows.collect::<Result<_, FileError>>()?,
            other: names.other.as_ref().map(row).transpose()?,
        })
    }
}

impl Plan {
    /// # Errors
    /// A column that the table does not have, or a name that the city does not have.
    pub fn new(city: &City, mapping: &Mapping, names: &StringRecord) -> Result<Self, FileError> {
        let unknown = mapping.earlier.iter().find(|then| city.issue_type(&then.issue_type).is_none());
        if let Some(then) = unknown {
            return Err(FileError::Unknown { what: "the type", slug: then.issue_type.clone() });
        }
        let mut header = Header { names, asked: Vec::new() };
        let Mapping { times, place, status, .. } = mapping;
        let zone = match &times.zone {
            Some(name) => name.parse().map_err(|_| FileError::Mapping(format!("no time zone {name}")))?,
            None => city.time_zone,
        };
        let endings = mapping.ending.iter().map(|rule| Ok((header.column(&rule.column)?, rule.clone())));
        let endings = endings.collect::<Result<_, FileError>>()?;
        let nowhere = place.unknown.as_ref();
        let nowhere = nowhere.map(|unknown| Ok((header.column(&unknown.column)?, unknown.values.clone())));
        let department = mapping.department.as_ref();
        let department = department.map(|names| {
            let row = |slug: &str| city.department_called(slug).map(|department| department.id);
            header.meaning(names, "the department", row)
        });
        let mut plan = Self {
            department: department.transpose()?,
            nowhere: nowhere.transpose().map_err(|error: FileError| error)?,
            number: header.column(&mapping.number)?,
            received: header.column(&times.received)?,
            due: header.perhaps(times.due.as_ref())?,
            closed: header.column(&times.closed)?,
            format: times.format.clone(),
            zone,
            lat: header.column(&place.lat)?,
            lon: header.column(&place.lon)?,
            address: header.perhaps(place.address.as_ref())?,
            description: header.perhaps(mapping.description.as_ref())?,
            status: header.column(&status.column)?,
            open_words: status.open.clone(),
            closed_words: status.closed.clone(),
            endings,
            channel: header.meaning(&mapping.channel, "the channel", |slug| {
                city.channel_called(slug).map(|channel| channel.id)
            })?,
            issue_type: header.meaning(&mapping.issue_type, "the type", |slug| {
                city.issue_type(slug).map(|issue_type| issue_type.id)
            })?,
            read: Vec::new(),
        };
        plan.read = header.asked;
        Ok(plan)
    }
}

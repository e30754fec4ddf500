//! One row becomes one case, or one reason why not. What contradicts itself is not bent into shape.

use super::plan::{Column, Plan};
use super::target::Targets;
use crate::reports::{PastCase, PastEnding};
use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use csv::StringRecord;
use domain::catalogue::City;
use domain::place::Place;
use domain::report::{ADDRESS_MAX, DESCRIPTION_MAX};
use sha2::{Digest, Sha256};

/// Characters of a number that a case had.
const NUMBER_MAX: usize = 64;

/// A row that became a case.
pub struct Taken {
    pub case: PastCase,
    /// What the row tells of its deadline.
    pub told_due_at: Option<DateTime<Utc>>,
    /// What somebody should know of it.
    pub remarks: Vec<String>,
}

/// Reads rows of one table.
pub struct Rows<'a> {
    pub city: &'a City,
    pub plan: &'a Plan,
    pub targets: &'a Targets<'a>,
    pub now: DateTime<Utc>,
}

/// A time as it is written.
enum Told {
    Nothing,
    At(DateTime<Utc>),
    /// An hour that came twice that day: the first is taken.
    Twice(DateTime<Utc>),
}

impl Told {
    fn at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Nothing => None,
            Self::At(at) | Self::Twice(at) => Some(*at),
        }
    }
}

impl Rows<'_> {
    /// # Errors
    /// Why the row cannot be a case.
    pub fn take(&self, cells: &StringRecord) -> Result<Taken, String> {
        let plan = self.plan;
        let mut remarks = Vec::new();
        let outside_number = cell(cells, plan.number).to_owned();
        if outside_number.is_empty() || outside_number.chars().count() > NUMBER_MAX {
            return Err(format!("the number is empty or longer than {NUMBER_MAX} characters"));
        }
        let meaning = |what: &str, found: Result<i32, String>| {
            found.map_err(|word| format!("{what} “{word}” is not in the mapping"))
        };
        let channel_id = meaning("channel", plan.channel.of(cells))?;
        let type_id = meaning("type", plan.issue_type.of(cells))?;
        let department_id =
            plan.department.as_ref().map(|names| meaning("department", names.of(cells))).transpose()?;
        let (received_at, told_due_at, ending) = self.times(cells, &mut remarks)?;
        let (place, place_is_known) = self.place(cells, &mut remarks)?;
        let (channel, issue_type) = self
            .city
            .channel(channel_id)
            .zip(self.city.issue_type_in(type_id))
            .ok_or("the city's data has changed meanwhile")?;
        let counted = self.targets.count(channel, issue_type, received_at);
        let (due_at, clocks) = match (told_due_at, counted) {
            // The rule is kept with the case if it says what was told; else what was told is all there is.
            (Some(told), Ok(Some(counted))) if told == counted.due_at => (told, vec![counted]),
            (Some(told), _) => (told, Vec::new()),
            (None, Ok(Some(counted))) => (counted.due_at, vec![counted]),
            (None, Ok(None)) => return Err("it has no deadline, and its channel no clock".to_owned()),
            (None, Err(error)) => return Err(format!("it has no deadline, and {error}")),
        };
        let case = PastCase {
            outside_number,
            row_hash: self.hash(cells),
            received_at,
            due_at,
            clocks,
            ending,
            type_id,
            channel_id,
            department_id,
            place,
            place_is_known,
            address: text(cells, plan.address, ADDRESS_MAX)?,
            description: text(cells, plan.description, DESCRIPTION_MAX)?.unwrap_or_default(),
        };
        Ok(Taken { case, told_due_at, remarks })
    }

    /// When it came, until when it had to be done, and how it ended.
    #[expect(clippy::type_complexity, reason = "three things that are one row's")]
    fn times(
        &self,
        cells: &StringRecord,
        remarks: &mut Vec<String>,
    ) -> Result<(DateTime<Utc>, Option<DateTime<Utc>>, Option<PastEnding>), String> {
        let plan = self.plan;
        let mut time = |what: &str, column: Column| {
            let told = self.time(cell(cells, column)).map_err(|reason| format!("{what}: {reason}"))?;
            if let Told::Twice(at) = told {
                remarks.push(format!("{what}: the hour came twice that day, the first is taken: {at}"));
            }
            Ok::<_, String>(told.at())
        };
        let received_at = time("received", plan.received)?.ok_or("it does not say when it was received")?;
        let due_at = plan.due.map(|column| time("due", column)).transpose()?.flatten();
        let closed_at = time("closed", plan.closed)?;
        if received_at > self.now {
            return Err("it was received in the future".to_owned());
        }
        if due_at.is_some_and(|due| due < received_at) {
            return Err("it contradicts itself: due before it was received".to_owned());
        }
        let status = cell(cells, plan.status);
        let is_closed = plan.closed_words.iter().any(|word| word == status);
        if !is_closed && !plan.open_words.iter().any(|word| word == status) {
            return Err(format!("status “{status}” is not in the mapping"));
        }
        let ending = match (is_closed, closed_at) {
            (true, Some(at)) if at < received_at => {
                return Err("it contradicts itself: closed before it was received".to_owned());
            }
            (true, Some(at)) if at > self.now => return Err("it was closed in the future".to_owned()),
            (true, Some(at)) => Some(self.ending(cells, at)?),
            (true, None) => return Err("it contradicts itself: closed, but not when".to_owned()),
            (false, Some(_)) => return Err("it contradicts itself: open, with a time of closing".to_owned()),
            (false, None) => None,
        };
        Ok((received_at, due_at, ending))
    }

    fn ending(&self, cells: &StringRecord, at: DateTime<Utc>) -> Result<PastEnding, String> {
        let fits = self.plan.endings.iter().find(|(column, rule)| {
            rule.says.iter().any(|words| cell(cells, *column).contains(words.as_str()))
        });
        let (_, rule) = fits.ok_or("no ending in the mapping fits")?;
        Ok(PastEnding { at, status: rule.status, outcome: rule.outcome })
    }

    fn time(&self, text: &str) -> Result<Told, String> {
        if text.is_empty() {
            return Ok(Told::Nothing);
        }
        let format = self.plan.format.as_str();
        let wrong = |_| format!("“{text}” is not a time such as {format}");
        if format.contains("%z") || format.contains("%:z") {
            return DateTime::parse_from_str(text, format).map(|at| Told::At(at.to_utc())).map_err(wrong);
        }
        let local = NaiveDateTime::parse_from_str(text, format).map_err(wrong)?;
        match self.plan.zone.from_local_datetime(&local) {
            LocalResult::Single(at) => Ok(Told::At(at.to_utc())),
            LocalResult::Ambiguous(first, _) => Ok(Told::Twice(first.to_utc())),
            LocalResult::None => Err(format!("“{text}” was never: the clocks were put forward over it")),
        }
    }

    /// Where it is, and whether that is known.
    fn place(&self, cells: &StringRecord, remarks: &mut Vec<String>) -> Result<(Place, bool), String> {
        let degrees = |column: Column| cell(cells, column).parse::<f64>().ok();
        let (lat, lon) = (degrees(self.plan.lat), degrees(self.plan.lon));
        let place = lat.zip(lon).map(|(lat, lon)| Place { lat, lon });
        let place = place.filter(Place::is_on_the_globe).ok_or("it has no place")?;
        if !place.is_in(&self.city.boundary) {
            return Err("its place is outside of the city".to_owned());
        }
        let is_known = self.plan.nowhere.as_ref().is_none_or(|(column, values)| {
            let said = cell(cells, *column);
            !values.iter().any(|value| value == said)
        });
        if !is_known {
            remarks.push("its place is not known: kept, and not shown on the map".to_owned());
        }
        Ok((place, is_known))
    }

    fn hash(&self, cells: &StringRecord) -> Vec<u8> {
        let mut hash = Sha256::new();
        for column in &self.plan.read {
            hash.update(cell(cells, *column));
            hash.update([0]);
        }
        hash.finalize().to_vec()
    }
}

fn cell(cells: &StringRecord, column: Column) -> &str {
    cells.get(column).unwrap_or_default().trim()
}

fn text(cells: &StringRecord, column: Option<Column>, max: usize) -> Result<Option<String>, String> {
    let Some(text) = column.map(|column| cell(cells, column)).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > max {
        return Err(format!("a text is longer than {max} characters"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err("a text has control characters".to_owned());
    }
    Ok(Some(text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

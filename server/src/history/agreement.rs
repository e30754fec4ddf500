//! Whether a table tells the deadlines that the city's rules count: by type, to the minute, and of what
//! kind the differences are.

use super::row::Taken;
use super::target::Targets;
use crate::folder::Mapping;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::catalogue::City;
use domain::clock::{Clock, Nature, Rule, Unit, local_day};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// Less apart than this is the same.
const SAME: Duration = Duration::minutes(1);
/// Less apart than this is the same rule, begun a little earlier or later.
const NEARLY: Duration = Duration::minutes(10);
/// Other numbers of days that are tried.
const DAYS: u32 = 400;
/// Classes of differences that are told of a type.
const TOLD: usize = 6;

/// In what way a deadline is another than the rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Difference {
    /// By minutes.
    Nearly,
    /// As if the rule had these days, of the same kind or of the other.
    Days {
        days: u32,
        working: bool,
    },
    Other,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nearly => write!(f, "less than ten minutes apart"),
            Self::Days { days, working: true } => write!(f, "as with {days} working days"),
            Self::Days { days, working: false } => write!(f, "as with {days} days of the calendar"),
            Self::Other => write!(f, "otherwise"),
        }
    }
}

/// What was found of one type.
struct OfType {
    /// The one of today.
    rule: Rule,
    title: String,
    told: u64,
    agreed: u64,
    /// How many, and the first and last day of receipt.
    differences: HashMap<Difference, (u64, NaiveDate, NaiveDate)>,
}

/// What was found of a table.
pub struct Agreement<'a> {
    city: &'a City,
    targets: Targets<'a>,
    types: BTreeMap<i32, OfType>,
    rows: u64,
    without: u64,
}

impl<'a> Agreement<'a> {
    pub fn new(city: &'a City, mapping: &'a Mapping) -> Self {
        Self { city, targets: Targets::new(city, mapping), types: BTreeMap::new(), rows: 0, without: 0 }
    }

    /// Looks at one more row.
    pub fn add(&mut self, taken: &Taken) {
        self.rows += 1;
        let (city, case) = (self.city, &taken.case);
        let Some(told) = taken.told_due_at else {
            self.without += 1;
            return;
        };
        let Some((channel, issue_type)) = city.channel(case.channel_id).zip(city.issue_type_in(case.type_id))
        else {
            return;
        };
        let rules = self.targets.rules(channel, issue_type, case.received_at);
        let Some(rule) = rules.into_iter().find(|rule| rule.measure.ends_case()) else { return };
        let of_today = domain::clock::rules(city, channel, Some(issue_type), Nature::Any);
        let of_today = of_today.into_iter().find(|rule| rule.measure.ends_case()).unwrap_or(rule);
        let of_type = self.types.entry(case.type_id).or_insert_with(|| OfType {
            rule: of_today,
            title: issue_type.titles.en.clone(),
            told: 0,
            agreed: 0,
            differences: HashMap::new(),
        });
        of_type.told += 1;
        match difference(city, rule, case.received_at, told) {
            None => of_type.agreed += 1,
            Some(difference) => {
                let day = local_day(case.received_at, city.time_zone);
                let seen = of_type.differences.entry(difference).or_insert((0, day, day));
                *seen = (seen.0 + 1, seen.1.min(day), seen.2.max(day));
            }
        }
    }
}

/// Nothing when the rule counts what was told.
fn difference(
    city: &City,
    rule: Rule,
    received_at: DateTime<Utc>,
    told: DateTime<Utc>,
) -> Option<Difference> {
    let apart = |rule: Rule| {
        let due = Clock::new(rule, received_at).due(city.time_zone, &city.calendar, city.limits);
        due.ok().map(|due| (due.at - told).abs())
    };
    let from_rule = apart(rule);
    if from_rule.is_some_and(|apart| apart < SAME) {
        return None;
    }
    if from_rule.is_some_and(|apart| apart < NEARLY) {
        return Some(Difference::Nearly);
    }
    let most = u32::try_from((told - received_at).num_days() + 2).unwrap_or(0).min(DAYS);
    let other = if rule.unit == Unit::WorkingDays { Unit::CalendarDays } else { Unit::WorkingDays };
    for unit in [rule.unit, other] {
        for days in 1..=most {
            if apart(Rule { unit, target: days, ..rule }).is_some_and(|apart| apart < SAME) {
                return Some(Difference::Days { days, working: unit == Unit::WorkingDays });
            }
        }
    }
    Some(Difference::Other)
}

fn percent(part: u64, of: u64) -> String {
    let tenths = part * 1000 / of.max(1);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

impl fmt::Display for Agreement<'_> {
    /// Two tables in Markdown: the types by kind of rule, and their differences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} rows, {} of them without a deadline of their own", self.rows, self.without)?;
        let mut types: Vec<&OfType> = self.types.values().collect();
        types.sort_by_key(|of| std::cmp::Reverse(of.told));
        for (unit, name) in
            [(Unit::WorkingDays, "working days"), (Unit::CalendarDays, "days of the calendar")]
        {
            let of: Vec<_> = types.iter().filter(|of| of.rule.unit == unit).copied().collect();
            let (told, agreed) =
                of.iter().fold((0, 0), |(told, agreed), of| (told + of.told, agreed + of.agreed));
            let good = of.iter().filter(|of| of.agreed * 10 >= of.told * 9).count();
            writeln!(
                f,
                "\nIn {name}: {} types, {told} deadlines, {agreed} agree to the minute, {}; {good} types 90 % or more\n",
                of.len(),
                percent(agreed, told)
            )?;
            writeln!(f, "| Type | Days | Deadlines | Agree | |\n|---|--:|--:|--:|--:|")?;
            for of in &of {
                let OfType { title, rule, told, agreed, .. } = of;
                writeln!(
                    f,
                    "| {title} | {} | {told} | {agreed} | {} |",
                    rule.target,
                    percent(*agreed, *told)
                )?;
            }
        }
        writeln!(f, "\n| Type | Difference | Deadlines | First | Last |\n|---|---|--:|---|---|")?;
        for of in types {
            let mut classes: Vec<_> = of.differences.iter().collect();
            classes.sort_by_key(|(difference, (count, ..))| (std::cmp::Reverse(*count), **difference));
            for (difference, (count, first, last)) in classes.into_iter().take(TOLD) {
                writeln!(f, "| {} | {difference} | {count} | {first} | {last} |", of.title)?;
            }
        }
        Ok(())
    }
}

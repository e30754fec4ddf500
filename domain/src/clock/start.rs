//! Which clocks a case starts: the city's data says it by channel, type and nature.

use super::{Clock, ClockError, LastDayOff, Limits, Measure, Nature, Rule, StartsFrom, Unit};
use crate::calendar::Calendar;
use crate::catalogue::{Channel, City, IssueType};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The rules by which a case is counted that came by `channel`, in the order of measures.
///
/// A rule of the nature takes the place of the channel's general rule for the same thing; an answer
/// and a resolution are the same thing: the end. A type says its own number of days for a
/// resolution in calendar days, or with a `deadline` its own days of either kind for any resolution, and
/// its own hours until the first action where something is to be resolved.
pub fn rules(city: &City, channel: &Channel, issue_type: Option<&IssueType>, nature: Nature) -> Vec<Rule> {
    let of = |nature| {
        let clocks = city.clocks.iter().filter(move |c| c.channel_id == channel.id && c.nature == nature);
        clocks.map(|clock| clock.rule)
    };
    let mut rules: Vec<Rule> = if nature == Nature::Any { Vec::new() } else { of(nature).collect() };
    let own = rules.clone();
    let same = |a: Measure, b: Measure| a == b || (a.ends_case() && b.ends_case());
    rules.extend(of(Nature::Any).filter(|rule| !own.iter().any(|own| same(own.measure, rule.measure))));
    if let Some(issue_type) = issue_type {
        take_from_type(issue_type, &mut rules);
    }
    rules.sort_by_key(|rule| rule.measure);
    rules
}

fn take_from_type(issue_type: &IssueType, rules: &mut Vec<Rule>) {
    let Some(resolution) = rules.iter_mut().find(|rule| rule.measure == Measure::Resolution) else {
        return;
    };
    if let Some(own) = issue_type.content.deadline {
        (resolution.target, resolution.unit, resolution.keeps_hour) = (own.days, own.unit, own.keeps_hour);
        if own.keeps_hour {
            // An hour of a day that moves would be earlier for who came later.
            resolution.last_day_off = LastDayOff::Stay;
        }
    } else if resolution.unit == Unit::CalendarDays {
        resolution.target = issue_type.deadline_days;
    }
    let first = rules.iter().any(|rule| rule.measure == Measure::FirstAction);
    if let Some(target) = issue_type.first_action_hours.filter(|_| !first) {
        rules.push(Rule {
            measure: Measure::FirstAction,
            target,
            unit: Unit::Hours,
            last_day_off: LastDayOff::Stay,
            pausable: false,
            keeps_hour: false,
        });
    }
}

/// A clock with the deadline that was told for it: what is kept with a case, so that everybody can
/// count it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
    /// Its deadline.
    pub due_at: DateTime<Utc>,
    /// Version of the city's data, and so of its working calendar, that made the deadline.
    pub city_version: i32,
}

impl Started {
    /// Counts the deadline anew, after something has happened to the clock.
    ///
    /// # Errors
    /// [`ClockError`] when the deadline cannot be told; it is then as it was.
    pub fn recount(&mut self, city: &City) -> Result<(), ClockError> {
        self.due_at = self.clock.due(city.time_zone, &city.calendar, city.limits)?.at;
        self.city_version = city.version;
        Ok(())
    }
}

/// Starts the clocks of `rules` for a case that was received and registered then.
///
/// # Errors
/// [`ClockError`] when a deadline cannot be told.
pub fn start(
    city: &City,
    rules: &[Rule],
    received_at: DateTime<Utc>,
    registered_at: DateTime<Utc>,
) -> Result<Vec<Started>, ClockError> {
    let started = rules.iter().map(|rule| {
        let from = match rule.measure.starts_from() {
            StartsFrom::Receipt => received_at,
            StartsFrom::Registration => registered_at,
        };
        let clock = Clock::new(*rule, from);
        let due_at = clock.due(city.time_zone, &city.calendar, city.limits)?.at;
        Ok(Started { clock, due_at, city_version: city.version })
    });
    started.collect()
}

/// The deadlines that somebody is told before they file a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// Until when it has to be resolved.
    pub due_at: DateTime<Utc>,
    /// Until when somebody has to act on it, where that is promised.
    pub first_action_due_at: Option<DateTime<Utc>>,
}

/// What a report would be promised that was received and registered `at`: the deadlines of [`start`],
/// told without the rest of the city's data. Nothing has happened to a clock yet, so limits do not
/// matter.
///
/// # Errors
/// [`ClockError`] when a deadline cannot be told. No rules, no promise.
pub fn promise(
    rules: &[Rule],
    at: DateTime<Utc>,
    zone: Tz,
    calendar: &Calendar,
) -> Result<Option<Promise>, ClockError> {
    let due = |rule: &Rule| {
        let clock = Clock::new(*rule, at);
        let due_at = clock.due(zone, calendar, Limits::default())?.at;
        Ok(Started { clock, due_at, city_version: 0 })
    };
    let started = rules.iter().map(due).collect::<Result<Vec<_>, _>>()?;
    let first = started.iter().find(|started| started.clock.rule.measure == Measure::FirstAction);
    let first_action_due_at = first.map(|started| started.due_at);
    Ok(case_due(&started).map(|due_at| Promise { due_at, first_action_due_at }))
}

/// The deadline of the case as a whole: that of the clock that ends it, else the last one.
pub fn case_due(started: &[Started]) -> Option<DateTime<Utc>> {
    let ends = started.iter().find(|started| started.clock.rule.measure.ends_case());
    ends.map(|started| started.due_at).or_else(|| started.iter().map(|started| started.due_at).max())
}

/// The next deadline of a case: the first of those that `met` does not know as met. Registration,
/// forwarding and appointments are met by other means than work on the case.
pub fn next_due(started: &[Started], met: impl Fn(Measure) -> bool) -> Option<DateTime<Utc>> {
    let works = |measure: Measure| {
        measure.ends_case() || matches!(measure, Measure::FirstAction | Measure::FirstAnswer)
    };
    let open = started.iter().filter(|started| {
        let measure = started.clock.rule.measure;
        works(measure) && !met(measure)
    });
    open.map(|started| started.due_at).min()
}

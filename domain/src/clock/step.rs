//! The reasoning behind a deadline, step by step: as data, and in words for people.

use super::Unit;
use crate::text::{Language, count, say};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// One step from a start to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The clock starts; `day` is day 0.
    Starts {
        /// When.
        at: DateTime<Utc>,
        /// The local day.
        day: NaiveDate,
    },
    /// What the rule counts.
    Counts {
        /// How many units.
        target: u32,
        /// Which.
        unit: Unit,
    },
    /// It was extended.
    Extended {
        /// By so many units.
        by: u32,
        /// Which.
        unit: Unit,
    },
    /// It started outside of office hours and runs from the next opening.
    RunsFrom {
        /// The opening.
        at: DateTime<Utc>,
    },
    /// Days that are not counted.
    DaysOff {
        /// The first.
        from: NaiveDate,
        /// The last.
        to: NaiveDate,
    },
    /// A working day ends an hour earlier.
    Shortened {
        /// The day.
        day: NaiveDate,
        /// Its end.
        closes_at: DateTime<Utc>,
    },
    /// Time given back for pauses.
    PausedTime {
        /// Whole minutes of it.
        minutes: i64,
    },
    /// Days given back for pauses.
    PausedDays {
        /// How many.
        days: u32,
    },
    /// The last day by the count.
    LastDay {
        /// The local day.
        day: NaiveDate,
    },
    /// The clock stood still over its last day: it is not due before the day on which it goes on.
    GoesOn {
        /// The local day.
        day: NaiveDate,
    },
    /// The last day is off and stays the last day.
    Stays {
        /// The local day.
        day: NaiveDate,
    },
    /// The last day is off and a working day takes its place.
    Moves {
        /// The day off.
        from: NaiveDate,
        /// The working day.
        to: NaiveDate,
    },
    /// It is due at the hour at which it began.
    KeepsHour,
    /// The deadline.
    Due {
        /// The last instant that is in time.
        at: DateTime<Utc>,
    },
}

impl Step {
    /// The step in words.
    pub fn words(&self, language: Language, zone: Tz) -> String {
        let form = match language {
            Language::Ru => "%d.%m.%Y",
            Language::En => "%-d %b %Y",
        };
        let date = |day: &NaiveDate| day.format(form).to_string();
        let time = |at: &DateTime<Utc>| at.with_timezone(&zone).format(&format!("{form} %H:%M")).to_string();
        let with = |key: &str, name: &str, value: String| say(language, key, &[(name, &value)]);
        match self {
            Self::Starts { at, day } => {
                say(language, "clock_step_starts", &[("at", &time(at)), ("day", &date(day))])
            }
            Self::Counts { target, unit } => in_units(language, "clock_step_counts", *target, *unit),
            Self::Extended { by, unit } => in_units(language, "clock_step_extended", *by, *unit),
            Self::RunsFrom { at } => with("clock_step_runs_from", "at", time(at)),
            Self::DaysOff { from, to } if from == to => with("clock_step_day_off", "day", date(from)),
            Self::DaysOff { from, to } => {
                say(language, "clock_step_days_off", &[("from", &date(from)), ("to", &date(to))])
            }
            Self::Shortened { day, closes_at } => {
                let closes = closes_at.with_timezone(&zone).format("%H:%M").to_string();
                say(language, "clock_step_shortened", &[("day", &date(day)), ("at", &closes)])
            }
            Self::PausedTime { minutes } => count(language, "clock_step_paused_minutes", *minutes, &[]),
            Self::PausedDays { days } => count(language, "clock_step_paused_days", i64::from(*days), &[]),
            Self::LastDay { day } => with("clock_step_last_day", "day", date(day)),
            Self::GoesOn { day } => with("clock_step_goes_on", "day", date(day)),
            Self::Stays { day } => with("clock_step_stays", "day", date(day)),
            Self::Moves { from, to } => {
                say(language, "clock_step_moves", &[("from", &date(from)), ("to", &date(to))])
            }
            Self::KeepsHour => say(language, "clock_step_keeps_hour", &[]),
            Self::Due { at } => with("clock_step_due", "at", time(at)),
        }
    }
}

fn in_units(language: Language, key: &str, number: u32, unit: Unit) -> String {
    let unit = match unit {
        Unit::Hours => "hours",
        Unit::WorkingHours => "working_hours",
        Unit::CalendarDays => "calendar_days",
        Unit::WorkingDays => "working_days",
    };
    let many = count(language, &format!("clock_unit_{unit}"), i64::from(number), &[]);
    say(language, key, &[("units", &many)])
}

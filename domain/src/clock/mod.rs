//! Deadlines: one engine for every channel. A clock measures something in some unit up to a target;
//! which clocks a case starts is the city's data ([`start`]). Day 0 is the local day on which a
//! clock starts, and a clock in days is due at the local end of its last day, or at the hour at which it started.
//!
//! `now` is always a value that the caller brings. `docs/clocks.md` has the formula with examples.

mod due;
mod extension;
mod hands;
mod local;
mod pause;
#[cfg(test)]
mod properties;
mod relive;
mod ribbon;
mod start;
mod step;
#[cfg(test)]
mod tests;

pub use due::Due;
pub use extension::{Extension, ExtensionError};
pub use local::{end_of_day, local_day, local_instant};
pub use pause::{Happening, Pause};
pub use relive::Past;
pub use ribbon::{Ribbon, ribbon};
pub use start::{Promise, Started, case_due, next_due, promise, rules, start};
pub use step::Step;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Until somebody acts on site or makes the place safe.
    FirstAction,
    /// Until the first public answer.
    FirstAnswer,
    /// Until the appeal is registered (59-FZ art. 8).
    Registration,
    /// Until the appeal is forwarded to who is competent (59-FZ art. 8).
    Forwarding,
    /// Until a reception has its date and hour.
    Appointment,
    /// Until the answer (59-FZ art. 12).
    Answer,
    /// Until the problem is resolved.
    Resolution,
}

/// What a clock counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours around the clock.
    Hours,
    /// Hours within the office hours of working days.
    WorkingHours,
    /// Days of the calendar.
    CalendarDays,
    /// Days on which the city's offices work.
    WorkingDays,
}

/// From which moment of a case a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartsFrom {
    /// When the server got it.
    Receipt,
    /// When it was registered; without moderation that is at receipt.
    Registration,
}

impl Measure {
    /// From which moment it is counted (59-FZ art. 8 and 12 count forwarding and answer from the
    /// registration).
    pub fn starts_from(self) -> StartsFrom {
        match self {
            Self::Forwarding | Self::Answer => StartsFrom::Registration,
            _ => StartsFrom::Receipt,
        }
    }

    /// Whether the case is over for its author when this is done.
    pub fn ends_case(self) -> bool {
        matches!(self, Self::Answer | Self::Resolution)
    }
}

/// What kind of question a case is; it may have clocks of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// No particular one.
    Any,
    /// Asks to explain; there is nothing to repair.
    Explanatory,
    /// Cannot wait for its turn.
    Urgent,
}

impl Nature {
    /// Every nature.
    pub const ALL: [Self; 3] = [Self::Any, Self::Explanatory, Self::Urgent];

    /// The name in the city's data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Explanatory => "explanatory",
            Self::Urgent => "urgent",
        }
    }

    /// The nature called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.name() == name)
    }
}

/// What happens when the last day of a clock in calendar days is a day off. Working time ends on a
/// working day anyway, and hours around the clock stay where they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LastDayOff {
    /// The day off is the last day.
    Stay,
    /// The working day before it is, if the clock has one after day 0 and after its pauses; else the
    /// one after it.
    PreviousWorking,
    /// The working day after it is.
    NextWorking,
}

/// A measure with its target, and how it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rule {
    /// What is measured.
    pub measure: Measure,
    /// How many units.
    pub target: u32,
    /// Which units.
    pub unit: Unit,
    /// When the last day is off.
    pub last_day_off: LastDayOff,
    /// Whether it may be paused (59-FZ never is).
    pub pausable: bool,
    /// Of a rule in days: due at the hour at which it started, not at the end of the last day. In working
    /// days that is an office hour: what comes outside of them counts from the next opening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_hour: bool,
}

/// How long a type has until it is resolved, where `deadline_days` of its row cannot say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// How many.
    pub days: u32,
    /// Which days: [`Unit::CalendarDays`] or [`Unit::WorkingDays`].
    pub unit: Unit,
    /// Whether the hour of receipt counts.
    #[serde(default)]
    pub keeps_hour: bool,
}

/// How far staff may move deadlines: the city's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Calendar days that a clock may stand still, all its pauses together.
    pub pause_days: u32,
    /// Days by which a clock may be extended, all its extensions together (59-FZ art. 12: 30).
    pub extension_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pause_days: 30, extension_days: 30 }
    }
}

/// One clock of one case: its rule, when it started, and what has happened to it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What it was started with; later changes of the city's data do not touch it.
    pub rule: Rule,
    /// When it started.
    pub starts_at: DateTime<Utc>,
    /// When it stood still, in the order of time.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// By how many of its units it was extended.
    #[serde(default)]
    pub extended: u32,
}

impl Clock {
    /// A clock to which nothing has happened yet.
    pub fn new(rule: Rule, starts_at: DateTime<Utc>) -> Self {
        Self { rule, starts_at, pauses: Vec::new(), extended: 0 }
    }
}

/// Why a deadline cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The count needs a year of which the working calendar says nothing.
    #[error("the working calendar has no data for {0}")]
    NoCalendar(i32),
    /// The deadline lies beyond what dates can say.
    #[error("the deadline is too far away")]
    TooFar,
}

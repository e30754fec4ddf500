//! Extensions: a deadline moves only with a reason, with the approval of a head (or of the coordinator,
//! who stands above heads), and before it is missed; never silently.

use super::{Clock, Limits, Unit};
use crate::permission::{Action, Reach, Role, reach};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Somebody asks for a later deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// How many more days, counted in the clock's own unit.
    pub by: u32,
    /// Why; everybody may read it.
    pub reason: String,
    /// What the person is who approved it.
    pub approved_by: Role,
}

/// Why a clock is not extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// Only clocks in days that end a case are: registration and first actions do not wait.
    #[error("this clock cannot be extended")]
    NotThisClock,
    /// There is no reason.
    #[error("an extension needs a reason")]
    NoReason,
    /// Whoever approved it leads nothing: a head does it, or the coordinator.
    #[error("an extension needs the approval of a head")]
    NotByAHead,
    /// It asks for no day, or for more than the city's limit leaves.
    #[error("an extension is of 1 to {0} days here")]
    WrongLength(u32),
    /// The deadline has passed.
    #[error("the deadline has passed already")]
    Late,
}

impl Clock {
    /// Whether the clock, due at `due_at`, may be extended as asked (59-FZ art. 12 part 2: at most
    /// 30 days, and the author is told). Gives the days that may be asked for afterwards.
    ///
    /// # Errors
    /// The first [`ExtensionError`] in the order of their declaration.
    pub fn may_extend(
        &self,
        asked: &Extension,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
        limits: Limits,
    ) -> Result<u32, ExtensionError> {
        let in_days = matches!(self.rule.unit, Unit::CalendarDays | Unit::WorkingDays);
        let left = limits.extension_days.saturating_sub(self.extended);
        if !in_days || !self.rule.measure.ends_case() {
            Err(ExtensionError::NotThisClock)
        } else if asked.reason.trim().is_empty() {
            Err(ExtensionError::NoReason)
        } else if reach(asked.approved_by, Action::Decide) == Reach::Nowhere {
            Err(ExtensionError::NotByAHead)
        } else if asked.by == 0 || asked.by > left {
            Err(ExtensionError::WrongLength(left))
        } else if now > due_at {
            Err(ExtensionError::Late)
        } else {
            Ok(left - asked.by)
        }
    }
}

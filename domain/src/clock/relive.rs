//! A clock counted again from what the log says of its case.

use super::{Clock, Happening, Rule};
use crate::status::Status;
use chrono::{DateTime, Utc};

/// What the log says of a case at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// When.
    pub at: DateTime<Utc>,
    /// The status after it.
    pub status: Status,
    /// By how many days the deadline was extended with it.
    pub extended: Option<u32>,
}

impl Clock {
    /// The clock as the history of its case, in the order of time, made it. It equals the clock that
    /// was turned while it happened.
    pub fn relived(rule: Rule, starts_at: DateTime<Utc>, past: impl IntoIterator<Item = Past>) -> Self {
        let mut clock = Self::new(rule, starts_at);
        let (mut status, mut closed_at) = (Status::Submitted, None);
        for Past { at, status: next, extended } in past {
            clock.turned(status, next, closed_at, at);
            closed_at = if next.is_open() { None } else { closed_at.or(Some(at)) };
            status = next;
            if let Some(days) = extended.filter(|_| rule.measure.ends_case()) {
                clock.happened(at, Happening::Extended(days));
            }
        }
        clock
    }
}

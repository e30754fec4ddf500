//! Pauses: while a clock stands still it loses nothing. What a pause gives back is counted in the
//! clock's own unit:
//!
//! * hours: the length of the pause; working hours: the working time in it;
//! * days: the days whose end lies in it, that is every local midnight that it runs over; working
//!   days: those of them that are worked. A pause within one day gives no day back.
//!
//! All pauses of a clock together give back at most [`Limits::pause_days`](super::Limits); a pause
//! that nobody has ended is counted up to there: the latest that the deadline may become. A pause
//! that begins after the deadline gives nothing back.

use super::{Clock, Rule, local_day};
use crate::calendar::Span;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A time in which a clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pause {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// The instant at which the clock went on; not known yet while it stands.
    pub until: Option<DateTime<Utc>>,
}

/// What happens to a running clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// It stands still; nothing when it stood already or may not be paused.
    Paused,
    /// It goes on; nothing when it was running.
    Resumed,
    /// It got so many more of its units.
    Extended(u32),
}

impl Clock {
    /// What `happening` at `at` makes of it.
    pub fn happened(&mut self, at: DateTime<Utc>, happening: Happening) {
        let standing = self.pauses.last_mut().filter(|pause| pause.until.is_none());
        match (happening, standing) {
            (Happening::Paused, None) if self.rule.pausable => {
                self.pauses.push(Pause { from: at, until: None });
            }
            (Happening::Resumed, Some(pause)) => pause.until = Some(at),
            (Happening::Extended(by), _) => self.extended += by,
            _ => {}
        }
    }

    /// The clock as its history made it.
    pub fn replay(
        rule: Rule,
        starts_at: DateTime<Utc>,
        history: impl IntoIterator<Item = (DateTime<Utc>, Happening)>,
    ) -> Self {
        let mut clock = Self::new(rule, starts_at);
        for (at, happening) in history {
            clock.happened(at, happening);
        }
        clock
    }
}

/// Pauses as intervals from `start` on, none of them within another, cut after `cap` days of 24
/// hours altogether.
pub(super) fn spans(pauses: &[Pause], start: DateTime<Utc>, cap: u32) -> Vec<Span> {
    let mut left = Duration::days(i64::from(cap));
    let mut reached = start;
    let mut spans = Vec::new();
    for pause in pauses {
        let from = pause.from.max(reached);
        let until = pause.until.map_or(from + left, |until| until.min(from + left));
        if until > from {
            left -= until - from;
            reached = until;
            spans.push((from, until));
        }
    }
    spans
}

/// The local days from that of `start` on whose end lies in a pause, at most `cap` of them.
pub(super) fn days(pauses: &[Pause], start: DateTime<Utc>, cap: u32, zone: Tz) -> Vec<NaiveDate> {
    let mut reached = local_day(start, zone);
    let mut days = Vec::new();
    for pause in pauses {
        let until = pause.until.map(|until| local_day(until, zone));
        let mut day = reached.max(local_day(pause.from, zone));
        while days.len() < cap as usize && until.is_none_or(|until| day < until) {
            days.push(day);
            day = day + Days::new(1);
        }
        reached = reached.max(day);
    }
    days
}

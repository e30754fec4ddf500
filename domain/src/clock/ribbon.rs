//! The day ribbon: how far a clock in days has run.

use super::local_day;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// How far a clock in days has run: what the day ribbon draws. Cells are days, `filled` of them
/// have passed, `late` more have passed after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ribbon {
    /// Days from the start to the deadline, at least 1.
    pub cells: i64,
    /// Days that have passed, at most `cells`.
    pub filled: i64,
    /// Days that have passed after the deadline.
    pub late: i64,
    /// The clock has stopped.
    pub closed: bool,
    /// Whether the deadline was kept; not known while it runs and is not missed yet.
    pub kept: Option<bool>,
    /// Local day on which the clock started.
    pub starts_on: NaiveDate,
    /// Local day on which it is due.
    pub due_on: NaiveDate,
    /// Which day it is, 0 on the day of receipt; the day of closing when closed.
    pub day: i64,
    /// Days until the deadline; negative after it.
    pub days_left: i64,
}

/// The ribbon of a clock that ran from `start` to `due`, stopped at `closed` if it did, seen at `now`.
pub fn ribbon(
    start: DateTime<Utc>,
    due: DateTime<Utc>,
    closed: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    zone: Tz,
) -> Ribbon {
    let seen = closed.unwrap_or(now);
    let (starts_on, due_on, today) = (local_day(start, zone), local_day(due, zone), local_day(seen, zone));
    let cells = (due_on - starts_on).num_days().max(1);
    let day = (today - starts_on).num_days().max(0);
    let late = seen > due;
    Ribbon {
        cells,
        filled: day.min(cells),
        late: (today - due_on).num_days().max(i64::from(late)) * i64::from(late),
        closed: closed.is_some(),
        kept: if late { Some(false) } else { closed.map(|_| true) },
        starts_on,
        due_on,
        day,
        days_left: (due_on - today).num_days(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_ribbon_tells_a_promise_kept() {
        let zone = chrono_tz::Europe::Moscow;
        let (start, due) = (at("2026-11-14T10:00:00Z"), at("2026-11-24T20:59:59Z"));
        let closed = ribbon(start, due, Some(at("2026-11-20T13:00:00Z")), at("2026-12-01T00:00:00Z"), zone);
        assert_eq!((closed.cells, closed.filled, closed.day, closed.late), (10, 6, 6, 0));
        assert_eq!((closed.kept, closed.days_left), (Some(true), 4));
        let open = ribbon(start, due, None, at("2026-11-26T10:00:00Z"), zone);
        assert_eq!((open.filled, open.late, open.kept, open.days_left), (10, 2, Some(false), -2));
    }
}

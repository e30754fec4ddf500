//! Deadlines. A clock measures something in some unit up to a target; day 0 is the local day on
//! which it starts, and a clock in days is due at the local end of its last day.
//!
//! `now` is always a value that the caller brings.

use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// A measure with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What is measured.
    pub measure: Measure,
    /// How many units.
    pub target: u32,
    /// Which units.
    pub unit: Unit,
}

/// Why a deadline cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The unit needs the city's working calendar.
    #[error("a clock in working time needs a working calendar")]
    NeedsCalendar,
    /// The deadline lies beyond the calendar.
    #[error("the deadline is too far away")]
    TooFar,
}

impl Rule {
    /// When a clock of this rule that starts at `start` is due, in the city's time zone `zone`.
    ///
    /// # Errors
    /// [`ClockError::NeedsCalendar`] for working time, [`ClockError::TooFar`] beyond the calendar.
    pub fn due_at(&self, start: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, ClockError> {
        match self.unit {
            Unit::Hours => {
                start.checked_add_signed(Duration::hours(i64::from(self.target))).ok_or(ClockError::TooFar)
            }
            Unit::CalendarDays => {
                let last = local_day(start, zone).checked_add_days(Days::new(u64::from(self.target)));
                end_of_day(last.ok_or(ClockError::TooFar)?, zone)
            }
            Unit::WorkingHours | Unit::WorkingDays => Err(ClockError::NeedsCalendar),
        }
    }
}

/// The local day in which `at` falls.
pub fn local_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The last second of the local `day`: 23:59:59, the later one where clocks go back over it, and
/// the last second before the gap where the zone skips it.
///
/// # Errors
/// [`ClockError::TooFar`] beyond the calendar.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> Result<DateTime<Utc>, ClockError> {
    let last_second = day.and_time(NaiveTime::MIN) + Duration::days(1) - Duration::seconds(1);
    // Gaps are whole minutes and at most a day long (Samoa left out 30 December 2011).
    for minutes in 0..=25 * 60 {
        let after = last_second + Duration::minutes(minutes);
        match zone.from_local_datetime(&after) {
            LocalResult::Single(at) | LocalResult::Ambiguous(_, at) if minutes == 0 => {
                return Ok(at.to_utc());
            }
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                return Ok(before_gap(at.to_utc(), zone));
            }
            LocalResult::None => {}
        }
    }
    Err(ClockError::TooFar)
}

/// The last second before the gap that ends at most a minute before `after_gap`.
fn before_gap(after_gap: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let offset = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local() - at.naive_utc();
    let new_offset = offset(after_gap);
    let mut at = after_gap;
    while offset(at) == new_offset {
        at -= Duration::seconds(1);
    }
    at
}

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
    use chrono::Timelike;
    use proptest::prelude::*;

    const TEN_DAYS: Rule = Rule { measure: Measure::Resolution, target: 10, unit: Unit::CalendarDays };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn ten_days_end_with_the_tenth_day_after_receipt() {
        let zone = chrono_tz::Asia::Sakhalin;
        // 23:30 on 14 November in Yuzhno-Sakhalinsk (UTC+11).
        assert_eq!(TEN_DAYS.due_at(at("2026-11-14T12:30:00Z"), zone), Ok(at("2026-11-24T12:59:59Z")));
        // Half an hour after midnight is already the 15th.
        assert_eq!(TEN_DAYS.due_at(at("2026-11-14T13:30:00Z"), zone), Ok(at("2026-11-25T12:59:59Z")));
    }

    #[test]
    fn hours_run_around_the_clock() {
        let rule = Rule { measure: Measure::FirstAction, target: 2, unit: Unit::Hours };
        let due = rule.due_at(at("2026-10-25T00:30:00Z"), chrono_tz::Europe::Berlin);
        assert_eq!(due, Ok(at("2026-10-25T02:30:00Z")));
    }

    #[test]
    fn working_time_is_refused_without_a_calendar() {
        let rule = Rule { unit: Unit::WorkingDays, ..TEN_DAYS };
        assert_eq!(rule.due_at(at("2026-10-25T00:30:00Z"), chrono_tz::UTC), Err(ClockError::NeedsCalendar));
    }

    #[test]
    fn a_day_that_the_zone_skipped_ends_where_it_would_have_begun() {
        let day = NaiveDate::from_ymd_opt(2011, 12, 30).expect("a date");
        assert_eq!(end_of_day(day, chrono_tz::Pacific::Apia), Ok(at("2011-12-30T09:59:59Z")));
    }

    #[test]
    fn a_day_over_which_clocks_go_back_ends_with_its_second_midnight() {
        // Havana: at 01:00 on 6 November 2022 it became 00:00 again; 5 November is not affected.
        let day = NaiveDate::from_ymd_opt(2022, 11, 5).expect("a date");
        assert_eq!(end_of_day(day, chrono_tz::America::Havana), Ok(at("2022-11-06T03:59:59Z")));
        // Azores: at 01:00 on 30 October 2022 back to 00:00.
        let day = NaiveDate::from_ymd_opt(2022, 10, 30).expect("a date");
        assert_eq!(end_of_day(day, chrono_tz::Atlantic::Azores), Ok(at("2022-10-31T00:59:59Z")));
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

    fn zones() -> impl Strategy<Value = Tz> {
        proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
    }

    proptest! {
        #[test]
        fn ten_calendar_days_end_at_the_local_end_of_day_ten(seconds in 0..4_102_444_800_i64, zone in zones()) {
            let start = DateTime::from_timestamp(seconds, 0).expect("a time");
            let due = TEN_DAYS.due_at(start, zone).expect("a deadline");
            let last = local_day(start, zone) + Days::new(10);
            // The very next second belongs to a later day, and the deadline itself to no later one.
            prop_assert!(local_day(due, zone) <= last);
            prop_assert!(local_day(due + Duration::seconds(1), zone) > last);
            let local = due.with_timezone(&zone);
            let skipped = local_day(due, zone) < last || local.time().second() != 59 || local.hour() != 23;
            if !skipped {
                prop_assert_eq!(local.time(), NaiveTime::from_hms_opt(23, 59, 59).expect("a time"));
            }
        }

        #[test]
        fn whoever_reports_later_is_never_due_earlier(seconds in 0..4_102_444_800_i64, later in 0..10_000_000_i64, zone in zones()) {
            let start = DateTime::from_timestamp(seconds, 0).expect("a time");
            let due = |at| TEN_DAYS.due_at(at, zone).expect("a deadline");
            prop_assert!(due(start) <= due(start + Duration::seconds(later)));
        }

        #[test]
        fn the_day_of_receipt_gives_one_deadline(seconds in 0..4_102_444_800_i64, zone in zones()) {
            let start = DateTime::from_timestamp(seconds, 0).expect("a time");
            let end = end_of_day(local_day(start, zone), zone).expect("an end");
            prop_assert_eq!(TEN_DAYS.due_at(start, zone), TEN_DAYS.due_at(end.max(start), zone));
        }
    }
}

//! Local days and times as instants, through changes of a zone's clocks.

use super::ClockError;
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Gaps are whole minutes and at most a day long (Samoa left out 30 December 2011).
const GAP_MINUTES: i64 = 25 * 60;

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
    for minutes in 0..=GAP_MINUTES {
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

/// The instant at which a clock on the wall first shows the local time, or the end of the gap that
/// swallows it.
///
/// # Errors
/// [`ClockError::TooFar`] beyond the calendar.
pub fn local_instant(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, ClockError> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return Ok(at.to_utc());
    }
    for minutes in 1..=GAP_MINUTES {
        if let Some(at) = zone.from_local_datetime(&(local + Duration::minutes(minutes))).earliest() {
            return Ok(before_gap(at.to_utc(), zone) + Duration::seconds(1));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
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
    fn an_office_opens_after_the_gap_that_swallows_its_hour() {
        // Berlin: from 02:00 to 03:00 on 29 March 2026, back from 03:00 to 02:00 on 25 October.
        let instant = |text: &str| local_instant(text.parse().expect("a time"), chrono_tz::Europe::Berlin);
        assert_eq!(instant("2026-03-29T02:30:00"), Ok(at("2026-03-29T01:00:00Z")));
        assert_eq!(instant("2026-10-25T02:30:00"), Ok(at("2026-10-25T00:30:00Z")));
    }
}

//! Local days, quickly: the midnights of a city in the order of time.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::clock::local_instant;

/// The local days of a city from a first one on.
pub struct Calendar {
    first: NaiveDate,
    /// Seconds since 1970 at which each day begins, and at which the one after the last does.
    begins: Vec<u32>,
}

impl Calendar {
    /// From `first` to `last`, both included; none where a day cannot be told.
    pub fn of(zone: Tz, first: NaiveDate, last: NaiveDate) -> Self {
        let begin = |day: NaiveDate| {
            let at = local_instant(day.and_time(NaiveTime::MIN), zone).ok()?;
            u32::try_from(at.timestamp().max(0)).ok()
        };
        let days = first.iter_days().take_while(|day| *day <= last + Days::new(1));
        Self { first, begins: days.map_while(begin).collect() }
    }

    /// Which day it is at this second, counted from the first one; nothing before and after.
    pub fn day(&self, second: u32) -> Option<usize> {
        let after = self.begins.partition_point(|begin| *begin <= second);
        (after < self.begins.len()).then_some(after)?.checked_sub(1)
    }

    /// The date of the day that is this many after the first one.
    pub fn date(&self, day: usize) -> NaiveDate {
        u64::try_from(day).map_or(NaiveDate::MAX, |days| self.first + Days::new(days))
    }
}

/// The first and the last day of the month that is `back` months before the one of `day`.
pub fn month(day: NaiveDate, back: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = day.with_day(1)?.checked_sub_months(chrono::Months::new(back))?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some((first, next.pred_opt()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use domain::clock::local_day;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_second_belongs_to_the_day_that_people_there_have() {
        // Clocks went back on 26 October 2014, and forward in New York on 8 March 2026.
        for (zone, from, to) in [
            (chrono_tz::Europe::Moscow, "2014-10-20", "2014-11-02"),
            (chrono_tz::America::New_York, "2026-03-01", "2026-03-15"),
        ] {
            let calendar = Calendar::of(zone, date(from), date(to));
            let start = u32::try_from(date(from).and_time(NaiveTime::MIN).and_utc().timestamp()).unwrap();
            for second in (start..start + 16 * 86_400).step_by(600) {
                let at = DateTime::<Utc>::from_timestamp(second.into(), 0).unwrap();
                let day = local_day(at, zone);
                let within = (date(from)..=date(to)).contains(&day);
                let counted = calendar.day(second).map(|day| calendar.date(day));
                assert_eq!(counted, within.then_some(day), "{at} in {zone}");
            }
        }
    }

    #[test]
    fn months_begin_on_their_first_day() {
        assert_eq!(month(date("2026-03-31"), 1), Some((date("2026-02-01"), date("2026-02-28"))));
        assert_eq!(month(date("2026-01-15"), 13), Some((date("2024-12-01"), date("2024-12-31"))));
    }
}

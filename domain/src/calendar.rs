//! The days and hours in which a city's offices work: a week, office hours, and the days that are
//! not what their weekday says. What the data does not tell is an error, never a guess.
//!
//! A lunch break is not modelled: office hours are one interval a day.

use crate::clock::{ClockError, local_instant};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// When offices work in a week without holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// Local time at which a working day begins.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("09:00:00")))]
    pub opens: NaiveTime,
    /// Local time at which it ends; more than an hour after it began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("18:00:00")))]
    pub closes: NaiveTime,
    /// Days of every week on which nobody works.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub days_off: Vec<Weekday>,
}

impl Default for OfficeHours {
    /// A forty-hour week with an hour of lunch: 9 to 18, Monday to Friday.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self { opens: hour(9), closes: hour(18), days_off: vec![Weekday::Sat, Weekday::Sun] }
    }
}

impl OfficeHours {
    /// Whether they leave working time on an ordinary and on a shortened day, and in a week.
    pub fn are_possible(&self) -> bool {
        let week: BTreeSet<u32> = self.days_off.iter().map(Weekday::num_days_from_monday).collect();
        self.closes - self.opens > SHORTER_BY && week.len() < 7
    }
}

/// How much earlier a shortened day ends (Labour Code of Russia, art. 95).
const SHORTER_BY: Duration = Duration::hours(1);

/// Why a day is not what its weekday says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A public holiday, on whatever weekday.
    Holiday,
    /// Off because a holiday fell on a day off.
    MovedDayOff,
    /// Worked in place of a day that is off.
    WorkingWeekend,
    /// Worked, and an hour shorter: the eve of a holiday. May be a working weekend as well.
    Shortened,
}

/// From an instant until another.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// A city's working calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    office_hours: OfficeHours,
    exceptions: BTreeMap<NaiveDate, BTreeSet<DayKind>>,
    years: BTreeSet<i32>,
}

impl Calendar {
    /// A calendar that knows the years in which `exceptions` name any day.
    pub fn new(
        office_hours: OfficeHours,
        exceptions: impl IntoIterator<Item = (NaiveDate, DayKind)>,
    ) -> Self {
        let mut calendar = Self { office_hours, ..Self::default() };
        for (day, kind) in exceptions {
            calendar.years.insert(day.year());
            calendar.exceptions.entry(day).or_default().insert(kind);
        }
        calendar
    }

    /// When offices work in a week without holidays.
    pub fn office_hours(&self) -> &OfficeHours {
        &self.office_hours
    }

    /// The days of `year` and later ones that are not what their weekday says, in their order.
    pub fn exceptions_from(&self, year: i32) -> impl Iterator<Item = (NaiveDate, DayKind)> {
        let later = self.exceptions.iter().filter(move |(day, _)| day.year() >= year);
        later.flat_map(|(day, kinds)| kinds.iter().map(|kind| (*day, *kind)))
    }

    /// Whether the data says anything about `year`.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    fn is(&self, day: NaiveDate, kind: DayKind) -> bool {
        self.exceptions.get(&day).is_some_and(|kinds| kinds.contains(&kind))
    }

    /// Whether offices work on `day`. A day off wins over a working weekend.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] for a year without data.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, ClockError> {
        if !self.knows(day.year()) {
            return Err(ClockError::NoCalendar(day.year()));
        }
        let off = self.is(day, DayKind::Holiday) || self.is(day, DayKind::MovedDayOff);
        let weekly = self.office_hours.days_off.contains(&day.weekday());
        Ok(!off && (!weekly || self.is(day, DayKind::WorkingWeekend)))
    }

    /// Whether `day` ends an hour earlier, if it is worked at all.
    pub fn is_shortened(&self, day: NaiveDate) -> bool {
        self.is(day, DayKind::Shortened)
    }

    /// The first working day on or after `day`.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when the data ends before one is found.
    pub fn next_working(&self, day: NaiveDate) -> Result<NaiveDate, ClockError> {
        let mut day = day;
        while !self.is_working(day)? {
            day = day.succ_opt().ok_or(ClockError::TooFar)?;
        }
        Ok(day)
    }

    /// The last working day on or before `day`.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when the data ends before one is found.
    pub fn previous_working(&self, day: NaiveDate) -> Result<NaiveDate, ClockError> {
        let mut day = day;
        while !self.is_working(day)? {
            day = day.pred_opt().ok_or(ClockError::TooFar)?;
        }
        Ok(day)
    }

    /// The `count`-th working day after `day`; `day` itself for none.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when the data ends before it.
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> Result<NaiveDate, ClockError> {
        (0..count).try_fold(day, |day, _| self.next_working(day.succ_opt().ok_or(ClockError::TooFar)?))
    }

    /// The office hours of `day` in the zone; `None` on a day off.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] for a year without data.
    pub fn hours_of(&self, day: NaiveDate, zone: Tz) -> Result<Option<Span>, ClockError> {
        if !self.is_working(day)? {
            return Ok(None);
        }
        let shorter = if self.is_shortened(day) { SHORTER_BY } else { Duration::zero() };
        let opens = local_instant(day.and_time(self.office_hours.opens), zone)?;
        let closes = local_instant(day.and_time(self.office_hours.closes) - shorter, zone)?;
        Ok(Some((opens, closes)))
    }

    /// Working time between two instants; none when `to` is not after `from`.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when a year between them has no data.
    pub fn working_time(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        zone: Tz,
    ) -> Result<Duration, ClockError> {
        let mut time = Duration::zero();
        if from >= to {
            return Ok(time);
        }
        let mut day = from.with_timezone(&zone).date_naive();
        let last = to.with_timezone(&zone).date_naive();
        while day <= last {
            if let Some((opens, closes)) = self.hours_of(day, zone)? {
                time += (closes.min(to) - opens.max(from)).max(Duration::zero());
            }
            day = day + Days::new(1);
        }
        Ok(time)
    }

    /// The instant at which `time` of working time has passed since `from`. What ends with a
    /// working day ends at its closing, not at the next opening.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when the data ends before it.
    pub fn add_working_time(
        &self,
        from: DateTime<Utc>,
        time: Duration,
        zone: Tz,
    ) -> Result<DateTime<Utc>, ClockError> {
        let mut left = time;
        let mut day = from.with_timezone(&zone).date_naive();
        loop {
            if let Some((opens, closes)) = self.hours_of(day, zone)? {
                let begins = opens.max(from);
                let here = (closes - begins).max(Duration::zero());
                if here >= left && closes > begins {
                    return Ok(begins + left);
                }
                left -= here;
            }
            day = day.succ_opt().ok_or(ClockError::TooFar)?;
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    /// The exceptions of the Russian calendar from the end of 2025 to the spring of 2027, and one
    /// day of 2028 so that the autumn of 2027 has a next year.
    pub(crate) fn russian() -> Calendar {
        let days = |kind, text: &'static str| text.split(' ').map(move |day| (date(day), kind));
        let holidays = "2025-11-04 2026-01-01 2026-01-02 2026-01-03 2026-01-04 2026-01-05 2026-01-06 2026-01-07 \
            2026-01-08 2026-02-23 2026-03-08 2026-05-01 2026-05-09 2026-06-12 2026-11-04 2027-01-01 2027-01-02 \
            2027-01-03 2027-01-04 2027-01-05 2027-01-06 2027-01-07 2027-01-08 2027-02-23 2028-01-01";
        let moved = "2025-12-31 2026-01-09 2026-03-09 2026-05-11 2026-12-31 2027-02-22";
        let all = days(DayKind::Holiday, holidays)
            .chain(days(DayKind::MovedDayOff, moved))
            .chain(days(DayKind::WorkingWeekend, "2025-11-01 2027-02-20"))
            .chain(days(
                DayKind::Shortened,
                "2025-11-01 2026-04-30 2026-05-08 2026-06-11 2026-11-03 2027-02-20",
            ));
        Calendar::new(OfficeHours::default(), all)
    }

    const MOSCOW: Tz = chrono_tz::Europe::Moscow;

    #[test]
    fn holidays_moved_days_and_working_weekends_win_over_the_weekday() {
        let working = |day| russian().is_working(date(day));
        assert_eq!(working("2026-11-04"), Ok(false), "a holiday on a Wednesday");
        assert_eq!(working("2026-03-08"), Ok(false), "a holiday on a Sunday");
        assert_eq!(working("2026-03-09"), Ok(false), "the Monday that makes up for it");
        assert_eq!(working("2027-02-20"), Ok(true), "a working Saturday");
        assert_eq!(working("2026-11-14"), Ok(false), "an ordinary Saturday");
        assert_eq!(working("2026-11-03"), Ok(true), "a shortened Tuesday");
    }

    #[test]
    fn a_year_without_data_is_not_guessed() {
        assert_eq!(russian().is_working(date("2029-02-01")), Err(ClockError::NoCalendar(2029)));
        let late = date("2028-12-30");
        assert_eq!(russian().next_working(late), Err(ClockError::NoCalendar(2029)));
    }

    #[test]
    fn new_year_is_gone_around_both_ways() {
        assert_eq!(russian().next_working(date("2026-12-31")), Ok(date("2027-01-11")));
        assert_eq!(russian().previous_working(date("2027-01-10")), Ok(date("2026-12-30")));
        assert_eq!(russian().add_working_days(date("2026-12-29"), 3), Ok(date("2027-01-12")));
    }

    #[test]
    fn a_shortened_day_is_eight_hours_of_nine() {
        let hours = |day: &str| {
            let (opens, closes) =
                russian().hours_of(date(day), MOSCOW).expect("data").expect("a working day");
            (closes - opens).num_hours()
        };
        assert_eq!((hours("2026-11-02"), hours("2026-11-03"), hours("2027-02-20")), (9, 8, 8));
    }

    #[test]
    fn an_office_without_time_to_work_is_not_possible() {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        assert!(OfficeHours::default().are_possible());
        assert!(!OfficeHours { closes: nine, ..OfficeHours::default() }.are_possible());
        let never = (0..7).map(|n| Weekday::try_from(n).expect("a weekday")).collect();
        assert!(!OfficeHours { days_off: never, ..OfficeHours::default() }.are_possible());
    }

    pub(crate) fn zones() -> impl Strategy<Value = Tz> {
        proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
    }

    /// Any second of 2026.
    pub(crate) fn seconds_of_2026() -> impl Strategy<Value = DateTime<Utc>> {
        let start = at("2026-01-02T00:00:00Z");
        (0..363 * 86_400_i64).prop_map(move |seconds| start + Duration::seconds(seconds))
    }

    proptest! {
        #[test]
        fn working_time_that_was_added_is_found_again(from in seconds_of_2026(), minutes in 1..6_000_i64, zone in zones()) {
            let time = Duration::minutes(minutes);
            let to = russian().add_working_time(from, time, zone).expect("data");
            prop_assert_eq!(russian().working_time(from, to, zone), Ok(time));
        }

        #[test]
        fn working_time_of_two_parts_is_that_of_the_whole(
            from in seconds_of_2026(), first in 0..5_000_000_i64, second in 0..5_000_000_i64, zone in zones(),
        ) {
            let middle = from + Duration::seconds(first);
            let to = middle + Duration::seconds(second);
            let time = |from, to| russian().working_time(from, to, zone).expect("data");
            prop_assert_eq!(time(from, middle) + time(middle, to), time(from, to));
        }

        #[test]
        fn no_working_day_is_lost_or_doubled(days in 0..300_u64, count in 1..60_u32) {
            let start = date("2026-01-02") + Days::new(days);
            let calendar = russian();
            let last = calendar.add_working_days(start, count).expect("data");
            let between = (1..=(last - start).num_days().unsigned_abs()).map(|n| start + Days::new(n));
            let worked = between.filter(|day| calendar.is_working(*day) == Ok(true)).count();
            prop_assert_eq!(worked, count as usize);
            prop_assert_eq!(calendar.is_working(last), Ok(true));
        }
    }
}

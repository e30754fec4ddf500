//! When a clock is due, and every step of the reasoning.

use super::pause::{days, spans};
use super::{Clock, ClockError, LastDayOff, Limits, Pause, Step, Unit, end_of_day, local_day, local_instant};
use crate::calendar::Calendar;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

/// A deadline with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last instant that is in time.
    pub at: DateTime<Utc>,
    /// How it was found, in the order of the reasoning.
    pub steps: Vec<Step>,
}

/// What counting needs besides the clock.
#[derive(Clone, Copy)]
struct Ground<'a> {
    zone: Tz,
    calendar: &'a Calendar,
    limits: Limits,
}

impl Clock {
    /// When it is due in the city's `zone`.
    ///
    /// # Errors
    /// [`ClockError::NoCalendar`] when the count needs a year without data, [`ClockError::TooFar`].
    pub fn due(&self, zone: Tz, calendar: &Calendar, limits: Limits) -> Result<Due, ClockError> {
        let ground = Ground { zone, calendar, limits };
        let mut due = self.due_with(&[], ground)?;
        if self.rule.pausable {
            for (n, pause) in self.pauses.iter().enumerate() {
                if pause.from > due.at {
                    break;
                }
                due = self.due_with(&self.pauses[..=n], ground)?;
            }
        }
        Ok(due)
    }

    fn due_with(&self, pauses: &[Pause], ground: Ground<'_>) -> Result<Due, ClockError> {
        let (rule, starts_at) = (self.rule, self.starts_at);
        let day = local_day(starts_at, ground.zone);
        let mut steps =
            vec![Step::Starts { at: starts_at, day }, Step::Counts { target: rule.target, unit: rule.unit }];
        if self.extended > 0 {
            steps.push(Step::Extended { by: self.extended, unit: rule.unit });
        }
        let units = rule.target.checked_add(self.extended).ok_or(ClockError::TooFar)?;
        let at = match rule.unit {
            Unit::Hours => self.in_hours(units, pauses, ground, &mut steps)?,
            Unit::WorkingHours => self.in_working_hours(units, pauses, ground, &mut steps)?,
            Unit::CalendarDays => {
                let in_days = if rule.keeps_hour { &[] } else { pauses };
                let last = self.in_calendar_days(units, in_days, ground, &mut steps)?;
                self.on(last, starts_at, pauses, ground, &mut steps)?
            }
            Unit::WorkingDays => {
                let begins = self.begins(ground, &mut steps)?;
                let in_days = if rule.keeps_hour { &[] } else { pauses };
                let last = self.in_working_days(units, begins, in_days, ground, &mut steps)?;
                self.on(last, begins, pauses, ground, &mut steps)?
            }
        };
        steps.push(Step::Due { at });
        Ok(Due { at, steps })
    }

    /// From when working days count: an hour that is kept is an office hour.
    fn begins(&self, ground: Ground<'_>, steps: &mut Vec<Step>) -> Result<DateTime<Utc>, ClockError> {
        if !self.rule.keeps_hour {
            return Ok(self.starts_at);
        }
        let opening = ground.calendar.add_working_time(self.starts_at, Duration::zero(), ground.zone)?;
        if opening > self.starts_at {
            steps.push(Step::RunsFrom { at: opening });
        }
        Ok(opening)
    }

    /// When it is due on its `last` day, having begun then. Pauses of a clock that keeps its hour are
    /// given back to the second, in office time where it counts working days.
    fn on(
        &self,
        last: NaiveDate,
        begins: DateTime<Utc>,
        pauses: &[Pause],
        ground: Ground<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<DateTime<Utc>, ClockError> {
        let Ground { zone, calendar, limits } = ground;
        if !self.rule.keeps_hour {
            return end_of_day(last, zone);
        }
        steps.push(Step::KeepsHour);
        let at = local_instant(last.and_time(begins.with_timezone(&zone).time()), zone)?;
        let spans = spans(pauses, self.starts_at, limits.pause_days);
        if self.rule.unit != Unit::WorkingDays {
            let stood = spans.iter().map(|(from, until)| *until - *from).sum();
            say_paused_time(stood, steps);
            return at.checked_add_signed(stood).ok_or(ClockError::TooFar);
        }
        let mut stood = Duration::zero();
        for (from, until) in spans {
            stood += calendar.working_time(from, until, zone)?;
        }
        say_paused_time(stood, steps);
        // A shortened day may end before that hour.
        let at = calendar.hours_of(last, zone)?.map_or(at, |(_, closes)| at.min(closes));
        if stood.is_zero() {
            return Ok(at);
        }
        let later = calendar.add_working_time(at, stood, zone)?;
        calendar.add_working_time(later, Duration::zero(), zone)
    }

    fn in_hours(
        &self,
        units: u32,
        pauses: &[Pause],
        ground: Ground<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<DateTime<Utc>, ClockError> {
        let spans = spans(pauses, self.starts_at, ground.limits.pause_days);
        let stood = spans.iter().map(|(from, until)| *until - *from).sum();
        say_paused_time(stood, steps);
        let time = Duration::hours(i64::from(units)) + stood;
        self.starts_at.checked_add_signed(time).ok_or(ClockError::TooFar)
    }

    fn in_working_hours(
        &self,
        units: u32,
        pauses: &[Pause],
        ground: Ground<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<DateTime<Utc>, ClockError> {
        let Ground { zone, calendar, limits } = ground;
        let mut stood = Duration::zero();
        for (from, until) in spans(pauses, self.starts_at, limits.pause_days) {
            stood += calendar.working_time(from, until, zone)?;
        }
        let time = Duration::hours(i64::from(units)) + stood;
        let at = calendar.add_working_time(self.starts_at, time, zone)?;
        let runs_from = calendar.add_working_time(self.starts_at, Duration::zero(), zone)?;
        let first = local_day(self.starts_at, zone);
        if runs_from > self.starts_at {
            steps.push(Step::RunsFrom { at: runs_from });
        }
        say_days_off(first, local_day(at, zone), ground, steps)?;
        say_paused_time(stood, steps);
        Ok(at)
    }

    fn in_calendar_days(
        &self,
        units: u32,
        pauses: &[Pause],
        ground: Ground<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<NaiveDate, ClockError> {
        let stood = days(pauses, self.starts_at, ground.limits.pause_days, ground.zone);
        say_paused_days(stood.len(), steps);
        let first = local_day(self.starts_at, ground.zone);
        let after = Days::new(u64::from(units) + stood.len() as u64);
        let mut last = first.checked_add_days(after).ok_or(ClockError::TooFar)?;
        steps.push(Step::LastDay { day: last });
        // Who waits for a moved last day is not late because the clock stood still meanwhile.
        let goes_on = stood.last().and_then(NaiveDate::succ_opt).unwrap_or(first);
        if goes_on > last {
            last = goes_on;
            steps.push(Step::GoesOn { day: last });
        }
        let calendar = ground.calendar;
        if self.rule.last_day_off == LastDayOff::Stay {
            // Needs no calendar, and does not fail without one.
            if calendar.is_working(last) == Ok(false) {
                steps.push(Step::Stays { day: last });
            }
            return Ok(last);
        }
        if calendar.is_working(last)? {
            return Ok(last);
        }
        let before = match self.rule.last_day_off {
            LastDayOff::PreviousWorking => Some(calendar.previous_working(last)?),
            _ => None,
        };
        let to = match before.filter(|day| *day > first && *day >= goes_on) {
            Some(day) => day,
            None => calendar.next_working(last)?,
        };
        steps.push(Step::Moves { from: last, to });
        Ok(to)
    }

    fn in_working_days(
        &self,
        units: u32,
        begins: DateTime<Utc>,
        pauses: &[Pause],
        ground: Ground<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<NaiveDate, ClockError> {
        let Ground { zone, calendar, limits } = ground;
        let mut stood = 0;
        for day in days(pauses, self.starts_at, limits.pause_days, zone) {
            stood += u32::from(calendar.is_working(day)?);
        }
        let first = local_day(begins, zone);
        let last = calendar.add_working_days(first, units.checked_add(stood).ok_or(ClockError::TooFar)?)?;
        say_days_off(first.succ_opt().ok_or(ClockError::TooFar)?, last, ground, steps)?;
        say_paused_days(stood as usize, steps);
        steps.push(Step::LastDay { day: last });
        Ok(last)
    }
}

fn say_paused_time(stood: Duration, steps: &mut Vec<Step>) {
    if stood > Duration::zero() {
        steps.push(Step::PausedTime { minutes: stood.num_minutes() });
    }
}

fn say_paused_days(stood: usize, steps: &mut Vec<Step>) {
    if stood > 0 {
        steps.push(Step::PausedDays { days: u32::try_from(stood).unwrap_or(u32::MAX) });
    }
}

/// Says which days from `first` to `last` are off, neighbours together, and which are shortened
/// where hours count.
fn say_days_off(
    first: NaiveDate,
    last: NaiveDate,
    ground: Ground<'_>,
    steps: &mut Vec<Step>,
) -> Result<(), ClockError> {
    let hours_count = steps.iter().any(|step| matches!(step, Step::Counts { unit: Unit::WorkingHours, .. }));
    let mut day = first;
    while day <= last {
        match (ground.calendar.hours_of(day, ground.zone)?, steps.last_mut()) {
            (Some((_, closes)), _) if hours_count && ground.calendar.is_shortened(day) => {
                steps.push(Step::Shortened { day, closes_at: closes });
            }
            (Some(_), _) => {}
            (None, Some(Step::DaysOff { to, .. })) if to.succ_opt() == Some(day) => *to = day,
            (None, _) => steps.push(Step::DaysOff { from: day, to: day }),
        }
        day = day.succ_opt().ok_or(ClockError::TooFar)?;
    }
    Ok(())
}

//! The figures that a city shows of itself: one formula for each, counted over the reports that
//! everybody can look at.

use crate::status::Shape;

/// What is counted of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How it looks now.
    pub shape: Shape,
    /// Local days from receipt to its end (0: on the day of receipt), of a closed one.
    pub closed_after_days: Option<u32>,
    /// Whether the promised day was kept; not known while it is open and not missed.
    pub kept: Option<bool>,
}

/// Reports counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub received: u64,
    /// Those still open.
    pub open: u64,
    /// Those still open past the promised day.
    pub overdue: u64,
    /// Closed by the promised day.
    pub kept: u64,
    /// Closed after the promised day.
    pub late: u64,
    /// Closed because it was put right.
    pub resolved: u64,
    /// Closed with an answer: nothing to be done here.
    pub explained: u64,
    /// Closed without taking it on.
    pub declined: u64,
    /// How many were put right after so many days.
    days: Vec<u64>,
}

/// Cases that took longer are counted as if they had taken so many days.
const DAYS_MAX: usize = 3660;

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, one: Counted) {
        self.received += 1;
        match (one.closed_after_days, one.kept) {
            (None, kept) => {
                self.open += 1;
                self.overdue += u64::from(kept == Some(false));
            }
            (Some(_), Some(false)) => self.late += 1,
            (Some(_), _) => self.kept += 1,
        }
        match (one.closed_after_days, one.shape) {
            (Some(days), Shape::Resolved) => {
                self.resolved += 1;
                let days = usize::try_from(days).map_or(DAYS_MAX, |days| days.min(DAYS_MAX));
                if self.days.len() <= days {
                    self.days.resize(days + 1, 0);
                }
                self.days[days] += 1;
            }
            (Some(_), Shape::Explained) => self.explained += 1,
            (Some(_), _) => self.declined += 1,
            (None, _) => {}
        }
    }

    /// Cases of which it is known whether the promise was kept: the closed ones, and the open ones past
    /// their day. Leaving the latter out would make a city look better the longer it waits.
    pub fn judged(&self) -> u64 {
        self.kept + self.late + self.overdue
    }

    /// Cases of a thousand that were closed by the promised day, of those [judged](Self::judged); rounded
    /// down, so that 1000 means every one. Nothing when none is judged.
    pub fn on_time(&self) -> Option<u16> {
        let share = (self.kept * 1000).checked_div(self.judged())?;
        u16::try_from(share).ok()
    }

    /// Days within which half of what was put right was put right. Nothing when nothing was.
    pub fn median_days(&self) -> Option<u32> {
        let half = self.resolved.div_ceil(2);
        let mut so_far = 0;
        let day = self.days.iter().position(|count| {
            so_far += count;
            so_far >= half
        })?;
        u32::try_from(day).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn closed(shape: Shape, after_days: u32, kept: bool) -> Counted {
        Counted { shape, closed_after_days: Some(after_days), kept: Some(kept) }
    }

    fn open(overdue: bool) -> Counted {
        let shape = if overdue { Shape::Overdue } else { Shape::Work };
        Counted { shape, closed_after_days: None, kept: overdue.then_some(false) }
    }

    fn tally(all: impl IntoIterator<Item = Counted>) -> Tally {
        let mut tally = Tally::default();
        all.into_iter().for_each(|one| tally.add(one));
        tally
    }

    #[test]
    fn an_open_case_past_its_day_is_a_promise_broken_and_one_before_it_is_none_yet() {
        let closed = closed(Shape::Resolved, 3, true);
        assert_eq!(tally([closed, open(false)]).on_time(), Some(1000));
        assert_eq!(tally([closed, open(true)]).on_time(), Some(500));
        assert_eq!(tally([open(false)]).on_time(), None);
    }

    #[test]
    fn a_thousand_of_a_thousand_means_every_one() {
        let mostly = (0..1999).map(|_| closed(Shape::Resolved, 1, true));
        let one_late = std::iter::once(closed(Shape::Resolved, 12, false));
        assert_eq!(tally(mostly.chain(one_late)).on_time(), Some(999));
    }

    #[test]
    fn the_median_is_of_what_was_put_right() {
        let all = [(Shape::Resolved, 2), (Shape::Resolved, 4), (Shape::Resolved, 30), (Shape::Declined, 0)];
        assert_eq!(tally(all.map(|(shape, days)| closed(shape, days, true))).median_days(), Some(4));
        assert_eq!(tally([closed(Shape::Explained, 1, true)]).median_days(), None);
        assert_eq!(tally([closed(Shape::Resolved, u32::MAX, false)]).median_days(), Some(3660));
    }

    fn any_report() -> impl Strategy<Value = Counted> {
        let ended = (
            0..40_u32,
            any::<bool>(),
            prop::sample::select(vec![Shape::Resolved, Shape::Explained, Shape::Declined]),
        );
        prop_oneof![
            any::<bool>().prop_map(open),
            ended.prop_map(|(days, kept, shape)| closed(shape, days, kept)),
        ]
    }

    proptest! {
        #[test]
        fn every_report_is_counted_once_in_each_way_of_looking(
            all in prop::collection::vec(any_report(), 0..200),
        ) {
            let tally = tally(all.iter().copied());
            prop_assert_eq!(tally.received, all.len() as u64);
            prop_assert_eq!(tally.received, tally.open + tally.kept + tally.late);
            prop_assert_eq!(tally.kept + tally.late, tally.resolved + tally.explained + tally.declined);
            prop_assert!(tally.overdue <= tally.open);
            prop_assert!(tally.on_time().is_none_or(|share| share <= 1000));
        }

        #[test]
        fn half_of_what_was_put_right_was_put_right_within_the_median(
            days in prop::collection::vec(0..40_u32, 1..100),
        ) {
            let tally = tally(days.iter().map(|days| closed(Shape::Resolved, *days, true)));
            let median = tally.median_days().expect("something was put right");
            let within = days.iter().filter(|one| **one <= median).count();
            let sooner = days.iter().filter(|one| **one < median).count();
            prop_assert!(within * 2 >= days.len() && sooner * 2 < days.len());
        }
    }
}

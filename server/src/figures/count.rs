//! Counting: every report of the map is looked at once.

use super::days::{Calendar, month};
use crate::reports::Dot;
use chrono::{DateTime, Months, NaiveDate, Utc};
use domain::catalogue::City;
use domain::clock::local_day;
use domain::figures::{Counted, Tally};
use domain::status::Shape;
use domain::text::Language;
use domain::wire::figures::{FigureRow, Figures, MonthFigures, TallyView};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Months shown, whatever the period is.
const MONTHS: u32 = 24;

/// Days of receipt, both included.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    fn year_before(self) -> Option<Self> {
        let year = Months::new(12);
        Some(Self { from: self.from.checked_sub_months(year)?, to: self.to.checked_sub_months(year)? })
    }

    fn has(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What was counted of a city.
pub struct Count<'a> {
    city: &'a City,
    period: Period,
    year_before: Period,
    calendar: Calendar,
    months: Vec<(Period, Tally)>,
    total: Tally,
    before: Tally,
    categories: HashMap<i32, Tally>,
    departments: HashMap<i32, Tally>,
    territories: HashMap<i32, Tally>,
}

impl<'a> Count<'a> {
    /// Nothing when the period lies where no calendar reaches.
    pub fn of(city: &'a City, period: Period, now: DateTime<Utc>) -> Option<Self> {
        let year_before = period.year_before()?;
        let months: Option<Vec<_>> = (0..MONTHS).rev().map(|back| month(period.to, back)).collect();
        let months: Vec<_> =
            months?.into_iter().map(|(from, to)| (Period { from, to }, Tally::default())).collect();
        let first = months.first().map_or(year_before.from, |(month, _)| month.from.min(year_before.from));
        let last = months.last().map_or(period.to, |(month, _)| month.to);
        let last = last.max(local_day(now, city.time_zone));
        let calendar = Calendar::of(city.time_zone, first, last);
        let (total, before) = (Tally::default(), Tally::default());
        let (categories, departments, territories) = (HashMap::new(), HashMap::new(), HashMap::new());
        Some(Self {
            city,
            period,
            year_before,
            calendar,
            months,
            total,
            before,
            categories,
            departments,
            territories,
        })
    }

    /// The days of receipt that are of interest.
    pub fn days(&self) -> RangeInclusive<NaiveDate> {
        let first = self.months.first().map_or(self.year_before.from, |(month, _)| month.from);
        let last = self.months.last().map_or(self.period.to, |(month, _)| month.to);
        first.min(self.year_before.from)..=last.max(self.period.to)
    }

    /// Counts a report that looks so.
    pub fn add(&mut self, dot: &Dot, shape: Shape, kept: Option<bool>) {
        let Some(received) = self.calendar.day(dot.received) else { return };
        let closed = (!dot.status.is_open()).then(|| self.calendar.day(dot.closed)).flatten();
        let after = closed.map(|closed| closed.saturating_sub(received));
        let one = Counted {
            shape,
            closed_after_days: after.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
            kept,
        };
        let day = self.calendar.date(received);
        if let Some((_, tally)) = self.months.iter_mut().find(|(month, _)| month.has(day)) {
            tally.add(one);
        }
        if self.year_before.has(day) {
            self.before.add(one);
        }
        if self.period.has(day) {
            self.total.add(one);
            if let Some(issue_type) = self.city.issue_type_in(dot.type_id.into()) {
                self.categories.entry(issue_type.category_id).or_default().add(one);
            }
            self.departments.entry(dot.department_id.into()).or_default().add(one);
            self.territories.entry(dot.territory_id.into()).or_default().add(one);
        }
    }

    /// All of it in words.
    pub fn view(&self, language: Language, now: DateTime<Utc>) -> Figures {
        let city = self.city;
        let row = |slug: &str, title: &str, tally: Option<&Tally>| FigureRow {
            slug: slug.to_owned(),
            title: title.to_owned(),
            tally: tally.map(TallyView::from).unwrap_or_default(),
        };
        let categories = city.categories.iter();
        let categories =
            categories.map(|one| row(&one.slug, one.titles.get(language), self.categories.get(&one.id)));
        let departments = city.departments.iter();
        let departments =
            departments.map(|one| row(&one.slug, one.titles.get(language), self.departments.get(&one.id)));
        let mut departments: Vec<FigureRow> = departments.filter(|row| row.tally.received > 0).collect();
        departments.sort_by_key(|row| Reverse(row.tally.received));
        let territories = city.territories.iter();
        let territories =
            territories.map(|one| row(&one.slug, one.titles.get(language), self.territories.get(&one.id)));
        let mut territories: Vec<FigureRow> = territories.collect();
        territories.sort_by(|one, other| one.title.cmp(&other.title));
        territories.extend(self.territories.get(&0).map(|tally| row("", "", Some(tally))));
        let months = self.months.iter();
        Figures {
            from: self.period.from,
            to: self.period.to,
            counted_at: now,
            total: (&self.total).into(),
            year_before: (&self.before).into(),
            categories: categories.collect(),
            departments,
            territories,
            months: months
                .map(|(month, tally)| MonthFigures { from: month.from, to: month.to, tally: tally.into() })
                .collect(),
        }
    }
}

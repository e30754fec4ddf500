//! The public filter: the words of an address that say which reports are meant. The list, the tiles,
//! the figures and the address of the web's map all speak it.

use super::dot::{Dot, seconds};
use super::shapes::Shapes;
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Days, Duration, NaiveDate, SubsecRound, Utc};
use domain::catalogue::City;
use domain::clock::local_instant;
use domain::status::Shape;
use domain::wire::problem::FieldError;
use serde::Deserialize;

/// Days that closed cases stay, unless asked otherwise, and at most.
const CLOSED_DAYS: i64 = 30;
const CLOSED_DAYS_MAX: i64 = 3660;

/// Which reports are meant; all that is given has to fit.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FilterWords {
    /// Slug of a category.
    pub category: Option<String>,
    /// Slug of an issue type.
    #[serde(rename = "type")]
    pub issue_type: Option<String>,
    /// Slug of the department that has it.
    pub department: Option<String>,
    /// Slug of the territory in which the public sees it.
    pub territory: Option<String>,
    /// How it looks: `new`, `work`, `soon`, `overdue`, `waiting`, `danger`, `resolved`, `explained`,
    /// `declined`, parted by commas.
    pub shape: Option<String>,
    /// Received on this local day or later, YYYY-MM-DD.
    pub from: Option<String>,
    /// Received on this local day or earlier, YYYY-MM-DD.
    pub to: Option<String>,
    /// `yes`: closed by the deadline; `no`: closed after it, or still open past it.
    pub kept: Option<String>,
    /// Days that closed cases stay when neither `from` nor `to` is given; 30 when left out.
    #[param(value_type = Option<i64>)]
    pub days: Option<String>,
}

/// What the words mean in a city now.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only these types.
    pub types: Option<Vec<i32>>,
    pub department: Option<i32>,
    /// Row and slug.
    pub territory: Option<(i32, String)>,
    pub shapes: Option<Vec<Shape>>,
    /// The local days of receipt that were asked for.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// Received since then.
    pub from: Option<DateTime<Utc>>,
    /// Received before then.
    pub before: Option<DateTime<Utc>>,
    pub kept: Option<bool>,
    /// Cases closed since then are still there.
    pub closed_since: Option<DateTime<Utc>>,
    /// Types that are dangerous while their case is open.
    pub danger: Vec<i32>,
    /// Now, to the second.
    pub now: DateTime<Utc>,
}

impl Filter {
    /// What `words` mean in `city` now.
    ///
    /// # Errors
    /// Every word that cannot be read or names nothing.
    pub fn read(city: &City, words: &FilterWords, now: DateTime<Utc>) -> ApiResult<Self> {
        let mut reading = Reading { city, errors: Vec::new() };
        let now = now.trunc_subsecs(0);
        let days = reading.period(words);
        let (from, before) = reading.instants(days);
        let closed_days = reading.days(given(words.days.as_deref()));
        let filter = Self {
            types: reading.types(words),
            department: reading.department(given(words.department.as_deref())),
            territory: reading.territory(given(words.territory.as_deref())),
            shapes: reading.shapes(given(words.shape.as_deref())),
            days,
            from,
            before,
            kept: reading.kept(given(words.kept.as_deref())),
            closed_since: (from.is_none() && before.is_none()).then(|| now - Duration::days(closed_days)),
            danger: city.types.iter().filter(|t| t.emergency).map(|t| t.id).collect(),
            now,
        };
        if reading.errors.is_empty() { Ok(filter) } else { Err(ApiError::Invalid(reading.errors)) }
    }

    /// The filter made ready for being asked about many reports.
    pub fn sieve(&self) -> Sieve {
        Sieve {
            types: self.types.as_deref().map(members),
            department: self.department,
            territory: self.territory.as_ref().map(|(id, _)| *id),
            looks: self.shapes.as_deref().map(looks),
            from: self.from.map_or(0, seconds),
            before: self.before.map_or(u32::MAX, seconds),
            kept: self.kept,
            ended_since: self.closed_since.map_or(0, seconds),
            shapes: Shapes::at(self.now, members(&self.danger)),
        }
    }
}

/// Which of the rows that are counted from 1 are meant.
fn members(ids: &[i32]) -> Vec<bool> {
    let rows = ids.iter().filter_map(|id| usize::try_from(*id).ok());
    let mut members = vec![false; rows.clone().max().map_or(0, |last| last + 1)];
    for row in rows {
        members[row] = true;
    }
    members
}

fn looks(shapes: &[Shape]) -> [bool; Shape::ALL.len()] {
    let mut looks = [false; Shape::ALL.len()];
    for shape in shapes {
        looks[*shape as usize] = true;
    }
    looks
}

/// A filter that answers in nanoseconds.
pub struct Sieve {
    types: Option<Vec<bool>>,
    department: Option<i32>,
    territory: Option<i32>,
    looks: Option<[bool; Shape::ALL.len()]>,
    from: u32,
    before: u32,
    kept: Option<bool>,
    /// What ended earlier is not asked for.
    pub ended_since: u32,
    pub shapes: Shapes,
}

impl Sieve {
    /// Whether a report fits that has not ended too early.
    pub fn lets_through(&self, dot: &Dot) -> bool {
        let type_row = usize::from(dot.type_id);
        self.types.as_ref().is_none_or(|types| types.get(type_row).copied().unwrap_or(false))
            && self.department.is_none_or(|id| id == i32::from(dot.department_id))
            && self.territory.is_none_or(|id| id == i32::from(dot.territory_id))
            && (self.from..self.before).contains(&dot.received)
            && self.kept.is_none_or(|kept| dot.kept(self.shapes.now) == Some(kept))
            && self.looks.is_none_or(|looks| looks[self.shapes.of(dot) as usize])
    }
}

/// An empty word is as good as none.
fn given(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|word| !word.is_empty())
}

struct Reading<'a> {
    city: &'a City,
    errors: Vec<FieldError>,
}

impl Reading<'_> {
    /// Notes that there was something in `field` which says nothing.
    fn or_wrong<T>(&mut self, field: &str, code: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.errors.push(FieldError::new(field, code));
        }
        read
    }

    fn types(&mut self, words: &FilterWords) -> Option<Vec<i32>> {
        let city = self.city;
        let category = given(words.category.as_deref()).and_then(|slug| {
            let found = city.categories.iter().find(|category| category.slug == slug);
            self.or_wrong("category", "unknown_category", found)
        });
        let only = given(words.issue_type.as_deref()).and_then(|slug| {
            let found = city.types.iter().find(|issue_type| issue_type.slug == slug);
            self.or_wrong("type", "unknown_type", found)
        });
        (category.is_some() || only.is_some()).then(|| {
            let fits = city.types.iter().filter(|t| category.is_none_or(|c| c.id == t.category_id));
            fits.filter(|t| only.is_none_or(|only| only.id == t.id)).map(|t| t.id).collect()
        })
    }

    fn department(&mut self, slug: Option<&str>) -> Option<i32> {
        let found = self.city.department_called(slug?).map(|department| department.id);
        self.or_wrong("department", "unknown_department", found)
    }

    fn territory(&mut self, slug: Option<&str>) -> Option<(i32, String)> {
        let slug = slug?;
        let found = self.city.territories.iter().find(|t| t.slug == slug);
        self.or_wrong("territory", "unknown_territory", found.map(|t| (t.id, t.slug.clone())))
    }

    fn shapes(&mut self, list: Option<&str>) -> Option<Vec<Shape>> {
        let called = |name: &str| Shape::ALL.into_iter().find(|shape| shape.name() == name.trim());
        let shapes = list?.split(',').map(called).collect();
        self.or_wrong("shape", "unknown_shape", shapes)
    }

    /// The first and the last local day.
    fn period(&mut self, words: &FilterWords) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let mut day = |field: &str, word: Option<&str>| {
            let day = NaiveDate::parse_from_str(given(word)?, "%Y-%m-%d").ok();
            let within = day.filter(|day| (FIRST..=LAST).contains(&chrono::Datelike::year(day)));
            self.or_wrong(field, "unreadable", within)
        };
        let (from, to) = (day("from", words.from.as_deref()), day("to", words.to.as_deref()));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            self.errors.push(FieldError::new("to", "before_first_day"));
        }
        (from, to)
    }

    /// From the first instant of a local day to the first instant after another.
    fn instants(
        &self,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let begins =
            |day: NaiveDate| local_instant(day.and_time(chrono::NaiveTime::MIN), self.city.time_zone).ok();
        (from.and_then(begins), to.and_then(|day| begins(day.checked_add_days(Days::new(1))?)))
    }

    fn kept(&mut self, word: Option<&str>) -> Option<bool> {
        let read = match word? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        self.or_wrong("kept", "unreadable", read)
    }

    fn days(&mut self, word: Option<&str>) -> i64 {
        let days = word.and_then(|word| {
            let read = word.parse::<i64>().ok();
            self.or_wrong("days", "not_a_number", read)
        });
        days.unwrap_or(CLOSED_DAYS).clamp(0, CLOSED_DAYS_MAX)
    }
}

/// Years in which a day may lie.
const FIRST: i32 = 1970;
const LAST: i32 = 2100;

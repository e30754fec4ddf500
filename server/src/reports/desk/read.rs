//! From the words of an address to a question. Everything that is wrong is told at once.

use super::{Filter, Question, Team, Way};
use crate::auth::Session;
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Datelike, Utc};
use domain::catalogue::City;
use domain::clock::local_day;
use domain::desk::{Due, Sort, Tab, Whose};
use domain::id::Number;
use domain::permission::desk;
use domain::place::{Place, bounds};
use domain::status::Status;
use domain::wire::desk::DeskFilter;
use domain::wire::problem::FieldError;
use uuid::Uuid;

/// Characters of a text to look for, and words of it, at most.
const TEXT_MAX: usize = 200;
const WORDS_MAX: usize = 8;
/// Years that a number without its year is looked for in.
const YEARS: i32 = 10;
/// An area is small when so many of its size make up the city: then asking for all that lies in it is
/// cheaper than looking through cases in order until a page is full.
const SMALL: f64 = 500.0;

impl Question {
    /// What `asked` means for a member of staff now.
    ///
    /// # Errors
    /// Forbidden to who has no desk; else every field that cannot be read or names nothing.
    pub fn read(
        city: &City,
        (session, team): (&Session, &Team),
        asked: &DeskFilter,
        now: DateTime<Utc>,
    ) -> ApiResult<Question> {
        let own = desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
        let mut reading = Reading { city, session, team, errors: Vec::new() };
        let question = reading.question(own, asked, now);
        if reading.errors.is_empty() { Ok(question) } else { Err(ApiError::Invalid(reading.errors)) }
    }
}

/// Cases that can be named at once.
const THESE_MAX: usize = 100;

impl Question {
    /// The same question about these cases only.
    ///
    /// # Errors
    /// What is wrong with the list; words are looked for among all cases.
    pub fn about(self, ids: &str) -> ApiResult<Self> {
        if matches!(self.way, Way::Words(_) | Way::Number { .. }) {
            return Err(ApiError::field("ids", "not_here"));
        }
        let ids: Option<Vec<Uuid>> = ids.split(',').map(|id| id.trim().parse().ok()).collect();
        match ids {
            None => Err(ApiError::field("ids", "unreadable")),
            Some(ids) if ids.len() > THESE_MAX => Err(ApiError::field("ids", "too_many")),
            Some(ids) => Ok(Self { way: Way::These(ids), ..self }),
        }
    }
}

struct Reading<'a> {
    city: &'a City,
    session: &'a Session,
    team: &'a Team,
    errors: Vec<FieldError>,
}

impl Reading<'_> {
    fn wrong(&mut self, field: &str, code: &str) {
        self.errors.push(FieldError::new(field, code));
    }

    fn question(&mut self, own: Option<i32>, asked: &DeskFilter, now: DateTime<Utc>) -> Question {
        let mut filter = Filter {
            departments: self.departments(own, given(asked.department.as_deref())),
            types: self.types(asked),
            bounds: self.bounds(given(asked.bbox.as_deref())),
            escalated: self.flag("escalated", asked.escalated.as_deref()),
            without_first_action: self.choice("first_action", asked.first_action.as_deref(), "missing"),
            ..Filter::default()
        };
        let channels = |city: &City, slug: &str| city.channel_called(slug).map(|channel| channel.id);
        filter.channels = self.named("channel", "unknown_channel", asked.channel.as_deref(), channels);
        let territories =
            |city: &City, slug: &str| city.territories.iter().find(|t| t.slug == slug).map(|t| t.id);
        filter.territories =
            self.named("territory", "unknown_territory", asked.territory.as_deref(), territories);
        let closed = self.statuses(asked, &mut filter);
        self.assignee(given(asked.assignee.as_deref()), &mut filter);
        filter.crews = self.crews(given(asked.crew.as_deref()));
        self.due(asked, &mut filter, now);
        self.tab(given(asked.tab.as_deref()), closed, &mut filter, now);
        let sort = self.sort(asked, closed);
        let near = self.near(given(asked.near.as_deref()), sort);
        let way = self.way(given(asked.text.as_deref()), closed, &filter, now);
        let only_open = closed
            && (filter.escalated
                || filter.without_first_action
                || filter.due_from.or(filter.due_before).is_some());
        if only_open {
            self.wrong("status", "not_here");
        }
        // Numbers are the order of receipt.
        let sort = if matches!(way, Way::Number { .. }) { Sort::Newest } else { sort };
        Question { filter, way, sort, near }
    }

    /// Rows of what a list of slugs names.
    fn named(
        &mut self,
        field: &str,
        code: &str,
        list: Option<&str>,
        find: impl Fn(&City, &str) -> Option<i32>,
    ) -> Option<Vec<i32>> {
        let mut found = Vec::new();
        for slug in given(list)?.split(',') {
            let Some(id) = find(self.city, slug.trim()) else {
                self.wrong(field, code);
                break;
            };
            found.push(id);
        }
        Some(found)
    }

    fn departments(&mut self, own: Option<i32>, list: Option<&str>) -> Option<Vec<i32>> {
        let find = |city: &City, slug: &str| city.department_called(slug).map(|department| department.id);
        let asked = self.named("department", "unknown_department", list, find);
        match (own, asked) {
            (Some(own), Some(asked)) if asked.iter().any(|id| *id != own) => {
                self.wrong("department", "not_here");
                None
            }
            (Some(own), _) => Some(vec![own]),
            (None, asked) => asked,
        }
    }

    fn types(&mut self, asked: &DeskFilter) -> Option<Vec<i32>> {
        let find = |city: &City, slug: &str| city.types.iter().find(|t| t.slug == slug).map(|t| t.id);
        let types = self.named("type", "unknown_type", asked.issue_type.as_deref(), find);
        let find = |city: &City, slug: &str| city.categories.iter().find(|c| c.slug == slug).map(|c| c.id);
        let Some(categories) = self.named("category", "unknown_category", asked.category.as_deref(), find)
        else {
            return types;
        };
        let within = self.city.types.iter().filter(|t| categories.contains(&t.category_id)).map(|t| t.id);
        Some(within.filter(|id| types.as_ref().is_none_or(|types| types.contains(id))).collect())
    }

    /// Whether closed cases are asked for.
    fn statuses(&mut self, asked: &DeskFilter, filter: &mut Filter) -> bool {
        let Some(list) = given(asked.status.as_deref()) else { return false };
        let found: Option<Vec<Status>> = list.split(',').map(|name| Status::called(name.trim())).collect();
        let Some(found) = found else {
            self.wrong("status", "unknown_status");
            return false;
        };
        filter.statuses = Some(found.iter().map(|status| status.name().to_owned()).collect());
        let open = found.iter().filter(|status| status.is_open()).count();
        if open > 0 && open < found.len() {
            self.wrong("status", "open_and_closed");
        }
        open == 0
    }

    fn assignee(&mut self, asked: Option<&str>, filter: &mut Filter) {
        match asked {
            None => {}
            Some("me") => filter.assignees = Some(self.team.people.clone()),
            Some("none") => filter.nobodys = Some(self.team.nobodys.clone()),
            Some(id) => match id.parse() {
                Ok(id) => filter.assignees = Some(vec![id]),
                Err(_) => self.wrong("assignee", "unreadable"),
            },
        }
    }

    fn crews(&mut self, asked: Option<&str>) -> Option<Vec<Uuid>> {
        let ids: Result<Vec<Uuid>, _> = match asked? {
            "mine" => Ok(self.team.crews.clone()),
            list => list.split(',').map(|id| id.trim().parse()).collect(),
        };
        if ids.is_err() {
            self.wrong("crew", "unreadable");
        }
        ids.ok()
    }

    fn due(&mut self, asked: &DeskFilter, filter: &mut Filter, now: DateTime<Utc>) {
        for (field, value, due) in
            [("overdue", asked.overdue.as_deref(), Due::Overdue), ("soon", asked.soon.as_deref(), Due::Soon)]
        {
            if self.flag(field, value) {
                narrow(filter, due, now);
            }
        }
    }

    fn tab(&mut self, asked: Option<&str>, closed: bool, filter: &mut Filter, now: DateTime<Utc>) {
        let Some(name) = asked else { return };
        let Some(tab) = Tab::called(name) else { return self.wrong("tab", "unknown_tab") };
        if closed {
            return self.wrong("tab", "not_here");
        }
        let asks = tab.asks();
        if let Some(statuses) = asks.statuses {
            let names = statuses.iter().map(|status| status.name().to_owned());
            let kept = names.filter(|name| filter.statuses.as_ref().is_none_or(|asked| asked.contains(name)));
            filter.statuses = Some(kept.collect());
        }
        if let Some(due) = asks.due {
            narrow(filter, due, now);
        }
        filter.escalated |= asks.escalated;
        match asks.whose {
            Some(Whose::Mine)
                if filter.assignees.as_ref().is_none_or(|ids| ids.contains(&self.session.user_id)) =>
            {
                filter.assignees = Some(self.team.people.clone());
            }
            Some(Whose::Mine) => self.wrong("assignee", "not_here"),
            Some(Whose::Nobodys) => filter.nobodys = Some(self.team.nobodys.clone()),
            None => {}
        }
    }

    fn sort(&mut self, asked: &DeskFilter, closed: bool) -> Sort {
        let usual = if closed { Sort::Closed } else { Sort::Deadline };
        let Some(name) = given(asked.sort.as_deref()) else { return usual };
        match Sort::called(name) {
            Some(sort) if (sort == Sort::Closed) == closed => return sort,
            Some(_) => self.wrong("sort", "not_here"),
            None => self.wrong("sort", "unknown_sort"),
        }
        usual
    }

    fn near(&mut self, asked: Option<&str>, sort: Sort) -> Option<Place> {
        match asked {
            None if sort == Sort::Nearest => self.wrong("near", "missing"),
            None => {}
            Some(_) if sort != Sort::Nearest => self.wrong("near", "not_here"),
            Some(text) => match numbers(text) {
                Some([lat, lon]) => {
                    let place = Place { lat, lon };
                    if place.is_on_the_globe() && lat.abs() < 85.0 {
                        return Some(place);
                    }
                    self.wrong("near", "not_on_the_globe");
                }
                None => self.wrong("near", "unreadable"),
            },
        }
        None
    }

    fn bounds(&mut self, asked: Option<&str>) -> Option<[f64; 4]> {
        let found = numbers::<4>(asked?).filter(|[west, south, east, north]| {
            -180.0 <= *west
                && west <= east
                && *east <= 180.0
                && south <= north
                && -90.0 <= *south
                && *north <= 90.0
        });
        if found.is_none() {
            self.wrong("bbox", "unreadable");
        }
        found
    }

    fn flag(&mut self, field: &str, value: Option<&str>) -> bool {
        given(value) != Some("false") && self.choice(field, value, "true")
    }

    /// Whether the only thing that can be asked for is.
    fn choice(&mut self, field: &str, value: Option<&str>, only: &str) -> bool {
        match given(value) {
            None => false,
            Some(value) if value == only => true,
            Some(_) => {
                self.wrong(field, "unreadable");
                false
            }
        }
    }

    fn way(&mut self, text: Option<&str>, closed: bool, filter: &Filter, now: DateTime<Utc>) -> Way {
        if let Some(text) = text {
            let year = local_day(now, self.city.time_zone).year();
            if let Some((years, count)) = number(text, year) {
                return Way::Number { years, count, outside: text.to_owned() };
            }
            if text.chars().count() > TEXT_MAX {
                self.wrong("text", "too_long");
            } else if closed {
                self.wrong("text", "not_here");
            }
            return Way::Words(beginnings(text));
        }
        let people = (filter.assignees.as_deref(), filter.crews.as_deref());
        match (people, filter.bounds, filter.departments.as_deref()) {
            ((Some([person]), _), ..) if !closed => Way::Assignee(*person),
            ((_, Some([crew])), ..) if !closed => Way::Crew(*crew),
            (_, Some(area), _) if !closed && self.is_small(area) => Way::Area,
            (.., Some([department])) => Way::Department(*department),
            _ => Way::City,
        }
    }

    fn is_small(&self, area: [f64; 4]) -> bool {
        let size = |[west, south, east, north]: [f64; 4]| (east - west) * (north - south);
        bounds(&self.city.boundary).is_some_and(|city| size(area) * SMALL < size(city))
    }
}

fn narrow(filter: &mut Filter, due: Due, now: DateTime<Utc>) {
    let (from, before) = due.window(now);
    filter.due_from = filter.due_from.max(from);
    filter.due_before = match (filter.due_before, before) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
}

fn given(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|text| !text.is_empty())
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let parsed: Option<Vec<f64>> =
        text.split(',').map(|n| n.trim().parse().ok().filter(|n: &f64| n.is_finite())).collect();
    parsed?.try_into().ok()
}

/// `2026-000123` in its year, `123` in this year and those before. What is longer is no number of ours, but
/// one that a case may have had elsewhere.
fn number(text: &str, this_year: i32) -> Option<(Vec<i32>, i32)> {
    if let Ok(Number { year, count }) = text.parse() {
        return Some((vec![year], count));
    }
    let digits = !text.is_empty() && text.len() <= TEXT_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
    let years = (this_year - YEARS..=this_year + 1).collect();
    digits.then(|| (years, text.parse().unwrap_or_default()))
}

/// All of these beginnings of words, in the language of PostgreSQL's text search.
fn beginnings(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(WORDS_MAX).map(|word| format!("{word}:*")).collect();
    words.join(" & ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_and_without_its_year() {
        assert_eq!(number("2026-000123", 2027), Some((vec![2026], 123)));
        let (years, count) = number("123", 2026).expect("a number");
        assert!(years.contains(&2025) && years.contains(&2026) && count == 123);
        assert_eq!(number("12 Main Street", 2026), None);
        assert_eq!(number("12345678901", 2026).map(|(_, count)| count), Some(0), "of no case here");
    }

    #[test]
    fn no_sign_of_a_text_reaches_the_language_of_the_search() {
        assert_eq!(beginnings("ул. Ленина, 5 & !(x)':*|"), "ул:* & Ленина:* & 5:* & x:*");
        assert_eq!(beginnings("!&|"), "");
    }
}

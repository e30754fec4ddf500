//! The promise with its date: the day ribbon, and the words that say the same.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;
use domain::clock;
use domain::status::Shape;
use domain::text::{Language, count, day, say};

/// The day ribbon: one cell a day, a flag at the deadline.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Ribbon {
    /// Days from the start to the deadline, at least 1.
    pub cells: u32,
    /// Days that have passed, at most `cells`.
    pub filled: u32,
    /// Days that have passed after the deadline.
    pub late: u32,
    /// The clock has stopped.
    pub closed: bool,
    /// Whether the deadline was kept; `null` while it is still open.
    pub kept: Option<bool>,
}

/// When it is due, in words and as a ribbon.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DueLabel {
    /// The sentence to read first.
    pub lead: String,
    /// What follows it; may be empty.
    pub rest: String,
    /// Days until the deadline; negative after it.
    pub days_left: i32,
    /// The same as a ribbon.
    pub ribbon: Ribbon,
}

/// What the words depend on.
pub(super) struct Promise<'a> {
    pub ribbon: &'a clock::Ribbon,
    pub shape: Shape,
    /// Until when somebody has to act on it, while nobody has.
    pub visit_by: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub zone: Tz,
    pub language: Language,
}

impl DueLabel {
    pub(super) fn of(promise: &Promise<'_>) -> Self {
        let ribbon = promise.ribbon;
        let days = |count: i64| u32::try_from(count).unwrap_or_default();
        let (lead, rest) = if ribbon.closed { promise.closed() } else { promise.open() };
        Self {
            lead,
            rest,
            days_left: i32::try_from(ribbon.days_left).unwrap_or_default(),
            ribbon: Ribbon {
                cells: days(ribbon.cells),
                filled: days(ribbon.filled),
                late: days(ribbon.late),
                closed: ribbon.closed,
                kept: ribbon.kept,
            },
        }
    }
}

impl Promise<'_> {
    fn open(&self) -> (String, String) {
        let ribbon = self.ribbon;
        match (self.shape, self.visit_by) {
            (Shape::Waiting, _) => {
                return (self.say("deadline_waiting_lead"), self.say("deadline_waiting_rest"));
            }
            (Shape::Danger, Some(by)) => {
                let at = moment(by, self.zone, self.language);
                let lead = say(self.language, "deadline_visit_lead", &[("at", &at)]);
                return (lead, self.say("deadline_due_rest"));
            }
            _ => {}
        }
        if ribbon.late > 0 {
            return (self.count("deadline_late_lead", ribbon.late), self.say("deadline_late_rest"));
        }
        let lead = match ribbon.days_left {
            0 => "deadline_today_lead",
            1 => "deadline_tomorrow_lead",
            _ => "deadline_due_lead",
        };
        let rest = match ribbon.day {
            0 => self.count("deadline_received_today", ribbon.cells),
            _ => self.say("deadline_running"),
        };
        (self.say(lead), rest)
    }

    fn closed(&self) -> (String, String) {
        match self.shape {
            Shape::Resolved if self.ribbon.kept == Some(false) => {
                (self.count("deadline_done_late_lead", self.ribbon.late), self.say("deadline_done_rest"))
            }
            Shape::Resolved => (self.say("deadline_kept_lead"), self.say("deadline_done_rest")),
            Shape::Explained => (self.say("deadline_explained_lead"), self.say("deadline_promised")),
            _ => (self.say("deadline_declined_lead"), String::new()),
        }
    }

    fn say(&self, key: &str) -> String {
        let done = self.resolved_at.map_or(self.ribbon.due_on, |at| clock::local_day(at, self.zone));
        let values = [
            ("due", &*day(self.ribbon.due_on, self.language)),
            ("done", &*day(done, self.language)),
            ("day", &*self.ribbon.day.to_string()),
            ("cells", &*self.ribbon.cells.to_string()),
        ];
        say(self.language, key, &values)
    }

    fn count(&self, key: &str, days: i64) -> String {
        count(self.language, key, days, &[])
    }
}

/// `22 ноября, 14:05`, `22 November, 14:05`.
fn moment(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let local = at.with_timezone(&zone);
    format!("{}, {}:{:02}", day(local.date_naive(), language), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Moscow;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn words(shape: Shape, now: &str, closed: Option<&str>, language: Language) -> String {
        let (start, due) = (at("2026-11-14T10:00:00Z"), at("2026-11-24T20:59:59Z"));
        let closed = closed.map(at);
        let ribbon = clock::ribbon(start, due, closed, at(now), Moscow);
        let visit_by = Some(at("2026-11-14T12:05:00Z"));
        let promise =
            Promise { ribbon: &ribbon, shape, visit_by, resolved_at: closed, zone: Moscow, language };
        let label = DueLabel::of(&promise);
        format!("{} {}", label.lead, label.rest).trim().to_owned()
    }

    fn every_case(language: Language) -> String {
        let open = [
            (Shape::New, "2026-11-14T12:00:00Z"),
            (Shape::Danger, "2026-11-14T12:00:00Z"),
            (Shape::Work, "2026-11-20T12:00:00Z"),
            (Shape::Waiting, "2026-11-20T12:00:00Z"),
            (Shape::Soon, "2026-11-23T12:00:00Z"),
            (Shape::Soon, "2026-11-24T12:00:00Z"),
            (Shape::Overdue, "2026-11-26T12:00:00Z"),
        ];
        let closed = [
            (Shape::Resolved, "2026-11-20T12:00:00Z"),
            (Shape::Resolved, "2026-11-25T12:00:00Z"),
            (Shape::Explained, "2026-11-20T12:00:00Z"),
            (Shape::Declined, "2026-11-20T12:00:00Z"),
        ];
        let open = open.map(|(shape, now)| words(shape, now, None, language));
        let closed = closed.map(|(shape, end)| words(shape, "2026-12-01T00:00:00Z", Some(end), language));
        [open.as_slice(), closed.as_slice()].concat().join("\n")
    }

    #[test]
    fn every_promise_is_said_with_its_date() {
        insta::assert_snapshot!("in_russian", every_case(Language::Ru));
        insta::assert_snapshot!("in_english", every_case(Language::En));
    }
}

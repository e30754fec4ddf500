//! A case on paper: all that staff sees of it but contacts, and but what staff says among themselves. A
//! sheet is carried around; those stay in the house.

use crate::paper::{Paper, Picture};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use domain::catalogue::{City, Priority};
use domain::clock::Measure;
use domain::text::{Language, count, say};
use domain::wire::parts::{InspectionView, SubtaskView};
use domain::wire::photo::{PhotoKind, PhotoView};
use domain::wire::report::{ClockView, ReportView};
use serde::Serialize;

/// What a sheet is written with.
pub struct Sheet {
    pub report: ReportView,
    pub language: Language,
    pub zone: Tz,
    pub city: String,
    pub now: DateTime<Utc>,
    /// Photos with their pictures.
    pub photos: Vec<(PhotoView, Vec<u8>)>,
}

impl Sheet {
    pub fn new(city: &City, language: Language, now: DateTime<Utc>, report: ReportView) -> Self {
        let title = city.titles.get(language).to_owned();
        Self { report, language, zone: city.time_zone, city: title, now, photos: Vec::new() }
    }

    /// The words of every page's foot.
    pub fn foot(&self) -> String {
        format!("{} · {}", self.number(), self.say("sheet_for_staff"))
    }

    pub fn number(&self) -> String {
        say(self.language, "common_number", &[("number", &self.report.number.to_string())])
    }

    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    fn date(&self, day: NaiveDate) -> String {
        let month = self.say(&format!("month_of_date_{:02}", day.month()));
        format!("{} {month} {}", day.day(), day.year())
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{}, {}:{:02}", self.date(local.date_naive()), local.hour(), local.minute())
    }

    /// Lays all of it out.
    pub fn lay_out(mut self, paper: &mut Paper) {
        let printed = say(self.language, "sheet_printed", &[("at", &self.moment(self.now))]);
        paper.small(&format!("{} · {} · {printed}", self.city, self.number()));
        paper.title(&self.report.issue_type.title);
        self.facts(paper);
        if let Some(words) = self.report.description.as_deref().filter(|words| !words.is_empty()) {
            paper.heading(&self.say("screen_desk_words"));
            paper.text(words);
        }
        if !self.report.answers.is_empty() {
            paper.heading(&self.say("screen_desk_answers"));
            for answer in &self.report.answers {
                paper.fact(&answer.question, &answer.answer);
            }
        }
        self.pictures(paper);
        paper.heading(&self.say("screen_desk_clocks"));
        for clock in &self.report.clocks {
            self.clock(paper, clock);
        }
        self.parts(paper);
        paper.heading(&self.say("screen_desk_history"));
        for line in self.report.history.iter().filter(|line| !line.kind.is_internal()) {
            let note = line.note.as_deref().map(|note| format!("\n{note}")).unwrap_or_default();
            paper.fact(&self.moment(line.at), &format!("{}{note}", line.words));
        }
    }

    fn facts(&self, paper: &mut Paper) {
        let report = &self.report;
        let place = format!("{:.6}, {:.6}", report.place.lat, report.place.lon);
        let address = report.address.as_ref().map_or(place.clone(), |address| format!("{address}\n{place}"));
        let outcome = report.outcome.map(|outcome| self.say(&format!("outcome_{}", named(&outcome))));
        let priority =
            if report.priority == Priority::Emergency { Some(self.say("priority_emergency")) } else { None };
        let known = |at: Option<DateTime<Utc>>| at.map(|at| self.moment(at));
        let rows = [
            ("sheet_status", Some(self.say(&format!("case_status_{}", report.status.name())))),
            ("screen_report_result", outcome),
            ("sheet_place", Some(address)),
            ("screen_desk_department", Some(report.department.title.clone())),
            ("screen_desk_why", Some(report.routed_because.clone())),
            ("screen_desk_assignee", report.assignee.as_ref().map(|person| person.name.clone())),
            ("screen_desk_priority", priority),
            ("screen_desk_received", Some(self.moment(report.received_at))),
            ("sheet_due", Some(self.moment(report.due_at))),
            ("screen_desk_planned", report.planned_for.map(|day| self.date(day))),
            ("screen_desk_safe", known(report.made_safe_at)),
            ("sheet_resolved", known(report.resolved_at)),
            ("screen_case_forwarded", report.forwarded_to.clone()),
            ("screen_desk_original", report.original.map(|number| number.to_string())),
        ];
        for (label, value) in rows {
            if let Some(value) = value {
                paper.fact(&self.say(label), &value);
            }
        }
    }

    fn pictures(&mut self, paper: &mut Paper) {
        let photos = std::mem::take(&mut self.photos);
        if photos.is_empty() {
            return;
        }
        paper.heading(&self.say("sheet_photos"));
        let pictures =
            photos.into_iter().map(|(photo, jpeg)| Picture { caption: self.caption(&photo), jpeg });
        paper.pictures(pictures.collect());
    }

    fn caption(&self, photo: &PhotoView) -> String {
        let kind = match photo.kind {
            PhotoKind::Before => "sheet_photo_before",
            PhotoKind::After => "sheet_photo_after",
            PhotoKind::Later => "sheet_photo_later",
        };
        let mut words = vec![self.say(kind), self.date(photo.taken_on)];
        if let Some(at) = photo.taken_at {
            words.push(say(self.language, "photo_taken_at", &[("at", &self.moment(at))]));
        }
        if let Some(metres) = photo.distance_m {
            words.push(count(self.language, "photo_distance", i64::from(metres), &[]));
        }
        words.join(" · ")
    }

    fn clock(&self, paper: &mut Paper, clock: &ClockView) {
        let due = say(self.language, "screen_desk_clock_due", &[("at", &self.moment(clock.due_at))]);
        let pauses = clock.pauses.iter().map(|pause| match pause.until {
            Some(until) => say(
                self.language,
                "screen_desk_clock_stood",
                &[("from", &self.moment(pause.from)), ("until", &self.moment(until))],
            ),
            None => say(self.language, "screen_desk_clock_stands", &[("at", &self.moment(pause.from))]),
        });
        let extended = (clock.extended > 0)
            .then(|| count(self.language, "screen_desk_clock_extended", i64::from(clock.extended), &[]));
        let lines: Vec<String> = std::iter::once(due).chain(pauses).chain(extended).collect();
        paper.fact(&self.say(&format!("measure_{}", measure(clock.measure))), &lines.join("\n"));
    }

    /// What others did for it.
    fn parts(&self, paper: &mut Paper) {
        let report = &self.report;
        if !report.transfers.is_empty() {
            paper.heading(&self.say("screen_desk_transfers"));
        }
        for line in &report.transfers {
            let reason = line.reason.as_deref().map(|reason| format!("\n{reason}")).unwrap_or_default();
            paper.fact(&self.moment(line.at), &format!("{} → {}{reason}", line.from.title, line.to.title));
        }
        if !report.subtasks.is_empty() {
            paper.heading(&self.say("screen_desk_subtasks"));
        }
        for SubtaskView { department, status, task, .. } in &report.subtasks {
            let status = self.say(&format!("subtask_{}", status.name()));
            paper.fact(&department.title, &format!("{}\n{status}", task.as_deref().unwrap_or_default()));
        }
        if !report.inspections.is_empty() {
            paper.heading(&self.say("screen_desk_inspections"));
        }
        for InspectionView { inspected_at, finding, act, .. } in &report.inspections {
            let finding = self.say(&format!("finding_{}", finding.name()));
            paper.fact(
                &self.moment(*inspected_at),
                &format!("{finding}\n{}", act.as_deref().unwrap_or_default()),
            );
        }
    }
}

fn measure(measure: Measure) -> String {
    named(&measure)
}

/// The name of something on the wire.
fn named<T: Serialize>(what: &T) -> String {
    serde_json::to_value(what).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

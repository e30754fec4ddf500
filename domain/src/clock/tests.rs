//! What the engine promises, by examples.

use super::*;
use crate::calendar::tests::{date, russian};
use crate::permission::{Action, Reach, Role, reach};
use crate::text::Language;
use crate::town::town;
use chrono::Duration;
use chrono_tz::Tz;

const MOSCOW: Tz = chrono_tz::Europe::Moscow;
pub(super) const TEN_DAYS: Rule = Rule {
    measure: Measure::Resolution,
    target: 10,
    unit: Unit::CalendarDays,
    last_day_off: LastDayOff::Stay,
    pausable: true,
    keeps_hour: false,
};
const ANSWER: Rule = Rule {
    measure: Measure::Answer,
    target: 30,
    unit: Unit::CalendarDays,
    last_day_off: LastDayOff::PreviousWorking,
    pausable: false,
    keeps_hour: false,
};
pub(super) const EIGHT_HOURS: Rule = Rule {
    measure: Measure::FirstAnswer,
    target: 8,
    unit: Unit::WorkingHours,
    last_day_off: LastDayOff::NextWorking,
    pausable: true,
    keeps_hour: false,
};
pub(super) const THREE_DAYS: Rule = Rule {
    measure: Measure::Appointment,
    target: 3,
    unit: Unit::WorkingDays,
    last_day_off: LastDayOff::NextWorking,
    pausable: true,
    keeps_hour: false,
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

pub(super) fn due_of(clock: &Clock, zone: Tz) -> Result<DateTime<Utc>, ClockError> {
    clock.due(zone, &russian(), Limits::default()).map(|due| due.at)
}

fn due(rule: Rule, start: &str) -> Result<DateTime<Utc>, ClockError> {
    due_of(&Clock::new(rule, at(start)), MOSCOW)
}

fn paused(rule: Rule, start: &str, pauses: &[(&str, &str)]) -> DateTime<Utc> {
    let pauses = pauses
        .iter()
        .map(|(from, until)| Pause { from: at(from), until: (!until.is_empty()).then(|| at(until)) })
        .collect();
    due_of(&Clock { pauses, ..Clock::new(rule, at(start)) }, MOSCOW).expect("a deadline")
}

#[test]
fn ten_days_end_with_the_tenth_day_after_receipt() {
    let sakhalin = |start| due_of(&Clock::new(TEN_DAYS, at(start)), chrono_tz::Asia::Sakhalin);
    // 23:30 on 14 November in Yuzhno-Sakhalinsk (UTC+11).
    assert_eq!(sakhalin("2026-11-14T12:30:00Z"), Ok(at("2026-11-24T12:59:59Z")));
    // Half an hour after midnight is already the 15th.
    assert_eq!(sakhalin("2026-11-14T13:30:00Z"), Ok(at("2026-11-25T12:59:59Z")));
}

#[test]
fn hours_run_around_the_clock() {
    let rule = Rule { target: 2, unit: Unit::Hours, ..TEN_DAYS };
    let due = due_of(&Clock::new(rule, at("2026-10-25T00:30:00Z")), chrono_tz::Europe::Berlin);
    assert_eq!(due, Ok(at("2026-10-25T02:30:00Z")));
}

#[test]
fn ten_calendar_days_stay_on_a_day_off_and_need_no_calendar() {
    assert_eq!(due(TEN_DAYS, "2026-12-25T09:00:00Z"), Ok(at("2027-01-04T20:59:59Z")));
    assert_eq!(due(TEN_DAYS, "2031-12-25T09:00:00Z"), Ok(at("2032-01-04T20:59:59Z")));
}

#[test]
fn an_answer_whose_last_day_is_off_is_due_on_the_working_day_before() {
    // 4 December + 30 days is Sunday, 3 January; the offices last work on 30 December.
    assert_eq!(due(ANSWER, "2026-12-04T09:00:00Z"), Ok(at("2026-12-30T20:59:59Z")));
    assert_eq!(due(ANSWER, "2028-12-15T09:00:00Z"), Err(ClockError::NoCalendar(2029)));
}

#[test]
fn a_clock_without_a_working_day_before_its_last_takes_the_one_after() {
    let registration = Rule { target: 3, measure: Measure::Registration, ..ANSWER };
    assert_eq!(due(registration, "2027-01-01T09:00:00Z"), Ok(at("2027-01-11T20:59:59Z")));
    assert_eq!(due(registration, "2026-12-30T09:00:00Z"), Ok(at("2027-01-11T20:59:59Z")));
    assert_eq!(due(registration, "2026-12-29T09:00:00Z"), Ok(at("2026-12-30T20:59:59Z")));
}

#[test]
fn eight_working_hours_go_around_weekends_and_shortened_days() {
    // Friday 17:00 + 1 hour, then Monday from 9:00.
    assert_eq!(due(EIGHT_HOURS, "2026-11-13T14:00:00Z"), Ok(at("2026-11-16T13:00:00Z")));
    // Monday 2 November 14:00: 4 hours; Tuesday is shortened; 4 hours of it.
    assert_eq!(due(EIGHT_HOURS, "2026-11-02T11:00:00Z"), Ok(at("2026-11-03T10:00:00Z")));
    // Tuesday 3 November 10:00: 7 hours until 17:00, a holiday, an hour of Thursday.
    assert_eq!(due(EIGHT_HOURS, "2026-11-03T07:00:00Z"), Ok(at("2026-11-05T07:00:00Z")));
    // What ends with the day ends at its closing.
    assert_eq!(due(EIGHT_HOURS, "2026-11-16T07:00:00Z"), Ok(at("2026-11-16T15:00:00Z")));
}

#[test]
fn three_working_days_go_around_new_year() {
    assert_eq!(due(THREE_DAYS, "2026-12-29T09:00:00Z"), Ok(at("2027-01-12T20:59:59Z")));
}

#[test]
fn a_pause_gives_days_back_for_each_midnight_it_runs_over() {
    let start = "2026-11-02T09:00:00Z";
    let plain = due(TEN_DAYS, start).expect("a deadline");
    let moscow = |from, until| paused(TEN_DAYS, start, &[(from, until)]) - plain;
    assert_eq!(moscow("2026-11-05T06:00:00Z", "2026-11-05T20:59:59Z"), Duration::zero());
    assert_eq!(moscow("2026-11-05T20:59:59Z", "2026-11-05T21:00:00Z"), Duration::days(1));
    assert_eq!(moscow("2026-11-05T06:00:00Z", "2026-11-08T06:00:00Z"), Duration::days(3));
    assert_eq!(
        moscow("2026-11-30T06:00:00Z", "2026-12-08T06:00:00Z"),
        Duration::zero(),
        "it was late already"
    );
    assert_eq!(moscow("2026-11-05T06:00:00Z", ""), Duration::days(30), "nobody ended it: the cap");
    let two =
        [("2026-11-05T06:00:00Z", "2026-12-01T06:00:00Z"), ("2026-12-02T06:00:00Z", "2026-12-30T06:00:00Z")];
    assert_eq!(paused(TEN_DAYS, start, &two) - plain, Duration::days(30));
}

#[test]
fn who_waits_for_the_monday_after_is_not_late_because_of_a_pause() {
    // Friday + 1 day is a Saturday; the answer is due on Monday, and stood still from Sunday to Wednesday.
    let rule = Rule { target: 1, last_day_off: LastDayOff::NextWorking, ..TEN_DAYS };
    let pause = [("2026-11-15T06:00:00Z", "2026-11-18T06:00:00Z")];
    assert_eq!(paused(rule, "2026-11-13T06:00:00Z", &pause), at("2026-11-18T20:59:59Z"));
}

#[test]
fn working_clocks_lose_nothing_by_a_pause_on_days_off() {
    let weekend = [("2026-11-13T15:30:00Z", "2026-11-16T05:00:00Z")];
    assert_eq!(paused(EIGHT_HOURS, "2026-11-13T14:00:00Z", &weekend), at("2026-11-16T13:00:00Z"));
    let saturday = [("2026-11-14T06:00:00Z", "2026-11-15T12:00:00Z")];
    assert_eq!(paused(THREE_DAYS, "2026-11-13T09:00:00Z", &saturday), at("2026-11-18T20:59:59Z"));
    let lunch = [("2026-11-16T09:00:00Z", "2026-11-16T10:30:00Z")];
    assert_eq!(paused(EIGHT_HOURS, "2026-11-16T06:00:00Z", &lunch), at("2026-11-17T06:30:00Z"));
}

#[test]
fn an_appeal_is_never_paused() {
    let start = "2026-11-02T09:00:00Z";
    assert_eq!(Ok(paused(ANSWER, start, &[("2026-11-05T06:00:00Z", "")])), due(ANSWER, start));
    let mut clock = Clock::new(ANSWER, at(start));
    clock.happened(at("2026-11-05T06:00:00Z"), Happening::Paused);
    assert_eq!(clock.pauses, []);
}

#[test]
fn an_extension_needs_a_reason_a_head_and_time() {
    let clock = Clock { extended: 20, ..Clock::new(ANSWER, at("2026-11-02T09:00:00Z")) };
    let good = Extension { by: 10, reason: "An expert was asked.".to_owned(), approved_by: Role::Head };
    let deadline = at("2026-12-02T20:59:59Z");
    let may =
        |clock: &Clock, asked: &Extension, now| clock.may_extend(asked, deadline, at(now), Limits::default());
    let early = "2026-11-20T09:00:00Z";
    assert_eq!(may(&clock, &good, early), Ok(0));
    let silent = Extension { reason: " ".to_owned(), ..good.clone() };
    assert_eq!(may(&clock, &silent, early), Err(ExtensionError::NoReason));
    for role in Role::ALL.iter().filter(|role| reach(**role, Action::Decide) == Reach::Nowhere) {
        let own = Extension { approved_by: *role, ..good.clone() };
        assert_eq!(may(&clock, &own, early), Err(ExtensionError::NotByAHead));
    }
    let long = Extension { by: 11, ..good.clone() };
    assert_eq!(may(&clock, &long, early), Err(ExtensionError::WrongLength(10)));
    assert_eq!(may(&clock, &good, "2026-12-03T09:00:00Z"), Err(ExtensionError::Late));
    let hours = Clock::new(EIGHT_HOURS, clock.starts_at);
    assert_eq!(may(&hours, &good, early), Err(ExtensionError::NotThisClock));
    // 2 November + 30 + 20 days: 22 December, a Tuesday.
    assert_eq!(due_of(&clock, MOSCOW), Ok(at("2026-12-22T20:59:59Z")));
}

#[test]
fn a_type_a_channel_and_a_nature_choose_the_clocks() {
    use Measure::{Answer, FirstAction, Forwarding, Registration, Resolution};
    let mut city = town();
    city.types[0].deadline_days = 30;
    city.types[0].first_action_hours = Some(3);
    let (map, appeal, snow) = (&city.channels[0], &city.channels[1], Some(&city.types[0]));
    let chosen = |channel, issue_type, nature| {
        let rules = rules(&city, channel, issue_type, nature);
        rules.iter().map(|rule| (rule.measure, rule.target)).collect::<Vec<_>>()
    };
    assert_eq!(chosen(map, None, Nature::Any), [(Resolution, 10)]);
    assert_eq!(chosen(map, snow, Nature::Any), [(FirstAction, 3), (Resolution, 30)]);
    assert_eq!(chosen(map, snow, Nature::Explanatory), [(Answer, 12)]);
    assert_eq!(chosen(map, snow, Nature::Urgent), chosen(map, snow, Nature::Any));
    assert_eq!(chosen(appeal, snow, Nature::Any), [(Registration, 3), (Forwarding, 7), (Answer, 30)]);
    assert_eq!(chosen(appeal, None, Nature::Explanatory), [(Registration, 3), (Forwarding, 7), (Answer, 12)]);
}

#[test]
fn an_answer_counts_from_the_registration() {
    let city = town();
    let rules = rules(&city, &city.channels[1], None, Nature::Any);
    let started =
        start(&city, &rules, at("2026-11-10T09:00:00Z"), at("2026-11-13T09:00:00Z")).expect("deadlines");
    let days: Vec<_> = started.iter().map(|clock| local_day(clock.due_at, MOSCOW)).collect();
    // The 13th; the 20th; 13 December is a Sunday.
    assert_eq!(days, [date("2026-11-13"), date("2026-11-20"), date("2026-12-11")]);
    assert_eq!(case_due(&started), Some(at("2026-12-11T20:59:59Z")));
}

#[test]
fn an_hour_that_is_kept_is_an_hour_of_the_office() {
    let rule = Rule { keeps_hour: true, ..THREE_DAYS };
    let local = |start| due(rule, start).expect("a deadline").with_timezone(&MOSCOW).format("%m-%d %H:%M:%S");
    let told = |start| local(start).to_string();
    assert_eq!(told("2026-11-09T11:20:05Z"), "11-12 14:20:05", "Monday to Thursday, the same second");
    assert_eq!(told("2026-11-13T14:59:59Z"), "11-18 17:59:59", "Friday: the weekend is not counted");
    assert_eq!(told("2026-11-13T15:00:00Z"), "11-19 09:00:00", "at closing it is the next opening");
    assert_eq!(told("2026-11-14T10:00:00Z"), "11-19 09:00:00", "Saturday is Monday at nine");
    assert_eq!(told("2026-11-16T04:00:00Z"), "11-19 09:00:00", "and so is Monday at seven");
    assert_eq!(told("2026-10-29T14:30:00Z"), "11-03 17:00:00", "half past five of a day that ends at five");
    let around = Rule { keeps_hour: true, ..TEN_DAYS };
    let berlin = due_of(&Clock::new(around, at("2026-10-20T10:00:00Z")), chrono_tz::Europe::Berlin);
    assert_eq!(berlin, Ok(at("2026-10-30T11:00:00Z")), "noon stays noon when the clocks go back");
}

#[test]
fn a_type_has_days_of_its_own() {
    let mut city = town();
    let own = Target { days: 2, unit: Unit::WorkingDays, keeps_hour: true };
    city.types[0].content.deadline = Some(own);
    let chosen = rules(&city, &city.channels[0], Some(&city.types[0]), Nature::Any);
    let chosen = chosen.last().map(|rule| (rule.target, rule.unit, rule.keeps_hour));
    assert_eq!(chosen, Some((2, Unit::WorkingDays, true)));
}

#[test]
fn every_step_is_said_in_words() {
    let clock = Clock { extended: 1, ..Clock::new(THREE_DAYS, at("2026-12-29T09:00:00Z")) };
    let steps = clock.due(MOSCOW, &russian(), Limits::default()).expect("a deadline").steps;
    let words = |language| steps.iter().map(|step| step.words(language, MOSCOW)).collect::<Vec<_>>();
    assert_eq!(
        words(Language::En),
        [
            "It starts on 29 Dec 2026 12:00; 29 Dec 2026 is day 0.",
            "The target is 3 working days.",
            "It was extended by 1 working day.",
            "31 Dec 2026 to 10 Jan 2027 are days off and are not counted.",
            "The last day is 13 Jan 2027.",
            "Due by 13 Jan 2027 23:59.",
        ]
    );
    assert_eq!(words(Language::Ru)[3], "С 31.12.2026 по 10.01.2027 — выходные, не считаем.");
}

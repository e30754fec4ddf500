//! What the engine promises over all zones, rules, pauses and histories.

use super::tests::{EIGHT_HOURS, TEN_DAYS, THREE_DAYS, due_of};
use super::*;
use crate::calendar::tests::{russian, seconds_of_2026, zones};
use crate::catalogue::City;
use crate::status::{Status, TRANSITIONS};
use crate::town::town;
use crate::wire::catalogue::CalendarView;
use chrono::{Datelike, Days, Duration, NaiveTime, Timelike};
use proptest::prelude::*;

fn any_rule() -> impl Strategy<Value = Rule> {
    let units = vec![Unit::Hours, Unit::WorkingHours, Unit::CalendarDays, Unit::WorkingDays];
    let ends = vec![LastDayOff::Stay, LastDayOff::PreviousWorking, LastDayOff::NextWorking];
    let (units, ends) = (proptest::sample::select(units), proptest::sample::select(ends));
    (1..40_u32, units, ends, any::<bool>()).prop_map(|(target, unit, last_day_off, keeps_hour)| Rule {
        target,
        unit,
        last_day_off: if keeps_hour { LastDayOff::Stay } else { last_day_off },
        keeps_hour,
        ..TEN_DAYS
    })
}

/// Minutes between one happening and the next.
fn histories() -> impl Strategy<Value = Vec<(i64, Happening)>> {
    let happening = prop_oneof![
        3 => Just(Happening::Paused),
        3 => Just(Happening::Resumed),
        1 => (1..4_u32).prop_map(Happening::Extended),
    ];
    proptest::collection::vec((0..8_000_i64, happening), 0..8)
}

proptest! {
    #[test]
    fn ten_calendar_days_end_at_the_local_end_of_day_ten(seconds in 0..4_102_444_800_i64, zone in zones()) {
        let start = DateTime::from_timestamp(seconds, 0).expect("a time");
        let due = due_of(&Clock::new(TEN_DAYS, start), zone).expect("a deadline");
        let last = local_day(start, zone) + Days::new(10);
        // The very next second belongs to a later day, and the deadline itself to no later one.
        prop_assert!(local_day(due, zone) <= last);
        prop_assert!(local_day(due + Duration::seconds(1), zone) > last);
        let local = due.with_timezone(&zone);
        let skipped = local_day(due, zone) < last || local.time().second() != 59 || local.hour() != 23;
        if !skipped {
            prop_assert_eq!(local.time(), NaiveTime::from_hms_opt(23, 59, 59).expect("a time"));
        }
    }

    #[test]
    fn whoever_starts_later_is_never_due_earlier(
        start in seconds_of_2026(), later in 0..10_000_000_i64, rule in any_rule(), zone in zones(),
    ) {
        let due = |start| due_of(&Clock::new(rule, start), zone).expect("a deadline");
        prop_assert!(due(start) <= due(start + Duration::seconds(later)));
    }

    #[test]
    fn a_phone_promises_what_the_case_then_gets(
        start_at in seconds_of_2026(), rule in any_rule(), hours in proptest::option::of(1..60_u32), zone in zones(),
    ) {
        let urgent = hours.map(|target| Rule { measure: Measure::FirstAction, target, unit: Unit::Hours, ..rule });
        let rules: Vec<Rule> = urgent.into_iter().chain([rule]).collect();
        let city = City { time_zone: zone, ..town() };
        let started = start(&city, &rules, start_at, start_at).expect("deadlines");
        let carried = CalendarView::of(&city.calendar, local_day(start_at, zone).year()).calendar();
        let promised = promise(&rules, start_at, zone, &carried).expect("the carried years").expect("rules");
        prop_assert_eq!(Some(promised.due_at), case_due(&started));
        prop_assert_eq!(promised.first_action_due_at, hours.map(|_| started[0].due_at));
    }

    #[test]
    fn a_longer_target_is_never_due_earlier(start in seconds_of_2026(), rule in any_rule(), zone in zones()) {
        let due = |target| due_of(&Clock::new(Rule { target, ..rule }, start), zone).expect("a deadline");
        prop_assert!(start < due(rule.target) && due(rule.target) <= due(rule.target + 1));
    }

    #[test]
    fn the_day_of_receipt_gives_one_deadline(start in seconds_of_2026(), rule in any_rule(), zone in zones()) {
        let end = end_of_day(local_day(start, zone), zone).expect("an end");
        let due = |start| due_of(&Clock::new(rule, start), zone);
        if matches!(rule.unit, Unit::CalendarDays | Unit::WorkingDays) && !rule.keeps_hour {
            prop_assert_eq!(due(start), due(end.max(start)));
        }
    }

    #[test]
    fn each_day_of_the_year_has_its_own_deadline_in_working_days(start in seconds_of_2026(), zone in zones()) {
        // A working day later is due a working day later: none is lost, none doubled.
        let calendar = russian();
        let day = local_day(start, zone);
        let day = calendar.next_working(day).expect("data");
        let next = calendar.add_working_days(day, 1).expect("data");
        let due = |day| {
            let noon = end_of_day(day, zone).expect("an end");
            local_day(due_of(&Clock::new(THREE_DAYS, noon), zone).expect("a deadline"), zone)
        };
        prop_assert_eq!(calendar.add_working_days(due(day), 1), Ok(due(next)));
    }

    #[test]
    fn a_pause_shifts_by_the_working_time_in_it(
        start in seconds_of_2026(), before in 0..400_i64, length in 1..20_000_i64, zone in zones(),
    ) {
        let calendar = russian();
        let hours = Rule { target: 40, ..EIGHT_HOURS };
        let plain = Clock::new(hours, start);
        let from = start + Duration::minutes(before);
        let until = from + Duration::minutes(length);
        let stood = Clock { pauses: vec![Pause { from, until: Some(until) }], ..plain.clone() };
        let (plain, stood) = (due_of(&plain, zone).expect("due"), due_of(&stood, zone).expect("due"));
        prop_assert_eq!(calendar.working_time(plain, stood, zone), calendar.working_time(from, until, zone));
    }

    #[test]
    fn a_pause_in_two_parts_is_one_pause(
        start in seconds_of_2026(), parts in (0..9_000_i64, 0..30_000_i64, 0..30_000_i64), rule in any_rule(), zone in zones(),
    ) {
        let from = start + Duration::minutes(parts.0);
        let middle = from + Duration::minutes(parts.1);
        let until = middle + Duration::minutes(parts.2);
        let pause = |from, until| Pause { from, until: Some(until) };
        let with = |pauses| due_of(&Clock { pauses, ..Clock::new(rule, start) }, zone);
        prop_assert_eq!(with(vec![pause(from, middle), pause(middle, until)]), with(vec![pause(from, until)]));
    }

    #[test]
    fn a_pause_never_brings_a_deadline_forward_nor_past_the_cap(
        start in seconds_of_2026(), before in 0..30_000_i64, length in 0..200_000_i64, rule in any_rule(), zone in zones(),
    ) {
        let from = start + Duration::minutes(before);
        let pauses = vec![Pause { from, until: Some(from + Duration::minutes(length)) }];
        let with = |pauses| due_of(&Clock { pauses, ..Clock::new(rule, start) }, zone).expect("due");
        let (plain, stood, endless) = (with(Vec::new()), with(pauses), with(vec![Pause { from, until: None }]));
        prop_assert!(plain <= stood && stood <= endless);
        let ends_with_a_day = rule.last_day_off == LastDayOff::Stay && !rule.keeps_hour;
        if matches!(rule.unit, Unit::CalendarDays) && ends_with_a_day {
            prop_assert!((local_day(stood, zone) - local_day(plain, zone)).num_days() <= 30);
        }
    }

    #[test]
    fn a_recount_from_events_equals_what_was_stored(
        start in seconds_of_2026(), history in histories(), rule in any_rule(), zone in zones(),
    ) {
        let mut now = start;
        let history: Vec<_> = history.into_iter().map(|(minutes, happening)| {
            now += Duration::minutes(minutes);
            (now, happening)
        }).collect();
        let mut stored = serde_json::to_string(&Clock::new(rule, start)).expect("JSON");
        for (at, happening) in &history {
            let mut clock: Clock = serde_json::from_str(&stored).expect("a clock");
            clock.happened(*at, *happening);
            stored = serde_json::to_string(&clock).expect("JSON");
        }
        let stored: Clock = serde_json::from_str(&stored).expect("a clock");
        prop_assert_eq!(due_of(&stored, zone), due_of(&Clock::replay(rule, start, history), zone));
    }

    #[test]
    fn whatever_way_a_case_goes_its_log_tells_its_deadline(
        start in seconds_of_2026(), rule in any_rule(), zone in zones(), pausable in any::<bool>(),
        steps in proptest::collection::vec((0..20_000_i64, any::<proptest::sample::Index>()), 0..20),
    ) {
        let rule = Rule { pausable, ..rule };
        let mut clock = Clock::new(rule, start);
        let (mut status, mut closed_at, mut now) = (Status::Assigned, None, start);
        let mut log = vec![Past { at: now, status, extended: None }];
        for (minutes, choice) in steps {
            now += Duration::minutes(minutes);
            let rows: Vec<_> = TRANSITIONS.iter().filter(|row| row.from.contains(&status)).collect();
            let Some(row) = (!rows.is_empty()).then(|| choice.get(&rows)) else { break };
            clock.turned(status, row.to, closed_at, now);
            closed_at = if row.to.is_open() { None } else { closed_at.or(Some(now)) };
            status = row.to;
            log.push(Past { at: now, status, extended: None });
        }
        let relived = Clock::relived(rule, start, log);
        prop_assert_eq!(&relived, &clock);
        let plain = due_of(&Clock::new(rule, start), zone).expect("a deadline");
        let due = due_of(&clock, zone).expect("a deadline");
        prop_assert!(due >= plain && (pausable || due == plain));
    }
}

//! What the table promises.

use super::*;
use crate::permission::Role;
use crate::report::Outcome;
use chrono::{DateTime, Duration, Utc};

fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

fn case(status: Status) -> Situation {
    Situation {
        status,
        outcome: None,
        closed_at: (!status.is_open()).then(|| now() - Duration::days(1)),
        disputes: 0,
        subtasks_open: 0,
        review: false,
        windows: Windows::default(),
        now: now(),
    }
}

const EVERYTHING: Given = Given {
    outcome: None,
    photo: true,
    reason: true,
    department: true,
    date: true,
    responsible: true,
    original: true,
};

/// All that a row asks for, and nothing else.
fn enough(row: &Transition) -> Given {
    let has = |need| row.needs.contains(&need);
    Given {
        outcome: None,
        photo: has(Need::Photo),
        reason: has(Need::Reason),
        department: has(Need::Department),
        date: has(Need::Date),
        responsible: has(Need::Responsible),
        original: has(Need::Original),
    }
}

fn actors() -> impl Iterator<Item = Actor> {
    [Actor::System, Actor::Author, Actor::Contractor]
        .into_iter()
        .chain(Role::ALL.iter().map(|role| Actor::Staff(*role)))
}

#[test]
fn a_name_leads_back_to_its_status() {
    for &status in Status::ALL {
        assert_eq!(Status::called(status.name()), Some(status));
        assert_eq!(serde_json::json!(status), serde_json::json!(status.name()));
    }
}

#[test]
fn what_is_offered_can_be_done_and_nothing_else() {
    for &from in Status::ALL {
        for review in [false, true] {
            let case = Situation { review, ..case(from) };
            for actor in actors() {
                for &to in Status::ALL {
                    let offered: Vec<_> = choices(&case, actor).filter(|row| row.to == to).collect();
                    assert!(offered.len() <= 1, "{from:?} to {to:?} by {actor:?} is there twice");
                    let given = offered.first().map_or(EVERYTHING, |row| enough(row));
                    let done = apply(&case, actor, to, given);
                    assert_eq!(
                        offered.is_empty(),
                        done.is_err(),
                        "{from:?} to {to:?} by {actor:?}: {done:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_moves_without_what_its_row_needs() {
    for row in TRANSITIONS {
        for &from in row.from {
            let case = Situation { review: row.only == Some(Only::WithReview), ..case(from) };
            for need in row.needs.iter().filter(|need| **need != Need::Outcome) {
                let mut given = enough(row);
                match need {
                    Need::Photo => given.photo = false,
                    Need::Reason => given.reason = false,
                    Need::Department => given.department = false,
                    Need::Date => given.date = false,
                    Need::Responsible => given.responsible = false,
                    Need::Original => given.original = false,
                    Need::Outcome => {}
                }
                assert_eq!(apply(&case, row.by[0], row.to, given), Err(MoveError::Missing(*need)), "{row:?}");
            }
        }
    }
}

#[test]
fn every_status_can_be_reached_and_every_open_one_left() {
    for &status in Status::ALL {
        let reached = status == Status::Submitted || TRANSITIONS.iter().any(|row| row.to == status);
        assert!(reached, "nothing leads to {status:?}");
        let left = TRANSITIONS.iter().any(|row| row.from.contains(&status));
        assert!(left || !status.is_open(), "nothing leads out of {status:?}");
    }
}

#[test]
fn staff_ends_no_open_case_without_words_a_photo_or_another_report() {
    for row in TRANSITIONS.iter().filter(|row| !row.to.is_open()) {
        let by_staff = row.by.iter().any(|actor| matches!(actor, Actor::Staff(_)));
        let checked = row.from == [Status::InReview];
        let shown = [Need::Reason, Need::Photo, Need::Original].iter().any(|need| row.needs.contains(need));
        assert!(!by_staff || checked || shown, "{row:?}");
    }
}

#[test]
fn who_watches_or_speaks_moves_nothing() {
    for role in [Role::Press, Role::Auditor, Role::Administrator] {
        assert!(TRANSITIONS.iter().all(|row| !row.by.contains(&Actor::Staff(role))));
    }
}

#[test]
fn a_department_does_not_judge_a_dispute_against_itself() {
    let disputed = case(Status::Disputed);
    for role in [Role::Worker, Role::Head] {
        assert!(choices(&disputed, Actor::Staff(role)).all(|row| row.to == Status::Reopened));
    }
}

#[test]
fn an_author_may_disagree_for_a_while_and_not_for_ever() {
    let resolved = Situation { outcome: Some(Outcome::Fixed), ..case(Status::Resolved) };
    let may = |case: &Situation| choices(case, Actor::Author).any(|row| row.to == Status::Disputed);
    let end = resolved.disputable_until().expect("an end of the window");
    assert!(may(&Situation { now: end, ..resolved }));
    let late = Situation { now: end + Duration::seconds(1), ..resolved };
    assert!(!may(&late) && late.disputable_until().is_none());
    let given = Given { reason: true, ..Given::default() };
    assert_eq!(apply(&late, Actor::Author, Status::Disputed, given), Err(MoveError::NotNow));
    assert!(!may(&Situation { disputes: DISPUTES_MAX, ..resolved }));
    assert_eq!(apply(&resolved, Actor::Author, Status::Disputed, given), Ok(Some(Outcome::Fixed)));
}

#[test]
fn a_case_waits_for_all_its_parts() {
    let given = Given { photo: true, ..Given::default() };
    let worker = Actor::Staff(Role::Worker);
    let waiting = Situation { subtasks_open: 1, ..case(Status::InProgress) };
    assert_eq!(apply(&waiting, worker, Status::Resolved, given), Err(MoveError::SubtasksOpen));
    let done = Situation { subtasks_open: 0, ..waiting };
    assert_eq!(apply(&done, worker, Status::Resolved, given), Ok(Some(Outcome::Fixed)));
}

#[test]
fn where_results_are_reviewed_nobody_resolves_alone() {
    let given = Given { photo: true, ..Given::default() };
    let worker = Actor::Staff(Role::Worker);
    let case = Situation { review: true, ..case(Status::InProgress) };
    assert_eq!(apply(&case, worker, Status::Resolved, given), Err(MoveError::NotNow));
    assert_eq!(apply(&case, worker, Status::InReview, given), Ok(Some(Outcome::Fixed)));
    let reviewed = Situation { status: Status::InReview, outcome: Some(Outcome::Fixed), ..case };
    assert_eq!(apply(&reviewed, worker, Status::Resolved, Given::default()), Err(MoveError::NotYours));
    let head = Actor::Staff(Role::Head);
    assert_eq!(apply(&reviewed, head, Status::Resolved, Given::default()), Ok(Some(Outcome::Fixed)));
}

#[test]
fn a_contractors_answer_is_always_looked_at() {
    for &from in Status::ALL {
        assert!(choices(&case(from), Actor::Contractor).all(|row| row.to == Status::InReview));
    }
}

#[test]
fn a_case_is_resolved_only_as_fixed_or_with_measures_taken() {
    let refused = Given { photo: true, outcome: Some(Outcome::Refused), ..Given::default() };
    let worker = Actor::Staff(Role::Worker);
    assert_eq!(
        apply(&case(Status::InProgress), worker, Status::Resolved, refused),
        Err(MoveError::WrongOutcome)
    );
}

#[test]
fn danger_wins_over_overdue_and_overdue_over_soon() {
    let now = now();
    let shape_in = |danger, days| shape(Status::Accepted, danger, now + Duration::days(days), now);
    assert_eq!(shape_in(true, -1), Shape::Danger);
    assert_eq!(shape_in(false, -1), Shape::Overdue);
    assert_eq!(shape_in(false, 1), Shape::Soon);
    assert_eq!(shape_in(false, 5), Shape::Work);
    assert_eq!(shape(Status::Resolved, true, now - Duration::days(1), now), Shape::Resolved);
}

/// `make bless` records them anew.
#[test]
fn the_documented_charts_are_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/case.md");
    let mut page = std::fs::read_to_string(path).expect("docs/case.md");
    for (name, table) in [("chart", chart()), ("permissions", crate::permission::chart())] {
        let (open, close) =
            (format!("<!-- {name}: made from the table -->\n"), format!("<!-- end of {name} -->"));
        let (before, rest) = page.split_once(&open).expect("its beginning");
        let (shown, after) = rest.split_once(&close).expect("its end");
        if std::env::var_os("BLESS").is_none() {
            assert!(shown == table, "docs/case.md does not show the table: make bless");
        }
        page = format!("{before}{open}{table}{close}{after}");
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, page).expect("docs/case.md");
    }
}

//! Deadlines: of reports, and as `citycenter clock` counts them.

use serde_json::Value;
use stories::reports::{dark_lamp, file, of_type};
use stories::server::run;
use stories::{CITY, Town};

/// What `citycenter clock` says about this town, a line for each measure.
fn told(town: &Town, question: &[&str]) -> Vec<Value> {
    let output = run(town.verb().args(["clock", "--city", CITY, "--language", "en"]).args(question), "");
    let lines = String::from_utf8(output.stdout).expect("text");
    lines.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

/// The deadlines it says, by measure.
fn deadlines(town: &Town, question: &[&str]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let lines = told(town, question);
    lines.iter().map(|line| (text(&line["measure"]), text(&line["due_at"]))).collect()
}

fn due(measure: &str, at: &str) -> (String, String) {
    (measure.to_owned(), at.to_owned())
}

/// What it complains about.
fn refused(town: &Town, question: &[&str]) -> String {
    let output = town.verb().arg("clock").args(question).output().expect("the binary runs");
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[tokio::test]
async fn a_report_is_due_at_the_end_of_the_tenth_local_day() {
    let town = Town::open().await;
    // Half past midnight on Sunday the 15th in small-town, still Saturday in UTC.
    town.set_clock("2026-11-14T21:30:00Z").await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    assert_eq!(filed.receipt["due_at"], "2026-11-25T20:59:59Z");
    let ribbon = &filed.seen_by(&town.anybody()).await["ribbon"];
    assert_eq!(ribbon["starts_on"], "2026-11-15");
    assert_eq!(ribbon["due_on"], "2026-11-25");
    town.close().await;
}

#[tokio::test]
async fn a_type_with_thirty_days_has_thirty() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("road-sidewalk")).await;
    assert_eq!(filed.receipt["due_at"], "2026-12-16T20:59:59Z");
    town.close().await;
}

#[tokio::test]
async fn an_open_report_turns_soon_and_then_overdue() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let mut shapes = Vec::new();
    for now in
        ["2026-11-23T09:00:00Z", "2026-11-25T09:00:00Z", "2026-11-26T20:58:00Z", "2026-11-26T21:00:00Z"]
    {
        town.set_clock(now).await;
        shapes.push(filed.seen_by(&town.anybody()).await["shape"].clone());
    }
    assert_eq!(shapes, ["new", "soon", "soon", "overdue"]);
    town.close().await;
}

#[tokio::test]
async fn a_report_keeps_the_rules_and_the_city_version_behind_its_deadlines() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("yard-dangerous-tree")).await;
    let received = filed.receipt["received_at"].as_str().expect("a time");
    let counted =
        told(&town, &["--channel", "map-report", "--type", "yard-dangerous-tree", "--at", received]);
    let kept: Value =
        sqlx::query_scalar("select clocks from reports where city_id = 1 and clocks is not null")
            .fetch_one(&mut town.database().await)
            .await
            .expect("one report");
    assert_eq!(counted.len(), 2);
    for (kept, counted) in kept.as_array().expect("clocks").iter().zip(&counted) {
        for fact in ["rule", "starts_at", "due_at", "city_version"] {
            assert_eq!(kept[fact], counted[fact], "{fact}");
        }
    }
    assert_eq!(counted[0]["due_at"], filed.receipt["first_action_due_at"]);
    assert_eq!(counted[1]["due_at"], filed.receipt["due_at"]);
    town.close().await;
}

#[tokio::test]
async fn ten_calendar_days_of_a_map_report_stay_on_a_day_off() {
    let town = Town::open().await;
    let answer = told(&town, &["--channel", "map-report", "--at", "2026-12-25T12:00:00+03:00"]);
    assert_eq!(answer.len(), 1);
    assert_eq!(answer[0]["due_at"], "2027-01-04T20:59:59Z");
    let steps = answer[0]["steps"].as_array().expect("steps").iter();
    let words: Vec<&str> = steps.map(|step| step["words"].as_str().expect("words")).collect();
    assert_eq!(
        words,
        [
            "It starts on 25 Dec 2026 12:00; 25 Dec 2026 is day 0.",
            "The target is 10 calendar days.",
            "The last day is 4 Jan 2027.",
            "4 Jan 2027 is a day off and stays the last day.",
            "Due by 4 Jan 2027 23:59.",
        ]
    );
    town.close().await;
}

#[tokio::test]
async fn an_appeal_due_on_a_holiday_is_answered_on_the_working_day_before() {
    let town = Town::open().await;
    let when = ["--at", "2026-10-02T10:00:00+03:00", "--registered-at", "2026-10-05T10:00:00+03:00"];
    let appeal = [["--channel", "written-appeal"].as_slice(), &when].concat();
    let expected = [
        due("registration", "2026-10-05T20:59:59Z"),
        due("forwarding", "2026-10-12T20:59:59Z"),
        // 30 days after 5 October is 4 November, Unity Day.
        due("answer", "2026-11-03T20:59:59Z"),
    ];
    assert_eq!(deadlines(&town, &appeal), expected);
    town.close().await;
}

#[tokio::test]
async fn a_reception_date_is_fixed_in_three_working_days_even_across_new_year() {
    let town = Town::open().await;
    let asked = ["--channel", "personal-reception", "--at", "2026-12-29T12:00:00+03:00"];
    assert_eq!(deadlines(&town, &asked), [due("appointment", "2027-01-12T20:59:59Z")]);
    town.close().await;
}

#[tokio::test]
async fn eight_working_hours_go_around_weekends_and_lose_an_hour_on_a_shortened_day() {
    let town = Town::open().await;
    let answer = |at: &str, more: &[&str]| {
        let question = [["--channel", "social-network", "--at", at].as_slice(), more].concat();
        deadlines(&town, &question)
    };
    let first = |at| [due("first_answer", at)];
    // An hour of Friday, seven of Monday.
    assert_eq!(answer("2026-11-13T17:00:00+03:00", &[]), first("2026-11-16T13:00:00Z"));
    // Seven of Tuesday, which ends at 17; Wednesday is a holiday; one of Thursday.
    assert_eq!(answer("2026-11-03T10:00:00+03:00", &[]), first("2026-11-05T07:00:00Z"));
    assert_eq!(answer("2026-11-16T10:00:00+03:00", &["--nature", "urgent"]), first("2026-11-16T11:00:00Z"));
    town.close().await;
}

#[tokio::test]
async fn a_deadline_in_a_year_without_a_calendar_is_not_guessed() {
    let town = Town::open().await;
    let asked = ["--city", CITY, "--channel", "personal-reception", "--at", "2027-12-30T12:00:00+03:00"];
    let told = refused(&town, &asked);
    assert!(told.contains("no data for 2028: add working-calendar/2028.csv"), "{told}");
    town.close().await;
}

#[tokio::test]
async fn a_question_about_something_unknown_is_told_what_there_is() {
    let town = Town::open().await;
    let good =
        [("--city", CITY), ("--channel", "map-report"), ("--type", "yard-lighting"), ("--nature", "any")];
    let wrong = [
        ("--city", "atlantis", "there is no city atlantis; there are small-town"),
        ("--channel", "pigeon", "there is no channel pigeon; there are map-report, "),
        ("--type", "ufo", "there is no type ufo; there are yard-"),
        ("--nature", "idle", "there is no nature idle; there are any, explanatory, urgent"),
    ];
    for (option, name, words) in wrong {
        let mut question = vec!["--at", "2026-11-16T12:00:00Z"];
        for (known, value) in good {
            question.extend([known, if known == option { name } else { value }]);
        }
        let told = refused(&town, &question);
        assert!(told.contains(words), "{told}");
    }
    town.close().await;
}

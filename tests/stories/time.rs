//! What time does to cases: pauses, extensions, marks, escalation, and what ends by itself.

use serde_json::{Value, json};
use stories::reports::{Filed, dark_lamp, file, of_type};
use stories::{Town, is_within};
use uuid::Uuid;

fn kinds(view: &Value) -> Vec<&str> {
    let lines = view["history"].as_array().expect("lines").iter();
    lines.map(|line| line["kind"].as_str().expect("a kind")).collect()
}

async fn ask_extension(town: &Town, filed: &Filed, days: u32) -> Uuid {
    let id = Uuid::now_v7();
    let body = json!({ "id": id, "days": days, "reason": "The post has to be ordered" });
    filed.asked(&town.staff("lighting").await, "extensions", body).await.expect(200);
    id
}

#[tokio::test]
async fn while_the_resident_is_asked_the_clock_stands_and_everybody_sees_it() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.brought_to(&worker, &["accepted"]).await;
    filed.moved_with(&worker, "waiting_for_resident", json!({ "note": "Which post?" })).await.expect(200);
    town.set_clock("2026-11-19T10:00:00Z").await;
    let author = town.reporter(&filed.secret);
    let answer = json!({ "id": Uuid::now_v7(), "text": "The third" });
    author.post(&format!("{}/information", filed.path()), &answer).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    // Three midnights.
    assert_eq!(public["due_at"], "2026-11-29T20:59:59Z");
    let pause = &public["clocks"][0]["pauses"][0];
    assert!(is_within(&pause["from"], "2026-11-16T09:00"), "{public}");
    assert!(is_within(&pause["until"], "2026-11-19T10:00"), "{public}");
    town.close().await;
}

#[tokio::test]
async fn whoever_does_not_answer_in_a_week_is_not_waited_for() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.brought_to(&worker, &["accepted"]).await;
    filed.moved_with(&worker, "waiting_for_resident", json!({ "note": "Which post?" })).await.expect(200);
    town.set_clock("2026-11-23T08:00:00Z").await;
    assert_eq!(filed.seen_by(&town.anybody()).await["status"], "waiting_for_resident");
    town.set_clock("2026-11-23T10:00:00Z").await;
    let seen = filed.seen_by(&town.anybody()).await;
    assert_eq!((&seen["status"], &seen["due_at"]), (&json!("in_progress"), &json!("2026-12-03T20:59:59Z")));
    town.close().await;
}

#[tokio::test]
async fn a_pause_is_capped() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.brought_to(&worker, &["accepted"]).await;
    filed.moved_with(&worker, "waiting_for_partner", json!({ "note": "The grid first" })).await.expect(200);
    // The city gives a clock thirty days to stand.
    let latest = filed.seen_by(&town.anybody()).await["due_at"].clone();
    assert_eq!(latest, "2026-12-26T20:59:59Z");
    town.set_clock("2026-12-16T10:00:00Z").await;
    let seen = filed.seen_by(&town.anybody()).await;
    assert_eq!((&seen["status"], &seen["due_at"]), (&json!("in_progress"), &latest));
    town.close().await;
}

#[tokio::test]
async fn a_deadline_moves_with_a_reason_and_a_heads_word() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let id = ask_extension(&town, &filed, 5).await;
    assert_eq!(filed.seen_by(&town.anybody()).await["due_at"], "2026-11-26T20:59:59Z");
    let decision = format!("extensions/{id}/decision");
    let yes = json!({ "approved": true });
    for login in ["lighting", "dispatcher", "head-roads", "auditor"] {
        let caller = town.staff(login).await;
        filed.asked(&caller, &decision, yes.clone()).await.refused(403, "forbidden");
    }
    let head = town.staff("head-lighting").await;
    filed.asked(&head, &decision, yes.clone()).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(
        (&public["due_at"], &public["clocks"][0]["extended"]),
        (&json!("2026-12-01T20:59:59Z"), &json!(5))
    );
    assert!(kinds(&public).contains(&"extended") && !kinds(&public).contains(&"extension_asked"));
    filed.asked(&head, &decision, yes).await.refused_for("approved", "decided_already");
    town.close().await;
}

#[tokio::test]
async fn what_no_head_could_grant_is_not_asked_for() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let asked = |days: u32, reason: &str| json!({ "id": Uuid::now_v7(), "days": days, "reason": reason });
    for (body, field, code) in [
        (asked(0, "Late"), "days", "out_of_range"),
        (asked(31, "Late"), "days", "out_of_range"),
        (asked(3, " "), "reason", "required"),
    ] {
        filed.asked(&worker, "extensions", body).await.refused_for(field, code);
    }
    let first = asked(3, "Late");
    filed.asked(&worker, "extensions", first.clone()).await.expect(200);
    filed.asked(&worker, "extensions", first).await.expect(200);
    filed.asked(&worker, "extensions", asked(3, "Later")).await.refused_for("days", "asked_already");
    town.set_clock("2026-11-26T21:30:00Z").await;
    let late = file(&town.anybody(), &dark_lamp()).await;
    town.set_clock("2026-12-08T09:00:00Z").await;
    let worker = town.staff("lighting").await;
    late.asked(&worker, "extensions", asked(3, "Too late")).await.refused_for("days", "late");
    town.close().await;
}

#[tokio::test]
async fn nobody_at_a_danger_in_time_is_told_to_the_dispatcher_once() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("yard-dangerous-tree")).await;
    let due = filed.receipt["first_action_due_at"].as_str().expect("a first action is due").to_owned();
    assert!(filed.seen_by(&town.anybody()).await["escalated_at"].is_null());
    town.set_clock("2026-11-17T09:00:00Z").await;
    town.set_clock("2026-11-17T09:05:00Z").await;
    let seen = filed.seen_by(&town.anybody()).await;
    assert!(due.as_str() < "2026-11-17T09:00:00Z" && seen["escalated_at"].is_string(), "{due} {seen}");
    assert_eq!(kinds(&seen).iter().filter(|kind| **kind == "escalated").count(), 1);
    town.close().await;
}

#[tokio::test]
async fn somebody_at_a_danger_in_time_is_not_escalated() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("yard-dangerous-tree")).await;
    filed.asked(&town.staff("dispatcher").await, "made-safe", json!({})).await.expect(200);
    town.set_clock("2026-11-17T09:00:00Z").await;
    assert!(filed.seen_by(&town.anybody()).await["escalated_at"].is_null());
    town.close().await;
}

#[tokio::test]
async fn a_deadline_is_called_near_and_passed_once_each() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    for now in
        ["2026-11-25T09:00:00Z", "2026-11-25T09:01:00Z", "2026-11-27T09:00:00Z", "2026-11-27T09:01:00Z"]
    {
        town.set_clock(now).await;
    }
    let seen = filed.seen_by(&town.staff("lighting").await).await;
    for kind in ["due_soon", "overdue"] {
        assert_eq!(kinds(&seen).iter().filter(|k| **k == kind).count(), 1, "{kind}");
    }
    // A mark is no change that somebody could have missed.
    assert_eq!(seen["version"], 1);
    assert!(!kinds(&filed.seen_by(&town.anybody()).await).contains(&"due_soon"));
    town.close().await;
}

#[tokio::test]
async fn a_mark_goes_when_the_deadline_moves_away_and_comes_again() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    town.set_clock("2026-11-25T09:00:00Z").await;
    let id = ask_extension(&town, &filed, 10).await;
    let head = town.staff("head-lighting").await;
    filed.asked(&head, &format!("extensions/{id}/decision"), json!({ "approved": true })).await.expect(200);
    assert_eq!(filed.seen_by(&town.anybody()).await["shape"], "new");
    town.set_clock("2026-12-05T09:00:00Z").await;
    let seen = filed.seen_by(&town.staff("lighting").await).await;
    assert_eq!(kinds(&seen).iter().filter(|kind| **kind == "due_soon").count(), 2);
    town.close().await;
}

#[tokio::test]
async fn what_nobody_disputes_is_closed_by_time_and_can_be_reopened_for_a_while() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.resolved_by(&town.staff("lighting").await).await;
    town.set_clock("2026-12-01T10:00:00Z").await;
    let author = town.reporter(&filed.secret);
    let seen = filed.seen_by(&author).await;
    assert_eq!((&seen["status"], &seen["outcome"]), (&json!("closed_by_time"), &json!("fixed")));
    assert!(
        is_within(&seen["closed_at"], "2026-11-16T09:00") && seen["disputable_until"].is_null(),
        "{seen}"
    );
    filed.moved_with(&author, "disputed", json!({ "note": "Dark" })).await.refused_for("to", "no_such_move");
    let head = town.staff("head-lighting").await;
    let reopened =
        filed.moved_with(&head, "reopened", json!({ "note": "It is dark again" })).await.expect(200);
    // Fifteen days between the end and the new beginning did not count.
    assert_eq!(reopened["due_at"], "2026-12-11T20:59:59Z");
    let again = file(&town.anybody(), &dark_lamp()).await;
    again.resolved_by(&town.staff("lighting").await).await;
    town.set_clock("2027-03-15T10:00:00Z").await;
    let head = town.staff("head-lighting").await;
    again.moved_with(&head, "reopened", json!({ "note": "Now?" })).await.refused_for("to", "not_now");
    town.close().await;
}

#[tokio::test]
async fn a_dispute_that_nobody_answers_reopens_the_case() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.resolved_by(&town.staff("lighting").await).await;
    let author = town.reporter(&filed.secret);
    filed.moved_with(&author, "disputed", json!({ "note": "Dark" })).await.expect(200);
    town.set_clock("2026-11-21T10:00:00Z").await;
    let seen = filed.seen_by(&author).await;
    assert_eq!((&seen["status"], &seen["due_at"]), (&json!("reopened"), &json!("2026-12-01T20:59:59Z")));
    town.close().await;
}

#[tokio::test]
async fn what_is_counted_again_from_the_history_is_what_is_stored() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.brought_to(&worker, &["accepted"]).await;
    filed.moved_with(&worker, "waiting_for_partner", json!({ "note": "The grid" })).await.expect(200);
    town.set_clock("2026-11-18T12:00:00Z").await;
    let worker = town.staff("lighting").await;
    filed.moved_by(&worker, "in_progress", &[]).await.expect(200);
    let id = ask_extension(&town, &filed, 2).await;
    let head = town.staff("head-lighting").await;
    filed.asked(&head, &format!("extensions/{id}/decision"), json!({ "approved": true })).await.expect(200);
    let output = town.verb().args(["clock", "--city", stories::CITY, "--report", filed.number()]).output();
    let output = output.expect("the binary runs");
    assert!(output.status.success(), "{output:?}");
    let line: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let seen = filed.seen_by(&town.anybody()).await;
    assert_eq!((&line["due_at"], &line["stored_due_at"]), (&seen["due_at"], &seen["due_at"]));
    assert_eq!(seen["due_at"], "2026-11-30T20:59:59Z");
    town.close().await;
}

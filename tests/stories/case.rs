//! The life of a case: who moves it where, with what, and what its author sees of it.

use serde_json::{Value, json};
use stories::Town;
use stories::reports::{Filed, dark_lamp, file, of_type, upload};
use uuid::Uuid;

fn moves(view: &Value) -> Vec<&str> {
    let choices = view["choices"].as_array().expect("choices").iter();
    choices.map(|choice| choice["to"].as_str().expect("a status")).collect()
}

fn words(view: &Value) -> Vec<&str> {
    let lines = view["history"].as_array().expect("lines").iter();
    lines.map(|line| line["words"].as_str().expect("words")).collect()
}

#[tokio::test]
async fn an_author_takes_a_report_back() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let author = town.reporter(&filed.secret);
    assert_eq!(moves(&filed.seen_by(&author).await), ["withdrawn"]);
    let seen = filed.moved_by(&author, "withdrawn", &[]).await.expect(200);
    assert_eq!((&seen["status"], &seen["outcome"]), (&json!("withdrawn"), &json!("void")));
    // It is over for the department too.
    let worker = town.staff("lighting").await;
    filed.moved_by(&worker, "accepted", &[]).await.refused_for("to", "no_such_move");
    town.close().await;
}

#[tokio::test]
async fn whoever_guesses_a_secret_moves_nothing() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let stranger = town.reporter(&Uuid::new_v4().simple().to_string());
    filed.moved_by(&stranger, "withdrawn", &[]).await.refused(403, "forbidden");
    let more = json!({ "id": Uuid::now_v7(), "text": "I was here" });
    stranger.post(&format!("{}/information", filed.path()), &more).await.refused(403, "forbidden");
    town.close().await;
}

#[tokio::test]
async fn an_author_confirms_and_rates_what_was_done() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.resolved_by(&town.staff("lighting").await).await;
    let author = town.reporter(&filed.secret);
    filed
        .moved_with(&author, "confirmed", json!({ "rating": 6 }))
        .await
        .refused_for("rating", "out_of_range");
    let seen = filed.moved_with(&author, "confirmed", json!({ "rating": 5 })).await.expect(200);
    assert_eq!(
        (&seen["status"], &seen["outcome"], &seen["rating"]),
        (&json!("confirmed"), &json!("fixed"), &json!(5))
    );
    town.close().await;
}

#[tokio::test]
async fn an_author_disagrees_with_a_reason_and_the_case_is_taken_up_again() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.resolved_by(&town.staff("lighting").await).await;
    let author = town.reporter(&filed.secret);
    assert!(filed.seen_by(&author).await["disputable_until"].is_string());
    filed.moved_by(&author, "disputed", &[]).await.refused_for("note", "required");
    let photo = upload(&author).await;
    let reason = json!({ "note": "It went dark again at once", "photos": [photo] });
    let disputed = filed.moved_with(&author, "disputed", reason).await.expect(200);
    assert_eq!((&disputed["status"], &disputed["outcome"]), (&json!("disputed"), &json!("fixed")));
    // The worker's own department cannot wave it away; it can own up to it.
    let worker = town.staff("lighting").await;
    assert!(moves(&filed.seen_by(&worker).await).is_empty());
    let head = town.staff("head-lighting").await;
    assert_eq!(moves(&filed.seen_by(&head).await), ["reopened"]);
    let reopened = filed.moved_by(&head, "reopened", &[]).await.expect(200);
    assert_eq!((&reopened["outcome"], &reopened["resolved_at"]), (&Value::Null, &Value::Null));
    assert!(words(&reopened).ends_with(&["Автор не согласен", "Вернули в работу"]), "{:?}", words(&reopened));
    filed.moved_by(&worker, "in_progress", &[]).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn the_city_may_answer_a_dispute_and_an_author_disagrees_twice_at_most() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.resolved_by(&town.staff("lighting").await).await;
    let (author, coordinator) = (town.reporter(&filed.secret), town.staff("coordinator").await);
    for _ in 0..2 {
        filed.moved_with(&author, "disputed", json!({ "note": "No" })).await.expect(200);
        filed.moved_by(&coordinator, "explained", &[]).await.refused_for("note", "required");
        filed.moved_with(&coordinator, "explained", json!({ "note": "Yes" })).await.expect(200);
    }
    let third = filed.moved_with(&author, "disputed", json!({ "note": "No" })).await;
    third.refused_for("to", "not_now");
    assert!(filed.seen_by(&author).await["disputable_until"].is_null());
    town.close().await;
}

#[tokio::test]
async fn a_question_to_the_author_is_answered_and_work_goes_on() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.brought_to(&worker, &["accepted"]).await;
    filed.moved_by(&worker, "waiting_for_resident", &[]).await.refused_for("note", "required");
    let asked = json!({ "note": "Which of the posts is it?" });
    let waiting = filed.moved_with(&worker, "waiting_for_resident", asked).await.expect(200);
    assert_eq!(waiting["shape"], "waiting");
    let author = town.reporter(&filed.secret);
    let answer = json!({ "id": Uuid::now_v7(), "text": "The third from the corner" });
    let path = format!("{}/information", filed.path());
    author.post(&path, &answer).await.expect(200);
    // A telephone that lost the receipt sends it again.
    let seen = author.post(&path, &answer).await.expect(200);
    assert_eq!(seen["status"], "in_progress");
    let notes: Vec<_> =
        seen["history"].as_array().expect("lines").iter().filter(|line| line["note"].is_string()).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    // Words are for the author and staff until somebody publishes them.
    let public = filed.seen_by(&town.anybody()).await;
    assert!(public["history"].as_array().expect("lines").iter().all(|line| line["note"].is_null()));
    town.close().await;
}

#[tokio::test]
async fn what_is_made_safe_is_not_repaired_yet() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("yard-dangerous-tree")).await;
    let dispatcher = town.staff("dispatcher").await;
    let safe = filed.asked(&dispatcher, "made-safe", json!({ "note": "Fenced off" })).await.expect(200);
    assert!(safe["made_safe_at"].is_string() && safe["first_action_at"].is_string(), "{safe}");
    assert_eq!((&safe["status"], &safe["closed_at"]), (&json!("assigned"), &Value::Null));
    // No danger any more, and still to be done tomorrow.
    assert_eq!(filed.seen_by(&town.anybody()).await["shape"], "soon");
    filed.asked(&dispatcher, "made-safe", json!({})).await.refused_for("status", "safe_already");
    town.close().await;
}

#[tokio::test]
async fn a_case_is_forwarded_with_the_name_of_who_is_responsible() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let to = json!({ "responsible": "Regional roads", "note": "The road is the region's" });
    filed.moved_with(&worker, "forwarded", to.clone()).await.refused(403, "forbidden");
    let head = town.staff("head-lighting").await;
    let unnamed = json!({ "note": "The road is the region's" });
    filed.moved_with(&head, "forwarded", unnamed).await.refused_for("responsible", "required");
    filed.moved_with(&head, "forwarded", to).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(
        (&public["forwarded_to"], &public["outcome"]),
        (&json!("Regional roads"), &json!("forwarded"))
    );
    town.close().await;
}

#[tokio::test]
async fn closed_is_not_fixed() {
    let town = Town::open().await;
    let (anybody, head) = (town.anybody(), town.staff("head-lighting").await);
    for (to, outcome) in [("explained", "explained"), ("declined", "refused")] {
        let filed = file(&anybody, &dark_lamp()).await;
        let seen = filed.moved_with(&head, to, json!({ "note": "Because" })).await.expect(200);
        assert_eq!((&seen["outcome"], &seen["resolved_at"]), (&json!(outcome), &Value::Null));
        assert!(seen["closed_at"].is_string());
    }
    town.close().await;
}

#[tokio::test]
async fn every_move_that_is_offered_can_be_made() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let other = file(&anybody, &dark_lamp()).await;
    let coordinator = town.staff("coordinator").await;
    let first = file(&anybody, &dark_lamp()).await;
    let offered = first.seen_by(&coordinator).await["choices"].as_array().expect("choices").clone();
    assert!(offered.len() > 5, "{offered:?}");
    for choice in offered.iter().filter(|choice| choice["to"] != "duplicate") {
        let filed = file(&anybody, &dark_lamp()).await;
        let mut body = json!({});
        for need in choice["needs"].as_array().expect("needs") {
            match need.as_str().expect("a need") {
                "photo" => body["photos"] = json!([upload(&coordinator).await]),
                "outcome" => body["outcome"] = json!("measures_taken"),
                "reason" => body["note"] = json!("Because"),
                "department" => body["department"] = json!("road-service"),
                "date" => body["planned_for"] = json!("2026-11-20"),
                "responsible" => body["responsible"] = json!("Somebody else"),
                need => panic!("{need}"),
            }
        }
        let to = choice["to"].as_str().expect("a status");
        assert_eq!(filed.moved_with(&coordinator, to, body).await.expect(200)["status"], to);
    }
    assert_eq!(other.seen_by(&anybody).await["status"], "assigned");
    town.close().await;
}

#[tokio::test]
async fn what_has_no_place_in_a_move_is_refused_by_its_field() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let cases = [
        ("accepted", json!({ "department": "road-service" }), "department", "not_here"),
        ("accepted", json!({ "outcome": "fixed" }), "outcome", "not_here"),
        ("accepted", json!({ "rating": 3 }), "rating", "not_here"),
        ("accepted", json!({ "note": "x".repeat(4001) }), "note", "too_long"),
        ("assigned", json!({ "department": "atlantis", "note": "?" }), "department", "unknown_department"),
        (
            "assigned",
            json!({ "department": "street-lighting", "note": "?" }),
            "department",
            "same_department",
        ),
        ("planned", json!({ "planned_for": "2026-11-15" }), "planned_for", "past"),
        ("planned", json!({ "planned_for": "2026-11-27" }), "planned_for", "after_deadline"),
        ("resolved", json!({}), "to", "no_such_move"),
    ];
    for (to, body, field, code) in cases {
        filed.moved_with(&worker, to, body).await.refused_for(field, code);
    }
    assert_eq!(filed.seen_by(&worker).await["version"], 1);
    town.close().await;
}

#[tokio::test]
async fn of_two_who_end_a_case_at_once_one_ends_it() {
    let town = Town::open().await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    for _ in 0..10 {
        let filed = file(&town.anybody(), &dark_lamp()).await;
        let version = filed.brought_to(&worker, &["accepted"]).await["version"].clone();
        let photo = upload(&worker).await;
        let resolve = json!({ "to": "resolved", "seen_version": version, "photos": [photo] });
        let transfer = json!({ "to": "assigned", "seen_version": version, "department": "road-service", "note": "Theirs" });
        let path = format!("{}/transitions", filed.path());
        let (one, two) = tokio::join!(worker.post(&path, &resolve), head.post(&path, &transfer));
        let won = |answer: &stories::Answer| answer.status == 200;
        assert!(won(&one) != won(&two), "{} {}", one.text(), two.text());
        // Whoever came second is told what there was to know: it moved, or it is not theirs any more.
        let lost = if won(&one) { &two } else { &one };
        assert!([403, 409].contains(&lost.status), "{}", lost.text());
        let seen = filed.seen_by(&town.anybody()).await;
        let expected = if won(&one) { ("resolved", "street-lighting") } else { ("assigned", "road-service") };
        assert_eq!((&seen["status"], &seen["department"]["slug"]), (&json!(expected.0), &json!(expected.1)));
        only_once(&town, &filed).await;
    }
    town.close().await;
}

/// Each status of the case was entered once.
async fn only_once(town: &Town, filed: &Filed) {
    let seen = filed.seen_by(&town.anybody()).await;
    let mut lines: Vec<String> = seen["history"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| format!("{} {}", line["kind"], line["status"]))
        .collect();
    let all = lines.len();
    lines.sort();
    lines.dedup();
    assert_eq!(lines.len(), all, "{seen}");
}

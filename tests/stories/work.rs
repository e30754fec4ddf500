//! A department works a report.

use serde_json::{Value, json};
use stories::reports::{dark_lamp, file, upload};
use stories::{Town, is_within};

#[tokio::test]
async fn a_worker_takes_a_report_and_resolves_it_with_a_photo() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let worker = town.staff("lighting").await;

    let accepted = filed.moved_by(&worker, "accepted", &[]).await.expect(200);
    assert_eq!((&accepted["status"], &accepted["shape"]), (&json!("accepted"), &json!("work")));
    let working = filed.moved_by(&worker, "in_progress", &[]).await.expect(200);
    assert_eq!(working["status"], "in_progress");
    town.set_clock("2026-11-19T12:00:00Z").await;
    let worker = town.staff("lighting").await;
    let photo = upload(&worker).await;
    let resolved = filed.moved_by(&worker, "resolved", &[photo]).await.expect(200);
    assert_eq!((&resolved["status"], &resolved["outcome"]), (&json!("resolved"), &json!("fixed")));
    assert!(is_within(&resolved["resolved_at"], "2026-11-19T12:00"), "{resolved}");
    assert_eq!(
        (&resolved["photos"][0]["id"], &resolved["photos"][0]["kind"]),
        (&json!(photo), &json!("after"))
    );

    let public = filed.seen_by(&anybody).await;
    assert_eq!((&public["shape"], &public["ribbon"]["kept"]), (&json!("resolved"), &json!(true)));
    let statuses: Vec<&Value> =
        public["history"].as_array().expect("lines").iter().map(|line| &line["status"]).collect();
    assert!(
        statuses.ends_with(&[&json!("accepted"), &json!("in_progress"), &json!("resolved")]),
        "{statuses:?}"
    );
    town.close().await;
}

#[tokio::test]
async fn nothing_is_resolved_without_a_photo_of_the_result() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.moved_by(&worker, "accepted", &[]).await.expect(200);
    filed.moved_by(&worker, "resolved", &[]).await.refused_for("photos", "required");
    assert_eq!(filed.seen_by(&worker).await["status"], "accepted");
    town.close().await;
}

#[tokio::test]
async fn strangers_other_departments_and_those_who_only_watch_cannot_move_a_report() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    filed.moved_by(&town.anybody(), "accepted", &[]).await.refused(401, "unauthorized");
    filed.moved_by(&town.reporter(&filed.secret), "accepted", &[]).await.refused(403, "forbidden");
    for login in ["roads", "press", "auditor"] {
        let caller = town.staff(login).await;
        filed.moved_by(&caller, "accepted", &[]).await.refused(403, "forbidden");
        assert_eq!(filed.seen_by(&caller).await["choices"], json!([]), "{login}");
    }
    assert_eq!(filed.seen_by(&town.anybody()).await["status"], "assigned");
    town.close().await;
}

#[tokio::test]
async fn what_is_offered_is_what_may_be_done() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    assert_eq!(filed.seen_by(&town.anybody()).await["choices"], json!([]));
    let worker = town.staff("lighting").await;
    let offered = filed.seen_by(&worker).await["choices"].clone();
    let first = offered[0]["to"].as_str().expect("a move").to_owned();
    filed.moved_by(&worker, &first, &[]).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn of_two_who_act_on_the_same_screen_the_second_is_told() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let seen = filed.seen_by(&worker).await["version"].clone();
    filed.moved_by(&head, "accepted", &[]).await.expect(200);
    let late = json!({ "to": "in_progress", "seen_version": seen });
    let path = format!("{}/transitions", filed.path());
    worker.post(&path, &late).await.refused(409, "version_conflict");
    assert_eq!(filed.seen_by(&worker).await["status"], "accepted");
    town.close().await;
}

#[tokio::test]
async fn a_case_does_not_move_backwards() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.moved_by(&worker, "in_progress", &[]).await.expect(200);
    let back = filed.moved_by(&worker, "accepted", &[]).await;
    assert!([409, 422].contains(&back.status), "{}", back.text());
    assert_eq!(filed.seen_by(&worker).await["status"], "in_progress");
    town.close().await;
}

#[tokio::test]
async fn only_the_owner_and_the_press_office_publish() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let path = format!("{}/publication", filed.path());
    let publish = |version: Value| json!({ "seen_version": version, "text": "published" });
    for login in ["roads", "auditor"] {
        let caller = town.staff(login).await;
        let version = filed.seen_by(&caller).await["version"].clone();
        caller.post(&path, &publish(version)).await.refused(403, "forbidden");
    }
    let press = town.staff("press").await;
    let seen = filed.seen_by(&press).await;
    assert!(seen["may"].as_array().is_some_and(|may| may.contains(&"publish".into())));
    press.post(&path, &publish(seen["version"].clone())).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn of_two_who_act_at_the_same_moment_one_wins() {
    let town = Town::open().await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    for _ in 0..5 {
        let filed = file(&town.anybody(), &dark_lamp()).await;
        let accept = json!({ "to": "accepted", "seen_version": filed.seen_by(&worker).await["version"] });
        let path = format!("{}/transitions", filed.path());
        let (one, other) = futures::join!(worker.post(&path, &accept), head.post(&path, &accept));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let history = filed.seen_by(&town.anybody()).await["history"].clone();
        let accepted = history.as_array().expect("lines").iter().filter(|line| line["status"] == "accepted");
        assert_eq!(accepted.count(), 1, "{history}");
    }
    town.close().await;
}

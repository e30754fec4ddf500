//! Cities that want more eyes: moderation before a report counts, review before it is resolved.

use serde_json::{Value, json};
use stories::folder::{change, copy_of_the_city};
use stories::reports::{Filed, dark_lamp, file, upload};
use stories::server::run;
use stories::town::{sign_in, signed_in};
use stories::{Caller, Server, Town};

/// A server of the town after `city.toml` was changed.
fn server_where(town: &Town, from: &str, to: &str) -> Server {
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("city.toml"), |text| {
        assert!(text.contains(from), "{from} is not in city.toml");
        text.replace(from, to)
    });
    run(town.verb().args(["city", "load"]).arg(&folder), "");
    town.another_server()
}

/// One of the staff, signed in there.
async fn staff(server: &Server, login: &str) -> Caller {
    signed_in(Caller::new(server.address()), &sign_in(login)).await
}

fn moves(view: &Value) -> Vec<&str> {
    let choices = view["choices"].as_array().expect("choices").iter();
    choices.map(|choice| choice["to"].as_str().expect("a status")).collect()
}

#[tokio::test]
async fn where_results_are_reviewed_a_second_person_says_that_it_is_done() {
    let town = Town::open().await;
    let server = server_where(&town, "review = false", "review = true");
    let filed = file(&Caller::new(server.address()), &dark_lamp()).await;
    let (worker, head) = (staff(&server, "lighting").await, staff(&server, "head-lighting").await);
    let accepted = filed.moved_by(&worker, "accepted", &[]).await.expect(200);
    assert!(moves(&accepted).contains(&"in_review") && !moves(&accepted).contains(&"resolved"));
    let photo = upload(&worker).await;
    filed.moved_by(&worker, "resolved", &[photo]).await.refused_for("to", "not_now");
    let reviewed = filed.moved_by(&worker, "in_review", &[photo]).await.expect(200);
    assert!(moves(&reviewed).is_empty() && reviewed["resolved_at"].is_null(), "{reviewed}");
    filed.moved_by(&head, "in_progress", &[]).await.refused_for("note", "required");
    filed.moved_with(&head, "in_progress", json!({ "note": "The glass is still broken" })).await.expect(200);
    let photo = upload(&worker).await;
    filed.moved_by(&worker, "in_review", &[photo]).await.expect(200);
    let done = filed.moved_by(&head, "resolved", &[]).await.expect(200);
    assert_eq!((&done["status"], &done["outcome"]), (&json!("resolved"), &json!("fixed")));
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_head_does_not_review_what_the_head_did() {
    let town = Town::open().await;
    let server = server_where(&town, "review = false", "review = true");
    let filed = file(&Caller::new(server.address()), &dark_lamp()).await;
    let (head, dispatcher) = (staff(&server, "head-lighting").await, staff(&server, "dispatcher").await);
    filed.moved_by(&head, "accepted", &[]).await.expect(200);
    let photo = upload(&head).await;
    filed.moved_by(&head, "in_review", &[photo]).await.expect(200);
    filed.moved_by(&head, "resolved", &[]).await.refused_for("to", "second_pair_of_eyes");
    filed.moved_by(&dispatcher, "resolved", &[]).await.expect(200);
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn where_reports_are_moderated_a_person_lets_them_in() {
    let town = Town::open().await;
    let server = server_where(&town, "moderation = false", "moderation = true");
    let anybody = Caller::new(server.address());
    let filed: Filed = file(&anybody, &dark_lamp()).await;
    assert_eq!(filed.receipt["status"], "in_moderation");
    let (worker, coordinator) = (staff(&server, "lighting").await, staff(&server, "coordinator").await);
    assert!(!moves(&filed.seen_by(&worker).await).contains(&"accepted"));
    let let_in = filed.moved_by(&coordinator, "registered", &[]).await.expect(200);
    assert_eq!(let_in["status"], "assigned");
    filed.moved_by(&worker, "accepted", &[]).await.expect(200);
    let lines = filed.seen_by(&anybody).await["history"].clone();
    let statuses: Vec<&Value> = lines.as_array().expect("lines").iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, ["in_moderation", "registered", "assigned", "accepted"]);
    server.stop();
    town.close().await;
}

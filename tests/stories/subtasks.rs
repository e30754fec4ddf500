//! Other departments do parts of a case, and it waits for all of them.

use serde_json::{Value, json};
use stories::reports::{Filed, NAME, PHONE, dark_lamp, file, upload};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

async fn ask(caller: &Caller, filed: &Filed, department: &str) -> (Uuid, Answer) {
    let id = Uuid::now_v7();
    let body = json!({ "id": id, "seen_version": filed.seen_by(caller).await["version"],
        "department": department, "task": "Dig up the cable", "due_on": "2026-11-20" });
    (id, caller.post(&format!("{}/subtasks", filed.path()), &body).await)
}

async fn end(caller: &Caller, filed: &Filed, subtask: Uuid, given: Value) -> Answer {
    let mut body = given;
    body["seen_version"] = filed.seen_by(caller).await["version"].clone();
    caller.post(&format!("{}/subtasks/{subtask}/end", filed.path()), &body).await
}

fn only_part(report: &Value) -> &Value {
    let parts = report["subtasks"].as_array().expect("parts");
    assert_eq!(parts.len(), 1, "{report}");
    &parts[0]
}

#[tokio::test]
async fn a_case_waits_until_the_other_department_has_done_its_part() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    let (part, asked) = ask(&lighting, &filed, "road-service").await;
    let asked = asked.expect(200);
    assert_eq!(
        (&only_part(&asked)["status"], &only_part(&asked)["department"]["slug"]),
        (&json!("asked"), &json!("road-service"))
    );
    let photo = upload(&lighting).await;
    filed.moved_by(&lighting, "resolved", &[photo]).await.refused_for("to", "subtasks_open");
    let offered = filed.seen_by(&lighting).await["choices"].clone();
    assert!(offered.as_array().expect("moves").iter().all(|choice| choice["to"] != "resolved"), "{offered}");

    end(&roads, &filed, part, json!({ "status": "done" })).await.refused_for("photos", "required");
    let dug = upload(&roads).await;
    let done = end(&roads, &filed, part, json!({ "status": "done", "photos": [dug] })).await.expect(200);
    assert_eq!(only_part(&done)["status"], "done");
    end(&roads, &filed, part, json!({ "status": "done", "photos": [dug] }))
        .await
        .refused_for("status", "ended_already");
    filed.moved_by(&lighting, "resolved", &[photo]).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn with_a_part_a_department_sees_the_case_but_neither_moves_it_nor_learns_contacts() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let picture = upload(&anybody).await;
    let mut report = dark_lamp();
    report["photos"] = json!([picture]);
    let filed = file(&anybody, &report).await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    let photo = format!("photos/{picture}/small");
    assert_eq!(filed.seen_by(&roads).await["viewer"], "public");
    roads.get(&photo).await.refused(404, "not_found");

    let (part, asked) = ask(&lighting, &filed, "road-service").await;
    asked.expect(200);
    let answer = roads.get(&filed.path()).await;
    let seen = answer.expect(200);
    assert_eq!((&seen["viewer"], &seen["may"]), (&json!("staff"), &json!(["read", "help"])));
    assert_eq!((&seen["choices"], &seen["links"]), (&json!([]), &json!([])));
    assert_eq!(only_part(&seen)["choices"], json!(["done", "declined"]));
    assert!(!answer.text().contains(NAME) && !answer.text().contains(PHONE));
    assert_eq!(roads.get(&photo).await.status, 200);
    filed.moved_by(&roads, "accepted", &[]).await.refused(403, "forbidden");
    end(&roads, &filed, part, json!({ "status": "cancelled" })).await.refused(403, "forbidden");

    end(&roads, &filed, part, json!({ "status": "declined" })).await.refused_for("note", "required");
    let gone = end(&roads, &filed, part, json!({ "status": "declined", "note": "Not our cable" })).await;
    assert_eq!(gone.expect(200)["viewer"], "public");
    roads.get(&photo).await.refused(404, "not_found");
    let history = filed.seen_by(&lighting).await["history"].clone();
    assert!(
        history.as_array().expect("lines").iter().any(|line| line["note"] == "Not our cable"),
        "{history}"
    );
    town.close().await;
}

#[tokio::test]
async fn everybody_sees_who_does_a_part_but_its_words_only_once_they_are_published() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    ask(&lighting, &filed, "road-service").await.1.expect(200);
    for caller in [&anybody, &town.reporter(&filed.secret)] {
        let seen = filed.seen_by(caller).await;
        let part = only_part(&seen);
        assert_eq!(
            (&part["department"]["slug"], &part["due_on"], &part["task"], &part["choices"]),
            (&json!("road-service"), &json!("2026-11-20"), &Value::Null, &json!([]))
        );
    }
    let version = filed.seen_by(&lighting).await["version"].clone();
    let publish = json!({ "seen_version": version, "text": "published" });
    lighting.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    assert_eq!(only_part(&filed.seen_by(&anybody).await)["task"], "Dig up the cable");
    town.close().await;
}

#[tokio::test]
async fn a_department_finds_the_parts_that_it_was_asked_for() {
    let town = Town::open().await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    let mut asked = Vec::new();
    for _ in 0..3 {
        let filed = file(&town.anybody(), &dark_lamp()).await;
        let (part, answer) = ask(&lighting, &filed, "road-service").await;
        answer.expect(200);
        asked.push((part, filed));
    }
    let first = roads.get("desk/subtasks?limit=2").await.expect(200);
    let cursor = first["next"].as_str().expect("one more page");
    let second = roads.get(&format!("desk/subtasks?limit=2&cursor={cursor}")).await.expect(200);
    let listed = |page: &Value| page["subtasks"].as_array().expect("parts").clone();
    let all: Vec<Value> = [listed(&first), listed(&second)].concat();
    let ids: Vec<&Value> = all.iter().map(|card| &card["id"]).collect();
    assert_eq!(json!(ids), json!(asked.iter().map(|(id, _)| id).collect::<Vec<_>>()));
    assert_eq!(
        (&all[0]["number"], &all[0]["task"], &all[0]["owner"]["slug"]),
        (&json!(asked[0].1.number()), &json!("Dig up the cable"), &json!("street-lighting"))
    );

    let (part, filed) = &asked[0];
    end(&lighting, filed, *part, json!({ "status": "cancelled" })).await.expect(200);
    assert_eq!(listed(&roads.get("desk/subtasks").await.expect(200)).len(), 2);
    assert_eq!(listed(&lighting.get("desk/subtasks").await.expect(200)).len(), 0);
    assert_eq!(listed(&town.staff("dispatcher").await.get("desk/subtasks").await.expect(200)).len(), 2);
    town.anybody().get("desk/subtasks").await.refused(401, "unauthorized");
    roads.get("desk/subtasks?cursor=moon").await.refused_for("cursor", "unreadable");
    town.close().await;
}

#[tokio::test]
async fn a_case_that_ends_otherwise_needs_its_parts_no_more() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    ask(&lighting, &filed, "road-service").await.1.expect(200);
    let version = filed.seen_by(&head).await["version"].clone();
    let decline = json!({ "to": "declined", "seen_version": version, "note": "A private lamp" });
    let declined = head.post(&format!("{}/transitions", filed.path()), &decline).await.expect(200);
    assert_eq!(only_part(&declined)["status"], "cancelled");
    let kinds: Vec<&Value> =
        declined["history"].as_array().expect("lines").iter().map(|line| &line["kind"]).collect();
    assert!(kinds.contains(&&json!("subtask_cancelled")), "{kinds:?}");
    assert_eq!(town.staff("roads").await.get("desk/subtasks").await.expect(200)["subtasks"], json!([]));
    ask(&lighting, &filed, "road-service").await.1.refused_for("status", "closed");

    let withdrawn = file(&town.anybody(), &dark_lamp()).await;
    ask(&lighting, &withdrawn, "road-service").await.1.expect(200);
    let gone = withdrawn.moved_by(&town.reporter(&withdrawn.secret), "withdrawn", &[]).await.expect(200);
    assert_eq!(only_part(&gone)["status"], "cancelled");
    town.close().await;
}

#[tokio::test]
async fn parts_stay_with_a_case_that_is_handed_over() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    ask(&lighting, &filed, "road-service").await.1.expect(200);
    let hand = json!({ "to": "assigned", "seen_version": filed.seen_by(&lighting).await["version"],
        "department": "power-utility", "note": "Their cable" });
    lighting.post(&format!("{}/transitions", filed.path()), &hand).await.expect(200);
    assert_eq!(only_part(&filed.seen_by(&roads).await)["choices"], json!(["done", "declined"]));
    town.close().await;
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_refused_by_name_and_asking_twice_asks_once() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    let path = format!("{}/subtasks", filed.path());
    let good = json!({ "id": Uuid::now_v7(), "seen_version": filed.seen_by(&lighting).await["version"],
        "department": "road-service", "task": "Dig" });
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (field, value, code) in [
        ("department", json!("ministry-of-silly-walks"), "unknown_department"),
        ("department", json!("street-lighting"), "same_department"),
        ("task", json!("  "), "required"),
        ("task", json!("d".repeat(1001)), "too_long"),
        ("due_on", json!("2026-11-15"), "past"),
        ("due_on", json!("2028-01-01"), "too_far"),
    ] {
        lighting.post(&path, &with(field, value)).await.refused_for(field, code);
    }
    for login in ["roads", "auditor", "press"] {
        town.staff(login).await.post(&path, &good).await.refused(403, "forbidden");
    }
    lighting.post(&path, &good).await.expect(200);
    only_part(&lighting.post(&path, &good).await.expect(200));
    lighting.post(&path, &with("task", json!("Lay asphalt"))).await.refused(409, "conflict");
    lighting.post(&path, &with("id", json!(Uuid::now_v7()))).await.refused(409, "version_conflict");
    town.close().await;
}

#[tokio::test]
async fn the_last_part_and_the_resolution_at_the_same_moment_end_in_one_truth() {
    let town = Town::open().await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    for _ in 0..5 {
        let filed = file(&town.anybody(), &dark_lamp()).await;
        filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
        let (part, asked) = ask(&lighting, &filed, "road-service").await;
        let version = asked.expect(200)["version"].clone();
        let (result, dug) = (upload(&lighting).await, upload(&roads).await);
        let resolve = json!({ "to": "resolved", "seen_version": version, "photos": [result] });
        let done = json!({ "status": "done", "seen_version": version, "photos": [dug] });
        let (move_path, end_path) =
            (format!("{}/transitions", filed.path()), format!("{}/subtasks/{part}/end", filed.path()));
        let (moved, ended) =
            futures::join!(lighting.post(&move_path, &resolve), roads.post(&end_path, &done));
        assert!([409, 422].contains(&moved.status), "{}", moved.text());
        assert_eq!(ended.status, 200, "{}", ended.text());
        filed.moved_by(&lighting, "resolved", &[result]).await.expect(200);
    }
    town.close().await;
}

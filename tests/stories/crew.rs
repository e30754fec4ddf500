//! Who has a case, and work on many cases at once.

use serde_json::{Value, json};
use stories::reports::{Filed, dark_lamp, file, of_type};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

/// The id of a member of staff, by what they are called.
async fn person(desk: &Caller, name: &str) -> String {
    let people = desk.get("desk/people").await.expect(200)["people"].clone();
    let found = people.as_array().expect("people").iter().find(|person| person["name"] == name).cloned();
    found.unwrap_or_else(|| panic!("no {name} in {people}"))["id"].as_str().expect("an id").to_owned()
}

/// Gives the case to somebody, from the version that the caller sees now.
async fn give(case: &Filed, caller: &Caller, to: Value) -> Answer {
    let seen = case.seen_by(caller).await;
    let body = json!({ "seen_version": seen["version"], "assignee": to });
    caller.post(&format!("{}/assignee", case.path()), &body).await
}

async fn held(desk: &Caller, query: &str) -> usize {
    desk.get(&format!("desk/reports?{query}")).await.expect(200)["reports"].as_array().expect("reports").len()
}

#[tokio::test]
async fn a_worker_takes_a_case_and_leaves_it_again() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    let me = person(&worker, "lighting").await;
    let taken = give(&case, &worker, json!(me)).await.expect(200);
    assert_eq!(taken["assignee"], json!({ "id": me, "name": "lighting" }));
    assert_eq!((held(&worker, "assignee=me").await, held(&worker, "tab=mine").await), (1, 1));
    assert_eq!(
        (held(&worker, "tab=unassigned").await, held(&worker, &format!("assignee={me}")).await),
        (0, 1)
    );
    let counts = worker.get("desk/counts").await.expect(200);
    assert_eq!((&counts["mine"], &counts["unassigned"]), (&json!(1), &json!(0)));
    let card = worker.get("desk/reports?tab=mine").await.expect(200)["reports"][0].clone();
    assert_eq!(card["assignee"]["name"], "lighting");

    // The public learns neither who has it nor that somebody took it.
    let public = case.seen_by(&town.anybody()).await;
    assert_eq!(public["assignee"], Value::Null);
    assert!(!public["history"].to_string().contains("assignee_changed"), "{}", public["history"]);
    assert!(taken["history"].to_string().contains("assignee_changed"), "{}", taken["history"]);

    give(&case, &worker, Value::Null).await.expect(200);
    assert_eq!(held(&worker, "tab=mine").await, 0);
    town.close().await;
}

#[tokio::test]
async fn heads_and_dispatchers_give_cases_to_the_people_of_the_department() {
    let town = Town::open().await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let dispatcher = town.staff("dispatcher").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, roads) = (person(&dispatcher, "lighting").await, person(&dispatcher, "roads").await);
    let chief = person(&dispatcher, "head-lighting").await;

    give(&case, &head, json!(lighting)).await.expect(200);
    give(&case, &dispatcher, json!(chief)).await.expect(200);
    // What somebody else has, a worker cannot take, and nobody gives it outside of the department.
    give(&case, &worker, json!(lighting)).await.refused(403, "forbidden");
    give(&case, &worker, Value::Null).await.refused(403, "forbidden");
    give(&case, &head, json!(roads)).await.refused_for("assignee", "not_of_the_department");
    give(&case, &dispatcher, json!(Uuid::new_v4())).await.refused_for("assignee", "not_of_the_department");
    for login in ["press", "auditor"] {
        give(&case, &town.staff(login).await, Value::Null).await.refused(403, "forbidden");
    }
    let stranger = town.staff("roads").await;
    let body = json!({ "seen_version": 3, "assignee": roads });
    stranger.post(&format!("{}/assignee", case.path()), &body).await.refused(403, "forbidden");
    town.anybody().post(&format!("{}/assignee", case.path()), &body).await.refused(401, "unauthorized");
    let body = json!({ "seen_version": 1, "assignee": null });
    head.post(&format!("{}/assignee", case.path()), &body).await.refused(409, "version_conflict");
    head.post(&format!("{}/assignee", case.path()), &json!({ "seen_version": 3 }))
        .await
        .refused_for("assignee", "missing");

    // Who has a department sees its people only.
    let own = head.get("desk/people").await.expect(200)["people"].clone();
    let departments: Vec<&str> =
        own.as_array().expect("people").iter().filter_map(|person| person["department"].as_str()).collect();
    assert_eq!(departments, ["street-lighting", "street-lighting"]);
    town.anybody().get("desk/people").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn of_many_cases_each_goes_its_own_way() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let good = file(&anybody, &dark_lamp()).await;
    let stale = file(&anybody, &dark_lamp()).await;
    stale.moved_by(&head, "accepted", &[]).await.expect(200);
    let foreign = file(&anybody, &of_type("road-snow")).await;
    let unknown = Uuid::now_v7();
    let working = file(&anybody, &dark_lamp()).await;
    working.moved_by(&head, "in_progress", &[]).await.expect(200);
    let last = file(&anybody, &dark_lamp()).await;
    let item = |id: Uuid, version: i32| json!({ "id": id, "seen_version": version });
    let items = json!([
        item(good.id, 1),
        item(stale.id, 1),
        item(foreign.id, 1),
        item(unknown, 1),
        item(working.id, 2),
        item(last.id, 1)
    ]);
    let body = json!({ "items": items, "transition": { "to": "accepted", "note": "We come tomorrow" } });
    let results = worker.post("desk/bulk?language=en", &body).await.expect(200)["results"].clone();
    let outcome = |n: usize| (results[n]["version"].as_i64(), results[n]["problem"]["code"].as_str());
    assert_eq!(outcome(0), (Some(2), None), "{results}");
    assert_eq!(outcome(1), (None, Some("version_conflict")), "{results}");
    assert_eq!(outcome(2), (None, Some("forbidden")), "{results}");
    assert_eq!(outcome(3), (None, Some("not_found")), "{results}");
    assert_eq!(outcome(4), (None, Some("invalid")), "{results}");
    assert_eq!(outcome(5), (Some(2), None), "{results}");
    assert_eq!(results[4]["problem"]["errors"][0]["field"], "to");
    assert!(results[4]["problem"]["errors"][0]["message"].as_str().is_some_and(|words| words.contains(' ')));
    assert_eq!(results[3]["id"], json!(unknown));

    for case in [&good, &last] {
        let seen = case.seen_by(&worker).await;
        assert_eq!((&seen["status"], &seen["version"]), (&json!("accepted"), &json!(2)));
        assert!(seen["history"].to_string().contains("We come tomorrow"));
    }
    for (case, status) in [(&stale, "accepted"), (&working, "in_progress"), (&foreign, "assigned")] {
        let seen = case.seen_by(&town.staff("dispatcher").await).await;
        assert_eq!(seen["status"], status);
        assert!(!seen["history"].to_string().contains("We come tomorrow"));
    }
    town.close().await;
}

#[tokio::test]
async fn many_cases_are_given_to_one_person() {
    let town = Town::open().await;
    let (anybody, head) = (town.anybody(), town.staff("head-lighting").await);
    let lighting = person(&head, "lighting").await;
    let mut items = Vec::new();
    for _ in 0..3 {
        items.push(json!({ "id": file(&anybody, &dark_lamp()).await.id, "seen_version": 1 }));
    }
    let foreign = file(&anybody, &of_type("road-snow")).await;
    items.push(json!({ "id": foreign.id, "seen_version": 1 }));
    let body = json!({ "items": items, "assign": { "assignee": lighting } });
    let results = head.post("desk/bulk", &body).await.expect(200)["results"].clone();
    assert_eq!(results[3]["problem"]["code"], "forbidden", "{results}");
    assert_eq!(held(&town.staff("lighting").await, "tab=mine").await, 3);
    town.close().await;
}

#[tokio::test]
async fn what_is_asked_of_many_has_to_be_one_thing() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let item = || json!({ "id": Uuid::now_v7(), "seen_version": 1 });
    let one = item();
    let accept = json!({ "to": "accepted" });
    let many: Vec<Value> = (0..101).map(|_| item()).collect();
    for (body, field, code) in [
        (json!({ "items": [], "transition": accept }), "items", "missing"),
        (json!({ "items": many, "transition": accept }), "items", "too_many"),
        (json!({ "items": [one, one], "transition": accept }), "items", "repeated"),
        (json!({ "items": [one] }), "transition", "missing"),
        (
            json!({ "items": [one], "transition": accept, "assign": { "assignee": null } }),
            "assign",
            "not_here",
        ),
        (json!({ "items": [one], "assign": {} }), "assign.assignee", "missing"),
    ] {
        worker.post("desk/bulk", &body).await.refused_for(field, code);
    }
    let body = json!({ "items": [one], "transition": accept });
    town.anybody().post("desk/bulk", &body).await.refused(401, "unauthorized");
    town.close().await;
}

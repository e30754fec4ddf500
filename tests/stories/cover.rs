//! Somebody is away, and somebody else stands in.

use crate::crews::{colleague, give, held, person};
use serde_json::{Value, json};
use stories::reports::{Filed, dark_lamp, file};
use stories::town::{sign_in, signed_in};
use stories::{Caller, Town};
use uuid::Uuid;

async fn away(by: &Caller, body: Value) -> Uuid {
    let id = Uuid::now_v7();
    by.put(&format!("desk/absences/{id}"), &body).await.expect(200);
    id
}

async fn told(case: &Filed, caller: &Caller) -> String {
    let seen = caller.get(&format!("{}?language=en", case.path())).await.expect(200);
    seen["history"].to_string()
}

#[tokio::test]
async fn while_somebody_is_away_their_cases_are_with_who_stands_in_and_come_back_by_themselves() {
    let town = Town::open().await;
    let (anna, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let boris = colleague(&town, "boris").await;
    let (a, b) = (person(&head, "lighting").await, person(&head, "boris").await);
    let old = file(&town.anybody(), &dark_lamp()).await;
    give(&old, &anna, json!({ "assignee": a })).await.expect(200);

    let id = away(&anna, json!({ "cover": b, "first_day": "2026-11-17", "last_day": "2026-11-19" })).await;
    let known = boris.get("desk/absences").await.expect(200)["absences"][0].clone();
    assert_eq!((&known["person"]["name"], &known["last_day"]), (&json!("lighting"), &json!("2026-11-19")));
    assert_eq!((&known["may_end"], &known["cover_is_good"]), (&json!(false), &json!(true)));
    assert_eq!(held(&boris, "tab=mine").await, 0, "not before it begins");

    // From midnight in the city on, which is 21:00 UTC. Nobody was at work since noon: they sign in again.
    town.set_clock("2026-11-16T21:00:00Z").await;
    let (anna, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let boris = signed_in(town.anybody(), &sign_in("boris")).await;
    assert_eq!((held(&boris, "tab=mine").await, held(&anna, "tab=mine").await), (1, 1));
    assert_eq!(boris.get("desk/counts").await.expect(200)["mine"], 1);
    let card = boris.get("desk/reports?assignee=me").await.expect(200)["reports"][0].clone();
    assert_eq!(card["away"], json!({ "until": "2026-11-19", "cover": { "id": b, "name": "boris" } }));
    let people = head.get("desk/people").await.expect(200)["people"].to_string();
    assert!(people.contains("2026-11-19"), "{people}");

    // What is given to her now goes to him; what he does to her case, he does for her.
    let new = file(&town.anybody(), &dark_lamp()).await;
    let given = give(&new, &head, json!({ "assignee": a })).await.expect(200);
    assert_eq!(given["assignee"]["name"], "boris");
    assert!(told(&new, &head).await.contains("Given to boris, who stands in for lighting"));
    old.moved_by(&boris, "accepted", &[]).await.expect(200);
    assert!(told(&old, &head).await.contains("(boris for lighting)"), "{}", told(&old, &head).await);
    old.moved_by(&head, "in_progress", &[]).await.expect(200);
    assert_eq!(told(&old, &head).await.matches("for lighting)").count(), 1, "the head acts for nobody");
    let author = told(&old, &town.reporter(&old.secret)).await;
    assert!(!author.contains("boris"), "{author}");
    let remark = json!({ "id": Uuid::now_v7(), "text": "@lighting, mind the cable" });
    head.post(&format!("{}/remarks", old.path()), &remark).await.expect(201);
    assert_eq!(boris.get("desk/mentions").await.expect(200)["unread"], 1, "he reads what she is told");

    // It ends with its last day; whoever was away for days signs in again.
    town.set_clock("2026-11-19T20:59:00Z").await;
    let (head, boris) =
        (town.staff("head-lighting").await, signed_in(town.anybody(), &sign_in("boris")).await);
    assert_eq!(held(&boris, "tab=mine").await, 2);
    town.set_clock("2026-11-19T21:00:00Z").await;
    assert_eq!(held(&boris, "tab=mine").await, 1);
    assert_eq!(boris.get("desk/absences").await.expect(200)["absences"], json!([]));
    assert_eq!(give(&new, &head, json!({ "assignee": a })).await.expect(200)["assignee"]["name"], "lighting");
    assert!(told(&old, &head).await.contains("(boris for lighting)"), "what was stays told");

    let audit = town.staff("auditor").await;
    let entries = audit.get("audit?deed=absence_kept").await.expect(200)["entries"].to_string();
    assert!(entries.contains(a.as_str().expect("an id")), "{entries} {id}");
    town.close().await;
}

#[tokio::test]
async fn with_nobody_left_to_stand_in_the_cases_are_the_departments() {
    let town = Town::open().await;
    let (anna, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let administrator = town.staff("administrator").await;
    let boris = colleague(&town, "boris").await;
    let (a, b) = (person(&head, "lighting").await, person(&head, "boris").await);
    let case = file(&town.anybody(), &dark_lamp()).await;
    give(&case, &anna, json!({ "assignee": a })).await.expect(200);
    let week = |cover: &Value| json!({ "cover": cover, "first_day": "2026-11-16", "last_day": "2026-11-22" });
    let path = || format!("desk/absences/{}", Uuid::now_v7());

    // Who may say so of whom, and what cannot be.
    let of_anna = |cover: &Value| json!({ "person": a, "cover": cover, "first_day": "2026-11-16", "last_day": "2026-11-22" });
    boris.put(&path(), &of_anna(&b)).await.refused(403, "forbidden");
    town.staff("head-roads").await.put(&path(), &of_anna(&b)).await.refused(403, "forbidden");
    town.staff("coordinator").await.put(&path(), &of_anna(&b)).await.refused(403, "forbidden");
    let roads = person(&town.staff("dispatcher").await, "roads").await;
    anna.put(&path(), &week(&roads)).await.refused_for("cover", "cannot_stand_in");
    anna.put(&path(), &week(&a)).await.refused_for("cover", "cannot_stand_in");
    let backwards = json!({ "cover": b, "first_day": "2026-11-18", "last_day": "2026-11-17" });
    anna.put(&path(), &backwards).await.refused_for("last_day", "before_first_day");
    let id = away(&head, of_anna(&b)).await;
    head.put(&format!("desk/absences/{id}"), &of_anna(&b)).await.expect(200);
    administrator.put(&path(), &of_anna(&b)).await.refused_for("first_day", "overlaps");
    boris.delete(&format!("desk/absences/{id}")).await.refused(403, "forbidden");
    assert_eq!(held(&boris, "tab=mine").await, 1);

    // He is away too: her cases are nobody's, and whoever has time takes them.
    let his = away(&boris, week(&a)).await;
    assert_eq!((held(&boris, "assignee=none").await, held(&head, "tab=unassigned").await), (1, 1));
    assert_eq!(head.get("desk/counts").await.expect(200)["unassigned"], 1);
    let card = head.get("desk/reports").await.expect(200)["reports"][0].clone();
    assert_eq!(card["away"], json!({ "until": "2026-11-22", "cover": null }));
    let new = file(&town.anybody(), &dark_lamp()).await;
    assert_eq!(give(&new, &head, json!({ "assignee": a })).await.expect(200)["assignee"], Value::Null);
    assert!(told(&new, &head).await.contains("lighting is away and nobody stands in"));

    // He is back, then leaves for good.
    assert_eq!(boris.delete(&format!("desk/absences/{his}")).await.status, 204);
    assert_eq!(held(&boris, "tab=mine").await, 1);
    let disable = format!("staff/{}/disable", b.as_str().expect("an id"));
    administrator.post(&disable, &Value::Null).await.expect(200);
    let known = anna.get("desk/absences").await.expect(200)["absences"][0].clone();
    assert_eq!((&known["cover_is_good"], &known["may_end"]), (&json!(false), &json!(true)));
    let taken = give(&case, &head, json!({ "assignee": person(&head, "head-lighting").await })).await;
    assert_eq!(taken.expect(200)["assignee"]["name"], "head-lighting");
    assert_eq!(anna.delete(&format!("desk/absences/{id}")).await.status, 204);
    assert_eq!(give(&new, &head, json!({ "assignee": a })).await.expect(200)["assignee"]["name"], "lighting");
    town.close().await;
}

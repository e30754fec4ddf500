//! The desk: open work, most urgent first.

use serde_json::Value;
use std::collections::BTreeSet;
use stories::reports::{dark_lamp, file, of_type};
use stories::{Caller, Town, is_within};

/// Every card of a desk, page by page.
async fn walk(caller: &Caller, limit: usize) -> Vec<Value> {
    let mut cards = Vec::new();
    let mut path = format!("desk/reports?limit={limit}");
    loop {
        let page = caller.get(&path).await.expect(200);
        let reports = page["reports"].as_array().expect("reports").clone();
        assert!(reports.len() <= limit);
        cards.extend(reports);
        match page["next"].as_str() {
            Some(next) => path = format!("desk/reports?limit={limit}&cursor={next}"),
            None => return cards,
        }
    }
}

fn ids(cards: &[Value]) -> Vec<String> {
    cards.iter().map(|card| card["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn the_pages_hold_every_open_report_once() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut open = BTreeSet::new();
    for _ in 0..23 {
        open.insert(file(&anybody, &dark_lamp()).await.id.to_string());
    }
    let worker = town.staff("lighting").await;
    let done = file(&anybody, &dark_lamp()).await;
    done.resolved_by(&worker).await;

    let cards = walk(&worker, 5).await;
    assert_eq!(cards.len(), 23);
    assert_eq!(ids(&cards).into_iter().collect::<BTreeSet<_>>(), open);
    town.close().await;
}

#[tokio::test]
async fn a_department_sees_its_own_work_and_a_dispatcher_all_of_it() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let lamp = file(&anybody, &dark_lamp()).await.id.to_string();
    let snow = file(&anybody, &of_type("road-snow")).await.id.to_string();
    assert_eq!(ids(&walk(&town.staff("lighting").await, 50).await), std::slice::from_ref(&lamp));
    assert_eq!(ids(&walk(&town.staff("roads").await, 50).await), std::slice::from_ref(&snow));
    let all: BTreeSet<_> = ids(&walk(&town.staff("dispatcher").await, 50).await).into_iter().collect();
    assert_eq!(all, BTreeSet::from([lamp.clone(), snow.clone()]));

    // Who was told that something happened to both asks about both, and sees their own; within the filters.
    let worker = town.staff("lighting").await;
    let about = format!("desk/reports?ids={lamp},{snow}");
    let found = |page: Value| ids(page["reports"].as_array().expect("reports"));
    assert_eq!(found(worker.get(&about).await.expect(200)), std::slice::from_ref(&lamp));
    assert_eq!(found(worker.get(&format!("{about}&tab=waiting")).await.expect(200)), [""; 0]);
    for sort in ["newest", "nearest&near=57.62,36.4"] {
        assert_eq!(found(worker.get(&format!("{about}&sort={sort}")).await.expect(200)).len(), 1);
    }
    assert_eq!(found(worker.get(&format!("{about}&status=resolved")).await.expect(200)).len(), 0);
    worker.get("desk/reports?ids=somebody").await.refused_for("ids", "unreadable");
    worker.get(&format!("{about}&text=lamp")).await.refused_for("ids", "not_here");
    let many = vec![lamp; 101].join(",");
    worker.get(&format!("desk/reports?ids={many}")).await.refused_for("ids", "too_many");
    anybody.get("desk/reports").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn the_desk_says_what_it_can_offer_to_whom() {
    let town = Town::open().await;
    let offered = |role: &'static str| {
        let town = &town;
        async move { town.staff(role).await.get("desk/options?language=en").await.expect(200) }
    };
    let leads = |options: &Value, from: &str| -> Vec<String> {
        let moves = options["moves"].as_array().expect("moves").iter().find(|moves| moves["from"] == from);
        let choices = moves.map(|moves| moves["choices"].as_array().expect("choices").clone());
        choices.unwrap_or_default().iter().map(|c| c["to"].as_str().expect("a status").to_owned()).collect()
    };
    let (worker, head) = (offered("lighting").await, offered("head-lighting").await);
    assert!(leads(&worker, "assigned").contains(&"accepted".to_owned()), "{worker}");
    assert!(!leads(&worker, "accepted").contains(&"declined".to_owned()), "{worker}");
    assert!(leads(&head, "accepted").contains(&"declined".to_owned()), "{head}");
    let may =
        |options: &Value, action: &str| options["may"].as_array().expect("may").contains(&action.into());
    assert!(may(&worker, "claim") && !may(&worker, "assign") && may(&head, "assign"));
    let auditor = offered("auditor").await;
    assert_eq!((&auditor["moves"], may(&auditor, "read")), (&serde_json::json!([]), true));
    assert_eq!(auditor["channels"][0]["title"], "Map report");
    assert!(auditor["territories"].as_array().is_some_and(|all| !all.is_empty()), "{auditor}");
    town.close().await;
}

#[tokio::test]
async fn the_most_urgent_work_comes_first() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let calm = file(&anybody, &of_type("road-sidewalk")).await.id.to_string();
    let usual = file(&anybody, &of_type("city-park-care")).await.id.to_string();
    let wire = file(&anybody, &of_type("city-power-cable")).await.id.to_string();
    let cards = walk(&town.staff("dispatcher").await, 2).await;
    assert_eq!(ids(&cards), [wire, usual, calm]);
    assert!(is_within(&cards[0]["first_action_due_at"], "2026-11-16T10:00"), "{}", cards[0]);
    assert_eq!(cards[0]["shape"], "danger");
    town.close().await;
}

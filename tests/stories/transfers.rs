//! A case changes hands: the clock goes on, and everybody can see who had it.

use serde_json::{Value, json};
use stories::Town;
use stories::reports::{dark_lamp, file, of_type};

#[tokio::test]
async fn a_case_is_handed_over_with_a_reason_and_keeps_its_deadline() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, roads) = (town.staff("lighting").await, town.staff("roads").await);
    filed.brought_to(&lighting, &["accepted", "in_progress"]).await;
    town.set_clock("2026-11-18T09:00:00Z").await;
    let (lighting, roads) = (town.staff("lighting").await, {
        drop(roads);
        town.staff("roads").await
    });
    let silent = json!({ "department": "road-service" });
    filed.moved_with(&lighting, "assigned", silent).await.refused_for("note", "required");
    let over = json!({ "department": "road-service", "note": "It is a road sign" });
    filed.moved_with(&lighting, "assigned", over).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(public["department"]["slug"], "road-service");
    assert_eq!((&public["status"], &public["due_at"]), (&json!("assigned"), &filed.receipt["due_at"]));
    let line = &public["transfers"][0];
    assert_eq!(
        (&line["from"]["slug"], &line["to"]["slug"]),
        (&json!("street-lighting"), &json!("road-service"))
    );
    // Words are not public; who has it and whom it came from is.
    assert!(
        line["reason"].is_null() && public["routed_because"].as_str().expect("words").contains("освещение"),
        "{public}"
    );
    assert_eq!(filed.seen_by(&roads).await["transfers"][0]["reason"], "It is a road sign");
    let history = public["history"].as_array().expect("lines");
    assert!(
        history.iter().any(|line| line["kind"] == "transferred"
            && line["words"].as_str().expect("words").contains("дорожная")),
        "{history:?}"
    );
    // It is theirs now, and not ours any more.
    filed.moved_by(&lighting, "accepted", &[]).await.refused(403, "forbidden");
    filed.moved_by(&roads, "accepted", &[]).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn a_corrected_type_finds_the_right_owner_and_clock_from_the_same_receipt() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("road-street-lighting")).await;
    town.set_clock("2026-11-17T09:00:00Z").await;
    let lighting = town.staff("lighting").await;
    let right = json!({ "type": "road-sidewalk", "note": "The pavement is broken, not the lamp" });
    filed.asked(&lighting, "corrections", right).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(public["type"]["slug"], "road-sidewalk");
    // Thirty days from the receipt, not from the correction.
    assert_eq!(
        (&public["due_at"], &public["received_at"]),
        (&json!("2026-12-16T20:59:59Z"), &filed.receipt["received_at"])
    );
    assert_ne!(public["department"]["slug"], "street-lighting");
    let kinds: Vec<&Value> =
        public["history"].as_array().expect("lines").iter().map(|line| &line["kind"]).collect();
    assert!(kinds.ends_with(&[&json!("type_corrected"), &json!("transferred")]), "{kinds:?}");
    town.close().await;
}

#[tokio::test]
async fn a_danger_that_came_as_something_else_gets_its_hours() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    assert!(filed.receipt["first_action_due_at"].is_null());
    let head = town.staff("head-lighting").await;
    filed.asked(&head, "corrections", json!({ "type": "yard-dangerous-tree" })).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert!(public["first_action_due_at"].is_string() && public["shape"] == "danger", "{public}");
    town.close().await;
}

#[tokio::test]
async fn a_correction_outside_the_city_or_of_nothing_is_refused() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let far = json!({ "place": { "lat": 0.0, "lon": 0.0 } });
    filed.asked(&worker, "corrections", far).await.refused_for("place", "outside_city");
    filed.asked(&worker, "corrections", json!({ "type": "ufo" })).await.refused_for("type", "unknown_type");
    filed.asked(&worker, "corrections", json!({})).await.refused_for("type", "nothing_asked");
    for login in ["roads", "press", "auditor", "administrator"] {
        let caller = town.staff(login).await;
        let asked = filed.asked(&caller, "corrections", json!({ "type": "road-sidewalk" })).await;
        asked.refused(403, "forbidden");
    }
    town.close().await;
}

#[tokio::test]
async fn a_corrected_place_is_shown_where_it_is() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let right = json!({ "place": { "lat": 57.6210, "lon": 36.4001 } });
    filed.asked(&worker, "corrections", right).await.expect(200);
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(public["place"], json!({ "lat": 57.6210, "lon": 36.4001, "exact": true }));
    assert!(
        public["history"].as_array().expect("lines").iter().any(|line| line["kind"] == "place_corrected")
    );
    town.close().await;
}

#[tokio::test]
async fn the_ledger_tells_each_department_what_it_gave_and_got_and_heads_of_the_city_everything() {
    let town = Town::open().await;
    let lighting = town.staff("lighting").await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let filed = file(&town.anybody(), &dark_lamp()).await;
        let over = json!({ "department": "road-service", "note": "Theirs" });
        filed.moved_with(&lighting, "assigned", over).await.expect(200);
        numbers.insert(0, json!(filed.number()));
    }
    let of = |page: &Value| -> Vec<Value> {
        page["transfers"].as_array().expect("lines").iter().map(|line| line["number"].clone()).collect()
    };
    for login in ["lighting", "head-roads", "coordinator", "auditor"] {
        let caller = town.staff(login).await;
        let first = caller.get("desk/transfers?limit=2").await.expect(200);
        let next = first["next"].as_str().expect("one more page");
        let last = caller.get(&format!("desk/transfers?limit=2&cursor={next}")).await.expect(200);
        assert_eq!([of(&first), of(&last)].concat(), numbers, "{login}");
        assert_eq!(first["transfers"][0]["reason"], "Theirs");
    }
    lighting.get("desk/transfers?cursor=x").await.refused_for("cursor", "unreadable");
    town.anybody().get("desk/transfers").await.refused(401, "unauthorized");
    town.close().await;
}

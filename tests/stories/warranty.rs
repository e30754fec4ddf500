//! A repair carries a warranty, and a new report at the same place points at it.

use serde_json::{Value, json};
use stories::reports::{CENTRE, Filed, dark_lamp, file, of_type, upload};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

async fn resolved(caller: &Caller, filed: &Filed, with: Value) -> Answer {
    let mut body = with;
    body["to"] = json!("resolved");
    body["seen_version"] = filed.seen_by(caller).await["version"].clone();
    body["photos"] = json!([upload(caller).await]);
    caller.post(&format!("{}/transitions", filed.path()), &body).await
}

/// A pothole, accepted by the road service.
async fn pothole(town: &Town, roads: &Caller) -> Filed {
    let filed = file(&town.anybody(), &of_type("road-poor-repair")).await;
    filed.moved_by(roads, "accepted", &[]).await.expect(200);
    filed
}

#[tokio::test]
async fn a_new_report_near_a_repair_under_warranty_points_at_it_until_the_term_ends() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let roads = town.staff("roads").await;
    let repaired = pothole(&town, &roads).await;
    assert_eq!(filed_warranty(&repaired, &anybody).await, Value::Null);
    let promise = json!({ "contractor": "Asphalt Ltd", "warranty_until": "2026-12-10" });
    let seen = resolved(&roads, &repaired, promise.clone()).await.expect(200);
    let shown = json!({ "contractor": "Asphalt Ltd", "until": "2026-12-10" });
    assert_eq!(seen["warranty"], shown);
    assert_eq!(filed_warranty(&repaired, &anybody).await, shown);

    let near = |issue_type: &str, metres: f64| {
        let mut report = of_type(issue_type);
        report["place"] = json!({ "lat": CENTRE.0 + metres / 111_200.0, "lon": CENTRE.1 });
        report
    };
    for (report, points) in [
        (near("road-poor-repair", 25.0), true),
        (near("road-sidewalk", 25.0), true),
        (near("road-poor-repair", 35.0), false),
        (near("road-street-lighting", 1.0), false),
    ] {
        let filed = file(&anybody, &report).await;
        let of = filed.seen_by(&anybody).await["warranty_of"].clone();
        let expected = if points { json!(repaired.number()) } else { Value::Null };
        assert_eq!(of, expected, "{report}");
    }
    town.set_clock("2026-12-10T20:00:00Z").await;
    let last_day = file(&anybody, &near("road-poor-repair", 1.0)).await;
    assert_eq!(last_day.seen_by(&anybody).await["warranty_of"], repaired.number());
    town.set_clock("2026-12-10T21:30:00Z").await;
    let late = file(&anybody, &near("road-poor-repair", 1.0)).await;
    assert_eq!(late.seen_by(&anybody).await["warranty_of"], Value::Null);
    town.close().await;
}

async fn filed_warranty(filed: &Filed, caller: &Caller) -> Value {
    filed.seen_by(caller).await["warranty"].clone()
}

#[tokio::test]
async fn a_type_says_how_long_its_repairs_last_and_only_what_was_fixed_lasts() {
    let town = Town::open().await;
    let roads = town.staff("roads").await;
    let fixed = resolved(&roads, &pothole(&town, &roads).await, json!({})).await.expect(200);
    assert_eq!(fixed["warranty"], json!({ "until": "2027-11-16", "contractor": null }));
    let measures = json!({ "outcome": "measures_taken" });
    let fenced = resolved(&roads, &pothole(&town, &roads).await, measures).await.expect(200);
    assert_eq!(fenced["warranty"], Value::Null);

    let lighting = town.staff("lighting").await;
    let lamp = file(&town.anybody(), &dark_lamp()).await;
    lamp.moved_by(&lighting, "accepted", &[]).await.expect(200);
    let nameless = resolved(&lighting, &lamp, json!({ "contractor": "Light & Sons" })).await;
    nameless.refused_for("warranty_until", "required");
    assert_eq!(resolved(&lighting, &lamp, json!({})).await.expect(200)["warranty"], Value::Null);
    town.close().await;
}

#[tokio::test]
async fn a_warranty_is_withdrawn_with_the_result_and_given_again_with_the_next() {
    let town = Town::open().await;
    let (roads, dispatcher) = (town.staff("roads").await, town.staff("dispatcher").await);
    let filed = pothole(&town, &roads).await;
    let promise = json!({ "contractor": "Asphalt Ltd", "warranty_until": "2028-01-01" });
    let version = resolved(&roads, &filed, promise).await.expect(200)["version"].clone();
    let reopen = json!({ "to": "reopened", "seen_version": version, "note": "It broke again" });
    let reopened = dispatcher.post(&format!("{}/transitions", filed.path()), &reopen).await.expect(200);
    assert_eq!(reopened["warranty"], Value::Null);
    let near = file(&town.anybody(), &of_type("road-poor-repair")).await;
    assert_eq!(near.seen_by(&town.anybody()).await["warranty_of"], Value::Null);
    let again = resolved(&roads, &filed, json!({})).await.expect(200);
    assert_eq!(again["warranty"], json!({ "until": "2027-11-16", "contractor": null }));
    town.close().await;
}

#[tokio::test]
async fn a_contractors_result_carries_their_name_once_it_is_accepted() {
    let town = Town::open().await;
    let (roads, dispatcher) = (town.staff("roads").await, town.staff("dispatcher").await);
    let filed = pothole(&town, &roads).await;
    let body = json!({ "id": Uuid::now_v7(), "seen_version": filed.seen_by(&roads).await["version"],
        "name": "Asphalt Ltd" });
    let link = roads.post(&format!("{}/links", filed.path()), &body).await.expect(201);
    let contractor = town.anybody().with("x-case-link", link["secret"].as_str().expect("a secret"));
    let path = format!("{}/transitions", filed.path());
    let mut answer = json!({ "to": "in_review", "seen_version": filed.seen_by(&contractor).await["version"],
        "photos": [upload(&contractor).await], "contractor": "Somebody Else" });
    contractor.post(&path, &answer).await.refused_for("contractor", "not_here");
    answer.as_object_mut().expect("a body").remove("contractor");
    let looked_at = contractor.post(&path, &answer).await.expect(200);
    assert_eq!((&looked_at["status"], &looked_at["warranty"]), (&json!("in_review"), &Value::Null));
    let resolved = filed.moved_by(&dispatcher, "resolved", &[]).await.expect(200);
    assert_eq!(resolved["warranty"], json!({ "until": "2027-11-16", "contractor": "Asphalt Ltd" }));
    town.close().await;
}

#[tokio::test]
async fn a_warranty_that_cannot_be_is_refused_by_name() {
    let town = Town::open().await;
    let roads = town.staff("roads").await;
    let filed = pothole(&town, &roads).await;
    for (field, value, code) in [
        ("warranty_until", json!("2026-11-16"), "past"),
        ("warranty_until", json!("2036-11-17"), "too_far"),
        ("contractor", json!("  "), "required"),
        ("contractor", json!("c".repeat(201)), "too_long"),
    ] {
        resolved(&roads, &filed, json!({ field: value })).await.refused_for(field, code);
    }
    let version = filed.seen_by(&roads).await["version"].clone();
    for (field, value) in [("contractor", json!("Asphalt Ltd")), ("warranty_until", json!("2027-01-01"))] {
        let body = json!({ "to": "in_progress", "seen_version": version, field: value });
        roads.post(&format!("{}/transitions", filed.path()), &body).await.refused_for(field, "not_here");
    }
    town.close().await;
}

//! Somebody looks at it on site and writes an act.

use serde_json::{Value, json};
use stories::Town;
use stories::reports::{CENTRE, dark_lamp, file, upload};
use uuid::Uuid;

fn act(finding: &str) -> Value {
    json!({ "id": Uuid::now_v7(), "inspected_at": "2026-11-16T09:00:00Z", "finding": finding,
        "act": "The lamp at the gate is dark" })
}

#[tokio::test]
async fn an_inspection_is_kept_with_its_act_its_photos_and_how_far_the_inspector_stood() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    town.set_clock("2026-11-16T12:00:00Z").await;
    let lighting_photo = upload(&lighting).await;
    let mut body = act("confirmed");
    body["inspected_at"] = json!("2026-11-16T11:30:00Z");
    body["photos"] = json!([lighting_photo]);
    // A thousandth of a degree north: 111 metres.
    body["place"] = json!({ "lat": CENTRE.0 + 0.001, "lon": CENTRE.1 });
    let path = format!("{}/inspections", filed.path());
    let seen = lighting.post(&path, &body).await.expect(200);
    let inspection = &seen["inspections"][0];
    assert_eq!(
        (&inspection["finding"], &inspection["act"], &inspection["photos"], &inspection["distance_m"]),
        (&json!("confirmed"), &body["act"], &json!([lighting_photo]), &json!(111))
    );
    assert_eq!(inspection["inspected_at"], "2026-11-16T11:30:00Z");
    assert_eq!(seen["status"], "assigned");

    let public = filed.seen_by(&anybody).await["inspections"][0].clone();
    assert_eq!(
        (&public["finding"], &public["act"], &public["photos"], &public["distance_m"]),
        (&json!("confirmed"), &Value::Null, &json!([]), &Value::Null)
    );
    let publish = json!({ "seen_version": seen["version"], "text": "published",
        "photos": { lighting_photo.to_string(): "published" } });
    lighting.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    let public = filed.seen_by(&anybody).await["inspections"][0].clone();
    assert_eq!(
        (&public["act"], &public["photos"], &public["distance_m"]),
        (&body["act"], &json!([lighting_photo]), &Value::Null)
    );

    let again = lighting.post(&path, &body).await.expect(200);
    assert_eq!(again["inspections"].as_array().map(Vec::len), Some(1));
    body["act"] = json!("Something else");
    lighting.post(&path, &body).await.refused(409, "conflict");
    town.close().await;
}

#[tokio::test]
async fn work_that_was_done_badly_can_be_taken_up_again_but_is_not_by_itself() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (lighting, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    filed.moved_by(&lighting, "resolved", &[upload(&lighting).await]).await.expect(200);
    let seen =
        lighting.post(&format!("{}/inspections", filed.path()), &act_now("done_badly")).await.expect(200);
    assert_eq!(
        (&seen["status"], &seen["inspections"][0]["finding"]),
        (&json!("resolved"), &json!("done_badly"))
    );
    let offered = filed.seen_by(&head).await["choices"].clone();
    assert!(offered.as_array().expect("moves").iter().any(|choice| choice["to"] == "reopened"), "{offered}");
    town.close().await;
}

/// The clock has gone on since noon, and reports came after it.
fn act_now(finding: &str) -> Value {
    let mut body = act(finding);
    body["inspected_at"] = json!("2026-11-16T09:04:00Z");
    body
}

#[tokio::test]
async fn what_cannot_have_been_is_refused_by_name() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    let path = format!("{}/inspections", filed.path());
    for (field, value, code) in [
        ("act", json!(" "), "required"),
        ("act", json!("a".repeat(4001)), "too_long"),
        ("inspected_at", json!("2026-11-16T10:00:00Z"), "in_future"),
        ("inspected_at", json!("2026-11-16T08:59:00Z"), "before_receipt"),
        ("place", json!({ "lat": 91.0, "lon": 0.0 }), "not_on_the_globe"),
        ("photos", json!([Uuid::now_v7()]), "unknown_photo"),
        ("photos", json!((0..11).map(|_| Uuid::now_v7()).collect::<Vec<_>>()), "too_many"),
    ] {
        let mut body = act_now("confirmed");
        body[field] = value;
        lighting.post(&path, &body).await.refused_for(field, code);
    }
    let mut body = act_now("confirmed");
    body["seen_version"] = json!(99);
    lighting.post(&path, &body).await.refused(409, "version_conflict");
    for login in ["roads", "auditor", "press"] {
        town.staff(login).await.post(&path, &act_now("confirmed")).await.refused(403, "forbidden");
    }
    assert_eq!(filed.seen_by(&lighting).await["inspections"], json!([]));
    town.close().await;
}

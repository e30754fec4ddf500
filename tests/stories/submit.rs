//! A resident reports.

use futures::future::join_all;
use serde_json::json;
use stories::reports::{dark_lamp, file, jpeg, of_type, upload};
use stories::{Town, is_within};
use uuid::Uuid;

#[tokio::test]
async fn a_resident_learns_who_has_the_report_and_until_when() {
    let town = Town::open().await;
    let report = dark_lamp();
    let receipt = file(&town.anybody(), &report).await.receipt;
    assert_eq!(receipt["id"], report["id"]);
    assert_eq!(receipt["number"], "2026-000001");
    assert_eq!(receipt["department"]["slug"], "street-lighting");
    assert_eq!(receipt["status"], "assigned");
    assert!(is_within(&receipt["received_at"], "2026-11-16T09:00"), "{receipt}");
    assert!(receipt["routed_because"].as_str().is_some_and(|words| !words.is_empty()));
    assert!(receipt.get("secret").is_none());
    town.close().await;
}

#[tokio::test]
async fn numbers_follow_each_other() {
    let town = Town::open().await;
    let anybody = town.anybody();
    for number in 1..=3 {
        let receipt = file(&anybody, &dark_lamp()).await.receipt;
        assert_eq!(receipt["number"], format!("2026-{number:06}"));
    }
    town.close().await;
}

#[tokio::test]
async fn the_same_report_again_gives_the_same_receipt() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut report = dark_lamp();
    report["photos"] = json!([upload(&anybody).await]);
    let first = anybody.post("reports", &report).await.expect(201);
    town.set_clock("2026-11-17T09:00:00Z").await;
    assert_eq!(anybody.post("reports", &report).await.expect(201), first);
    assert_eq!(anybody.get("reports").await.expect(200)["reports"].as_array().map(Vec::len), Some(1));
    town.close().await;
}

#[tokio::test]
async fn another_report_under_the_same_id_is_a_conflict() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut report = dark_lamp();
    let filed = file(&anybody, &report).await;
    report["description"] = json!("Something else entirely");
    anybody.post("reports", &report).await.refused(409, "conflict");
    let kept = filed.seen_by(&town.reporter(&filed.secret)).await;
    assert_eq!(kept["description"], stories::reports::DESCRIPTION);
    town.close().await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_by_field() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let moscow = json!({ "lat": 55.7512, "lon": 37.6184 });
    for (field, value, code) in [
        ("place", moscow, "outside_city"),
        ("type", json!("flying-saucer"), "unknown_type"),
        ("photos", json!([Uuid::now_v7()]), "unknown_photo"),
    ] {
        let mut report = dark_lamp();
        report[field] = value;
        anybody.post("reports", &report).await.refused_for(field, code);
    }
    assert_eq!(anybody.get("reports").await.expect(200)["reports"], json!([]));
    town.close().await;
}

#[tokio::test]
async fn a_secret_that_can_be_guessed_is_refused() {
    let town = Town::open().await;
    let mut report = dark_lamp();
    report["secret"] = json!("abc123");
    let problem = town.anybody().post("reports", &report).await.refused(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "secret");
    town.close().await;
}

#[tokio::test]
async fn a_photo_belongs_to_one_report_only() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let photo = upload(&anybody).await;
    let mut report = dark_lamp();
    report["photos"] = json!([photo]);
    file(&anybody, &report).await;
    let mut other = dark_lamp();
    other["photos"] = json!([photo]);
    assert_eq!(anybody.post("reports", &other).await.refused(422, "invalid")["errors"][0]["field"], "photos");
    // Nor can it be exchanged for another picture.
    anybody.put_photo(photo, &jpeg(Uuid::now_v7())).await.refused(409, "conflict");
    town.close().await;
}

#[tokio::test]
async fn a_fallen_wire_has_to_be_fenced_within_the_hour() {
    let town = Town::open().await;
    let receipt = file(&town.anybody(), &of_type("city-power-cable")).await.receipt;
    assert!(is_within(&receipt["first_action_due_at"], "2026-11-16T10:00"), "{receipt}");
    assert_eq!(receipt["department"]["slug"], "power-utility");
    town.close().await;
}

#[tokio::test]
async fn a_report_sent_many_times_at_once_is_filed_once() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let report = dark_lamp();
    let answers = join_all((0..20).map(|_| anybody.post("reports", &report))).await;
    let receipts: Vec<_> = answers.iter().map(|answer| answer.expect(201)).collect();
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    let next = file(&anybody, &dark_lamp()).await;
    assert_eq!((receipts[0]["number"].as_str(), next.number()), (Some("2026-000001"), "2026-000002"));
    town.close().await;
}

#[tokio::test]
async fn numbers_begin_anew_with_the_citys_year() {
    let town = Town::open().await;
    town.set_clock("2026-12-31T20:30:00Z").await;
    assert_eq!(file(&town.anybody(), &dark_lamp()).await.number(), "2026-000001");
    // Half past midnight in small-town.
    town.set_clock("2026-12-31T21:30:00Z").await;
    assert_eq!(file(&town.anybody(), &dark_lamp()).await.number(), "2027-000001");
    town.close().await;
}

#[tokio::test]
async fn numbers_never_go_back_to_the_old_year() {
    let town = Town::open().await;
    let anybody = town.anybody();
    town.set_clock("2026-12-31T21:00:00Z").await;
    assert_eq!(file(&anybody, &dark_lamp()).await.number(), "2027-000001");
    // A server whose clock is a moment behind still counts on.
    town.set_clock("2026-12-31T20:59:59Z").await;
    assert_eq!(file(&anybody, &dark_lamp()).await.number(), "2027-000002");
    town.close().await;
}

#[tokio::test]
async fn a_phone_with_a_wrong_clock_loses_no_report() {
    let town = Town::open().await;
    for wrong in ["-4800-01-01T00:00:00Z", "2026-11-17T00:00:00Z"] {
        let mut report = dark_lamp();
        report["observed_at"] = serde_json::json!(wrong);
        let filed = file(&town.anybody(), &report).await;
        assert_eq!(filed.seen_by(&town.anybody()).await["observed_at"], serde_json::Value::Null, "{wrong}");
    }
    town.close().await;
}

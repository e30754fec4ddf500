//! A contractor without an account sees one case by a link, and answers it.

use serde_json::{Value, json};
use stories::reports::{DESCRIPTION, Filed, NAME, PHONE, dark_lamp, file, upload};
use stories::{Caller, Town, is_within};
use uuid::Uuid;

const CONTRACTOR: &str = "Light & Sons";

async fn make(caller: &Caller, filed: &Filed) -> Value {
    let body = json!({ "id": Uuid::now_v7(), "seen_version": filed.seen_by(caller).await["version"],
        "name": CONTRACTOR });
    caller.post(&format!("{}/links", filed.path()), &body).await.expect(201)
}

fn contractor(town: &Town, link: &Value) -> Caller {
    town.anybody().with("x-case-link", link["secret"].as_str().expect("a secret"))
}

#[tokio::test]
async fn a_contractor_sees_the_case_and_answers_with_a_photo_without_an_account() {
    let town = Town::open().await;
    let picture = upload(&town.anybody()).await;
    let mut report = dark_lamp();
    report["photos"] = json!([picture]);
    let filed = file(&town.anybody(), &report).await;
    let head = town.staff("head-lighting").await;
    let link = make(&head, &filed).await;
    let (url, secret) = (link["url"].as_str().expect("a url"), link["secret"].as_str().expect("a secret"));
    assert_eq!(secret.len(), 32);
    assert!(url.ends_with(&format!("/link#{secret}")) && !url.contains('?'), "{url}");
    assert!(is_within(&link["expires_at"], "2026-11-30T09:00"), "{link}");

    let contractor = contractor(&town, &link);
    let answer = contractor.get("reports/by-link").await;
    let seen = answer.expect(200);
    assert_eq!(
        (&seen["viewer"], &seen["description"], &seen["place"]["exact"]),
        (&json!("contractor"), &json!(DESCRIPTION), &json!(true))
    );
    for private in [NAME, PHONE, secret, "link_made"] {
        assert!(!answer.text().contains(private), "{private}");
    }
    assert_eq!(contractor.get(&format!("photos/{picture}/small")).await.status, 200);
    assert_eq!(seen["choices"].as_array().expect("moves").len(), 1);
    assert_eq!((&seen["choices"][0]["to"], &seen["may"]), (&json!("in_review"), &json!([])));

    filed.moved_by(&contractor, "in_review", &[]).await.refused_for("photos", "required");
    let lit = upload(&contractor).await;
    let answered = filed.moved_by(&contractor, "in_review", &[lit]).await.expect(200);
    assert_eq!((&answered["viewer"], &answered["status"]), (&json!("contractor"), &json!("in_review")));
    filed.moved_by(&contractor, "resolved", &[]).await.refused(403, "forbidden");

    // A result that is not good enough goes back with words that the contractor reads.
    let back = json!({ "to": "in_progress", "seen_version": answered["version"], "note": "It flickers" });
    head.post(&format!("{}/transitions", filed.path()), &back).await.expect(200);
    let lines = filed.seen_by(&contractor).await["history"].clone();
    assert!(lines.as_array().expect("lines").iter().any(|line| line["note"] == "It flickers"), "{lines}");
    filed.moved_by(&contractor, "in_review", &[upload(&contractor).await]).await.expect(200);
    filed.moved_by(&head, "resolved", &[]).await.expect(200);
    let closed = contractor.get("reports/by-link").await.expect(200);
    assert_eq!((&closed["status"], &closed["choices"]), (&json!("resolved"), &json!([])));
    town.close().await;
}

#[tokio::test]
async fn a_link_leads_to_one_case_only() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let picture = upload(&anybody).await;
    let mut other = dark_lamp();
    other["photos"] = json!([picture]);
    let (filed, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &other).await);
    let lighting = town.staff("lighting").await;
    let contractor = contractor(&town, &make(&lighting, &filed).await);
    let seen = other.seen_by(&contractor).await;
    assert_eq!((&seen["viewer"], &seen["description"]), (&json!("public"), &Value::Null));
    contractor.get(&format!("photos/{picture}/small")).await.refused(404, "not_found");
    let photo = upload(&contractor).await;
    other.moved_by(&contractor, "in_review", &[photo]).await.refused(403, "forbidden");
    contractor.get("desk/reports").await.refused(401, "unauthorized");
    let version = filed.seen_by(&contractor).await["version"].clone();
    let publish = json!({ "seen_version": version, "text": "published" });
    contractor.post(&format!("{}/publication", filed.path()), &publish).await.refused(401, "unauthorized");
    let again = json!({ "id": Uuid::now_v7(), "seen_version": version, "name": "A friend" });
    contractor.post(&format!("{}/links", filed.path()), &again).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_link_that_expired_was_ended_or_never_was_opens_nothing() {
    let town = Town::open().await;
    let picture = upload(&town.anybody()).await;
    let mut report = dark_lamp();
    report["photos"] = json!([picture]);
    let filed = file(&town.anybody(), &report).await;
    let lighting = town.staff("lighting").await;
    let (ended, expiring) = (make(&lighting, &filed).await, make(&lighting, &filed).await);
    let links = filed.seen_by(&lighting).await["links"].clone();
    assert_eq!((links.as_array().map(Vec::len), &links[0]["name"]), (Some(2), &json!(CONTRACTOR)));
    assert_eq!(filed.seen_by(&town.anybody()).await["links"], json!([]));

    let path = format!("{}/links/{}", filed.path(), ended["id"].as_str().expect("an id"));
    town.staff("roads").await.delete(&path).await.refused(403, "forbidden");
    let after = lighting.delete(&path).await.expect(200);
    assert!(after["links"][0]["ended_at"].is_string(), "{after}");
    let again = lighting.delete(&path).await.expect(200);
    assert_eq!(again["version"], after["version"]);
    lighting.delete(&format!("{}/links/{}", filed.path(), Uuid::now_v7())).await.refused(404, "not_found");

    contractor(&town, &expiring).get("reports/by-link").await.expect(200);
    town.set_clock("2026-12-01T09:00:00Z").await;
    let never = json!({ "secret": "00".repeat(16) });
    for link in [&ended, &expiring, &never] {
        let contractor = contractor(&town, link).with("accept-language", "en");
        let problem = contractor.get("reports/by-link").await.refused(404, "link_over");
        assert!(problem["detail"].as_str().is_some_and(|words| words.contains("no longer")), "{problem}");
        assert_eq!(filed.seen_by(&contractor).await["viewer"], "public");
        contractor.get(&format!("photos/{picture}/small")).await.refused(404, "not_found");
        filed.moved_by(&contractor, "in_review", &[]).await.refused(404, "link_over");
    }
    town.anybody().get("reports/by-link").await.refused(404, "link_over");
    town.close().await;
}

#[tokio::test]
async fn the_secret_of_a_link_is_told_once() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    let path = format!("{}/links", filed.path());
    let body =
        |version: &Value, name: &str| json!({ "id": Uuid::now_v7(), "seen_version": version, "name": name });
    let version = filed.seen_by(&lighting).await["version"].clone();
    for (name, code) in
        [(" ", "required"), ("n".repeat(201).as_str(), "too_long"), ("a\u{7}b", "control_characters")]
    {
        lighting.post(&path, &body(&version, name)).await.refused_for("name", code);
    }
    for login in ["roads", "auditor", "press"] {
        town.staff(login).await.post(&path, &body(&version, "X")).await.refused(403, "forbidden");
    }
    let asked = body(&version, CONTRACTOR);
    let link = lighting.post(&path, &asked).await.expect(201);
    lighting.post(&path, &asked).await.refused(409, "conflict");
    let secret = link["secret"].as_str().expect("a secret");
    assert!(!lighting.get(&filed.path()).await.text().contains(secret));
    lighting.post(&path, &body(&version, "Another")).await.refused(409, "version_conflict");
    let seen = filed.seen_by(&lighting).await;
    let made: Vec<&Value> = seen["history"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["kind"] == "link_made")
        .collect();
    assert_eq!(made.len(), 1);
    town.close().await;
}

//! "I see it too": counted once, taken back, and never by the author.

use serde_json::{Value, json};
use stories::reports::{Filed, dark_lamp, file};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}

async fn support(caller: &Caller, filed: &Filed, secret: &str) -> Answer {
    caller.post(&format!("{}/supports", filed.path()), &json!({ "secret": secret })).await
}

async fn withdraw(caller: &Caller, filed: &Filed, secret: &str) -> Answer {
    caller.clone().with("x-support-secret", secret).delete(&format!("{}/supports", filed.path())).await
}

fn counted(filed: &Filed, supports: u32, yours: bool) -> Value {
    json!({ "report_id": filed.id, "supports": supports, "yours": yours })
}

#[tokio::test]
async fn a_support_counts_once_and_can_be_taken_back() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let (one, other) = (secret(), secret());
    assert_eq!(support(&anybody, &filed, &one).await.expect(200), counted(&filed, 1, true));
    assert_eq!(support(&anybody, &filed, &one.to_uppercase()).await.expect(200), counted(&filed, 1, true));
    assert_eq!(support(&anybody, &filed, &other).await.expect(200), counted(&filed, 2, true));

    assert_eq!(withdraw(&anybody, &filed, &secret()).await.expect(200), counted(&filed, 2, false));
    assert_eq!(withdraw(&anybody, &filed, &one).await.expect(200), counted(&filed, 1, false));
    assert_eq!(withdraw(&anybody, &filed, &one).await.expect(200), counted(&filed, 1, false));
    assert_eq!(support(&anybody, &filed, &one).await.expect(200), counted(&filed, 2, true));
    town.close().await;
}

#[tokio::test]
async fn authors_do_not_support_their_own_report() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let answer = support(&town.anybody(), &filed, &filed.secret).await.expect(200);
    assert_eq!(answer, counted(&filed, 0, false));
    town.close().await;
}

#[tokio::test]
async fn supports_do_not_stand_in_the_way_of_staff() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    let seen = filed.seen_by(&worker).await["version"].clone();
    support(&town.anybody(), &filed, &secret()).await.expect(200);
    let accept = json!({ "to": "accepted", "seen_version": seen });
    let moved = worker.post(&format!("{}/transitions", filed.path()), &accept).await.expect(200);
    assert_eq!(moved["status"], "accepted");
    assert_eq!(support(&town.anybody(), &filed, &secret()).await.expect(200), counted(&filed, 2, true));
    town.close().await;
}

#[tokio::test]
async fn what_is_over_and_what_nobody_may_see_is_not_supported() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.resolved_by(&worker).await;
    support(&anybody, &filed, &secret()).await.expect(200);
    town.set_clock("2026-12-16T10:00:00Z").await;
    support(&anybody, &filed, &secret()).await.refused_for("report", "closed_for_good");

    let hidden = file(&anybody, &dark_lamp()).await;
    let mut database = town.database().await;
    let hide = sqlx::query("update reports set visibility = 'hidden' where id = $1").bind(hidden.id);
    hide.execute(&mut database).await.unwrap();
    support(&anybody, &hidden, &secret()).await.refused(404, "not_found");
    withdraw(&anybody, &hidden, &secret()).await.refused(404, "not_found");
    let nowhere = Filed { id: Uuid::now_v7(), ..hidden };
    support(&anybody, &nowhere, &secret()).await.refused(404, "not_found");
    town.close().await;
}

#[tokio::test]
async fn a_support_needs_a_secret_and_nothing_else() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let path = format!("{}/supports", filed.path());
    support(&anybody, &filed, "0123").await.refused_for("secret", "not_a_secret");
    anybody.post(&path, &json!({})).await.refused_for("secret", "missing");
    anybody.delete(&path).await.refused_for("secret", "missing");
    let named = json!({ "secret": secret(), "name": "Vera" });
    anybody.post(&path, &named).await.refused_for("name", "unknown_field");
    town.close().await;
}

#[tokio::test]
async fn of_many_who_support_at_once_each_counts_once() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let secrets: Vec<String> = (0..20).map(|_| secret()).collect();
    let anybody = town.anybody();
    let twice = secrets.iter().chain(&secrets).map(|secret| support(&anybody, &filed, secret));
    let answers = futures::future::join_all(twice).await;
    let highest = answers.iter().map(|answer| answer.expect(200)["supports"].as_u64().unwrap()).max();
    assert_eq!(highest, Some(20));
    let again = support(&town.anybody(), &filed, &secrets[0]).await.expect(200);
    assert_eq!(again, counted(&filed, 20, true));
    town.close().await;
}

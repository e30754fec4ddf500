//! Personal data: what people agree to, who looks at it, how it goes.

use serde_json::json;
use stories::folder::{change, copy_of_the_city};
use stories::reports::{CONSENT, dark_lamp, file};
use stories::server::run;
use stories::{Caller, Town};

#[tokio::test]
async fn a_contact_is_taken_with_consent_to_a_text_that_stays_readable() {
    let town = Town::open().await;
    let anybody = town.anybody();
    assert_eq!(anybody.get("/api/v1/cities/small-town").await.expect(200)["consent"], CONSENT);
    let text = anybody.get(&format!("consents/{CONSENT}?language=en")).await.expect(200);
    assert!(text["text"].as_str().is_some_and(|text| text.contains("How to withdraw")), "{text}");
    assert!(text["until"].is_null(), "{text}");
    anybody.get("consents/of-somebody-else").await.refused(404, "not_found");

    let mut report = dark_lamp();
    report["contact"]["consent"] = json!(null);
    anybody.post("reports", &report).await.refused_for("contact.consent", "consent_missing");
    report["contact"]["consent"] = json!("1999-01-01");
    anybody.post("reports", &report).await.refused_for("contact.consent", "consent_old");
    report["contact"] = json!(null);
    file(&anybody, &report).await;

    // The city writes another text. What was made offline under the earlier one is taken for a month.
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("texts/consent.en.md"), |text| format!("{text}\nMore.\n"));
    let refused = town.verb().args(["city", "load"]).arg(&folder).output().expect("runs");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("new version"), "{said}");
    for file in ["texts/consent.ru.md", "texts/consent.en.md"] {
        change(&folder.join(file), |text| text.replace(CONSENT, "2026-12-01"));
    }
    run(town.verb().args(["city", "load"]).arg(&folder), "");

    let server = town.another_server();
    let later = Caller::new(server.address());
    assert_eq!(later.get("/api/v1/cities/small-town").await.expect(200)["consent"], "2026-12-01");
    let old = later.get(&format!("consents/{CONSENT}")).await.expect(200);
    assert!(old["until"].is_string(), "{old}");
    let filed = file(&later, &dark_lamp()).await;
    let mut database = town.database().await;
    let kept: (String, Vec<String>, String) =
        sqlx::query_as("select version, purposes, channel from consents where report_id = $1")
            .bind(filed.id)
            .fetch_one(&mut database)
            .await
            .expect("a consent");
    assert_eq!(kept, (CONSENT.to_owned(), vec!["answer".to_owned()], "map-report".to_owned()));
    // The loading happened at the machine's time, which stories do not move.
    sqlx::query("update consent_texts set retired_at = retired_at - interval '31 days' where version = $1")
        .bind(CONSENT)
        .execute(&mut database)
        .await
        .expect("a month later");
    later.post("reports", &dark_lamp()).await.refused_for("contact.consent", "consent_old");
    server.stop();
    town.close().await;
}

//! Two reports say the same: one is merged into the other, and nobody's voice is lost.

use futures::future::{join, join_all, join3};
use serde_json::{Value, json};
use stories::reports::{CENTRE, Filed, dark_lamp, file, upload};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}

async fn support(caller: &Caller, filed: &Filed, secret: &str) -> Value {
    caller.post(&format!("{}/supports", filed.path()), &json!({ "secret": secret })).await.expect(200)
}

async fn merge(staff: &Caller, duplicate: &Filed, original: &str) -> Answer {
    let seen = duplicate.seen_by(staff).await["version"].clone();
    let body = json!({ "to": "duplicate", "seen_version": seen, "original": original });
    staff.post(&format!("{}/transitions", duplicate.path()), &body).await
}

async fn supports(filed: &Filed, caller: &Caller) -> u64 {
    filed.seen_by(caller).await["supports"].as_u64().expect("a count")
}

async fn kinds(filed: &Filed, caller: &Caller) -> Vec<String> {
    let history = filed.seen_by(caller).await["history"].as_array().expect("lines").clone();
    history.iter().map(|line| line["kind"].as_str().expect("a kind").to_owned()).collect()
}

struct Scene {
    town: Town,
    anybody: Caller,
    worker: Caller,
}

async fn scene() -> Scene {
    let town = Town::open().await;
    Scene { anybody: town.anybody(), worker: town.staff("lighting").await, town }
}

#[tokio::test]
async fn supports_follow_a_duplicate_to_its_original_and_each_counts_once() {
    let Scene { town, anybody, worker } = scene().await;
    let (original, duplicate) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
    let both = secret();
    for filed in [&original, &duplicate] {
        support(&anybody, filed, &both).await;
        support(&anybody, filed, &secret()).await;
    }
    let on_the_screen = original.seen_by(&worker).await["version"].clone();
    let merged = merge(&worker, &duplicate, original.number()).await.expect(200);
    assert_eq!((&merged["status"], &merged["outcome"]), (&json!("duplicate"), &json!("duplicate")));
    // Three devices and the author of the duplicate.
    assert_eq!((supports(&original, &anybody).await, supports(&duplicate, &anybody).await), (4, 0));

    // The author of the duplicate, like everybody, finds the original.
    for caller in [&town.reporter(&duplicate.secret), &anybody] {
        assert_eq!(duplicate.seen_by(caller).await["original"], original.number());
    }
    assert_eq!(kinds(&duplicate, &anybody).await.last().map(String::as_str), Some("merged"));
    assert_eq!(kinds(&original, &anybody).await.last().map(String::as_str), Some("absorbed"));

    // Whoever supports the duplicate supports the original; who counts already counts no more.
    let late = support(&anybody, &duplicate, &secret()).await;
    assert_eq!(late, json!({ "report_id": original.id, "supports": 5, "yours": true }));
    for known in [&both, &duplicate.secret] {
        assert_eq!(support(&anybody, &original, known).await["supports"], 5);
    }
    // A merge is no reason for a conflict at the original.
    let accept = json!({ "to": "accepted", "seen_version": on_the_screen });
    worker.post(&format!("{}/transitions", original.path()), &accept).await.expect(200);
    let (lat, lon) = CENTRE;
    let near = anybody.get(&format!("reports/nearby?type=road-street-lighting&lat={lat}&lon={lon}")).await;
    let near = near.expect(200)["reports"].clone();
    assert_eq!((near.as_array().map(Vec::len), &near[0]["supports"]), (Some(1), &json!(5)));
    town.close().await;
}

#[tokio::test]
async fn taking_a_merge_back_gives_each_report_its_own_supports_again() {
    let Scene { town, anybody, worker } = scene().await;
    let (original, duplicate) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
    let both = secret();
    for filed in [&original, &duplicate] {
        support(&anybody, filed, &both).await;
    }
    let its_own = secret();
    support(&anybody, &duplicate, &its_own).await;
    merge(&worker, &duplicate, original.number()).await.expect(200);
    support(&anybody, &duplicate, &secret()).await;
    assert_eq!(supports(&original, &anybody).await, 4);

    let author = town.reporter(&duplicate.secret);
    duplicate.moved_by(&author, "assigned", &[]).await.refused(403, "forbidden");
    let back = duplicate.moved_by(&worker, "assigned", &[]).await.expect(200);
    assert_eq!(
        (&back["status"], &back["original"], &back["outcome"]),
        (&json!("assigned"), &Value::Null, &Value::Null)
    );
    assert_eq!(back["supports"], 2);
    assert_eq!(supports(&original, &anybody).await, 2, "one of both, and who came after the merge");
    assert_eq!(kinds(&duplicate, &anybody).await.last().map(String::as_str), Some("unmerged"));
    assert_eq!(kinds(&original, &anybody).await.last().map(String::as_str), Some("released"));
    // Whoever supported the one alone can still take that back there.
    let caller = anybody.clone().with("x-support-secret", &its_own);
    let gone = caller.delete(&format!("{}/supports", duplicate.path())).await.expect(200);
    assert_eq!(gone, json!({ "report_id": duplicate.id, "supports": 1, "yours": false }));
    town.close().await;
}

#[tokio::test]
async fn what_was_merged_before_goes_along_and_comes_back() {
    let Scene { town, anybody, worker } = scene().await;
    let mut filed = Vec::new();
    for _ in 0..4 {
        filed.push(file(&anybody, &dark_lamp()).await);
    }
    let [first, second, third, last] = &filed[..] else { unreachable!() };
    support(&anybody, first, &secret()).await;
    merge(&worker, first, second.number()).await.expect(200);
    merge(&worker, second, third.number()).await.expect(200);
    assert_eq!(first.seen_by(&anybody).await["original"], third.number());
    assert_eq!(supports(third, &anybody).await, 3, "a device and two authors");
    // A duplicate that is named stands for its original.
    merge(&worker, last, first.number()).await.expect(200);
    assert_eq!(last.seen_by(&anybody).await["original"], third.number());
    assert_eq!(supports(third, &anybody).await, 4);

    second.moved_by(&worker, "assigned", &[]).await.expect(200);
    assert_eq!(first.seen_by(&anybody).await["original"], second.number());
    assert_eq!(last.seen_by(&anybody).await["original"], third.number());
    assert_eq!((supports(second, &anybody).await, supports(third, &anybody).await), (2, 1));
    town.close().await;
}

#[tokio::test]
async fn a_merge_needs_another_report_that_still_counts() {
    let Scene { town, anybody, worker } = scene().await;
    let (one, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
    one.moved_by(&worker, "duplicate", &[]).await.refused_for("original", "required");
    merge(&worker, &one, "2026-999999").await.refused_for("original", "unknown_report");
    merge(&worker, &one, one.number()).await.refused_for("original", "merged_here");
    merge(&worker, &other, one.number()).await.expect(200);
    merge(&worker, &one, other.number()).await.refused_for("original", "merged_here");
    merge(&town.staff("roads").await, &one, other.number()).await.refused(403, "forbidden");

    let withdrawn = file(&anybody, &dark_lamp()).await;
    withdrawn.moved_by(&town.reporter(&withdrawn.secret), "withdrawn", &[]).await.expect(200);
    merge(&worker, &one, withdrawn.number()).await.refused_for("original", "taken_back");
    support(&anybody, &one, &secret()).await;
    let path = format!("{}/supports", withdrawn.path());
    anybody.post(&path, &json!({ "secret": secret() })).await.refused_for("report", "closed_for_good");
    assert_eq!(
        (one.seen_by(&worker).await["status"].clone(), supports(&one, &anybody).await),
        (json!("assigned"), 2)
    );
    town.close().await;
}

#[tokio::test]
async fn supports_against_a_merge_and_against_its_end_are_counted_in_one_place() {
    let Scene { town, anybody, worker } = scene().await;
    for round in 0..12 {
        let (original, duplicate) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
        let secrets: Vec<String> = (0..8).map(|_| secret()).collect();
        let crowd = async |secrets: &[String]| {
            let each = secrets.iter().enumerate().map(|(i, secret)| {
                support(&anybody, if i % 2 == 0 { &duplicate } else { &original }, secret)
            });
            join_all(each).await
        };
        let (mut given, merged) = join(crowd(&secrets), merge(&worker, &duplicate, original.number())).await;
        merged.expect(200);
        assert_eq!(supports(&original, &anybody).await, 9, "round {round}: eight devices and an author");
        assert_eq!(supports(&duplicate, &anybody).await, 0, "round {round}");

        let more: Vec<String> = (0..8).map(|_| secret()).collect();
        let (later, back) = join(crowd(&more), duplicate.moved_by(&worker, "assigned", &[])).await;
        back.expect(200);
        given.extend(later);
        for filed in [&original, &duplicate] {
            let told = given.iter().filter(|answer| answer["report_id"] == json!(filed.id)).count();
            assert_eq!(supports(filed, &anybody).await, told as u64, "round {round}");
        }
    }
    town.close().await;
}

#[tokio::test]
async fn of_merges_in_a_circle_one_is_refused_and_one_original_remains() {
    let Scene { town, anybody, worker } = scene().await;
    for round in 0..10 {
        let (one, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
        let (there, back) =
            join(merge(&worker, &one, other.number()), merge(&worker, &other, one.number())).await;
        let (won, lost) = if there.status == 200 { (there, back) } else { (back, there) };
        won.expect(200);
        lost.refused_for("original", "merged_here");
        let counts = [supports(&one, &anybody).await, supports(&other, &anybody).await];
        assert_eq!(counts.iter().sum::<u64>(), 1, "round {round}: {counts:?}");

        let third = file(&anybody, &dark_lamp()).await;
        let (one, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
        let (a, b, c) = join3(
            merge(&worker, &one, other.number()),
            merge(&worker, &other, third.number()),
            merge(&worker, &third, one.number()),
        )
        .await;
        let mut answers = [a, b, c];
        answers.sort_by_key(|answer| answer.status);
        assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200, 422], "round {round}");
        answers[2].refused_for("original", "merged_here");
        let mut originals = 0;
        for filed in [&one, &other, &third] {
            let seen = filed.seen_by(&anybody).await;
            if seen["original"].is_null() {
                originals += 1;
                assert_eq!((&seen["status"], &seen["supports"]), (&json!("assigned"), &json!(2)));
            }
        }
        assert_eq!(originals, 1, "round {round}");
    }
    town.close().await;
}

#[tokio::test]
async fn a_merge_against_a_resolution_is_told_that_it_came_second() {
    let Scene { town, anybody, worker } = scene().await;
    for _ in 0..6 {
        let (one, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
        for filed in [&one, &other] {
            filed.moved_by(&worker, "accepted", &[]).await.expect(200);
        }
        let photos = [upload(&worker).await, upload(&worker).await];
        let (resolved, merged) =
            join(one.moved_by(&worker, "resolved", &photos[..1]), merge(&worker, &one, other.number())).await;
        let expected = if merged.status == 200 { ("duplicate", 1) } else { ("resolved", 0) };
        let lost = if merged.status == 200 { &resolved } else { &merged };
        lost.refused(409, "version_conflict");
        assert_eq!(
            (one.seen_by(&worker).await["status"].as_str(), supports(&other, &anybody).await),
            (Some(expected.0), expected.1)
        );

        // The original may be resolved meanwhile: both hold.
        let third = file(&anybody, &dark_lamp()).await;
        let (resolved, merged) =
            join(other.moved_by(&worker, "resolved", &photos[1..]), merge(&worker, &third, other.number()))
                .await;
        resolved.expect(200);
        merged.expect(200);
        let seen = other.seen_by(&anybody).await;
        assert_eq!((&seen["status"], &seen["supports"]), (&json!("resolved"), &json!(expected.1 + 1)));
    }
    town.close().await;
}

//! What the catalogue tells and asks, and what becomes of the answers.

use serde_json::{Value, json};
use sqlx::Row;
use std::collections::BTreeSet;
use stories::reports::{dark_lamp, file, of_type};
use stories::{Caller, Town};

async fn types(caller: &Caller, language: &str) -> Vec<Value> {
    let catalogue = caller.get(&format!("catalogue?language={language}")).await.expect(200);
    let categories = catalogue["categories"].as_array().expect("categories").clone();
    categories.iter().flat_map(|category| category["types"].as_array().expect("types").clone()).collect()
}

fn called<'a>(types: &'a [Value], slug: &str) -> &'a Value {
    types.iter().find(|issue_type| issue_type["slug"] == slug).expect("the type")
}

#[tokio::test]
async fn every_type_says_what_belongs_to_it_and_what_to_choose_instead() {
    let town = Town::open().await;
    for (language, letters) in [("ru", 'а'..='я'), ("en", 'a'..='z')] {
        let types = types(&town.anybody(), language).await;
        let slugs: BTreeSet<&str> = types.iter().filter_map(|t| t["slug"].as_str()).collect();
        assert_eq!(slugs.len(), 47);
        for issue_type in &types {
            let slug = &issue_type["slug"];
            let not_here = issue_type["not_here"].as_array().expect("what does not belong");
            let mut words = vec![&issue_type["belongs"], &issue_type["photograph"]];
            words.extend(not_here.iter().map(|n| &n["text"]));
            words.extend(issue_type["questions"].as_array().expect("questions").iter().map(|q| &q["title"]));
            for text in words {
                let text = text.as_str().expect("words");
                assert!(text.chars().any(|c| letters.contains(&c)), "{slug} in {language}: {text}");
            }
            let siblings = not_here.iter().filter_map(|n| n["instead"].as_str()).collect::<Vec<_>>();
            assert!(!siblings.is_empty(), "{slug} has nothing to choose instead");
            assert!(siblings.iter().all(|sibling| slugs.contains(sibling)), "{slug}: {siblings:?}");
            if issue_type["emergency"] == true {
                assert_eq!(issue_type["danger"]["phone"], "112", "{slug}");
            }
        }
    }
    town.close().await;
}

#[tokio::test]
async fn a_type_is_in_season_by_the_citys_day() {
    let town = Town::open().await;
    let is_in_season =
        async |slug: &str| called(&types(&town.anybody(), "en").await, slug)["in_season"].clone();
    assert_eq!(is_in_season("road-snow").await, true);
    assert_eq!(is_in_season("road-poor-repair").await, true);
    // 30 April is over in small-town, not in UTC.
    town.set_clock("2027-04-30T21:30:00Z").await;
    assert_eq!(is_in_season("road-snow").await, false);
    town.close().await;
}

#[tokio::test]
async fn whoever_finds_no_type_is_sent_to_a_person() {
    let town = Town::open().await;
    let catalogue = town.anybody().get("catalogue?language=en").await.expect(200);
    let none_fits = &catalogue["none_fits"];
    assert_eq!(none_fits["department"]["slug"], "contact-centre");
    assert!(none_fits["phone"].is_string() && none_fits["text"].is_string(), "{none_fits}");
    town.close().await;
}

#[tokio::test]
async fn a_catalogue_that_is_known_is_not_sent_again() {
    let town = Town::open().await;
    let etag = async |language: &str| {
        let answer = town.anybody().get(&format!("catalogue?language={language}")).await;
        answer.headers["etag"].to_str().expect("text").to_owned()
    };
    let held = etag("en").await;
    assert_ne!(held, etag("ru").await);
    let again = async || town.anybody().with("if-none-match", &held).get("catalogue?language=en").await;
    let not_sent = again().await;
    assert_eq!((not_sent.status, not_sent.bytes.len()), (304, 0));
    // Seasons change with the day.
    town.set_clock("2026-11-17T09:00:00Z").await;
    assert_eq!(again().await.status, 200);
    town.close().await;
}

#[tokio::test]
async fn answers_are_kept_with_the_version_that_asked_for_them() {
    let town = Town::open().await;
    let version = town.anybody().get("catalogue").await.expect(200)["version"].clone();
    let mut report = of_type("house-lift");
    let answers = json!({ "entrance": "3", "what": "stuck", "lift": "12/4" });
    report["answers"] = answers.clone();
    let filed = file(&town.anybody(), &report).await;
    let row = sqlx::query("select answers, catalogue_version from reports where id = $1")
        .bind(filed.id)
        .fetch_one(&mut town.database().await)
        .await
        .expect("the report's row");
    assert_eq!((row.get::<Value, _>(0), json!(row.get::<i32, _>(1))), (answers, version));
    town.close().await;
}

#[tokio::test]
async fn answers_are_read_in_words_by_the_author_and_staff_alone() {
    let town = Town::open().await;
    let mut report = dark_lamp();
    report["answers"] = json!({ "what": "flickers", "post": "12/4", "since": "" });
    let filed = file(&town.anybody(), &report).await;
    let answers = async |caller: Caller| {
        let view = caller.get(&format!("{}?language=en", filed.path())).await.expect(200);
        view["answers"].clone()
    };
    let said = json!([
        { "id": "post", "question": "Number on the post", "answer": "12/4" },
        { "id": "what", "question": "What is wrong with it?", "answer": "It flickers" },
    ]);
    assert_eq!(answers(town.reporter(&filed.secret)).await, said);
    assert_eq!(answers(town.staff("lighting").await).await, said);
    assert_eq!(answers(town.anybody()).await, json!([]));
    town.close().await;
}

#[tokio::test]
async fn a_wrong_answer_is_refused_by_field_and_a_missing_one_is_not() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let questions = types(&anybody, "en").await;
    let asked = called(&questions, "road-street-lighting")["questions"].as_array().expect("questions");
    assert!(asked.iter().any(|question| question["required"] == true));
    for (answers, field, code) in [
        (json!({ "colour": "white" }), "answers.colour", "unknown_question"),
        (json!({ "lamps": "forty" }), "answers.lamps", "unknown_option"),
        (json!({ "post": "x".repeat(501) }), "answers.post", "too_long"),
    ] {
        let mut report = dark_lamp();
        report["answers"] = answers;
        anybody.post("reports", &report).await.refused_for(field, code);
    }
    for (entrance, code) in [("third", "not_a_number"), ("0", "out_of_range")] {
        let mut report = of_type("house-lift");
        report["answers"] = json!({ "entrance": entrance });
        anybody.post("reports", &report).await.refused_for("answers.entrance", code);
    }
    file(&anybody, &dark_lamp()).await;
    town.close().await;
}

#[tokio::test]
async fn what_people_report_most_comes_first_and_is_forgotten_after_a_season() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let used = async || anybody.get("catalogue").await.expect(200)["used"].clone();
    assert_eq!(used().await, Value::Null, "nobody reported anything");
    for (issue_type, times) in [("road-snow", 3), ("road-street-lighting", 4), ("city-park-care", 2)] {
        for _ in 0..times {
            file(&anybody, &of_type(issue_type)).await;
        }
    }
    town.set_clock("2026-11-16T10:01:00Z").await;
    assert_eq!(used().await, json!(["road-street-lighting", "road-snow"]), "twice is chance");
    town.set_clock("2027-02-20T09:00:00Z").await;
    assert_eq!(used().await, Value::Null);
    town.close().await;
}

//! Who sees what of a report.

use serde_json::{Value, json};
use stories::Town;
use stories::reports::{DESCRIPTION, NAME, PHONE, dark_lamp, file, file_with_photo, of_type};

#[tokio::test]
async fn words_are_hidden_from_the_public_until_somebody_publishes_them() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let dispatcher = town.staff("dispatcher").await;

    let public = filed.seen_by(&anybody).await;
    assert_eq!((&public["viewer"], &public["description"]), (&json!("public"), &Value::Null));
    let reporter = filed.seen_by(&town.reporter(&filed.secret)).await;
    assert_eq!((&reporter["viewer"], &reporter["description"]), (&json!("reporter"), &json!(DESCRIPTION)));
    let staff = filed.seen_by(&dispatcher).await;
    assert_eq!((&staff["viewer"], &staff["description"]), (&json!("staff"), &json!(DESCRIPTION)));

    let publish = json!({ "seen_version": staff["version"], "text": "published" });
    dispatcher.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    let public = filed.seen_by(&anybody).await;
    assert_eq!((&public["text"], &public["description"]), (&json!("published"), &json!(DESCRIPTION)));
    town.close().await;
}

#[tokio::test]
async fn nobody_is_shown_how_to_reach_the_author() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    for caller in
        [anybody, town.reporter(&filed.secret), town.staff("dispatcher").await, town.staff("lighting").await]
    {
        for path in [filed.path(), format!("reports/by-number/{}", filed.number()), "reports".into()] {
            let answer = caller.get(&path).await;
            answer.expect(200);
            for private in [NAME, PHONE, filed.secret.as_str()] {
                assert!(!answer.text().contains(private), "{private} in {path}");
            }
        }
    }
    town.close().await;
}

#[tokio::test]
async fn a_number_leads_to_the_same_report() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let by_number = anybody.get(&format!("reports/by-number/{}", filed.number())).await.expect(200);
    assert_eq!(by_number, filed.seen_by(&anybody).await);
    anybody.get("reports/by-number/2026-999999").await.refused(404, "not_found");
    town.close().await;
}

#[tokio::test]
async fn a_strangers_secret_opens_nothing() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let other = file(&town.anybody(), &dark_lamp()).await;
    let seen = filed.seen_by(&town.reporter(&other.secret)).await;
    assert_eq!((&seen["viewer"], &seen["description"]), (&json!("public"), &Value::Null));
    town.close().await;
}

#[tokio::test]
async fn the_place_of_a_home_is_shown_to_its_block_only() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("house-lift")).await;
    let public = filed.seen_by(&town.anybody()).await;
    assert_eq!(public["place"]["exact"], false);
    let (lat, lon) = stories::reports::CENTRE;
    assert_ne!((public["place"]["lat"].as_f64(), public["place"]["lon"].as_f64()), (Some(lat), Some(lon)));
    let staff = filed.seen_by(&town.staff("dispatcher").await).await;
    assert_eq!((&staff["place"]["exact"], &staff["place"]["lat"]), (&json!(true), &json!(lat)));
    town.close().await;
}

#[tokio::test]
async fn the_public_list_is_newest_first_and_can_be_narrowed() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut ids = Vec::new();
    for issue_type in ["road-street-lighting", "city-park-care", "road-snow"] {
        ids.push(file(&anybody, &of_type(issue_type)).await.id.to_string());
    }
    let listed = |page: &Value| -> Vec<String> {
        let reports = page["reports"].as_array().expect("reports");
        reports.iter().map(|card| card["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = anybody.get("reports?limit=2").await.expect(200);
    assert_eq!(listed(&all), [ids[2].clone(), ids[1].clone()]);
    let rest = anybody
        .get(&format!("reports?limit=2&cursor={}", all["next"].as_str().expect("more")))
        .await
        .expect(200);
    assert_eq!((listed(&rest), &rest["next"]), (vec![ids[0].clone()], &Value::Null));
    let roads = anybody.get("reports?category=roads").await.expect(200);
    assert_eq!(listed(&roads), [ids[2].clone(), ids[0].clone()]);
    let elsewhere = anybody.get("reports?bbox=36.41,57.62,36.42,57.63").await.expect(200);
    assert!(listed(&elsewhere).is_empty());
    town.close().await;
}

#[tokio::test]
async fn a_photo_is_on_the_public_card_only_when_published() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (filed, photo) = file_with_photo(&anybody).await;
    let card = async || anybody.get("reports").await.expect(200)["reports"][0]["photo"].clone();
    assert_eq!(card().await, Value::Null);
    let publish = json!({ "seen_version": filed.seen_by(&anybody).await["version"], "photos": { photo.to_string(): "published" } });
    town.staff("dispatcher").await.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    assert_eq!(card().await, json!(photo));
    town.close().await;
}

#[tokio::test]
async fn a_place_is_named_in_the_language_of_the_reader() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let read = |language| town.anybody().with("accept-language", language);
    let ru = filed.seen_by(&read("ru")).await["address"].as_str().unwrap().to_owned();
    let en = filed.seen_by(&read("en")).await["address"].as_str().unwrap().to_owned();
    assert!(en.is_ascii() && !ru.is_ascii(), "{ru} / {en}");
    assert_eq!(ru.split_once(", ").unwrap().1, en.split_once(", ").unwrap().1, "the same house");
    town.close().await;
}

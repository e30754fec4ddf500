//! What a city shows of itself.

use serde_json::{Value, json};
use stories::reports::{dark_lamp, file};
use stories::{CITY, Town};

#[tokio::test]
async fn the_catalogue_speaks_every_language_of_the_city() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let titles = async |language: &str| -> Vec<Value> {
        let catalogue = anybody.get(&format!("catalogue?language={language}")).await.expect(200);
        let categories = catalogue["categories"].as_array().expect("categories").clone();
        categories
            .iter()
            .flat_map(|category| category["types"].as_array().expect("types").clone())
            .map(|issue_type| issue_type["title"].clone())
            .collect()
    };
    let (russian, english) = (titles("ru").await, titles("en").await);
    assert_eq!((russian.len(), english.len()), (47, 47));
    assert!(russian.contains(&json!("Не горит уличное освещение")));
    assert!(english.contains(&json!("Street lighting not working")));
    town.close().await;
}

#[tokio::test]
async fn the_first_city_is_the_default_one() {
    let town = Town::open().await;
    let cities = town.anybody().get("/api/v1/cities").await.expect(200);
    let city = &cities["cities"][0];
    assert_eq!((&city["slug"], &city["default"]), (&json!(CITY), &json!(true)));
    assert_eq!((&city["time_zone"], &city["languages"]), (&json!("Europe/Moscow"), &json!(["ru", "en"])));
    town.anybody().get("/api/v1/cities/atlantis").await.refused(404, "not_found");
    town.close().await;
}

#[tokio::test]
async fn a_refusal_is_said_in_the_language_of_the_request() {
    let town = Town::open().await;
    let mut report = dark_lamp();
    report["place"] = json!({ "lat": 55.7512, "lon": 37.6184 });
    let mut said = Vec::new();
    for language in ["ru", "en"] {
        let problem = town.anybody().with("accept-language", language).post("reports", &report).await.json();
        said.push((problem["detail"].clone(), problem["errors"][0]["message"].clone()));
    }
    assert_ne!(said[0].0, said[1].0);
    assert_ne!(said[0].1, said[1].1);
    town.close().await;
}

#[tokio::test]
async fn a_page_runs_no_script_but_its_own() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    for path in ["/".to_owned(), format!("/reports/{}", filed.number()), "/desk".to_owned()] {
        let page = town.anybody().get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.starts_with("default-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe-eval") && !policy.contains("script-src"), "{policy}");
    }
    town.anybody().get("/api/v1/nothing-here").await.refused(404, "not_found");
    town.close().await;
}

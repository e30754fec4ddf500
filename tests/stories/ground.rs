//! What phones are told of a city so that they can tell by themselves: where it ends, which territory a
//! place is in, and by when a problem will be solved.

use serde_json::{Value, json};
use stories::Town;
use stories::reports::{dark_lamp, file, of_type};

#[tokio::test]
async fn a_phone_is_told_where_the_city_ends_and_only_once() {
    let town = Town::open().await;
    let answer = town.anybody().get("territories?language=en").await;
    let etag = answer.headers["etag"].to_str().expect("text").to_owned();
    let ground = answer.expect(200);
    let city = town.anybody().get("/api/v1/cities/small-town").await.expect(200);
    assert_eq!((&ground["version"], &ground["within_m"]), (&city["version"], &json!(5)));
    let slugs = |list: &Value| {
        let mut slugs: Vec<Value> =
            list.as_array().expect("a list").iter().map(|one| one["slug"].clone()).collect();
        slugs.sort_by_key(Value::to_string);
        slugs
    };
    assert_eq!(slugs(&ground["territories"]), slugs(&city["territories"]));
    for area in [&ground["boundary"], &ground["territories"][0]["area"]] {
        assert_eq!(area["type"], "MultiPolygon");
        let ring = area["coordinates"][0][0].as_array().expect("a ring");
        assert!(ring.len() >= 4 && ring.first() == ring.last(), "{ring:?}");
        let [west, south, east, north] =
            [0, 1, 2, 3].map(|side| city["bounds"][side].as_f64().expect("a bound"));
        for point in ring {
            let (lon, lat) = (point[0].as_f64().expect("degrees"), point[1].as_f64().expect("degrees"));
            assert!(
                (west - 1e-4..=east + 1e-4).contains(&lon) && (south - 1e-4..=north + 1e-4).contains(&lat)
            );
        }
    }
    let again = town.anybody().with("if-none-match", &etag).get("territories?language=en").await;
    assert_eq!(again.status, 304);
    let russian =
        town.anybody().with("if-none-match", &etag).get("territories?language=ru").await.expect(200);
    assert_ne!(russian["territories"][0]["title"], ground["territories"][0]["title"]);
    town.close().await;
}

#[tokio::test]
async fn the_catalogue_says_by_which_clocks_a_receipt_is_counted() {
    let town = Town::open().await;
    let catalogue = town.anybody().get("catalogue?language=en").await.expect(200);
    assert_eq!(catalogue["calendar"]["office_hours"]["opens"], "09:00:00");
    let years: Vec<&str> = catalogue["calendar"]["days"]
        .as_array()
        .expect("days")
        .iter()
        .filter_map(|day| day["day"].as_str()?.get(..4))
        .collect();
    assert!(years.contains(&"2026") && years.iter().all(|year| *year >= "2026"), "{years:?}");
    let types: Vec<&Value> = catalogue["categories"]
        .as_array()
        .expect("categories")
        .iter()
        .flat_map(|category| category["types"].as_array().expect("types"))
        .collect();
    let of = |slug: &str, measure: &str| {
        let issue_type = types.iter().find(|issue_type| issue_type["slug"] == slug).expect("the type");
        let clocks = issue_type["clocks"].as_array().expect("clocks");
        clocks.iter().find(|clock| clock["measure"] == measure).cloned()
    };
    let lamp = of("road-street-lighting", "resolution").expect("it ends");
    let receipt = file(&town.anybody(), &dark_lamp()).await.receipt;
    let days = |from: &Value, to: &Value| {
        let day = |at: &Value| at.as_str().expect("a time")[8..10].parse::<i64>().expect("a day");
        day(to) - day(from)
    };
    assert_eq!(json!(days(&receipt["received_at"], &receipt["due_at"])), lamp["target"]);
    let danger = types.iter().find(|issue_type| issue_type["emergency"] == true).expect("a dangerous type");
    let slug = danger["slug"].as_str().expect("a slug");
    let first = of(slug, "first_action").expect("somebody comes first");
    assert_eq!(first["target"], danger["first_action_hours"]);
    assert!(file(&town.anybody(), &of_type(slug)).await.receipt["first_action_due_at"].is_string());
    town.close().await;
}

//! What phones are told of a city so that they can tell by themselves: where it ends, which territory a
//! place is in, and by when a problem will be solved.

use serde_json::{Value, json};
use stories::Town;
use stories::phone::Phone;
use stories::reports::{CENTRE, dark_lamp, file, of_type};

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

/// The Monday noon on which towns open, milliseconds since 1970.
const NOON: i64 = 1_794_819_600_000;

/// A town that counts nobody: one caller stands for many here.
async fn town() -> Town {
    Town::open_with(vec![("CITYCENTER_LIMIT_REPORTS", String::new())]).await
}

/// The Moscow day of a moment, as a phone says it in English: `26 November`.
fn day(at: &Value) -> String {
    let at = at.as_str().expect("a time");
    let part = |range: std::ops::Range<usize>| at[range].parse::<usize>().expect("digits");
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    // At these hours it is the next day in Moscow; no deadline of small-town ends a month so.
    let day = part(8..10) + usize::from(part(11..13) >= 21);
    format!("{day} {}", months[part(5..7) - 1])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_without_a_network_promises_what_the_receipt_then_says() {
    let town = town().await;
    let mut phone = Phone::new(town.anybody().address());
    phone.now = NOON;
    phone.says(1, &["learn"]);
    let promises = phone.says_alone(&["promises"]);
    assert_eq!(promises.len(), 47, "{promises:?}");
    let mut visits = 0;
    for line in promises {
        let [slug, promise, visit] = line.splitn(3, " | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let receipt = file(&town.anybody(), &of_type(slug)).await.receipt;
        assert_eq!(promise, format!("We solve it by {}.", day(&receipt["due_at"])), "{slug}");
        let first = &receipt["first_action_due_at"];
        assert_eq!(first.is_string(), !visit.is_empty(), "{slug}: {visit}");
        if first.is_string() {
            assert!(visit.contains(&day(first)), "{slug}: {visit} and {first}");
            visits += 1;
        }
    }
    assert!(visits > 0, "some types are dangerous");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_without_a_network_knows_the_district_that_the_city_says() {
    let town = town().await;
    let phone = Phone::new(town.anybody().address());
    phone.says(1, &["learn"]);
    let dispatcher = town.staff("dispatcher").await;
    let places: Vec<String> = (-4..=4)
        .flat_map(|north| (-4..=4).map(move |east| (north, east)))
        .map(|(north, east)| {
            let (lat, lon) = (CENTRE.0 + f64::from(north) * 0.0037, CENTRE.1 + f64::from(east) * 0.0071);
            format!("{lat:.5},{lon:.5}")
        })
        .collect();
    let words: Vec<&str> = std::iter::once("districts").chain(places.iter().map(String::as_str)).collect();
    let mut seen = std::collections::BTreeSet::new();
    for line in phone.says_alone(&words) {
        let (place, told) = line.split_once(" | ").expect("a district");
        let (lat, lon) = place.split_once(',').expect("a place");
        let degrees = |text: &str| text.parse::<f64>().expect("degrees");
        let mut report = dark_lamp();
        report["place"] = json!({ "lat": degrees(lat), "lon": degrees(lon) });
        let answer = town.anybody().post("reports", &report).await;
        if told == "outside" {
            answer.refused_for("place", "outside_city");
        } else {
            answer.expect(201);
            let path = format!("reports/{}?language=en", report["id"].as_str().expect("an id"));
            let territory = dispatcher.get(&path).await.expect(200)["territory"]["title"].clone();
            assert_eq!(told, territory.as_str().unwrap_or("In no district"), "{place}");
        }
        seen.insert(told.to_owned());
    }
    assert!(seen.len() > 2 && seen.contains("outside"), "{seen:?}");
    town.close().await;
}

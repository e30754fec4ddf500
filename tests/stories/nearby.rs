//! Somebody is about to file what others have filed, and is shown it.

use serde_json::{Value, json};
use stories::reports::{CENTRE, DESCRIPTION, NAME, dark_lamp, file, file_with_photo, of_type};
use stories::{Caller, Town};

/// So many metres north of the middle of town.
fn north(metres: f64) -> (f64, f64) {
    (CENTRE.0 + metres / 111_195.0, CENTRE.1)
}

fn at((lat, lon): (f64, f64), issue_type: &str) -> Value {
    let mut report = of_type(issue_type);
    report["place"] = json!({ "lat": lat, "lon": lon });
    report
}

async fn near(caller: &Caller, (lat, lon): (f64, f64), issue_type: &str) -> Vec<Value> {
    let answer = caller.get(&format!("reports/nearby?type={issue_type}&lat={lat}&lon={lon}")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.expect(200)["reports"].as_array().expect("a list").clone()
}

fn ids(reports: &[Value]) -> Vec<&str> {
    reports.iter().map(|report| report["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn what_is_near_is_shown_nearest_first_with_siblings_and_within_the_radius() {
    let town = Town::open().await;
    let anybody = town.anybody();
    // A dark lamp is looked for within 25 metres.
    let at_20 = file(&anybody, &at(north(20.0), "road-street-lighting")).await;
    let sibling_at_10 = file(&anybody, &at(north(10.0), "road-sidewalk")).await;
    let at_5 = file(&anybody, &at(north(5.0), "road-street-lighting")).await;
    file(&anybody, &at(north(30.0), "road-street-lighting")).await;
    file(&anybody, &at(north(1.0), "yard-lighting")).await;
    file(&anybody, &at(north(1.0), "road-crossing-request")).await;

    let found = near(&anybody, CENTRE, "road-street-lighting").await;
    let expected = [at_5.id, sibling_at_10.id, at_20.id].map(|id| id.to_string());
    assert_eq!(ids(&found), expected, "too far, another category and what has no place are left out");
    let of = |field: &str| -> Vec<Value> { found.iter().map(|report| report[field].clone()).collect() };
    assert_eq!(of("distance_m"), [5, 10, 20]);
    assert_eq!(of("same_type"), [true, false, true]);
    assert_eq!(of("supports"), [0, 0, 0]);
    assert_eq!(found[0]["number"], at_5.number());
    assert_eq!((&found[0]["status"], &found[0]["shape"]), (&json!("assigned"), &json!("new")));
    assert_eq!(found[0]["due_at"], at_5.receipt["due_at"]);
    assert!(found[0]["address"].as_str().is_some_and(|address| !address.is_empty()));
    // A request for a crossing is never the same as another one.
    assert!(near(&anybody, CENTRE, "road-crossing-request").await.is_empty());
    town.close().await;
}

#[tokio::test]
async fn a_new_report_at_the_very_place_of_another_is_filed_as_ever() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let first = file(&anybody, &dark_lamp()).await;
    assert_eq!(near(&anybody, CENTRE, "road-street-lighting").await.len(), 1);
    let second = file(&anybody, &dark_lamp()).await;
    assert_ne!(first.number(), second.number());
    assert_eq!(second.receipt["status"], "assigned");
    let found = near(&anybody, CENTRE, "road-street-lighting").await;
    assert_eq!(ids(&found), [first.id.to_string(), second.id.to_string()], "the older first");
    for _ in 0..10 {
        file(&anybody, &dark_lamp()).await;
    }
    assert_eq!(near(&anybody, CENTRE, "road-street-lighting").await.len(), 10);
    town.close().await;
}

#[tokio::test]
async fn closed_reports_are_near_for_thirty_days() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let worker = town.staff("lighting").await;
    filed.resolved_by(&worker).await;
    let found = near(&town.anybody(), CENTRE, "road-street-lighting").await;
    assert_eq!((&found[0]["shape"], found.len()), (&json!("resolved"), 1));
    assert!(found[0]["closed_at"].is_string());

    town.set_clock("2026-12-16T08:00:00Z").await;
    assert_eq!(near(&town.anybody(), CENTRE, "road-street-lighting").await.len(), 1);
    town.set_clock("2026-12-16T10:00:00Z").await;
    assert!(near(&town.anybody(), CENTRE, "road-street-lighting").await.is_empty());
    town.close().await;
}

#[tokio::test]
async fn a_home_is_near_its_block_and_its_true_distance_is_told_to_nobody() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &of_type("house-lift")).await;
    let public = filed.seen_by(&anybody).await["place"].clone();
    let middle = (public["lat"].as_f64().unwrap(), public["lon"].as_f64().unwrap());

    // Asked at its very door and at the middle of its block, it is found at that middle.
    let at_the_door = near(&anybody, CENTRE, "house-lift").await;
    let in_the_middle = near(&anybody, middle, "house-lift").await;
    for found in [&at_the_door, &in_the_middle] {
        assert_eq!(ids(found), [filed.id.to_string()]);
        assert_eq!(found[0]["place"], public);
    }
    assert_eq!(in_the_middle[0]["distance_m"], 0);
    // Two homes of one block answer alike, wherever somebody asks.
    let mut neighbour = of_type("house-lift");
    let (dlat, dlon) = (middle.0 - CENTRE.0, middle.1 - CENTRE.1);
    neighbour["place"] = json!({ "lat": middle.0 + dlat / 2.0, "lon": middle.1 + dlon / 2.0 });
    file(&anybody, &neighbour).await;
    for metres in [-150.0, -95.0, -60.0, 0.0, 40.0, 90.0, 150.0] {
        let found = near(&anybody, (middle.0 + metres / 111_195.0, middle.1), "house-lift").await;
        let distances: Vec<&Value> = found.iter().map(|report| &report["distance_m"]).collect();
        assert!(matches!(distances[..], []) || distances.len() == 2 && distances[0] == distances[1]);
        assert_eq!(found.is_empty(), metres.abs() > 105.0, "25 metres and what a block may hide: {metres}");
    }
    town.close().await;
}

#[tokio::test]
async fn only_public_facts_are_near() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (filed, photo) = file_with_photo(&anybody).await;
    let path = format!("reports/nearby?type=road-street-lighting&lat={}&lon={}", CENTRE.0, CENTRE.1);
    for caller in [anybody.clone(), town.reporter(&filed.secret), town.staff("dispatcher").await] {
        let answer = caller.get(&path).await;
        for private in [DESCRIPTION, NAME, filed.secret.as_str(), &photo.to_string()] {
            assert!(!answer.text().contains(private), "{private}: {}", answer.text());
        }
    }
    let seen = filed.seen_by(&anybody).await["version"].clone();
    let publish = json!({ "seen_version": seen, "photos": { photo.to_string(): "published" } });
    town.staff("dispatcher").await.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    assert_eq!(near(&anybody, CENTRE, "road-street-lighting").await[0]["photo"], json!(photo));
    let mut database = town.database().await;
    let hide = sqlx::query("update reports set visibility = 'hidden' where id = $1").bind(filed.id);
    hide.execute(&mut database).await.unwrap();
    assert!(near(&anybody, CENTRE, "road-street-lighting").await.is_empty());
    town.close().await;
}

#[tokio::test]
async fn every_parameter_that_is_wrong_is_named() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let wrong = async |query: &str| -> Vec<(String, String)> {
        let problem = anybody.get(&format!("reports/nearby{query}")).await.refused(422, "invalid");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let errors = problem["errors"].as_array().expect("errors");
        errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
    };
    let said = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(wrong("").await, said(&[("type", "missing"), ("lat", "missing"), ("lon", "missing")]));
    assert_eq!(
        wrong("?type=nothing&lat=north&lon=36.4").await,
        said(&[("type", "unknown_type"), ("lat", "unreadable")])
    );
    for lat in ["91", "NaN", "inf"] {
        let query = format!("?type=road-snow&lat={lat}&lon=36.4");
        assert_eq!(wrong(&query).await, said(&[("place", "not_on_the_globe")]), "{lat}");
    }
    assert_eq!(wrong("?type=road-snow&lat=55&lon=36.4").await, said(&[("place", "outside_city")]));
    town.close().await;
}

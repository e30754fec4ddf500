//! Map tiles.

use std::collections::BTreeSet;
use stories::reports::{CENTRE, dark_lamp, file, of_type};
use stories::tile::{Properties, containing, features};
use stories::{CITY, Caller, Town};

async fn reports_at(caller: &Caller, zoom: u32, query: &str) -> Vec<Properties> {
    let (x, y) = containing(CENTRE, zoom);
    let answer = caller.get(&format!("/tiles/{CITY}/reports/{zoom}/{x}/{y}.mvt{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    features(&answer.bytes, "reports")
}

#[tokio::test]
async fn a_tile_tells_what_everybody_may_know_and_nothing_else() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let points = reports_at(&town.anybody(), 16, "").await;
    assert_eq!(points.len(), 1);
    let known: BTreeSet<&str> = points[0].keys().map(String::as_str).collect();
    assert_eq!(known, BTreeSet::from(["id", "number", "type", "category", "status", "shape", "emergency"]));
    assert_eq!(points[0]["number"], filed.number());
    assert_eq!(points[0]["shape"], "new");
    town.close().await;
}

#[tokio::test]
async fn a_new_report_and_its_changes_are_on_the_map_at_once() {
    let town = Town::open().await;
    let anybody = town.anybody();
    assert!(reports_at(&anybody, 16, "").await.is_empty());
    let filed = file(&anybody, &dark_lamp()).await;
    assert_eq!(reports_at(&anybody, 16, "").await[0]["status"], "assigned");
    filed.moved_by(&town.staff("lighting").await, "accepted", &[]).await.expect(200);
    assert_eq!(reports_at(&anybody, 16, "").await[0]["status"], "accepted");
    town.close().await;
}

#[tokio::test]
async fn from_afar_reports_become_a_number() {
    let town = Town::open().await;
    let anybody = town.anybody();
    for _ in 0..3 {
        file(&anybody, &dark_lamp()).await;
    }
    file(&anybody, &of_type("city-park-care")).await;
    let clusters = reports_at(&anybody, 10, "").await;
    assert_eq!((clusters.len(), clusters[0]["count"].as_str(), clusters[0]["new"].as_str()), (1, "4", "4"));
    let roads = reports_at(&anybody, 10, "?category=roads").await;
    assert_eq!((roads.len(), roads[0]["count"].as_str()), (1, "3"));
    town.close().await;
}

#[tokio::test]
async fn the_ground_of_the_map_is_the_citys_own() {
    let town = Town::open().await;
    let (x, y) = containing(CENTRE, 15);
    let tile = town.anybody().get(&format!("/tiles/{CITY}/base/15/{x}/{y}.mvt")).await.bytes;
    for layer in ["streets", "houses"] {
        assert!(!features(&tile, layer).is_empty(), "no {layer}");
    }
    assert!(features(&tile, "streets").iter().any(|street| street.contains_key("name_ru")));
    town.close().await;
}

#[tokio::test]
async fn the_ground_is_sent_once() {
    let town = Town::open().await;
    let (x, y) = containing(CENTRE, 15);
    let path = format!("/tiles/{CITY}/base/15/{x}/{y}.mvt");
    let etag = town.anybody().get(&path).await.headers["etag"].to_str().expect("text").to_owned();
    let again = town.anybody().with("if-none-match", &etag).get(&path).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    town.close().await;
}

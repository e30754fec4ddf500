//! The base map: an extract of OpenStreetMap becomes streets, houses and water that people see and find.

use serde_json::Value;
use std::fs;
use std::path::Path;
use stories::reports::CENTRE;
use stories::server::{city_dir, run};
use stories::tile::{containing, features};
use stories::{CITY, Caller, Town};

/// A piece of map around the middle of the city: a street with houses, a railway, a pond.
fn extract(with_house_5: bool) -> String {
    let (lat, lon) = CENTRE;
    let mut nodes = Vec::new();
    let mut node = |up: f64, right: f64| {
        nodes.push(format!(
            r#"<node id="{}" lat="{:.7}" lon="{:.7}"/>"#,
            900 - nodes.len(),
            lat + up,
            lon + right
        ));
        900 - (nodes.len() - 1)
    };
    let mut ways = Vec::new();
    let mut way = |id: u32, at: &[(f64, f64)], closed: bool, tags: &[(&str, &str)]| {
        let mut ids: Vec<usize> = at.iter().map(|&(up, right)| node(up, right)).collect();
        ids.extend(closed.then(|| ids[0]));
        let refs: Vec<String> = ids.iter().map(|id| format!(r#"<nd ref="{id}"/>"#)).collect();
        let tags: Vec<String> =
            tags.iter().map(|(key, value)| format!(r#"<tag k="{key}" v="{value}"/>"#)).collect();
        ways.push(format!(r#"<way id="{id}">{}{}</way>"#, refs.concat(), tags.concat()));
    };
    let square = |up: f64, right: f64, side: f64| {
        [(up, right), (up, right + side), (up + side, right + side), (up + side, right)]
    };
    way(
        1,
        &[(0.0, -0.003), (0.0, 0.003)],
        false,
        &[("highway", "residential"), ("name", "улица Гончарова"), ("name:en", "Goncharova Street")],
    );
    if with_house_5 {
        let address = [("building", "yes"), ("addr:street", "ул. Гончарова"), ("addr:housenumber", "5")];
        way(2, &square(0.0002, 0.0, 0.0002), true, &address);
    }
    let address = [("building", "yes"), ("addr:street", "улица Гончарова"), ("addr:housenumber", "12А к1")];
    way(3, &square(0.0002, 0.001, 0.0002), true, &address);
    way(4, &square(0.0002, 0.002, 0.0002), true, &[("building", "garage")]);
    way(5, &[(-0.001, -0.003), (-0.001, 0.003)], false, &[("railway", "rail")]);
    way(6, &square(-0.0008, -0.002, 0.0005), true, &[("natural", "water"), ("name", "Тихий пруд")]);
    format!(r#"<?xml version="1.0"?><osm version="0.6">{}{}</osm>"#, ways.concat(), nodes.concat())
}

/// Runs the import and gives its last line.
fn import(town: &Town, file: &Path) -> String {
    let output = run(town.verb().args(["import", "osm"]).arg(file).args(["--city", CITY]), "");
    let said = String::from_utf8(output.stdout).expect("text");
    said.lines().last().expect("a last line").to_owned()
}

async fn found(caller: &Caller, text: &str, language: &str) -> Vec<Value> {
    let found = caller.get(&format!("geocode/search?text={text}&language={language}")).await.expect(200);
    found["results"].as_array().expect("results").clone()
}

async fn first(caller: &Caller, text: &str) -> (String, String) {
    let found = found(caller, text, "ru").await;
    let best = found.first().unwrap_or_else(|| panic!("nothing is called {text}"));
    let said = |field: &str| best[field].as_str().expect("text").to_owned();
    (said("kind"), said("title"))
}

#[tokio::test]
async fn an_imported_map_is_drawn_and_found_and_importing_it_again_changes_nothing() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let file = scratch.path().join("town.osm");
    fs::write(&file, extract(true)).expect("written");
    let before = town.anybody().get(&format!("/api/v1/cities/{CITY}")).await.expect(200);
    assert_eq!(before["attribution"], Value::Null);

    let said = import(&town, &file);
    assert!(
        said.starts_with("imported 6, unchanged 0, retired ") && said.ends_with(", rejected 0"),
        "{said}"
    );
    assert!(!said.contains("retired 0"), "the folder's streets give way: {said}");
    assert_eq!(import(&town, &file), "imported 0, unchanged 6, retired 0, rejected 0");

    let server = town.another_server();
    let anybody = Caller::new(server.address());
    drawn(&anybody).await;
    for text in ["ул гончарова 5", "Гончарова ул., д. 5", "Goncharova st 5", "5, улица Гончорова"]
    {
        assert_eq!(
            first(&anybody, text).await,
            ("house".to_owned(), "улица Гончарова, 5".to_owned()),
            "{text}"
        );
    }
    assert_eq!(first(&anybody, "гончарова 12 а корп 1").await.1, "улица Гончарова, 12А к1");
    assert_eq!(first(&anybody, "гонч").await, ("street".to_owned(), "улица Гончарова".to_owned()));
    assert_eq!(first(&anybody, "тихий пруд").await, ("ground".to_owned(), "Тихий пруд".to_owned()));
    assert_eq!(found(&anybody, "гончарова 5", "en").await[0]["title"], "Goncharova Street, 5");
    assert!(found(&anybody, "Бульвар Космонавтов", "ru").await.is_empty(), "nobody invents a street");
    let house = format!("lat={}&lon={}", CENTRE.0 + 0.0003, CENTRE.1 + 0.0001);
    let here = anybody.get(&format!("geocode/reverse?{house}&language=ru")).await.expect(200);
    assert_eq!(here["address"]["title"], "улица Гончарова, 5");
    let city = anybody.get(&format!("/api/v1/cities/{CITY}")).await.expect(200);
    assert_eq!(city["attribution"], "OpenStreetMap", "its licence wants its name where the map is");
    server.stop();

    // House 5 is pulled down; the folder is loaded in between, and leaves the import alone.
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    fs::write(&file, extract(false)).expect("written");
    assert_eq!(import(&town, &file), "imported 0, unchanged 5, retired 1, rejected 0");
    let server = town.another_server();
    assert_eq!(first(&Caller::new(server.address()), "гончарова 5").await.0, "street");
    server.stop();

    run(town.verb().args(["import", "osm", "--forget", "--city", CITY]), "");
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    let server = town.another_server();
    let anybody = Caller::new(server.address());
    let left = found(&anybody, "улица Гончарова", "ru").await;
    assert!(
        left.iter().all(|found| found["title"] != "улица Гончарова"),
        "the folder's map is back: {left:?}"
    );
    let city = anybody.get(&format!("/api/v1/cities/{CITY}")).await.expect(200);
    assert_eq!(city["attribution"], Value::Null);
    server.stop();
    town.close().await;
}

async fn drawn(anybody: &Caller) {
    let (x, y) = containing(CENTRE, 15);
    let tile = anybody.get(&format!("/tiles/{CITY}/base/15/{x}/{y}.mvt")).await.bytes;
    let named = |layer: &str, name: &str| {
        features(&tile, layer).iter().any(|feature| feature.get("name_ru").is_some_and(|said| said == name))
    };
    assert!(named("streets", "улица Гончарова") && named("grounds", "Тихий пруд"));
    assert_eq!(features(&tile, "houses").len(), 3, "a garage without a number is drawn too");
    assert_eq!(features(&tile, "lines")[0]["class"], "rail");
    let (x, y) = containing(CENTRE, 11);
    let far = anybody.get(&format!("/tiles/{CITY}/base/11/{x}/{y}.mvt")).await.bytes;
    assert!(
        features(&far, "houses").is_empty() && features(&far, "streets").is_empty(),
        "from afar they are dust"
    );
    assert_eq!(features(&far, "lines").len(), 1);
}

#[tokio::test]
async fn the_folders_own_streets_are_found_too_and_what_is_wrong_with_a_question_is_said() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (lat, lon) = CENTRE;
    let here = anybody.get(&format!("geocode/reverse?lat={lat}&lon={lon}&language=ru")).await.expect(200);
    let street = here["address"]["street"].as_str().expect("a street").to_owned();
    let (kind, title) = first(&anybody, &street.to_uppercase()).await;
    assert_eq!((kind.as_str(), title), ("street", street));
    let nowhere = anybody.get("geocode/reverse?lat=0&lon=0").await.expect(200);
    assert_eq!(nowhere["address"], Value::Null);
    let long = "a".repeat(201);
    for (question, field, code) in [
        ("reverse?lat=57.6".to_owned(), "lon", "missing"),
        ("reverse?lat=91&lon=36".to_owned(), "lat", "not_on_the_globe"),
        ("search".to_owned(), "text", "missing"),
        ("search?text=a".to_owned(), "text", "too_short"),
        (format!("search?text={long}"), "text", "too_long"),
        ("search?text=abc&near=here".to_owned(), "near", "unreadable"),
        ("search?text=abc&limit=500".to_owned(), "limit", "out_of_range"),
    ] {
        let refused = anybody.get(&format!("geocode/{question}")).await;
        assert_eq!(refused.status, 422, "{question}");
        let body: Value = serde_json::from_slice(&refused.bytes).expect("a problem");
        assert_eq!((&body["errors"][0]["field"], &body["errors"][0]["code"]), (&field.into(), &code.into()));
    }
    town.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_map_changes_nothing_and_says_why() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let cut = extract(true);
    for (name, bytes, why) in [
        ("cut.osm", &cut.as_bytes()[..cut.len() / 2], "ends too early"),
        ("table.osm", b"name,lat,lon\n".as_slice(), "is neither OSM XML"),
        ("empty.osm", b"<osm></osm>".as_slice(), "has nothing within the city's boundary"),
    ] {
        let file = scratch.path().join(name);
        fs::write(&file, bytes).expect("written");
        let output =
            town.verb().args(["import", "osm"]).arg(&file).args(["--city", CITY]).output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(name) && said.contains(why), "{said}");
    }
    let output = run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("unchanged"), "{output:?}");
    town.close().await;
}

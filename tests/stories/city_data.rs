//! A city is data: what loading its folder does, and what a demo makes of it.

use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use stories::folder::{change, copy_of_the_city};
use stories::keeper::data_dir;
use stories::reports::{DESCRIPTION, file, of_type};
use stories::server::{city_dir, run};
use stories::{CITY, Caller, Server, Town};

async fn offered(caller: &Caller) -> (i64, BTreeSet<String>) {
    let catalogue = caller.get("catalogue").await.expect(200);
    let categories = catalogue["categories"].as_array().expect("categories").clone();
    let types = categories.iter().flat_map(|category| category["types"].as_array().expect("types").clone());
    let slugs = types.map(|issue_type| issue_type["slug"].as_str().expect("a slug").to_owned());
    (catalogue["version"].as_i64().expect("a version"), slugs.collect())
}

#[tokio::test]
async fn a_type_that_left_the_folder_is_not_offered_but_its_reports_keep_their_name() {
    let town = Town::open().await;
    let (version, all) = offered(&town.anybody()).await;
    let filed = file(&town.anybody(), &of_type("city-graffiti-ads")).await;
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("issue-types.csv"), |text| {
        text.split_inclusive('\n').filter(|line| !line.contains("city-graffiti-ads")).collect()
    });
    run(town.verb().args(["city", "load"]).arg(&folder), "");

    let server = town.another_server();
    let (next, left) = offered(&Caller::new(server.address())).await;
    assert_eq!(next, version + 1);
    assert_eq!(all.difference(&left).collect::<Vec<_>>(), ["city-graffiti-ads"]);
    let seen = filed.seen_by(&Caller::new(server.address())).await;
    assert_eq!(seen["type"]["slug"], json!("city-graffiti-ads"));
    server.stop();

    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    let output = run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("unchanged"), "{output:?}");
    let server = town.another_server();
    assert_eq!(offered(&Caller::new(server.address())).await, (version + 2, all));
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_type_may_show_less_than_its_city() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("city.toml"), |text| text.replace(r#"text = "hidden""#, r#"text = "published""#));
    run(town.verb().args(["city", "load"]).arg(&folder), "");
    let server = town.another_server();
    let public = Caller::new(server.address());
    for (slug, words) in [("road-street-lighting", json!(DESCRIPTION)), ("house-lift", json!(null))] {
        let filed = file(&public, &of_type(slug)).await;
        assert_eq!(filed.seen_by(&public).await["description"], words, "{slug}");
    }
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_city_that_was_loaded_before_types_had_words_goes_on_without_them() {
    let town = Town::open().await;
    let mut database = town.database().await;
    for sql in ["update issue_types set content = null", "update cities set version = version + 1"] {
        sqlx::query(sql).execute(&mut database).await.expect("as an older program left it");
    }
    let server = town.another_server();
    let caller = Caller::new(server.address());
    assert_eq!(offered(&caller).await.1.len(), 47);
    file(&caller, &of_type("house-lift")).await;
    server.stop();
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    let server = town.another_server();
    let catalogue = Caller::new(server.address()).get("catalogue").await.expect(200);
    let first = &catalogue["categories"][0]["types"][0];
    assert!(first["belongs"].as_str().is_some_and(|words| !words.is_empty()), "{first}");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_folder_with_mistakes_is_refused_as_a_whole_and_all_of_them_are_told() {
    let town = Town::open().await;
    let before = offered(&town.anybody()).await;
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("issue-types.csv"), |text| {
        text.replacen(",street-lighting,10,", ",street-lightning,ten,", 1)
    });
    change(&folder.join("departments.csv"), |text| text.replace("Приёмная мэра города", "Приёмная"));
    fs::remove_file(scratch.path().join("russia/issue-types/house-lift.toml")).expect("removed");
    change(&scratch.path().join("russia/issue-types/road-snow.toml"), |text| {
        text.replacen("ru = ", "rus = ", 1)
    });
    fs::write(folder.join("boundary.geojson"), r#"{"type": "FeatureCollection", "features": []}"#)
        .expect("written");
    let output = town.verb().args(["city", "load"]).arg(&folder).output().expect("the binary runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    for problem in [
        "issue-types.csv, line 9: deadline_days",
        "department “street-lightning” is unknown",
        "boundary.geojson",
        "issue-types/house-lift.toml: is missing",
        "russia/issue-types/road-snow.toml, line",
    ] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
    let server = town.another_server();
    assert_eq!(offered(&Caller::new(server.address())).await, before);
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_demo_shows_danger_work_and_results_with_photos() {
    let data_dir = data_dir();
    let server = Server::embedded_with(data_dir.path(), &["--demo"]);
    let caller = Caller::new(server.address());
    let page = caller.get("reports?limit=100").await.expect(200);
    let reports = page["reports"].as_array().expect("reports");
    let shapes: BTreeSet<&str> = reports.iter().filter_map(|report| report["shape"].as_str()).collect();
    assert!(["danger", "work", "resolved"].iter().all(|shape| shapes.contains(shape)), "{shapes:?}");
    let photo = reports.iter().find_map(|report| report["photo"].as_str()).expect("a published photo");
    let picture = caller.get(&format!("photos/{photo}/medium")).await;
    assert_eq!((picture.status, picture.headers["content-type"].to_str().ok()), (200, Some("image/jpeg")));
    server.stop();
}

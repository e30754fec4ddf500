//! Who gets a report, and why: by the thing it is about, by the territory, by the type.

use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Output;
use stories::folder::{change, copy_of_the_city};
use stories::reports::{CENTRE, Filed, dark_lamp, file, of_type};
use stories::server::{city_dir, run};
use stories::{CITY, Caller, Server, Town};
use tempfile::TempDir;

/// Degrees of longitude, at this latitude.
const HUNDRED_METRES: f64 = 0.001_68;

/// A lamp in a file of assets.
struct Lamp {
    number: &'static str,
    /// Metres east of the middle of the town.
    east: f64,
    owner: Option<&'static str>,
}

const OF_THE_CENTRE: Lamp = Lamp { number: "7/1", east: 0.0, owner: Some("mc-centre") };
const OF_NOBODY: Lamp = Lamp { number: "7/2", east: 100.0, owner: None };

/// The city's folder with these lamps and nothing else.
struct Lit {
    folder: PathBuf,
    _scratch: TempDir,
}

impl Lit {
    fn by(lamps: &[Lamp]) -> Lit {
        let scratch = tempfile::tempdir().expect("a folder");
        let lit = Lit { folder: copy_of_the_city(scratch.path()), _scratch: scratch };
        lit.relit(lamps);
        lit
    }

    fn relit(&self, lamps: &[Lamp]) {
        let features: Vec<Value> = lamps.iter().map(Lamp::feature).collect();
        let assets = json!({ "type": "FeatureCollection", "features": features });
        fs::write(self.folder.join("assets.geojson"), assets.to_string()).expect("written");
    }

    fn load(&self, town: &Town) -> Server {
        run(town.verb().args(["city", "load"]).arg(&self.folder), "");
        town.another_server()
    }

    fn preview(&self, town: &Town) -> String {
        let output = run(town.verb().args(["city", "load", "--preview"]).arg(&self.folder), "");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn refused(&self, town: &Town) -> String {
        let Output { status, stderr, .. } =
            town.verb().args(["city", "load"]).arg(&self.folder).output().expect("the binary runs");
        assert!(!status.success());
        String::from_utf8_lossy(&stderr).into_owned()
    }
}

impl Lamp {
    fn place(&self) -> (f64, f64) {
        (CENTRE.0, CENTRE.1 + self.east / 100.0 * HUNDRED_METRES)
    }

    fn feature(&self) -> Value {
        let (lat, lon) = self.place();
        let id = format!("lamp-{}", self.number.replace('/', "-"));
        json!({
            "type": "Feature",
            "properties": { "id": id, "kind": "lamp", "number": self.number, "department": self.owner },
            "geometry": { "type": "Point", "coordinates": [lon, lat] },
        })
    }

    /// A report that it is dark, with the pin a few metres beside it.
    fn is_dark(&self) -> Value {
        let (lat, lon) = self.place();
        let mut report = dark_lamp();
        report["place"] = json!({ "lat": lat + 0.000_05, "lon": lon });
        report
    }
}

/// Who has it and why, as the receipt says.
fn owner(filed: &Filed) -> (&str, &str) {
    let receipt = &filed.receipt;
    let department = receipt["department"]["slug"].as_str().expect("a department");
    (department, receipt["routed_because"].as_str().expect("a reason"))
}

fn version(catalogue: &Value) -> i64 {
    catalogue["version"].as_i64().expect("a version")
}

#[tokio::test]
async fn a_dark_lamp_is_its_owners_to_mend_and_everybody_reads_why() {
    let town = Town::open().await;
    let server = Lit::by(&[OF_THE_CENTRE, OF_NOBODY]).load(&town);
    let anybody = Caller::new(server.address());
    let filed = file(&anybody, &OF_THE_CENTRE.is_dark()).await;
    let why = "Next to the pin is lamp No. 7/1, which this organisation looks after.";
    assert_eq!(owner(&filed), ("mc-centre", why));
    let seen = anybody.get(&format!("{}?language=ru", filed.path())).await.expect(200);
    assert_eq!(seen["department"]["slug"], "mc-centre");
    assert_eq!(seen["routed_because"], "Рядом с меткой объект этой организации: фонарь № 7/1.");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_lamp_of_nobody_is_the_dispatchers_to_find_an_owner_for() {
    let town = Town::open().await;
    let server = Lit::by(&[OF_THE_CENTRE, OF_NOBODY]).load(&town);
    let filed = file(&Caller::new(server.address()), &OF_NOBODY.is_dark()).await;
    let (department, why) = owner(&filed);
    assert_eq!(department, "edds");
    assert!(why.contains("lamp No. 7/2"), "{why}");
    let desk = town.staff("dispatcher").await.get("desk/reports").await.expect(200);
    let cases = desk["reports"].as_array().expect("cases");
    assert!(cases.iter().any(|case| case["id"] == json!(filed.id)), "{desk}");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn where_no_lamp_is_near_the_types_department_answers() {
    let town = Town::open().await;
    let server = Lit::by(&[OF_NOBODY]).load(&town);
    let filed = file(&Caller::new(server.address()), &OF_THE_CENTRE.is_dark()).await;
    let (department, why) = owner(&filed);
    assert_eq!(department, "street-lighting");
    assert!(!why.contains("lamp"), "{why}");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_lamp_that_changed_hands_takes_new_reports_along_and_leaves_the_old_ones() {
    let town = Town::open().await;
    let lit = Lit::by(&[OF_THE_CENTRE]);
    let server = lit.load(&town);
    let before = file(&Caller::new(server.address()), &OF_THE_CENTRE.is_dark()).await;
    server.stop();
    lit.relit(&[Lamp { owner: Some("street-lighting"), ..OF_THE_CENTRE }]);
    let server = lit.load(&town);
    let anybody = Caller::new(server.address());
    let after = file(&anybody, &OF_THE_CENTRE.is_dark()).await;
    assert_eq!((owner(&before).0, owner(&after).0), ("mc-centre", "street-lighting"));
    assert_eq!(before.seen_by(&anybody).await["department"]["slug"], "mc-centre");
    server.stop();
    // And one that is gone decides nothing, while old reports still say something sensible.
    lit.relit(&[]);
    let server = lit.load(&town);
    let anybody = Caller::new(server.address());
    let why = after.seen_by(&anybody).await["routed_because"].clone();
    assert_eq!(why, "Сообщение касается объекта, за который отвечает эта организация.");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_file_of_assets_with_a_mistake_is_refused_and_changes_nothing() {
    let town = Town::open().await;
    let lit = Lit::by(&[OF_THE_CENTRE]);
    let server = lit.load(&town);
    let known = version(&Caller::new(server.address()).get("catalogue").await.expect(200));
    server.stop();
    lit.relit(&[Lamp { owner: Some("lamplighters"), ..OF_THE_CENTRE }, Lamp { number: "7/9", ..OF_NOBODY }]);
    change(&lit.folder.join("assets.geojson"), |text| text.replace("lamp-7-9", "Lamp 9"));
    let told = lit.refused(&town);
    for problem in [
        "assets.geojson, “lamp-7-1”: department “lamplighters” is not in departments.csv",
        "assets.geojson, “Lamp 9”: id is not a name",
        "nothing was changed",
    ] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
    let server = town.another_server();
    let anybody = Caller::new(server.address());
    assert_eq!(version(&anybody.get("catalogue").await.expect(200)), known);
    assert_eq!(owner(&file(&anybody, &OF_THE_CENTRE.is_dark()).await).0, "mc-centre");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_preview_counts_what_would_change_and_writes_nothing() {
    let town = Town::open().await;
    let lit = Lit::by(&[OF_THE_CENTRE, OF_NOBODY, Lamp { number: "7/3", east: 20.0, ..OF_THE_CENTRE }]);
    lit.load(&town).stop();
    let far_away = Lamp { number: "999/4", east: 20_000.0, owner: None };
    lit.relit(&[OF_THE_CENTRE, Lamp { owner: Some("mc-south"), ..OF_NOBODY }, far_away]);
    // The northern district takes the south in as well.
    change(&lit.folder.join("territories.geojson"), |text| {
        let mut territories: Value = serde_json::from_str(text).expect("GeoJSON");
        territories["features"][1]["geometry"] = territories["features"][2]["geometry"].clone();
        territories.to_string()
    });
    let told = lit.preview(&town);
    for line in [
        "assets 3 (new 1, changed 1, unchanged 1, retired 1)",
        "territories 3 (new 0, changed 1, unchanged 2, retired 0)",
        "departments 40 (new 0, changed 0, unchanged 40, retired 0)",
        "territories north and south share ",
        "assets outside the outline: 1",
        "assets without an owner: 1",
        "nothing was written",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let hole = told.lines().find_map(|line| line.split("in no territory: ").nth(1)).expect("the hole");
    assert!(!hole.starts_with("0 m²") && hole.contains(" %"), "{hole}");

    let server = town.another_server();
    let anybody = Caller::new(server.address());
    assert_eq!(owner(&file(&anybody, &OF_NOBODY.is_dark()).await).0, "edds");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_preview_of_what_is_loaded_says_that_nothing_would_change() {
    let town = Town::open().await;
    let output = run(town.verb().args(["city", "load", "--preview"]).arg(city_dir(CITY)), "");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("loading it would change nothing in version 1"), "{told}");
    assert!(told.contains("in no territory: 0 m², 0.00 %") && !told.contains("share"), "{told}");
    town.close().await;
}

#[tokio::test]
async fn whoever_reports_a_lamp_may_be_asked_which_one() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (lat, lon) = CENTRE;
    let near = async |issue_type: &str| {
        let path = format!("assets?type={issue_type}&lat={lat}&lon={lon}&language=en");
        anybody.get(&path).await.expect(200)["assets"].as_array().expect("assets").clone()
    };
    let lamps = near("road-street-lighting").await;
    assert_eq!(lamps.len(), 20);
    assert!(lamps.iter().all(|lamp| lamp["kind"] == "lamp"));
    assert!(lamps.is_sorted_by_key(|lamp| lamp["distance_m"].as_u64().expect("metres")), "{lamps:?}");
    // The first of them is the one that decides.
    let filed = file(&anybody, &dark_lamp()).await;
    let label = lamps[0]["label"].as_str().expect("a label");
    assert!(owner(&filed).1.contains(label), "{label}: {}", owner(&filed).1);
    let stop = &near("transport-stop-shelter").await[0];
    assert_eq!(stop["label"], "bus stop “Market Square”");
    // Nobody has to choose where the owner is another's to find.
    assert_eq!(near("road-snow").await, Vec::<Value>::new());
    town.close().await;
}

#[tokio::test]
async fn whoever_asks_for_assets_in_a_wrong_way_is_told_each_field() {
    let town = Town::open().await;
    let anybody = town.anybody();
    for (query, field, code) in [
        ("lat=57.62&lon=36.4", "type", "missing"),
        ("type=moon&lat=57.62&lon=36.4", "type", "unknown_type"),
        ("type=road-street-lighting&lon=36.4", "lat", "missing"),
        ("type=road-street-lighting&lat=north&lon=36.4", "lat", "unreadable"),
        ("type=road-street-lighting&lat=57.62&lon=NaN", "lon", "not_on_the_globe"),
        ("type=road-street-lighting&lat=90.1&lon=36.4", "lat", "not_on_the_globe"),
    ] {
        anybody.get(&format!("assets?{query}")).await.refused_for(field, code);
    }
    let problem = anybody.get("assets").await.refused(422, "invalid");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(3));
    town.close().await;
}

#[tokio::test]
async fn why_a_lift_is_theirs_leads_nobody_to_the_door() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (lat, lon) = CENTRE;
    let lifts =
        anybody.get(&format!("assets?type=house-lift&lat={lat}&lon={lon}&language=en")).await.expect(200);
    let lift = &lifts["assets"][0];
    let mut report = of_type("house-lift");
    report["place"] = lift["place"].clone();
    let filed = file(&anybody, &report).await;
    let label = lift["label"].as_str().expect("a label");
    for why in [owner(&filed).1, filed.seen_by(&anybody).await["routed_because"].as_str().expect("words")] {
        assert!(!why.contains(label) && !why.contains("лифт"), "{why}");
    }
    assert_eq!(owner(&filed).1, "The report is about something that this organisation looks after.");
    town.close().await;
}

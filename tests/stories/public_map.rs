//! The public map: what its filter means, and that its memory and the database show the same.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use stories::chance::Chance;
use stories::reports::{CENTRE, Filed, dark_lamp, file, of_type, upload};
use stories::tile::{containing, features};
use stories::{CITY, Caller, Town};

/// Words of the filter, alone and together.
const QUESTIONS: &[&str] = &[
    "",
    "category=roads",
    "type=road-snow",
    "category=yard&type=road-snow",
    "department=street-lighting",
    "territory=north",
    "territory=centre&shape=new,work",
    "shape=danger",
    "shape=soon,overdue",
    "shape=waiting",
    "shape=resolved,explained,declined",
    "from=2026-11-17",
    "to=2026-11-16",
    "from=2026-11-17&to=2026-11-20&kept=yes",
    "kept=yes",
    "kept=no",
    "kept=no&category=roads&from=2026-11-01",
    "days=1",
    "days=3",
    "department=road-service&shape=overdue&territory=south&days=400",
];

/// Waits until the map of a server is in memory.
async fn filled(log: impl Fn() -> String) {
    let begun = Instant::now();
    while !log().contains("the map is in memory") {
        assert!(begun.elapsed() < Duration::from_mins(1), "the map is not filled:\n{}", log());
        tokio::task::yield_now().await;
    }
}

async fn page(caller: &Caller, question: &str) -> Value {
    caller.get(&format!("reports?limit=200&{question}")).await.expect(200)
}

fn numbers(page: &Value) -> Vec<String> {
    let reports = page["reports"].as_array().expect("reports");
    reports.iter().map(|report| report["number"].as_str().expect("a number").to_owned()).collect()
}

async fn tile(caller: &Caller, zoom: u32, question: &str) -> Vec<u8> {
    let (x, y) = containing(CENTRE, zoom);
    let answer = caller.get(&format!("/tiles/{CITY}/reports/{zoom}/{x}/{y}.mvt?{question}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.bytes
}

fn at(issue_type: &str, (lat, lon): (f64, f64)) -> Value {
    let mut report = of_type(issue_type);
    report["place"] = json!({ "lat": lat, "lon": lon });
    report
}

#[tokio::test]
async fn each_word_of_the_filter_narrows_the_list_and_the_tiles() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let lamp = file(&anybody, &dark_lamp()).await;
    let wire = file(&anybody, &of_type("city-power-cable")).await;
    town.set_clock("2026-11-18T09:00:00Z").await;
    let snow = file(&anybody, &of_type("road-snow")).await;
    lamp.resolved_by(&town.staff("lighting").await).await;
    let (lamp, wire, snow) = (lamp.number(), wire.number(), snow.number());

    for (question, expected) in [
        ("", vec![snow, wire, lamp]),
        ("category=roads", vec![snow, lamp]),
        ("type=road-snow", vec![snow]),
        ("category=city&type=road-snow", vec![]),
        ("department=street-lighting", vec![lamp]),
        ("territory=north", vec![snow, wire, lamp]),
        ("territory=south", vec![]),
        ("shape=new", vec![snow]),
        ("shape=danger,resolved", vec![wire, lamp]),
        ("from=2026-11-17", vec![snow]),
        ("to=2026-11-17", vec![wire, lamp]),
        ("from=2026-11-16&to=2026-11-16&shape=resolved", vec![lamp]),
        ("kept=yes", vec![lamp]),
        ("kept=no", vec![wire]),
        ("category=roads&kept=yes&department=street-lighting&territory=north&from=2026-11-16", vec![lamp]),
        ("category=&shape=", vec![snow, wire, lamp]),
    ] {
        let list = page(&anybody, question).await;
        assert_eq!(
            (numbers(&list), &list["total"]),
            (expected.iter().map(|n| (*n).to_owned()).collect(), &json!(expected.len())),
            "{question}"
        );
        let mut drawn: Vec<_> = features(&tile(&anybody, 16, question).await, "reports")
            .iter()
            .map(|point| point["number"].clone())
            .collect();
        drawn.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(drawn, expected, "{question}");
    }

    let counted = &page(&anybody, "").await["shapes"];
    assert_eq!(*counted, json!({ "new": 1, "danger": 1, "resolved": 1 }));

    for (question, field, code) in [
        ("category=nothing", "category", "unknown_category"),
        ("type=nothing", "type", "unknown_type"),
        ("department=nothing", "department", "unknown_department"),
        ("territory=nothing", "territory", "unknown_territory"),
        ("shape=new,nothing", "shape", "unknown_shape"),
        ("from=yesterday", "from", "unreadable"),
        ("to=2026-02-30", "to", "unreadable"),
        ("from=2026-11-18&to=2026-11-17", "to", "before_first_day"),
        ("kept=perhaps", "kept", "unreadable"),
        ("days=many", "days", "not_a_number"),
    ] {
        anybody.get(&format!("reports?{question}")).await.refused_for(field, code);
        anybody.get(&format!("/tiles/{CITY}/reports/0/0/0.mvt?{question}")).await.refused_for(field, code);
    }
    let all_wrong = anybody.get("reports?category=a&type=b&shape=c&kept=d").await;
    assert_eq!(all_wrong.json()["errors"].as_array().map(Vec::len), Some(4), "{}", all_wrong.text());
    town.close().await;
}

#[tokio::test]
async fn pages_neither_repeat_nor_lose_a_report_when_others_come_meanwhile() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut filed = Vec::new();
    for _ in 0..7 {
        filed.push(file(&anybody, &dark_lamp()).await.number().to_owned());
    }
    let mut seen = Vec::new();
    let mut question = "reports?category=roads&limit=3".to_owned();
    loop {
        let page = anybody.get(&question).await.expect(200);
        seen.extend(numbers(&page));
        file(&anybody, &dark_lamp()).await;
        let Some(next) = page["next"].as_str() else { break };
        question = format!("reports?category=roads&limit=3&cursor={next}");
    }
    filed.reverse();
    assert_eq!(seen, filed);
    town.close().await;
}

#[tokio::test]
async fn a_tile_that_has_not_changed_is_not_sent_again() {
    let town = Town::open().await;
    let anybody = town.anybody();
    file(&anybody, &dark_lamp()).await;
    let (x, y) = containing(CENTRE, 15);
    let path = format!("/tiles/{CITY}/reports/15/{x}/{y}.mvt");
    let etag = anybody.get(&path).await.headers["etag"].to_str().expect("text").to_owned();
    let reader = anybody.clone().with("if-none-match", &etag);
    let again = reader.get(&path).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    file(&anybody, &dark_lamp()).await;
    assert_eq!(reader.get(&path).await.status, 200);
    town.close().await;
}

#[tokio::test]
async fn what_another_server_has_written_is_on_the_map_within_a_second() {
    let town = Town::open().await;
    let anybody = town.anybody();
    filled(|| town.log()).await;
    let beside = town.another_server();
    file(&Caller::new(beside.address()), &dark_lamp()).await;
    let written = Instant::now();
    while features(&tile(&anybody, 15, "").await, "reports").is_empty() {
        // A busy machine may be late itself; the next look would be later still.
        assert!(written.elapsed() < Duration::from_secs(2), "not seen");
    }
    assert_eq!(page(&anybody, "").await["total"], 1);
    beside.stop();
    town.close().await;
}

/// Changes a report in one of the ways in which the map can change. Not all of them are allowed.
async fn change(chance: &mut Chance, filed: &Filed, staff: &Caller, others: &[Filed]) {
    let note = json!({ "note": "As it is" });
    let _allowed_or_not = match chance.below(9) {
        0 => filed.moved_by(staff, "accepted", &[]).await,
        1 => filed.moved_by(staff, "in_progress", &[]).await,
        2 => {
            let photo = upload(staff).await;
            filed.moved_by(staff, "resolved", &[photo]).await
        }
        3 => filed.moved_with(staff, "explained", note).await,
        4 => filed.moved_with(staff, "declined", note).await,
        5 => filed.moved_with(staff, "waiting_for_resident", json!({ "note": "Which post?" })).await,
        6 => {
            let hidden = chance.of(&["hidden", "published"]);
            filed.asked(staff, "publication", json!({ "report": hidden })).await
        }
        7 => {
            let body = json!({ "type": "road-sidewalk", "place": place(chance), "note": "It is there" });
            filed.asked(staff, "corrections", body).await
        }
        _ => {
            let original = chance.of(others).number();
            filed.moved_with(staff, "duplicate", json!({ "original": original })).await
        }
    };
}

/// Somewhere in the town.
fn place(chance: &mut Chance) -> Value {
    let part =
        |chance: &mut Chance| f64::from(u32::try_from(chance.below(1000)).expect("small")) / 1000.0 - 0.5;
    json!({ "lat": CENTRE.0 + part(chance) * 0.014, "lon": CENTRE.1 + part(chance) * 0.026 })
}

#[tokio::test]
async fn the_map_in_memory_is_the_map_of_the_database_whatever_has_happened() {
    let town = Town::open().await;
    let beside = town.server_with(&[("CITYCENTER_MAP_IN_MEMORY", "false")]);
    let (memory, database) = (town.anybody(), Caller::new(beside.address()));
    filled(|| town.log()).await;
    let mut chance = Chance::new(20_261_122);
    let mut filed = Vec::new();
    // No two a number of whole hours apart: what falls due in hours would do so while it is compared.
    for day in ["16T09:00", "17T09:25", "21T09:50", "25T09:10", "28T09:35"] {
        let now = format!("2026-11-{day}:00Z");
        town.set_clock(&now).await;
        database.post("/test/clock", &json!({ "now": now })).await.expect(204);
        let staff = town.staff("dispatcher").await;
        for issue_type in
            ["road-snow", "road-street-lighting", "city-power-cable", "house-lift", "road-poor-repair"]
        {
            let place = place(&mut chance);
            let spot = (place["lat"].as_f64().expect("degrees"), place["lon"].as_f64().expect("degrees"));
            filed.push(file(&memory, &at(issue_type, spot)).await);
        }
        for _ in 0..12 {
            let one = chance.of(&filed);
            change(&mut chance, one, &staff, &filed).await;
        }
        for question in QUESTIONS {
            assert_eq!(page(&memory, question).await, page(&database, question).await, "{day} {question}");
            for zoom in [0, 11, 13, 14, 15, 16] {
                let same = tile(&memory, zoom, question).await == tile(&database, zoom, question).await;
                assert!(same, "{day} {question} {zoom}");
            }
        }
    }
    let shapes: std::collections::BTreeSet<String> = page(&memory, "days=400").await["reports"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|report| report["shape"].as_str().expect("a shape").to_owned())
        .collect();
    assert!(shapes.len() >= 6, "chance has to have made different cases: {shapes:?}");
    beside.stop();
    town.close().await;
}

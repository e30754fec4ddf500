//! The figures that the city shows of itself.

use serde_json::{Value, json};
use stories::reports::{dark_lamp, file, of_type};
use stories::{Caller, Town};

/// One fixed, one late, one answered without repair, one open past its day, one open before it.
async fn a_town_with_a_past() -> Town {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut lamps = Vec::new();
    for _ in 0..4 {
        lamps.push(file(&anybody, &dark_lamp()).await);
    }
    town.set_clock("2026-11-20T09:00:00Z").await;
    let lighting = town.staff("lighting").await;
    lamps[0].resolved_by(&lighting).await;
    lamps[1].brought_to(&lighting, &["accepted"]).await;
    let why = json!({ "note": "This lamp is switched off at night." });
    lamps[1].moved_with(&lighting, "explained", why).await.expect(200);
    town.set_clock("2026-12-02T09:00:00Z").await;
    lamps[2].resolved_by(&town.staff("lighting").await).await;
    file(&anybody, &of_type("yard-playground")).await;
    town
}

async fn figures(town: &Town, words: &str) -> Value {
    town.anybody().get(&format!("figures?language=en&{words}")).await.expect(200)
}

#[tokio::test]
async fn a_city_says_what_it_promised_and_what_it_kept() {
    let town = a_town_with_a_past().await;
    let counted = figures(&town, "from=2026-11-01&to=2026-12-31").await;
    let total = &counted["total"];
    let expected = json!({
        "received": 5, "open": 2, "overdue": 1, "kept": 2, "late": 1,
        "resolved": 2, "explained": 1, "declined": 0, "on_time": 500, "median_days": 4,
    });
    assert_eq!(*total, expected, "{counted}");
    assert_eq!(counted["year_before"]["received"], 0);
    let month =
        |at: usize| (counted["months"][at]["from"].clone(), counted["months"][at]["received"].clone());
    assert_eq!(month(23), (json!("2026-12-01"), json!(1)));
    assert_eq!(month(22), (json!("2026-11-01"), json!(4)));
    assert_eq!(counted["months"].as_array().map(Vec::len), Some(24));

    let november = figures(&town, "from=2026-11-16&to=2026-11-16").await;
    assert_eq!(november["total"]["received"], 4);
    assert_eq!(figures(&town, "from=2026-11-17&to=2026-12-01").await["total"]["received"], 0);
    town.close().await;
}

/// How many reports the map has for these words.
async fn on_the_map(anybody: &Caller, words: &str) -> Value {
    anybody.get(&format!("reports?limit=1&{words}")).await.expect(200)["total"].clone()
}

#[tokio::test]
async fn every_number_counts_the_reports_that_the_map_shows_for_the_same_words() {
    let town = a_town_with_a_past().await;
    let anybody = town.anybody();
    let days = "from=2026-11-01&to=2026-12-31";
    let counted = figures(&town, days).await;
    let mut parts = vec![(String::new(), counted["total"].clone())];
    for (word, rows) in
        [("category", "categories"), ("department", "departments"), ("territory", "territories")]
    {
        let rows = counted[rows].as_array().expect("rows");
        assert!(!rows.is_empty(), "{counted}");
        let named = rows.iter().filter(|row| row["slug"] != "");
        parts.extend(named.map(|row| (format!("&{word}={}", row["slug"].as_str().unwrap()), row.clone())));
    }
    let open = "shape=new,work,soon,overdue,waiting,danger";
    for (part, tally) in parts {
        for (number, words) in [
            ("received", ""),
            ("open", open),
            ("overdue", &format!("{open}&kept=no")),
            ("kept", "kept=yes"),
            ("late", "kept=no&shape=resolved,explained,declined"),
            ("resolved", "shape=resolved"),
            ("explained", "shape=explained"),
            ("declined", "shape=declined"),
        ] {
            let found = on_the_map(&anybody, &format!("{days}{part}&{words}")).await;
            assert_eq!(tally[number], found, "{number} of {part}");
        }
    }
    town.close().await;
}

#[tokio::test]
async fn what_the_public_does_not_see_is_not_counted() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let before = figures(&town, "").await;
    assert_eq!(before["total"]["received"], 1);
    let dispatcher = town.staff("dispatcher").await;
    let view = filed.seen_by(&dispatcher).await;
    let hide = json!({ "seen_version": view["version"], "report": "hidden" });
    dispatcher.post(&format!("{}/publication", filed.path()), &hide).await.expect(200);
    assert_eq!(figures(&town, "").await["total"]["received"], 0);
    town.close().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_and_the_table_is_the_same_numbers() {
    let town = a_town_with_a_past().await;
    let anybody = town.anybody();
    for (words, field) in [
        ("from=2026-13-01", "from"),
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("department=nobody", "department"),
        ("from=2027-01-01", "to"),
    ] {
        let refused = anybody.get(&format!("figures?{words}")).await.refused(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
    }
    let table = anybody.get("figures.csv?from=2026-11-01&to=2026-12-31&language=en").await;
    assert_eq!(
        (table.status, &table.headers["content-type"]),
        (200, &"text/csv; charset=utf-8".parse().unwrap())
    );
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "total,,,2026-11-01,2026-12-31,5,2,1,2,1,2,1,0,50.0,4");
    assert!(lines.iter().any(|line| line.starts_with("department,street-lighting,")), "{text}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("month,")).count(), 24);
    town.close().await;
}

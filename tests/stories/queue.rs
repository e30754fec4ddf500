//! The queue of the desk: filters, orders, pages, counts, kept filters.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use stories::reports::{CENTRE, Filed, dark_lamp, file, of_type};
use stories::{Caller, Town};
use uuid::Uuid;

/// South of the river, a kilometre from the middle.
const SOUTH: (f64, f64) = (57.6152, 36.4000);

async fn page(desk: &Caller, query: &str) -> Value {
    desk.get(&format!("desk/reports?{query}")).await.expect(200)
}

/// Ids of all that a question gives, page by page; nothing may come twice.
async fn walk(desk: &Caller, query: &str, limit: usize) -> Vec<String> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = page(desk, &format!("{query}&limit={limit}{cursor}")).await;
        let found = page["reports"].as_array().expect("reports");
        assert!(found.len() <= limit);
        ids.extend(found.iter().map(|card| card["id"].as_str().expect("an id").to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "a case came twice: {query}");
    ids
}

async fn found(desk: &Caller, query: &str) -> BTreeSet<String> {
    walk(desk, query, 200).await.into_iter().collect()
}

fn these(filed: &[&Filed]) -> BTreeSet<String> {
    filed.iter().map(|filed| filed.id.to_string()).collect()
}

fn at(mut report: Value, (lat, lon): (f64, f64)) -> Value {
    report["place"] = json!({ "lat": lat, "lon": lon });
    report
}

fn saying(mut report: Value, words: &str) -> Value {
    report["description"] = json!(words);
    report
}

#[tokio::test]
async fn each_filter_keeps_what_it_names_and_nothing_else() {
    let town = Town::open().await;
    let (anybody, desk) = (town.anybody(), town.staff("dispatcher").await);
    let lamp = file(&anybody, &dark_lamp()).await;
    let snow = file(&anybody, &at(of_type("road-snow"), SOUTH)).await;
    let wire = file(&anybody, &of_type("city-power-cable")).await;
    let taken = file(&anybody, &dark_lamp()).await;
    taken.moved_by(&town.staff("lighting").await, "accepted", &[]).await.expect(200);

    for (query, expected) in [
        ("", vec![&lamp, &snow, &wire, &taken]),
        ("status=accepted", vec![&taken]),
        ("status=accepted,assigned", vec![&lamp, &snow, &wire, &taken]),
        ("type=road-snow", vec![&snow]),
        ("type=road-snow,city-power-cable", vec![&snow, &wire]),
        ("category=roads", vec![&lamp, &snow, &taken]),
        ("category=roads&type=city-power-cable", vec![]),
        ("channel=map-report", vec![&lamp, &snow, &wire, &taken]),
        ("channel=phone-line", vec![]),
        ("department=road-service", vec![&snow]),
        ("department=road-service,street-lighting&status=assigned", vec![&lamp, &snow]),
        ("territory=south", vec![&snow]),
        ("territory=north,south&type=road-snow", vec![&snow]),
        ("territory=north", vec![&lamp, &wire, &taken]),
        ("territory=centre", vec![]),
        ("bbox=36.3990,57.6150,36.4010,57.6154", vec![&snow]),
        ("bbox=36.38,57.61,36.42,57.63", vec![&lamp, &snow, &wire, &taken]),
        ("bbox=36.39,57.6190,36.41,57.6220&type=road-snow", vec![]),
        ("assignee=none&type=road-snow", vec![&snow]),
        ("assignee=me", vec![]),
        ("first_action=missing", vec![&snow, &wire]),
        ("overdue=true", vec![]),
        ("overdue=false&soon=false&type=road-snow", vec![&snow]),
        ("tab=new", vec![&lamp, &snow, &wire]),
        ("tab=in_work", vec![&taken]),
        ("tab=new&status=accepted", vec![]),
        ("tab=all&status=", vec![&lamp, &snow, &wire, &taken]),
    ] {
        assert_eq!(found(&desk, query).await, these(&expected), "{query}");
    }
    town.close().await;
}

#[tokio::test]
async fn what_is_due_soon_and_what_is_overdue_moves_with_the_clock() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let lamp = file(&anybody, &dark_lamp()).await; // ten days
    let kerb = file(&anybody, &of_type("road-sidewalk")).await; // thirty
    town.set_clock("2026-11-25T09:00:00Z").await;
    let desk = town.staff("dispatcher").await;
    assert_eq!(found(&desk, "soon=true").await, these(&[&lamp]));
    assert_eq!(found(&desk, "overdue=true").await, these(&[]));
    town.set_clock("2026-11-30T09:00:00Z").await;
    let desk = town.staff("dispatcher").await;
    assert_eq!(found(&desk, "tab=overdue").await, these(&[&lamp]));
    assert_eq!(found(&desk, "soon=true").await, these(&[]));
    assert_eq!(found(&desk, "overdue=true&soon=true").await, these(&[]));
    assert_eq!(found(&desk, "").await, these(&[&lamp, &kerb]));
    town.close().await;
}

#[tokio::test]
async fn a_danger_on_which_nobody_acts_is_found_among_the_escalated() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let wire = file(&anybody, &of_type("city-power-cable")).await;
    file(&anybody, &dark_lamp()).await;
    assert_eq!(found(&town.staff("dispatcher").await, "escalated=true").await, these(&[]));
    town.set_clock("2026-11-16T12:00:00Z").await;
    let desk = town.staff("dispatcher").await;
    assert_eq!(found(&desk, "escalated=true").await, these(&[&wire]));
    assert_eq!(found(&desk, "tab=escalated&first_action=missing").await, these(&[&wire]));
    town.close().await;
}

#[tokio::test]
async fn words_find_open_cases_and_a_number_finds_any() {
    let town = Town::open().await;
    let (anybody, desk) = (town.anybody(), town.staff("dispatcher").await);
    let mut near_school = saying(dark_lamp(), "Фонари у школы мигают");
    near_school["address"] = json!("Lantern Street 7");
    let school = file(&anybody, &near_school).await;
    let shop = file(&anybody, &saying(dark_lamp(), "Темно у магазина, фонарь разбит")).await;

    for (words, expected) in [
        ("фонарь", vec![&school, &shop]),
        ("ФОНАРЬ школа", vec![&school]),
        ("магаз", vec![&shop]),
        ("lantern", vec![&school]),
        ("школы магазина", vec![]),
        ("фонарь & ! | ( :* ' \\", vec![&school, &shop]),
        ("!!!", vec![]),
    ] {
        let query = format!("text={}", urlencoded(words));
        assert_eq!(found(&desk, &query).await, these(&expected), "{words}");
        assert_eq!(found(&desk, &format!("{query}&sort=newest")).await, these(&expected), "{words}");
    }
    school.resolved_by(&town.staff("lighting").await).await;
    assert_eq!(found(&desk, &format!("text={}", urlencoded("школа"))).await, these(&[]));
    let short = school.number().rsplit('0').next().expect("a number");
    for text in [school.number(), short] {
        assert_eq!(found(&desk, &format!("text={text}")).await, these(&[&school]), "{text}");
    }
    assert_eq!(found(&desk, "text=1999-000001").await, these(&[]));
    // Another department's desk does not find it by its number.
    assert_eq!(found(&town.staff("roads").await, &format!("text={short}")).await, these(&[]));
    town.close().await;
}

fn urlencoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}

#[tokio::test]
async fn every_order_comes_in_pages_without_a_gap() {
    let town = Town::open().await;
    let (anybody, desk) = (town.anybody(), town.staff("dispatcher").await);
    let mut filed = Vec::new();
    for n in 0..9 {
        let kind = ["city-park-care", "road-sidewalk"][n % 2];
        // Every third at the very same place: who is equally near still has an order.
        let steps = [0.0, 1.0, 2.0][n % 3];
        filed.push(file(&anybody, &at(of_type(kind), (CENTRE.0 + steps * 0.001, CENTRE.1))).await);
    }
    let ids: Vec<String> = filed.iter().map(|filed| filed.id.to_string()).collect();
    let newest: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(walk(&desk, "sort=newest", 2).await, newest);
    assert_eq!(walk(&desk, "sort=newest&status=assigned,accepted", 4).await, newest);

    let (parks, kerbs): (Vec<_>, Vec<_>) = ids.iter().enumerate().partition(|(n, _)| n % 2 == 0);
    let by_deadline = walk(&desk, "sort=deadline", 2).await;
    let (first, second) = by_deadline.split_at(parks.len());
    let set = |of: Vec<(usize, &String)>| of.into_iter().map(|(_, id)| id.clone()).collect::<BTreeSet<_>>();
    assert_eq!(first.iter().cloned().collect::<BTreeSet<_>>(), set(parks));
    assert_eq!(second.iter().cloned().collect::<BTreeSet<_>>(), set(kerbs));

    let near = format!("sort=nearest&near={},{}", CENTRE.0 - 0.001, CENTRE.1);
    for reach in ["", "&department=city-park,roads-landscaping", "&type=city-park-care,road-sidewalk"] {
        let nearest = walk(&desk, &format!("{near}{reach}"), 2).await;
        let rings: Vec<usize> =
            nearest.iter().map(|id| ids.iter().position(|one| one == id).expect("one of ours") % 3).collect();
        assert_eq!(rings, [0, 0, 0, 1, 1, 1, 2, 2, 2], "{reach}");
    }

    for park in filed.iter().step_by(2) {
        park.resolved_by(&desk).await;
    }
    let closed: Vec<String> = filed.iter().step_by(2).rev().map(|filed| filed.id.to_string()).collect();
    assert_eq!(walk(&desk, "status=resolved", 2).await, closed);
    assert_eq!(walk(&desk, "status=resolved&sort=closed", 3).await, closed);
    town.close().await;
}

#[tokio::test]
async fn who_pages_while_cases_come_and_go_misses_none_and_sees_none_twice() {
    let town = Town::open().await;
    let (anybody, worker) = (town.anybody(), town.staff("lighting").await);
    let mut filed = Vec::new();
    for _ in 0..8 {
        filed.push(file(&anybody, &dark_lamp()).await);
    }
    for sort in ["deadline", "newest", "nearest"] {
        let near = format!("&near={},{}", CENTRE.0, CENTRE.1);
        let query = format!("sort={sort}{}&limit=3", if sort == "nearest" { &near } else { "" });
        let first = page(&worker, &query).await;
        let gone = first["reports"][0]["id"].as_str().expect("an id");
        let gone = filed.iter().position(|filed| filed.id.to_string() == gone).expect("one of ours");
        let gone = filed.remove(gone);
        gone.resolved_by(&worker).await;
        let came = file(&anybody, &dark_lamp()).await;
        let mut seen: Vec<Value> = first["reports"].as_array().expect("reports").clone();
        let mut next = first["next"].clone();
        while let Some(cursor) = next.as_str() {
            let more = page(&worker, &format!("{query}&cursor={cursor}")).await;
            seen.extend(more["reports"].as_array().expect("reports").iter().cloned());
            next = more["next"].clone();
        }
        let ids: Vec<&str> = seen.iter().filter_map(|card| card["id"].as_str()).collect();
        for filed in &filed {
            let times = ids.iter().filter(|id| **id == filed.id.to_string()).count();
            assert_eq!(times, 1, "{sort}: {} in {ids:?}", filed.id);
        }
        filed.push(came);
    }
    town.close().await;
}

#[tokio::test]
async fn a_cursor_serves_its_own_question_only() {
    let town = Town::open().await;
    let (anybody, desk) = (town.anybody(), town.staff("dispatcher").await);
    for _ in 0..3 {
        file(&anybody, &dark_lamp()).await;
    }
    let first = page(&desk, "sort=newest&limit=1").await;
    let cursor = first["next"].as_str().expect("there is more");
    page(&desk, &format!("sort=newest&limit=2&cursor={cursor}")).await;
    for query in [
        format!("sort=deadline&cursor={cursor}"),
        format!("cursor={cursor}"),
        format!("sort=newest&status=assigned&cursor={cursor}"),
        format!("sort=newest&cursor={cursor}x"),
        "cursor=".to_owned() + "nothing",
        "cursor=0.0.0".to_owned(),
    ] {
        desk.get(&format!("desk/reports?{query}")).await.refused_for("cursor", "unreadable");
    }
    town.close().await;
}

#[tokio::test]
async fn what_cannot_be_read_or_names_nothing_is_told_by_its_field() {
    let town = Town::open().await;
    let desk = town.staff("dispatcher").await;
    for (query, field, code) in [
        ("status=nonsense", "status", "unknown_status"),
        ("status=assigned,resolved", "status", "open_and_closed"),
        ("status=resolved&overdue=true", "status", "not_here"),
        ("status=resolved&sort=newest", "sort", "not_here"),
        ("sort=closed", "sort", "not_here"),
        ("status=resolved&tab=new", "tab", "not_here"),
        ("status=resolved&text=lamp", "text", "not_here"),
        ("type=nonsense", "type", "unknown_type"),
        ("category=nonsense", "category", "unknown_category"),
        ("channel=nonsense", "channel", "unknown_channel"),
        ("department=nonsense", "department", "unknown_department"),
        ("territory=nonsense", "territory", "unknown_territory"),
        ("tab=nonsense", "tab", "unknown_tab"),
        ("sort=nonsense", "sort", "unknown_sort"),
        ("sort=nearest", "near", "missing"),
        ("sort=nearest&near=1", "near", "unreadable"),
        ("sort=nearest&near=91,0", "near", "not_on_the_globe"),
        ("near=57,36", "near", "not_here"),
        ("assignee=somebody", "assignee", "unreadable"),
        ("overdue=yes", "overdue", "unreadable"),
        ("first_action=made", "first_action", "unreadable"),
        ("bbox=1,2,3", "bbox", "unreadable"),
        ("bbox=3,2,1,4", "bbox", "unreadable"),
        ("bbox=NaN,2,3,4", "bbox", "unreadable"),
        ("statsu=assigned", "statsu", "unknown_field"),
    ] {
        let answer = desk.get(&format!("desk/reports?{query}")).await;
        println!("{query}");
        answer.refused_for(field, code);
    }
    let both = desk.get("desk/reports?type=nonsense&tab=nonsense").await.refused(422, "invalid");
    assert_eq!(both["errors"].as_array().map(Vec::len), Some(2), "{both}");
    let roads = town.staff("roads").await;
    roads.get("desk/reports?department=street-lighting").await.refused_for("department", "not_here");
    roads.get("desk/reports?department=road-service").await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn each_tab_counts_what_its_list_holds() {
    let town = Town::open().await;
    let (anybody, worker) = (town.anybody(), town.staff("lighting").await);
    for kind in
        ["road-street-lighting", "road-street-lighting", "road-snow", "city-power-cable", "road-sidewalk"]
    {
        file(&anybody, &of_type(kind)).await;
    }
    let taken = file(&anybody, &dark_lamp()).await;
    taken.moved_by(&worker, "accepted", &[]).await.expect(200);
    file(&anybody, &dark_lamp()).await.resolved_by(&worker).await;
    for (clock, soon, overdue) in
        [("2026-11-16T10:00:00Z", 1, 0), ("2026-11-25T10:00:00Z", 4, 1), ("2026-11-28T10:00:00Z", 0, 5)]
    {
        town.set_clock(clock).await;
        for login in ["lighting", "roads", "dispatcher", "press", "auditor"] {
            let desk = town.staff(login).await;
            let counts = desk.get("desk/counts").await.expect(200);
            for (tab, count) in counts.as_object().expect("counts") {
                let list = found(&desk, &format!("tab={tab}")).await;
                assert_eq!(count.as_u64(), u64::try_from(list.len()).ok(), "{login} {tab}: {counts}");
            }
            if login == "dispatcher" {
                assert_eq!((&counts["all"], &counts["in_work"]), (&json!(6), &json!(1)), "{counts}");
                assert_eq!(
                    (&counts["soon"], &counts["overdue"]),
                    (&json!(soon), &json!(overdue)),
                    "{counts}"
                );
            }
        }
    }
    // What happens is counted at once.
    let desk = town.staff("dispatcher").await;
    let before = desk.get("desk/counts").await.expect(200)["new"].as_i64();
    file(&anybody, &dark_lamp()).await;
    let after = desk.get("desk/counts").await.expect(200)["new"].as_i64();
    assert_eq!(after, before.map(|count| count + 1));
    anybody.get("desk/counts").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_card_of_the_desk_says_what_staff_needs() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &at(dark_lamp(), SOUTH)).await;
    let cards = page(&town.staff("lighting").await, "language=en").await["reports"].clone();
    let card = &cards[0];
    assert_eq!(card["number"], filed.number());
    assert_eq!((&card["channel"], &card["territory"]["slug"]), (&json!("map-report"), &json!("south")));
    assert_eq!((&card["assignee"], &card["next_due_at"]), (&Value::Null, &card["due_at"]));
    assert!(card["address"].is_string(), "{card}");
    town.close().await;
}

#[tokio::test]
async fn a_kept_filter_is_its_owners_alone() {
    let town = Town::open().await;
    let (owner, other) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let path = format!("desk/filters/{}", Uuid::now_v7());
    let body =
        json!({ "name": " My snow ", "query": { "tab": "new", "type": "road-snow", "sort": "newest" } });
    let kept = owner.put(&path, &body).await.expect(200);
    assert_eq!((&kept["name"], &kept["query"]), (&json!("My snow"), &body["query"]));
    assert_eq!(owner.put(&path, &body).await.expect(200), kept);
    assert_eq!(owner.get(&path).await.expect(200), kept);
    assert_eq!(owner.get("desk/filters").await.expect(200)["filters"], json!([kept]));

    other.get(&path).await.refused(404, "not_found");
    other.put(&path, &body).await.refused(409, "conflict");
    other.delete(&path).await.expect(204);
    assert_eq!(other.get("desk/filters").await.expect(200)["filters"], json!([]));
    assert_eq!(owner.get(&path).await.expect(200), kept);

    let renamed = json!({ "name": "Snow", "query": {} });
    owner.put(&path, &renamed).await.expect(200);
    assert_eq!(owner.get(&path).await.expect(200)["name"], "Snow");
    owner.delete(&path).await.expect(204);
    owner.get(&path).await.refused(404, "not_found");
    owner.delete(&path).await.expect(204);
    town.anybody().get("desk/filters").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn only_filters_that_the_desk_would_answer_are_kept_and_not_too_many() {
    let town = Town::open().await;
    let owner = town.staff("lighting").await;
    let path = || format!("desk/filters/{}", Uuid::now_v7());
    let with = |name: &str, query: Value| json!({ "name": name, "query": query });
    for (body, field, code) in [
        (with("", json!({})), "name", "missing"),
        (with(&"я".repeat(61), json!({})), "name", "too_long"),
        (with("a\u{7}b", json!({})), "name", "control_characters"),
        (with("x", json!({ "status": "nonsense" })), "query.status", "unknown_status"),
        (with("x", json!({ "department": "road-service" })), "query.department", "not_here"),
        (with("x", json!({ "statsu": "new" })), "query.statsu", "unknown_field"),
        (with("x", json!({ "assignee": "none".repeat(3000) })), "query.assignee", "unreadable"),
    ] {
        owner.put(&path(), &body).await.refused_for(field, code);
    }
    let last = path();
    owner.put(&last, &with("last", json!({}))).await.expect(200);
    for n in 1..50 {
        owner.put(&path(), &with(&format!("{n}"), json!({ "text": format!("{n}") }))).await.expect(200);
    }
    owner.put(&path(), &with("one more", json!({}))).await.refused_for("id", "too_many");
    owner.put(&last, &with("still mine", json!({}))).await.expect(200);
    town.staff("roads").await.put(&path(), &with("another's first", json!({}))).await.expect(200);
    town.close().await;
}

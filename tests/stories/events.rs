//! The event feed.

use futures::future::join_all;
use serde_json::json;
use std::collections::BTreeSet;
use stories::feed::Feed;
use stories::reports::{DESCRIPTION, dark_lamp, file};
use stories::{Caller, Town};

#[tokio::test]
async fn a_listener_who_comes_back_has_missed_nothing() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let mut feed = Feed::open(&anybody, None).await;
    let first = feed.next().await;
    assert_eq!(first.data["report_id"], filed.id.to_string());
    drop(feed);

    let worker = town.staff("lighting").await;
    filed.moved_by(&worker, "accepted", &[]).await.expect(200);
    file(&anybody, &dark_lamp()).await;
    let mut feed = Feed::open(&anybody, Some(first.id)).await;
    filed.moved_by(&worker, "in_progress", &[]).await.expect(200);
    let mut last = first.id;
    loop {
        let event = feed.next().await;
        assert_eq!(event.id, last + 1, "events follow each other without a gap");
        assert_eq!(event.data["n"], event.id);
        last = event.id;
        if event.data["status"] == "in_progress" {
            break;
        }
    }
    town.close().await;
}

#[tokio::test]
async fn a_listener_hears_of_a_change_while_it_listens() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut feed = Feed::open(&anybody, None).await;
    let filed = file(&anybody, &dark_lamp()).await;
    let event = feed.next().await;
    assert_eq!(event.data["report_id"], filed.id.to_string());
    assert!(!event.data.to_string().contains(DESCRIPTION));
    town.close().await;
}

#[tokio::test]
async fn events_follow_each_other_however_many_reports_come_at_once() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut feed = Feed::open(&anybody, None).await;
    let reports: Vec<_> = (0..40).map(|_| dark_lamp()).collect();
    join_all(reports.iter().map(|report| file(&anybody, report))).await;
    let mut heard = BTreeSet::new();
    for n in 1.. {
        let event = feed.next().await;
        assert_eq!(event.id, n);
        heard.insert(event.data["report_id"].to_string());
        if heard.len() == 40 {
            break;
        }
    }
    assert_eq!(heard, reports.iter().map(|report| report["id"].to_string()).collect());
    town.close().await;
}

#[tokio::test]
async fn a_listener_hears_what_happens_on_another_server() {
    let town = Town::open().await;
    let beside = town.another_server();
    let mut feed = Feed::open(&town.anybody(), None).await;
    let filed = file(&Caller::new(beside.address()), &dark_lamp()).await;
    assert_eq!(feed.next().await.data["report_id"], json!(filed.id));
    beside.stop();
    town.close().await;
}

#[tokio::test]
async fn whoever_looks_now_and_then_reads_pages_and_is_told_of_a_gap() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let page = async |query: &str| anybody.get(&format!("events/page{query}")).await.expect(200);
    assert_eq!(page("").await, json!({ "events": [], "next": 0, "more": false, "gap": false }));
    let filed = file(&anybody, &dark_lamp()).await;
    let now = page("").await["next"].as_i64().expect("a number");
    assert_eq!(page("").await["events"], json!([]), "whoever begins starts from now");

    filed.moved_by(&town.staff("lighting").await, "accepted", &[]).await.expect(200);
    let (mut after, mut seen) = (now, Vec::new());
    loop {
        let told = page(&format!("?after={after}&limit=1")).await;
        assert_eq!(told["gap"], false);
        seen.extend(told["events"].as_array().expect("events").iter().cloned());
        after = told["next"].as_i64().expect("a number");
        if told["more"] == false {
            break;
        }
    }
    assert!(seen.iter().any(|event| event["report_id"] == json!(filed.id) && event["status"] == "accepted"));
    assert_eq!(page(&format!("?after={after}")).await["events"], json!([]));
    // Of another log, as after an older backup was restored.
    let beyond = page(&format!("?after={}", after + 1000)).await;
    assert_eq!((&beyond["gap"], &beyond["next"]), (&json!(true), &json!(after)));
    anybody.get("events/page?after=x").await.refused(400, "bad_request");
    town.close().await;
}

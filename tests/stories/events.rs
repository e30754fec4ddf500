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

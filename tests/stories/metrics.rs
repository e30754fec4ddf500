//! What an operator's monitoring sees.

use stories::feed::Feed;
use stories::reports::{dark_lamp, file};
use stories::{Caller, Town};

/// The value of a line that begins so.
fn said<'a>(metrics: &'a str, line: &str) -> &'a str {
    let found = metrics.lines().find_map(|of| of.strip_prefix(line)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("no {line} in:\n{metrics}"))
}

fn value(metrics: &str, line: &str) -> f64 {
    said(metrics, line).parse().expect("a number")
}

#[tokio::test]
async fn the_metrics_say_how_the_server_is() {
    let listen = vec![("CITYCENTER_METRICS_LISTEN", "127.0.0.1:0".to_owned())];
    let town = Town::open_with(listen).await;
    let log = town.log();
    let address =
        log.split("metrics on ").nth(1).expect("an address").split("/metrics").next().expect("text");
    let (monitoring, anybody) = (Caller::new(address), town.anybody());
    let read = async || monitoring.get("/metrics").await.text();

    let before = read().await;
    assert_eq!(said(&before, "citycenter_database_up"), "1");
    assert_eq!(said(&before, "citycenter_read_only"), "0");
    assert_eq!(said(&before, "citycenter_listeners"), "0");
    assert_eq!(said(&before, "citycenter_database_connections_max{pool=\"public\"}"), "8");
    assert!(value(&before, "citycenter_database_bytes") > 1e6);
    assert!(value(&before, "citycenter_disk_free_bytes") <= value(&before, "citycenter_disk_size_bytes"));
    for way in ["email", "push", "sms"] {
        assert_eq!(said(&before, &format!("citycenter_messages_waiting{{way=\"{way}\"}}")), "0");
    }

    let filed = file(&anybody, &dark_lamp()).await;
    let mut feed = Feed::open(&anybody, None).await;
    feed.next().await;
    town.set_clock("2026-11-16T10:00:00Z").await;
    let after = read().await;
    assert_eq!(said(&after, "citycenter_reports_submitted_total"), "1");
    assert_eq!(said(&after, "citycenter_listeners"), "1");
    let swept = value(&after, "citycenter_sweep_ended_at_seconds");
    assert!((1_794_823_200.0..1_794_823_260.0).contains(&swept), "{swept}");
    let submits = "method=\"POST\",path=\"/api/v1/cities/{city}/reports\",status=\"201\"";
    assert_eq!(said(&after, &format!("citycenter_request_seconds_count{{{submits}}}")), "1");
    assert_eq!(said(&after, &format!("citycenter_request_seconds_bucket{{{submits},le=\"+Inf\"}}")), "1");
    // They name no case and nobody, and are not for everybody.
    assert!(!after.contains(&filed.id.to_string()));
    assert!(!anybody.get("/metrics").await.text().contains("citycenter_database_up"));
    drop(feed);
    town.close().await;
}

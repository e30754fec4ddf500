//! Deadlines.

use stories::Town;
use stories::reports::{dark_lamp, file, of_type};

#[tokio::test]
async fn a_report_is_due_at_the_end_of_the_tenth_local_day() {
    let town = Town::open().await;
    // Half past midnight on Sunday the 15th in small-town, still Saturday in UTC.
    town.set_clock("2026-11-14T21:30:00Z").await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    assert_eq!(filed.receipt["due_at"], "2026-11-25T20:59:59Z");
    let ribbon = &filed.seen_by(&town.anybody()).await["ribbon"];
    assert_eq!(ribbon["starts_on"], "2026-11-15");
    assert_eq!(ribbon["due_on"], "2026-11-25");
    town.close().await;
}

#[tokio::test]
async fn a_type_with_thirty_days_has_thirty() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &of_type("road-sidewalk")).await;
    assert_eq!(filed.receipt["due_at"], "2026-12-16T20:59:59Z");
    town.close().await;
}

#[tokio::test]
async fn an_open_report_turns_soon_and_then_overdue() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let mut shapes = Vec::new();
    for now in
        ["2026-11-23T09:00:00Z", "2026-11-25T09:00:00Z", "2026-11-26T20:58:00Z", "2026-11-26T21:00:00Z"]
    {
        town.set_clock(now).await;
        shapes.push(filed.seen_by(&town.anybody()).await["shape"].clone());
    }
    assert_eq!(shapes, ["new", "soon", "soon", "overdue"]);
    town.close().await;
}

//! What a collector of traces is told, and what it is not.

use reqwest::Method;
use std::time::Instant;
use stories::balancer::free_port;
use stories::collector::{Collector, span, status, times};
use stories::post::MailServer;
use stories::reports::{DESCRIPTION, NAME, PHONE, dark_lamp, file};
use stories::residents::resident;
use stories::server::PATIENCE;
use stories::{Caller, Town};

const MAIL: &str = "ann@mail.example";
/// The id of a trace that somebody else began.
const BEGUN: [u8; 16] = *b"a-trace-of-ours!";
const FORGED: [u8; 16] = *b"a-trace-of-them!";

/// Somebody who says to which trace a request belongs, by the W3C's `traceparent`.
fn within(caller: Caller, trace: [u8; 16]) -> Caller {
    let id = u128::from_be_bytes(trace);
    caller.with("traceparent", &format!("00-{id:032x}-00f067aa0ba902b7-01"))
}

// Ending the server keeps a thread, and the collector answers meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn traces_say_what_was_done_and_name_nobody() {
    let (collector, mail) = (Collector::open().await, MailServer::open().await);
    let mut settings = mail.settings();
    settings.push(("CITYCENTER_OTLP_ENDPOINT", collector.endpoint()));
    settings.push(("CITYCENTER_TRUSTED_PROXIES", "127.0.0.2".to_owned()));
    let town = Town::open_with(settings).await;

    let proxy = within(town.anybody().from_network("127.0.0.2"), BEGUN);
    let filed = file(&proxy, &dark_lamp()).await;
    let reporter = within(town.reporter(&filed.secret), FORGED);
    reporter.get(&format!("{}?note=asked-in-the-query", filed.path())).await.expect(200);
    reporter.get("reports/no-such-number").await.expect(404);
    let odd = Method::from_bytes(b"FROBNICATE").expect("a method");
    reporter.finish(reporter.request(odd, "reports")).await.expect(404);
    let ann = resident(&town, &mail, MAIL).await;
    ann.get("me").await.expect(200);
    town.set_clock("2026-11-16T10:00:00Z").await;
    town.close().await;

    let told = collector.told().await;
    for name in [
        "POST /api/v1/cities/{city}/reports",
        "GET /api/v1/cities/{city}/reports/{id}",
        "write",
        "sweep",
        "cases whose time had come",
        "send email",
    ] {
        assert!(times(&told, &span(name)) > 0, "no span {name}");
    }
    for code in [200, 201] {
        assert!(times(&told, &status(code)) > 0, "no answer {code}");
    }
    assert!(times(&told, b"citycenter") > 0 && times(&told, b"sent") > 0);
    assert!(times(&told, &BEGUN) >= 2, "the request and what it wrote are in the proxy's trace");
    assert_eq!(times(&told, &FORGED), 0, "a stranger chooses no trace");

    let (id, number) = (filed.id.to_string(), filed.number().to_owned());
    let never = ["asked-in-the-query", "no-such-number", "FROBNICATE", "127.0.0.", MAIL];
    for private in [&filed.secret, DESCRIPTION, NAME, PHONE, &id, &number].iter().chain(&never) {
        assert_eq!(times(&told, private.as_bytes()), 0, "{private}");
    }
}

#[tokio::test]
async fn a_collector_that_is_gone_costs_nothing_but_a_warning() {
    let town = Town::open().await;
    let nowhere = format!("http://127.0.0.1:{}", free_port());
    let settings = [("CITYCENTER_OTLP_ENDPOINT", &*nowhere), ("OTEL_BSP_SCHEDULE_DELAY", "10")];
    let server = town.server_with(&settings);
    let anybody = Caller::new(server.address());
    let begun = Instant::now();
    while !server.log().contains("traces are lost") {
        assert!(begun.elapsed() < PATIENCE, "{}", server.log());
        anybody.get("reports").await.expect(200);
    }
    file(&anybody, &dark_lamp()).await;
    assert_eq!(server.log().matches("traces are lost").count(), 1);
    server.stop();
    town.close().await;
}

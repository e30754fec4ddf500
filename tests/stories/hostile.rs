//! Whatever is sent to any operation that `openapi.json` describes: it is answered, and never by a fault
//! of ours.

use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use stories::chance::{Api, Body, Chance, Operation};
use stories::reports::{dark_lamp, file, file_with_photo};
use stories::{Answer, Caller, Town};

/// Requests to each operation by each caller.
const ROUNDS: usize = 6;

/// Ends the session of whoever asks, or goes on for ever.
const ALONE: [&str; 2] = ["sign_out", "follow_events"];

#[tokio::test]
async fn no_request_is_met_by_a_fault_of_ours() {
    let town = Town::open().await;
    let (filed, photo) = file_with_photo(&town.anybody()).await;
    let mut known: Vec<String> = vec![filed.id.to_string(), photo.to_string(), filed.number().to_owned()];
    known.extend(
        [
            "road-street-lighting",
            "street-lighting",
            "road-service",
            "small",
            "0.mvt",
            "0",
            "5",
            &filed.secret,
        ]
        .map(str::to_owned),
    );
    let api = Api::new(town.anybody().get("/api/v1/openapi.json").await.expect(200), known);
    let callers = [
        town.anybody(),
        town.reporter(&filed.secret),
        town.staff("coordinator").await,
        town.staff("head-lighting").await,
        town.staff("administrator").await,
    ];
    let mut chance = Chance::new(20_261_122);
    let (mut wrong, mut taken) = (Vec::new(), BTreeSet::new());
    for operation in api.operations() {
        if ALONE.contains(&operation.id.as_str()) {
            continue;
        }
        for caller in &callers {
            for _ in 0..ROUNDS {
                let made = api.make(&operation, &mut chance);
                let mut request = caller.request(operation.method.clone(), &made.path);
                for (name, value) in &made.headers {
                    request = request.header(name, value);
                }
                request = match &made.body {
                    Some(Body::Json(body)) => request.json(body),
                    Some(Body::Bytes(bytes)) => request.body(bytes.clone()),
                    None => request,
                };
                let answer = caller.finish(request).await;
                if let Some(fault) = fault(&operation, &answer) {
                    wrong.push(format!("{} {made:?}: {fault}", operation.id));
                }
                if answer.status < 300 {
                    taken.insert(operation.id.clone());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(taken.len() > 12, "most of it has to be read, not only refused: {taken:?}");
    town.close().await;
}

/// What is wrong with an answer to something made up.
fn fault(operation: &Operation, answer: &Answer) -> Option<String> {
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let told = || format!("{} {kind}: {}", answer.status, answer.text());
    match answer.status {
        200..300 | 304 => None,
        400..500 | 503 if kind == "application/problem+json" => {
            let problem = answer.json();
            let complete = ["title", "code", "detail"].iter().all(|field| problem[field].is_string());
            (!complete || problem["status"] != json!(answer.status)).then(told)
        }
        // Where a path is cut short by an odd word, there is no such path; a page is not.
        404 if operation.method != Method::GET => None,
        _ => Some(told()),
    }
}

#[tokio::test]
async fn what_goes_on_for_ever_and_what_ends_a_session_refuse_what_they_cannot_read() {
    let town = Town::open().await;
    let anybody = town.anybody();
    for after in ["x", "1e3", "99999999999999999999", "%00"] {
        anybody.get(&format!("events?after={after}")).await.refused(400, "bad_request");
    }
    let odd = anybody.clone().with("last-event-id", "\u{7e}~");
    odd.get("events").await.refused(400, "bad_request");
    for held in ["", "1", "1.x.1.00", "1.00000000000000000000000000000000.1.zz", "a.b.c.d.e"] {
        let caller: Caller = anybody.clone().with("cookie", &format!("session={held}")).in_browser();
        caller.delete("/api/v1/sessions/current").await.refused(401, "unauthorized");
    }
    file(&anybody, &dark_lamp()).await;
    town.close().await;
}

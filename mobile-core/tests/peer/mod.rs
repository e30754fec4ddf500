//! A city that answers as the contract says, and a network that goes wrong on order.
#![expect(clippy::unwrap_used, reason = "what goes wrong here is the test's own fault")]

mod phone;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mobile_core::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError};
use serde_json::{Value, json};
use tokio::sync::Notify;

pub use phone::Phone;

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// No network.
    NotConnected,
    /// The city does it, and the answer is lost.
    AnswerLost,
    /// The app dies before the city gets it.
    DiedBefore,
    /// The city does it, and the app dies before it hears of that.
    DiedAfter,
    /// 503, come back in ten minutes.
    Busy,
    /// 429, with a challenge to be solved first.
    Proof,
    /// 422.
    Refused,
}

/// When everything begins.
pub const NOW: i64 = 1_794_618_123_000;
/// What is to be solved.
pub const CHALLENGE: &str = "1.report.8";
pub const BITS: u32 = 8;

/// The server's side, and the phone that speaks to it.
pub struct City {
    pub phone: Arc<Phone>,
    troubles: Mutex<VecDeque<Trouble>>,
    state: Mutex<State>,
    stuck: Notify,
}

#[derive(Default)]
struct State {
    reports: BTreeMap<String, (Vec<u8>, Value)>,
    photos: BTreeMap<String, Vec<u8>>,
    calls: Vec<HttpRequest>,
}

impl City {
    /// A city whose first calls meet these troubles.
    pub fn new(troubles: impl IntoIterator<Item = Trouble>) -> Arc<Self> {
        Arc::new(Self {
            phone: Phone::at(NOW),
            troubles: Mutex::new(troubles.into_iter().collect()),
            state: Mutex::default(),
            stuck: Notify::new(),
        })
    }

    /// How many reports it has.
    pub fn reports(&self) -> usize {
        self.state.lock().unwrap().reports.len()
    }

    /// How many photos it has.
    pub fn photos(&self) -> usize {
        self.state.lock().unwrap().photos.len()
    }

    /// What arrived.
    pub fn calls(&self) -> Vec<HttpRequest> {
        self.state.lock().unwrap().calls.clone()
    }

    /// How often photos arrived.
    pub fn photo_calls(&self) -> usize {
        self.calls().iter().filter(|call| call.method == HttpMethod::Put).count()
    }

    /// The proofs that came, and the keys of the phones that sent something.
    pub fn sent_in(&self, header: &str) -> Vec<String> {
        let calls = &self.state.lock().unwrap().calls;
        calls.iter().filter_map(|call| call.headers.get(header).cloned()).collect()
    }

    /// Waits until a call is in the middle of which the app is to die.
    pub async fn stuck(&self) {
        self.stuck.notified().await;
    }

    /// What arrived, one line a call, with what differs from run to run left out.
    pub fn calls_without_ids(&self) -> Vec<String> {
        let calls = &self.state.lock().unwrap().calls;
        let line = |call: &HttpRequest| {
            let shown = |(name, value): (&String, &String)| match name.as_str() {
                "x-device" => (name.clone(), format!("{} digits", value.len())),
                _ => (name.clone(), value.clone()),
            };
            let headers: BTreeMap<_, _> = call.headers.iter().map(shown).collect();
            let url = call.url.split_inclusive("/photos/").next().unwrap();
            format!("{:?} {url} {headers:?}", call.method)
        };
        calls.iter().map(line).collect()
    }

    fn answer(&self, call: &HttpRequest) -> HttpResponse {
        let mut state = self.state.lock().unwrap();
        state.calls.push(call.clone());
        let body = call.body.clone().unwrap_or_default();
        let path = call.url.strip_prefix("https://city.example/api/v1/cities/small-town").unwrap();
        match path {
            "/catalogue" => respond(200, &catalogue()),
            "/reports" => submit(&mut state, &body),
            path if path.starts_with("/photos/") => {
                let id = path.trim_start_matches("/photos/").to_owned();
                let kept = state.photos.entry(id).or_insert_with(|| body.clone());
                assert_eq!(*kept, body, "the same id means the same bytes");
                respond(201, &json!({}))
            }
            _ => respond(404, &problem("not_found", &json!([]))),
        }
    }
}

#[async_trait]
impl Transport for City {
    async fn send(&self, call: HttpRequest) -> Result<HttpResponse, TransportError> {
        // Adding the city is what every test begins with, and none is about.
        if call.url.ends_with("/cities/small-town") {
            return Ok(respond(200, &city()));
        }
        let trouble = self.troubles.lock().unwrap().pop_front().unwrap_or(Trouble::None);
        match trouble {
            Trouble::None => Ok(self.answer(&call)),
            Trouble::NotConnected => Err(TransportError::NotConnected),
            Trouble::AnswerLost => {
                self.answer(&call);
                Err(TransportError::NoAnswer)
            }
            Trouble::DiedBefore | Trouble::DiedAfter => {
                if trouble == Trouble::DiedAfter {
                    self.answer(&call);
                }
                self.stuck.notify_one();
                std::future::pending().await
            }
            Trouble::Busy => Ok(respond(503, &problem("unavailable", &json!([])))),
            Trouble::Proof => {
                let mut problem = problem("proof_needed", &json!([]));
                problem["challenge"] =
                    json!({"text": CHALLENGE, "bits": BITS, "expires_at": "2026-11-14T01:12:04Z"});
                Ok(respond(429, &problem))
            }
            Trouble::Refused => {
                let wrong = json!([{"field": "place", "code": "outside_city", "message": "Move the pin."}]);
                Ok(respond(422, &problem("invalid", &wrong)))
            }
        }
    }
}

fn submit(state: &mut State, body: &[u8]) -> HttpResponse {
    let report: Value = serde_json::from_slice(body).unwrap();
    for photo in report["photos"].as_array().unwrap() {
        assert!(state.photos.contains_key(photo.as_str().unwrap()), "photos come first");
    }
    let id = report["id"].as_str().unwrap().to_owned();
    let number = format!("2026-{:06}", state.reports.len() + 1);
    let receipt = json!({
        "id": id, "number": number,
        "department": {"slug": "road-service", "title": "Road Service"},
        "routed_because": "This service always handles such reports.", "status": "assigned",
        "received_at": "2026-11-14T01:02:04Z", "due_at": "2026-11-24T20:59:59Z",
        "first_action_due_at": null, "url": "https://city.example/reports/2026-000001",
    });
    let (kept, receipt) = state.reports.entry(id).or_insert((body.to_vec(), receipt));
    if *kept != body {
        return respond(409, &problem("conflict", &json!([])));
    }
    respond(201, receipt)
}

fn city() -> Value {
    json!({"slug": "small-town", "title": "Small Town", "default": true, "time_zone": "Europe/Moscow",
        "languages": ["en"], "emergency_phone": "112", "center": {"lat": 57.62, "lon": 36.4}, "zoom": 14.0,
        "bounds": [36.3, 57.6, 36.5, 57.7], "territories": [], "demo": true})
}

fn catalogue() -> Value {
    json!({"version": 1, "language": "en", "categories": [{"slug": "roads", "title": "Roads", "types": [{
        "slug": "pothole", "title": "Pothole", "owner_by": "department", "deadline_days": 10,
        "priority": "normal", "emergency": false, "first_action_hours": null, "at_home": false,
    }]}]})
}

fn problem(code: &str, errors: &Value) -> Value {
    json!({"type": "about:blank", "title": "No", "status": 400, "code": code, "detail": "No.", "errors": errors})
}

fn respond(status: u16, body: &Value) -> HttpResponse {
    let kind = if status < 400 { "application/json" } else { "application/problem+json" };
    let headers = [("Content-Type", kind), ("Retry-After", "600")];
    HttpResponse {
        status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        body: serde_json::to_vec(body).unwrap(),
    }
}

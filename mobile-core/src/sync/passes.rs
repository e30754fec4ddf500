//! Whole passes over a real file, against a city that keeps cases and takes photos in parts.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Rest;
use super::drive::{Pass, flush};
use super::state::PART;
use crate::account::{self, Keyring};
use crate::client::Client;
use crate::outbox::{self, Delivery, Item, NewDeed, Obstacle};
use crate::photo::{self, Photo, PhotoHint};
use crate::platform::{
    Clock, Connectivity, HttpMethod, HttpRequest, HttpResponse, Network, Platform, SecretError, SecretStore,
    Transport, TransportError,
};
use crate::random;
use crate::storage::Storage;

const NOW: i64 = 1_794_618_123_000;
const CASE: &str = "019a8f00-0000-7000-8000-000000000001";

/// What becomes of one call.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    /// The city does it, and the answer is lost.
    AnswerLost,
    /// Nothing arrives.
    Cut,
    /// The city has forgotten its photos, and says so.
    Forgotten,
}

#[derive(Default)]
struct Kept {
    photos: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<String, Vec<u8>>,
    /// Versions of cases, and the names of what was done to them.
    cases: BTreeMap<String, (i64, Vec<String>)>,
    calls: Vec<String>,
    troubles: VecDeque<Trouble>,
}

/// The city and the phone around the core.
struct World {
    kept: Mutex<Kept>,
    now: AtomicI64,
}

impl World {
    fn new() -> Arc<Self> {
        Arc::new(Self { kept: Mutex::default(), now: NOW.into() })
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn answer(&self, call: &HttpRequest) -> HttpResponse {
        let mut kept = self.kept();
        let path = call.url.strip_prefix("https://city.example/api/v1/cities/small-town").unwrap();
        let header = |name: &str| call.headers.get(name).cloned().unwrap_or_default();
        let body = call.body.clone().unwrap_or_default();
        kept.calls.push(format!(
            "{:?} {}",
            call.method,
            path.split('?').next().unwrap().replace(CASE, "case")
        ));
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (call.method, parts.as_slice()) {
            (HttpMethod::Put, ["photos", id]) => {
                kept.photos.insert((*id).to_owned(), body);
                respond(201, &json!({}), &[])
            }
            (HttpMethod::Get, ["photos", id, "upload"]) => match kept.parts.get(*id) {
                Some(there) => progress(204, there.len(), kept.photos.contains_key(*id)),
                None => respond(404, &json!({ "code": "not_found" }), &[]),
            },
            (HttpMethod::Post, ["photos", id, "upload"]) => {
                let there = kept.parts.entry((*id).to_owned()).or_default();
                if header("upload-offset") != there.len().to_string() {
                    let whole = kept.photos.contains_key(*id);
                    return progress(409, kept.parts[*id].len(), whole);
                }
                there.extend(body);
                let (so_far, last) = (there.clone(), header("upload-complete") == "?1");
                if last {
                    kept.photos.insert((*id).to_owned(), so_far.clone());
                }
                progress(if last { 201 } else { 204 }, so_far.len(), last)
            }
            (HttpMethod::Get, ["reports", id]) => respond(200, &json!({ "version": kept.cases[*id].0 }), &[]),
            (HttpMethod::Post, ["reports", id, _]) => {
                let said: Value = serde_json::from_slice(&body).unwrap();
                for photo in said["photos"].as_array().into_iter().flatten() {
                    assert!(kept.photos.contains_key(photo.as_str().unwrap()), "photos come first");
                }
                let (version, done) = kept.cases.get_mut(*id).unwrap();
                let name = header("idempotency-key");
                if !done.contains(&name) {
                    if said["seen_version"] != *version {
                        return respond(409, &json!({ "code": "version_conflict" }), &[]);
                    }
                    *version += 1;
                    done.push(name);
                }
                respond(200, &json!({ "version": *version }), &[])
            }
            _ => respond(404, &json!({ "code": "not_found" }), &[]),
        }
    }
}

fn respond(status: u16, body: &Value, more: &[(&str, String)]) -> HttpResponse {
    let kind = if status < 400 { "application/json" } else { "application/problem+json" };
    let mut body = body.clone();
    if status >= 400 {
        for (name, value) in
            [("type", json!("about:blank")), ("title", json!("No")), ("detail", json!("No."))]
        {
            body[name] = value;
        }
        body["status"] = json!(status);
    }
    let mut headers = HashMap::from([("content-type".to_owned(), kind.to_owned())]);
    headers.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    HttpResponse { status, headers, body: serde_json::to_vec(&body).unwrap() }
}

fn progress(status: u16, arrived: usize, whole: bool) -> HttpResponse {
    let complete = if whole { "?1" } else { "?0" }.to_owned();
    let about = [("upload-offset", arrived.to_string()), ("upload-complete", complete)];
    respond(status, &json!({ "code": "conflict" }), &about)
}

#[async_trait]
impl Transport for World {
    async fn send(&self, call: HttpRequest) -> Result<HttpResponse, TransportError> {
        // As over a real network, there is a moment before and one after.
        tokio::task::yield_now().await;
        let trouble = self.kept().troubles.pop_front().unwrap_or(Trouble::None);
        if trouble == Trouble::Cut {
            return Err(TransportError::NoAnswer);
        }
        if trouble == Trouble::Forgotten {
            self.kept().photos.clear();
            self.kept().parts.clear();
            let field = json!({ "field": "photos", "code": "unknown_photo", "message": "" });
            return Ok(respond(422, &json!({ "code": "invalid", "errors": [field] }), &[]));
        }
        let answer = self.answer(&call);
        tokio::task::yield_now().await;
        if trouble == Trouble::AnswerLost { Err(TransportError::NoAnswer) } else { Ok(answer) }
    }
}

impl Clock for World {
    fn now(&self) -> i64 {
        self.now.load(SeqCst)
    }
}

impl Connectivity for World {
    fn network(&self) -> Network {
        Network::Free
    }
}

impl SecretStore for World {
    fn read(&self, _: String) -> Result<Option<String>, SecretError> {
        Ok(None)
    }

    fn write(&self, _: String, _: String) -> Result<(), SecretError> {
        Ok(())
    }

    fn remove(&self, _: String) -> Result<(), SecretError> {
        Ok(())
    }
}

struct Phone {
    world: Arc<World>,
    storage: Storage,
    client: Client,
    _dir: TempDir,
}

impl Phone {
    fn new(world: &Arc<World>) -> Self {
        let dir = TempDir::new().unwrap();
        let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
        let account =
            storage.write(|tx| account::add(tx, "https://city.example", "small-town", None)).unwrap();
        let platform = Platform {
            transport: world.clone(),
            clock: world.clone(),
            connectivity: world.clone(),
            secrets: world.clone(),
            push: None,
        };
        let client = Client {
            keyring: Arc::new(Keyring::new(world.clone())),
            platform,
            account,
            language: domain::text::Language::En,
            device: "ab".repeat(16),
        };
        world.kept().cases.insert(CASE.to_owned(), (3, Vec::new()));
        Self { world: world.clone(), storage, client, _dir: dir }
    }

    fn deed(&self, what: &str, photos: &[Photo]) -> String {
        let id = random::report_id(NOW).unwrap().to_string();
        let new = NewDeed {
            id: id.clone(),
            account_id: self.client.account.id,
            report_id: CASE.to_owned(),
            path: format!("/reports/{CASE}/{what}"),
            body: json!({ "to": "resolved" }),
            version: Some(3),
        };
        let handed = self.storage.write(|tx| {
            for photo in photos {
                photo::store::insert(tx, &id, &random::photo_id()?.to_string(), photo)?;
            }
            outbox::deed(tx, new, NOW)
        });
        handed.unwrap();
        id
    }

    fn pass(&self) -> Pass<'_> {
        Pass {
            storage: &self.storage,
            client: &self.client,
            part: PART,
            spare_metered: false,
            emergencies: &[],
        }
    }

    /// Passes until nothing waits any more but for a person; the clock is moved, never waited for.
    async fn drain(&self) {
        let mut rest = Rest::default();
        for _ in 0..50 {
            let passed = flush(&self.pass(), &mut rest).await.unwrap();
            let Some(at) = passed.wake_at else { return };
            self.world.now.fetch_max(at, SeqCst);
        }
        panic!("it never ends");
    }

    fn item(&self, id: &str) -> Item {
        self.storage.read(|db| outbox::find(db, id)).unwrap().unwrap()
    }
}

fn photo(size: u32, shade: u8) -> Photo {
    let bytes = (0..size).map(|n| n.to_le_bytes()[0] ^ shade).collect();
    Photo { bytes, width: 2, height: 1, hint: PhotoHint::default() }
}

#[tokio::test]
async fn a_large_photo_goes_on_where_the_network_broke_off() {
    let world = World::new();
    let phone = Phone::new(&world);
    let sent = photo(PART * 2 + 9, 7);
    let deed = phone.deed("transitions", std::slice::from_ref(&sent));
    // The first part arrives; of the second the answer is lost; then the network is gone for a while.
    world.kept().troubles.extend([Trouble::None, Trouble::AnswerLost, Trouble::Cut]);
    phone.drain().await;
    assert_eq!(phone.item(&deed).delivery, Delivery::Sent);
    let kept = world.kept();
    assert!(kept.photos.values().next().unwrap() == &sent.bytes, "the same bytes in the same order");
    let parts = kept.calls.iter().filter(|call| call.starts_with("Post") && call.contains("/upload")).count();
    assert_eq!(parts, 3, "no part was sent twice: {:?}", kept.calls);
}

#[tokio::test]
async fn what_the_city_forgot_is_sent_once_more() {
    let world = World::new();
    let phone = Phone::new(&world);
    let deed = phone.deed("transitions", &[photo(500, 1), photo(PART + 1, 2)]);
    // Photo, two parts, and then the deed that names them.
    world.kept().troubles.extend([Trouble::None, Trouble::None, Trouble::None, Trouble::Forgotten]);
    phone.drain().await;
    assert_eq!(phone.item(&deed).delivery, Delivery::Sent);
    assert_eq!(world.kept().photos.len(), 2);
}

#[tokio::test]
async fn deeds_follow_each_other_and_a_lost_answer_does_nothing_twice() {
    let world = World::new();
    let phone = Phone::new(&world);
    let deeds =
        [phone.deed("transitions", &[]), phone.deed("made-safe", &[]), phone.deed("transitions", &[])];
    world.kept().troubles.extend([Trouble::AnswerLost, Trouble::AnswerLost]);
    phone.drain().await;
    assert!(deeds.iter().all(|deed| phone.item(deed).delivery == Delivery::Sent));
    let (version, done) = world.kept().cases[CASE].clone();
    assert_eq!((version, done.as_slice()), (6, deeds.as_slice()));
    assert_eq!(phone.item(&deeds[0]).body, "{}", "what was said is not kept");
}

#[tokio::test]
async fn a_conflict_is_a_choice() {
    let world = World::new();
    let phone = Phone::new(&world);
    world.kept().cases.get_mut(CASE).unwrap().0 = 8;
    let (again, never) = (phone.deed("transitions", &[photo(500, 1)]), phone.deed("made-safe", &[]));
    phone.drain().await;
    let parked = phone.item(&again);
    assert_eq!(parked.delivery, Delivery::Parked);
    assert!(matches!(parked.obstacle, Some(Obstacle::Changed { .. })), "{:?}", parked.obstacle);
    assert_eq!(phone.item(&never).delivery, Delivery::Waiting, "what comes after it waits for the choice");

    phone.storage.write(|tx| outbox::redo(tx, &again, world.now())).unwrap();
    phone.drain().await;
    assert_eq!((phone.item(&again).delivery, world.kept().cases[CASE].0), (Delivery::Sent, 9));
    assert_eq!(phone.item(&never).delivery, Delivery::Parked, "it knew nothing of what somebody else did");
    phone.storage.write(|tx| outbox::discard(tx, &never)).unwrap();
    phone.drain().await;
    assert_eq!(world.kept().cases[CASE].0, 9);
}

/// A pass is dropped at its first await, at its second, and so on, each time over again.
#[test]
fn a_pass_that_is_dropped_anywhere_loses_nothing_and_does_nothing_twice() {
    for patience in 1..12 {
        let world = World::new();
        let phone = Phone::new(&world);
        let deeds =
            [phone.deed("transitions", &[photo(PART + 9, 1)]), phone.deed("transitions", &[photo(9, 2)])];
        let mut rest = Rest::default();
        for round in 0.. {
            assert!(round < 400, "with a patience of {patience} it never ends");
            let pass = phone.pass();
            let mut flushing = pin!(flush(&pass, &mut rest));
            let mut context = Context::from_waker(Waker::noop());
            // Less and less is waited for, and now and then a little more: so every await is hit.
            let polls = patience + round % 7;
            let ended = (0..polls).any(|_| matches!(flushing.as_mut().poll(&mut context), Poll::Ready(_)));
            if ended && deeds.iter().all(|deed| phone.item(deed).delivery == Delivery::Sent) {
                break;
            }
            world.now.fetch_add(60_000, SeqCst);
        }
        let kept = world.kept();
        assert_eq!((kept.cases[CASE].0, kept.cases[CASE].1.as_slice()), (5, deeds.as_slice()));
        assert_eq!(kept.photos.len(), 2);
    }
}

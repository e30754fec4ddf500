//! What a phone shows where there is no network: what it heard of the city before. The city is a table of
//! answers with ETags that can be cut off.
#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "peer/phone.rs"]
mod phone;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use mobile_core::view::{Bounds, FoundKind, Language, MapFilter, Page, PhotoSize, Place, Shape, TileLayer};
use mobile_core::{Core, CoreError, HttpRequest, HttpResponse, Transport, TransportError};
use phone::Phone;
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: i64 = 1_795_338_000_000;
const CITY: &str = "/api/v1/cities/small-town";

/// Answers by path, each with an ETag that changes with its bytes.
struct City {
    phone: Arc<Phone>,
    answers: Mutex<HashMap<String, Vec<u8>>>,
    cut: AtomicBool,
    /// Status and path of every answer.
    asked: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl Transport for City {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if self.cut.load(SeqCst) {
            return Err(TransportError::NotConnected);
        }
        let path = request.url.trim_start_matches("https://city.example").to_owned();
        let answers = self.answers.lock().unwrap().clone();
        let spoken = in_language(&path, &request.headers["accept-language"]);
        let body = answers.get(&spoken).or(answers.get(&path)).cloned();
        let etag =
            format!("\"{}\"", body.as_ref().map_or(0, |body| body.iter().map(|b| u64::from(*b)).sum()));
        let known = request.headers.get("if-none-match") == Some(&etag);
        let (status, body) = match body {
            Some(_) if known => (304, Vec::new()),
            Some(body) => (200, body),
            None => (404, json!({ "code": "not_found" }).to_string().into_bytes()),
        };
        self.asked.lock().unwrap().push(format!("{status} {path}"));
        let kind = if status == 404 { "application/problem+json" } else { "application/json" };
        let headers =
            HashMap::from([("etag".to_owned(), etag), ("content-type".to_owned(), kind.to_owned())]);
        Ok(HttpResponse { status, headers, body })
    }
}

impl City {
    fn new() -> Arc<Self> {
        let city = Self {
            phone: Phone::at(NOW),
            answers: Mutex::default(),
            cut: AtomicBool::new(false),
            asked: Mutex::default(),
        };
        city.tell(CITY, &of_itself(3));
        city.tell(&format!("{CITY}/catalogue"), &catalogue(3));
        city.tell(&format!("{CITY}/territories"), &territories());
        Arc::new(city)
    }

    fn tell(&self, path: &str, answer: &Value) {
        self.put(path, answer.to_string().into_bytes());
    }

    fn put(&self, path: &str, answer: Vec<u8>) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn cut(&self) {
        self.cut.store(true, SeqCst);
    }
}

/// Under which an answer is that is another one in this language.
fn in_language(path: &str, language: &str) -> String {
    format!("{path} in {language}")
}

fn of_itself(version: i32) -> Value {
    json!({
        "slug": "small-town", "title": "Tikhy Brod", "default": true, "time_zone": "Europe/Moscow",
        "languages": ["ru", "en"], "emergency_phone": "112", "center": { "lat": 57.62, "lon": 36.4 },
        "zoom": 15.0, "bounds": [36.3, 57.5, 36.5, 57.7], "version": version, "territories": [],
        "demo": false,
    })
}

fn catalogue(version: i32) -> Value {
    let lamp = json!({
        "slug": "lamp", "title": "Dark lamp", "owner_by": "department", "deadline_days": 10,
        "priority": "normal", "emergency": false, "first_action_hours": null, "at_home": false,
        "duplicate_radius_m": 50, "clocks": [{ "measure": "resolution", "target": 10,
            "unit": "calendar_days", "last_day_off": "stay", "pausable": true }],
    });
    let categories = json!([{ "slug": "roads", "title": "Roads", "types": [lamp] }]);
    json!({ "version": version, "language": "en", "categories": categories })
}

fn territories() -> Value {
    let ring = [[36.3, 57.5], [36.5, 57.5], [36.5, 57.7], [36.3, 57.7], [36.3, 57.5]];
    let area = json!({ "type": "MultiPolygon", "coordinates": [[ring]] });
    let north = json!({ "slug": "north", "title": "North", "area": area });
    json!({ "version": 3, "language": "en", "within_m": 5, "boundary": area, "territories": [north] })
}

async fn open(dir: &TempDir, city: &Arc<City>) -> Core {
    open_in(Language::En, dir, city).await
}

async fn open_in(language: Language, dir: &TempDir, city: &Arc<City>) -> Core {
    let platform = city.phone.platform(city.clone());
    let core = Core::open(dir.path().to_str().unwrap(), language, platform).unwrap();
    if core.accounts().unwrap().is_empty() {
        core.add_city("https://city.example", "small-town").await.unwrap();
    }
    core
}

const PIN: Place = Place { lat: 57.62, lon: 36.4 };

#[tokio::test]
async fn a_report_is_written_with_all_that_is_known_of_the_city_and_without_a_network() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    assert!(open(&dir, &city).await.refresh_city().await.unwrap());
    city.cut();
    let core = open(&dir, &city).await;
    assert_eq!(core.refresh_city().await, Err(CoreError::Offline));
    let draft = core.new_draft().unwrap();
    assert_eq!(draft.step().unwrap().categories[0].title, "Roads");
    draft.choose_type("lamp").unwrap();
    draft.put_pin(PIN, None).unwrap();
    let step = draft.step().unwrap();
    assert_eq!(step.district.as_deref(), Some("North"));
    assert_eq!(step.promise.as_deref(), Some("We solve it by 2 December."));
    assert_eq!((step.page, step.may_send), (Page::Photos, true));
    assert_eq!(core.drafts().unwrap()[0].title, "Dark lamp");
    core.enqueue(&draft).unwrap();
    assert!(core.drafts().unwrap().is_empty());
    assert_eq!(core.my_reports().unwrap()[0].title.as_deref(), Some("Dark lamp"));
}

#[tokio::test]
async fn the_city_is_asked_for_its_catalogue_again_only_when_its_data_has_grown() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    core.refresh_city().await.unwrap();
    city.asked();
    assert!(!core.refresh_city().await.unwrap());
    assert_eq!(city.asked(), [format!("304 {CITY}")]);
    city.tell(CITY, &of_itself(4));
    city.tell(&format!("{CITY}/catalogue"), &catalogue(4));
    assert!(core.refresh_city().await.unwrap());
    let territories = format!("304 {CITY}/territories");
    assert_eq!(city.asked(), [format!("200 {CITY}"), format!("200 {CITY}/catalogue"), territories]);
}

/// The Russian answers: other titles, the same of everything else.
fn speak_russian(city: &City) {
    let tell = |what: &str, mut answer: Value, pointer: &str, title: &str| {
        *answer.pointer_mut(pointer).unwrap() = json!(title);
        if let Some(language) = answer.get_mut("language") {
            *language = json!("ru");
        }
        city.tell(&in_language(&format!("{CITY}{what}"), "ru"), &answer);
    };
    tell("", of_itself(3), "/title", "Тихий Брод");
    tell("/catalogue", catalogue(3), "/categories/0/title", "Дороги");
    tell("/territories", territories(), "/territories/0/title", "Север");
}

#[tokio::test]
async fn another_language_is_better_than_nothing_until_the_city_is_asked_again() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    speak_russian(&city);
    let core = open_in(Language::Ru, &dir, &city).await;
    core.refresh_city().await.unwrap();
    let draft = core.new_draft().unwrap();
    draft.choose_type("lamp").unwrap();
    draft.put_pin(PIN, None).unwrap();
    drop(core);
    let told = |core: &Core| {
        let step = core.last_draft().unwrap().unwrap().step().unwrap();
        let title = core.accounts().unwrap().remove(0).title;
        [title, step.categories[0].title.clone(), step.district.unwrap(), step.promise.unwrap()]
    };
    city.cut();
    let core = open(&dir, &city).await;
    assert_eq!(told(&core), ["Тихий Брод", "Дороги", "Север", "We solve it by 2 December."]);
    city.cut.store(false, SeqCst);
    assert!(core.refresh_city().await.unwrap(), "its words are others");
    assert_eq!(told(&core), ["Tikhy Brod", "Roads", "North", "We solve it by 2 December."]);
    city.asked();
    assert!(!core.refresh_city().await.unwrap());
    assert_eq!(city.asked(), [format!("304 {CITY}")]);
    drop(core);
    city.cut();
    let core = open_in(Language::Ru, &dir, &city).await;
    assert_eq!(told(&core)[..3], ["Тихий Брод", "Дороги", "Север"], "what was heard in it is still here");
}

#[tokio::test]
async fn a_draft_begun_in_another_language_keeps_its_words_when_the_city_asks_otherwise() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    speak_russian(&city);
    let core = open_in(Language::Ru, &dir, &city).await;
    core.refresh_city().await.unwrap();
    core.new_draft().unwrap().choose_type("lamp").unwrap();
    drop(core);
    city.tell(CITY, &of_itself(4));
    city.tell(&format!("{CITY}/catalogue"), &catalogue(4));
    let core = open(&dir, &city).await;
    core.refresh_city().await.unwrap();
    let draft = core.last_draft().unwrap().unwrap();
    assert_eq!(draft.step().unwrap().categories[0].title, "Дороги");
    assert_eq!(core.new_draft().unwrap().step().unwrap().categories[0].title, "Roads");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_takes_no_ones_place() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    core.refresh_city().await.unwrap();
    city.tell(CITY, &of_itself(4));
    city.tell(&format!("{CITY}/catalogue"), &json!({ "version": 4, "categories": "of tomorrow" }));
    assert_eq!(core.refresh_city().await, Err(CoreError::Offline));
    assert_eq!(core.new_draft().unwrap().step().unwrap().categories.len(), 1);
}

fn near(id: &str, lat: f64) -> Value {
    json!({
        "id": id, "number": "2026-000001", "type": { "slug": "lamp", "title": "Dark lamp" },
        "same_type": true, "category": "roads", "status": "accepted", "shape": "work",
        "place": { "lat": lat, "lon": 36.4, "exact": true }, "address": null, "distance_m": 0,
        "received_at": "2026-11-16T09:00:00Z", "due_at": "2026-11-26T20:59:59Z", "closed_at": null,
        "supports": 0, "photo": null,
    })
}

#[tokio::test]
async fn what_may_be_the_same_is_remembered_where_one_looked_around() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    core.refresh_city().await.unwrap();
    let (here, far) = ("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f", "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e60");
    // 11 m and 44 m north of the pin.
    let found = json!({ "reports": [near(here, 57.6201), near(far, 57.6204)] });
    city.tell(&format!("{CITY}/reports/nearby?type=lamp&lat=57.62&lon=36.4"), &found);
    let asked = core.nearby("lamp", PIN).await.unwrap();
    assert_eq!((asked.reports.len(), asked.kept_text), (2, None));
    city.cut();
    city.phone.set_clock(NOW + 3_600_000);
    // 22 m south of where one looked: the farther one is beyond the radius of 50 m.
    let beside = Place { lat: 57.6198, lon: 36.4 };
    let kept = core.nearby("lamp", beside).await.unwrap();
    assert_eq!(kept.reports.iter().map(|card| card.id.as_str()).collect::<Vec<_>>(), [here]);
    assert_eq!(kept.reports[0].distance_text, "30 m");
    assert_eq!(kept.kept_text.as_deref(), Some("No connection. Shown as it was: today, 12:00."));
    let elsewhere = core.nearby("lamp", Place { lat: 57.65, lon: 36.4 }).await.unwrap();
    assert!(elsewhere.reports.is_empty() && elsewhere.kept_text.is_none());
}

fn card(id: &str, lat: f64) -> Value {
    json!({
        "id": id, "number": "2026-000001", "type": { "slug": "lamp", "title": "Dark lamp" },
        "category": "roads", "status": "accepted", "shape": "work",
        "place": { "lat": lat, "lon": 36.4, "exact": true }, "address": null,
        "received_at": "2026-11-16T09:00:00Z", "due_at": "2026-11-26T20:59:59Z",
        "first_action_due_at": null, "resolved_at": null, "supports": 0, "photo": null, "emergency": false,
        "version": 1, "department": { "slug": "lighting", "title": "Lighting" },
        "ribbon": { "cells": 10, "filled": 6, "late": 0, "closed": false, "kept": null,
            "starts_on": "2026-11-16", "due_on": "2026-11-26", "day": 6, "days_left": 4 },
    })
}

#[tokio::test]
async fn the_map_that_was_seen_last_is_there_without_a_network() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    let id = "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f";
    let other = "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e60";
    let all = json!({ "reports": [card(id, 57.62), card(other, 57.69)], "next": null });
    city.tell(&format!("{CITY}/reports?bbox=36.3,57.5,36.5,57.7"), &all);
    city.put("/tiles/small-town/base/14/9847/5064.mvt", vec![1, 2, 3]);
    city.put(&format!("{CITY}/photos/{other}/small"), vec![9, 9]);
    let town = Bounds { west: 36.3, south: 57.5, east: 36.5, north: 57.7 };
    assert_eq!(core.reports(town, None, None).await.unwrap().reports.len(), 2);
    let tile = async |y| core.tile(TileLayer::Base, 14, 9847, y, None).await;
    assert_eq!(tile(5064).await.unwrap(), [1, 2, 3]);
    city.asked();
    assert_eq!(tile(5064).await.unwrap(), [1, 2, 3]);
    assert_eq!(city.asked(), ["304 /tiles/small-town/base/14/9847/5064.mvt"]);
    core.photo(id, other, PhotoSize::Small).await.unwrap();
    city.cut();
    let part = Bounds { north: 57.65, ..town };
    let seen = core.reports(part, None, None).await.unwrap();
    assert_eq!(seen.reports.iter().map(|card| card.id.as_str()).collect::<Vec<_>>(), [id]);
    assert!(seen.kept_text.is_some());
    assert_eq!(tile(5064).await.unwrap(), [1, 2, 3]);
    assert_eq!(core.photo(id, other, PhotoSize::Small).await.unwrap(), [9, 9]);
    assert_eq!(tile(5065).await, Err(CoreError::Offline));
    core.set_cache_budget(0).unwrap();
    assert_eq!(core.cache_size().unwrap(), 0);
    assert_eq!(tile(5064).await, Err(CoreError::Offline));
}

/// The same, of another group and looking otherwise.
fn of(category: &str, shape: &str, mut card: Value) -> Value {
    (card["category"], card["shape"]) = (json!(category), json!(shape));
    card
}

#[tokio::test]
async fn a_filter_goes_with_what_is_asked_and_holds_without_a_network() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    let ids = ["3d4e5f", "3d4e60", "3d4e61"].map(|end| format!("01936b5e-7a10-7c3a-9d57-0a1b2c{end}"));
    let [road, house, old] = &ids;
    let all = [of("roads", "work", card(road, 57.62)), of("houses", "soon", card(house, 57.62))];
    let long_ago = of("roads", "resolved", card(old, 57.62));
    let asked = |words: &str| format!("{CITY}/reports?bbox=36.3,57.5,36.5,57.7{words}");
    city.tell(&asked(""), &json!({ "reports": all, "next": null }));
    let closed = "&category=roads&shape=resolved,work&days=365";
    city.tell(&asked(closed), &json!({ "reports": [all[0], long_ago], "next": "more" }));
    city.tell(&asked(&format!("{closed}&cursor=more")), &json!({ "reports": [], "next": null }));
    city.put("/tiles/small-town/reports/14/9847/5064.mvt", vec![1]);
    city.put("/tiles/small-town/reports/14/9847/5064.mvt?category=roads", vec![2]);
    city.put("/tiles/small-town/base/14/9847/5064.mvt", vec![3]);

    let town = Bounds { west: 36.3, south: 57.5, east: 36.5, north: 57.7 };
    let seen = async |after: Option<&str>, filter: &MapFilter| {
        let list = core.reports(town, after.map(str::to_owned), Some(filter.clone())).await?;
        Ok::<_, CoreError>(list.reports.into_iter().map(|card| card.id).collect::<Vec<_>>())
    };
    let (any, roads) = (MapFilter::default(), MapFilter { category: Some("roads".into()), ..<_>::default() });
    let shapes = vec![Shape::Work, Shape::Resolved, Shape::Work];
    let year = MapFilter { shapes, days: Some(365), ..roads.clone() };
    assert_eq!(seen(None, &any).await.unwrap(), [road.as_str(), house]);
    assert_eq!(seen(None, &year).await.unwrap(), [road.as_str(), old]);
    assert!(seen(Some("more"), &year).await.unwrap().is_empty());
    let tile = async |layer, filter: &MapFilter| core.tile(layer, 14, 9847, 5064, Some(filter.clone())).await;
    assert_eq!(tile(TileLayer::Reports, &any).await.unwrap(), [1]);
    assert_eq!(tile(TileLayer::Reports, &roads).await.unwrap(), [2]);
    assert_eq!(tile(TileLayer::Base, &roads).await.unwrap(), [3]);

    city.cut();
    assert_eq!(seen(None, &any).await.unwrap(), [road.as_str(), house], "closed long ago is not of it");
    assert_eq!(seen(None, &roads).await.unwrap(), [road.as_str()]);
    assert_eq!(seen(None, &year).await.unwrap(), [road.as_str(), old]);
    let soon = MapFilter { shapes: vec![Shape::Soon], ..any.clone() };
    assert_eq!(seen(None, &soon).await.unwrap(), [house.as_str()]);
    let week = MapFilter { days: Some(7), ..any.clone() };
    assert_eq!(seen(None, &week).await, Err(CoreError::Offline));
    assert_eq!(tile(TileLayer::Reports, &roads).await.unwrap(), [2]);
    assert_eq!(tile(TileLayer::Reports, &soon).await, Err(CoreError::Offline));
    assert_eq!(tile(TileLayer::Base, &soon).await.unwrap(), [3]);
}

#[tokio::test]
async fn a_pin_needs_no_address_and_a_search_needs_a_network() {
    let (dir, city) = (TempDir::new().unwrap(), City::new());
    let core = open(&dir, &city).await;
    let address = json!({ "title": "Mill Street 12", "street": "Mill Street", "number": "12" });
    city.tell(&format!("{CITY}/geocode/reverse?lat=57.62&lon=36.4"), &json!({ "address": address }));
    let found = json!({ "results": [{ "title": "Mill Street", "near": "Old Town", "kind": "street",
        "place": { "lat": 57.62, "lon": 36.4 } }] });
    city.tell(&format!("{CITY}/geocode/search?text=mill%20st&near=57.62000,36.40000"), &found);
    assert_eq!(core.address_at(PIN).await.unwrap().as_deref(), Some("Mill Street 12"));
    let places = core.find_places(" mill st ", Some(PIN)).await.unwrap();
    assert_eq!((&*places[0].title, places[0].detail.as_deref()), ("Mill Street", Some("Old Town")));
    assert_eq!((places[0].kind, places[0].place), (FoundKind::Street, PIN));
    city.asked();
    assert!(core.find_places(" m ", None).await.unwrap().is_empty() && city.asked().is_empty());
    city.cut();
    assert_eq!(core.address_at(PIN).await, Ok(None));
    assert_eq!(core.find_places("mill st", None).await, Err(CoreError::Offline));
}

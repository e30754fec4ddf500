//! Records as they cross to the phones, in both languages.

use chrono::{DateTime, Utc};
use domain::text::Language;
use domain::wire::nearby::NearbyReports;
use domain::wire::report::{ReportCard as WireCard, ReportView};
use serde_json::{Value, json};

use super::*;

fn words(language: Language) -> Words {
    Words { language, zone: chrono_tz::Europe::Moscow, now: at("2026-11-22T09:00:00Z") }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn line(n: i64, at: &str, kind: &str, status: &str, words: &str) -> Value {
    json!({ "n": n, "at": at, "kind": kind, "status": status, "words": words, "note": null })
}

fn ribbon(closed: bool) -> Value {
    json!({
        "cells": 10, "filled": 6, "late": 0, "closed": closed, "kept": closed.then_some(true),
        "starts_on": "2026-11-16", "due_on": "2026-11-26", "day": 6, "days_left": 4,
    })
}

/// A dark lamp as its author sees it, where `status` stands and so much may be done.
fn lamp(status: &str, choices: &[&str], closed_at: Option<&str>) -> ReportView {
    let mut asked = line(7, "2026-11-21T15:10:00Z", "status_changed", status, "Ждём ответа жителя");
    asked["note"] = json!("Какой номер на опоре?");
    let choices: Vec<_> = choices.iter().map(|to| json!({ "to": to, "needs": [] })).collect();
    let disputable = closed_at.map(|_| "2026-12-06T09:00:00Z");
    let photo = |id: &str, kind: &str, day: &str| json!({ "id": id, "kind": kind, "published": kind == "after", "width": 16, "height": 8, "taken_on": day });
    let mut value = json!({
    "id": "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f", "number": "2026-004817",
    "type": { "slug": "road-street-lighting", "title": "Не горит фонарь" },
    "category": { "slug": "roads", "title": "Дороги" },
    "status": status, "shape": if closed_at.is_some() { "resolved" } else { "waiting" },
    "outcome": null, "place": { "lat": 57.62, "lon": 36.4, "exact": true }, "address": "Садовая, 5",
    "department": { "slug": "street-lighting", "title": "Горсвет" }, "routed_because": "Так решает вид",
    "channel": "map-report", "priority": "normal", "emergency": false,
    "received_at": "2026-11-16T09:00:00Z", "observed_at": null, "due_at": "2026-11-26T20:59:59Z",
    "first_action_due_at": null, "first_action_at": null, "resolved_at": closed_at, "closed_at": closed_at,
    "made_safe_at": null, "escalated_at": null, "planned_for": null, "forwarded_to": null,
    "original": null, "supports": 3, "rating": null, "disputable_until": disputable,
    });
    let more = json!({
        "clocks": [{ "measure": "resolution", "due_at": "2026-11-26T20:59:59Z", "extended": 0,
            "pauses": [{ "from": "2026-11-21T15:10:00Z", "until": null }] }],
        "extensions": [], "transfers": [], "assignee": null, "ribbon": ribbon(closed_at.is_some()),
        "description": "Темно с воскресенья", "text": "hidden",
        "photos": [
            photo("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e60", "before", "2026-11-16"),
            photo("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e61", "after", "2026-11-20"),
        ],
        "history": [
            line(1, "2026-11-16T09:00:00Z", "submitted", "registered", "Нам сообщили"),
            line(2, "2026-11-16T09:00:00Z", "assigned", "assigned", "Передали: Горсвет"),
            line(3, "2026-11-17T06:00:00Z", "publication_changed", "assigned", "Проверили, что видно всем"),
            line(4, "2026-11-17T06:01:00Z", "publication_changed", "assigned", "Проверили, что видно всем"),
            line(5, "2026-11-20T06:00:00Z", "status_changed", "accepted", "Служба приняла"),
            line(6, "2026-11-21T06:00:00Z", "supported", "accepted", "Ещё кто-то столкнулся с тем же"),
            asked,
        ],
        "version": 7, "viewer": "reporter", "choices": choices, "may": [],
    });
    value.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_report_as_its_author_sees_it() {
    let asked = || lamp("waiting_for_resident", &["withdrawn"], None);
    insta::assert_debug_snapshot!("asked_ru", ReportScreen::of(asked(), words(Language::Ru)));
    let kept =
        ReportScreen::of(asked(), words(Language::En)).kept(at("2026-11-21T18:00:00Z"), words(Language::En));
    insta::assert_debug_snapshot!("asked_en", kept);
}

#[test]
fn what_an_author_may_do_depends_on_where_it_stands() {
    let own = |status: &str, choices: &[&str], closed: Option<&str>| {
        let screen = ReportScreen::of(lamp(status, choices, closed), words(Language::Ru));
        let own = screen.own.unwrap();
        let buttons: Vec<_> = own.choices.iter().map(|choice| choice.button.as_str()).collect();
        format!("{}. {} [{}]", own.title, own.text, buttons.join(" | "))
    };
    let closed = Some("2026-11-21T09:00:00Z");
    let all = [
        own("accepted", &["withdrawn"], None),
        own("waiting_for_resident", &["withdrawn"], None),
        own("resolved", &["confirmed", "disputed"], closed),
        own("explained", &["disputed"], closed),
        own("disputed", &[], None),
    ];
    insta::assert_snapshot!("own", all.join("\n"));
    let mut public = lamp("accepted", &[], None);
    public.viewer = domain::publication::Viewer::Public;
    assert_eq!(ReportScreen::of(public, words(Language::Ru)).own, None);
}

fn card() -> WireCard {
    serde_json::from_value(json!({
        "id": "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f", "number": "2026-004817",
        "type": { "slug": "road-street-lighting", "title": "Не горит фонарь" }, "category": "roads",
        "status": "accepted", "shape": "work", "place": { "lat": 57.62, "lon": 36.4, "exact": true },
        "address": "Садовая, 5", "received_at": "2026-11-21T09:00:00Z", "due_at": "2026-12-01T20:59:59Z",
        "first_action_due_at": null, "resolved_at": null, "supports": 21, "ribbon": ribbon(false),
        "photo": null, "department": { "slug": "street-lighting", "title": "Горсвет" }, "emergency": false, "version": 3,
    }))
    .unwrap()
}

#[test]
fn a_report_in_a_list() {
    for language in [Language::Ru, Language::En] {
        let name = format!("card_{}", language.code());
        insta::assert_debug_snapshot!(name, ReportCard::of(card(), words(language)));
    }
    let mine = MyReport::elsewhere(card(), words(Language::Ru));
    insta::assert_debug_snapshot!("elsewhere", mine);
}

#[test]
fn what_may_be_the_same_problem() {
    let near = |closed: Option<&str>, metres: u32| {
        json!({
            "id": "01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f", "number": "2026-004817",
            "type": { "slug": "road-street-lighting", "title": "Не горит фонарь" }, "same_type": true,
            "category": "roads", "status": if closed.is_some() { "resolved" } else { "accepted" },
            "shape": "work", "place": { "lat": 57.62, "lon": 36.4, "exact": true }, "address": null,
            "distance_m": metres, "received_at": "2026-11-21T09:00:00Z", "due_at": "2026-12-01T20:59:59Z",
            "closed_at": closed, "supports": 2, "photo": null,
        })
    };
    let found = json!({ "reports": [near(Some("2026-11-20T09:00:00Z"), 8), near(None, 48)] });
    let found: NearbyReports = serde_json::from_value(found).unwrap();
    let list = NearbyList::of(found.reports, None, words(Language::Ru));
    insta::assert_debug_snapshot!("near", list);
}

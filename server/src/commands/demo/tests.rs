//! The demo of the town that comes along can be played, and plays the same each time.

use super::plan::{Case, plan};
use super::script::Script;
use crate::folder::CityFolder;
use chrono::{DateTime, Duration, Utc};
use domain::calendar::Calendar;
use domain::catalogue::{Asset, Assets, City, IssueType, OwnerBy, Priority, Territories};
use domain::clock::Limits;
use domain::text::Titles;
use geo::Contains;
use std::path::{Path, PathBuf};

fn town() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities/small-town")
}

/// The town with as much of its data as a plan asks for.
fn city(map: &CityFolder) -> City {
    let titles = || Titles { ru: String::new(), en: String::new() };
    let types = map.issue_types.iter().map(|t| IssueType {
        id: 1,
        slug: t.slug.clone(),
        titles: titles(),
        category_id: 1,
        owner_by: OwnerBy::Department,
        department_id: 1,
        deadline_days: t.deadline_days.unsigned_abs(),
        priority: Priority::Normal,
        emergency: t.emergency,
        first_action_hours: t.first_action_hours.map(i32::unsigned_abs),
        at_home: t.at_home,
        retired: false,
        content: t.content.clone(),
    });
    let assets = (1..).zip(&map.assets).map(|(id, asset)| Asset {
        id,
        slug: asset.slug.clone(),
        kind: asset.kind,
        number: asset.number.clone(),
        titles: None,
        department_id: None,
        place: asset.place,
    });
    City {
        id: 1,
        slug: map.slug.clone(),
        titles: titles(),
        version: 1,
        time_zone: map.settings.time_zone,
        calendar: Calendar::default(),
        limits: Limits::default(),
        windows: domain::status::Windows::default(),
        review: false,
        moderation: false,
        doubts: map.settings.doubts.clone(),
        boundary: map.boundary.clone(),
        publication: map.settings.publication,
        categories: Vec::new(),
        types: types.collect(),
        departments: Vec::new(),
        channels: Vec::new(),
        clocks: Vec::new(),
        territories: Territories::default(),
        assets: Assets::new(assets.collect()),
        dispatcher: None,
    }
}

fn cases_at(now: DateTime<Utc>) -> (City, Script, Vec<Case>) {
    let map = CityFolder::read(&town()).map_err(|problems| problems.to_string()).unwrap();
    let (script, _) = Script::read(&town()).unwrap().unwrap();
    let city = city(&map);
    let cases = plan(&script, &city, &map, now);
    (city, script, cases)
}

#[test]
fn every_kind_is_in_the_catalogue_and_every_scene_has_its_photos() {
    let (city, script, _) = cases_at("2026-11-21T12:00:00Z".parse().unwrap());
    let (_, photos) = Script::read(&town()).unwrap().unwrap();
    for kind in &script.kinds {
        assert!(city.issue_type(&kind.issue_type).is_some(), "{}", kind.issue_type);
        assert!(!kind.said.is_empty(), "{}", kind.issue_type);
        if let Some(scene) = &kind.scene {
            assert!(!kind.done.is_empty(), "{}", kind.issue_type);
            assert!(photos.contains_key(&format!("{scene}-before")), "{scene}");
            assert!(photos.contains_key(&format!("{scene}-after")), "{scene}");
        }
    }
}

#[test]
fn the_same_story_is_told_each_time() {
    let now = "2027-02-03T05:00:00Z".parse().unwrap();
    let told =
        |case: &Case| (case.id, case.said.clone(), case.filed_at, case.resolved.as_ref().map(|r| r.at));
    let first: Vec<_> = cases_at(now).2.iter().map(told).collect();
    let again: Vec<_> = cases_at(now).2.iter().map(told).collect();
    assert_eq!(first, again);
}

#[test]
fn what_is_said_of_a_lamp_is_said_at_a_lamp() {
    let (city, _, cases) = cases_at("2026-11-21T12:00:00Z".parse().unwrap());
    let mut at_things = 0;
    for case in &cases {
        let content = &city.issue_type(&case.issue_type).unwrap().content;
        if let Some(rule) = &content.asset {
            let near = city.assets.near(&rule.kinds, case.place, rule.within);
            assert!(!near.is_empty(), "{} at {:?}", case.issue_type, case.place);
            at_things += 1;
        }
    }
    assert!(at_things > 20, "{at_things}");
}

#[test]
fn cases_are_in_the_city_and_go_forward_in_time() {
    for now in
        ["2026-11-21T12:00:00Z", "2027-03-09T07:00:00Z", "2027-07-01T23:59:00Z", "2028-01-01T00:00:00Z"]
    {
        let now = now.parse().unwrap();
        let (city, script, cases) = cases_at(now);
        assert!(cases.len() >= script.cases, "{} cases", cases.len());
        for case in &cases {
            assert!(city.boundary.contains(&case.place.point()), "{:?}", case.place);
            assert!(case.filed_at < now && case.filed_at > now - Duration::days(i64::from(script.days) + 1));
            assert!(case.filed_at < case.accepted_at && case.accepted_at <= case.started_at);
            assert!(case.resolved.as_ref().is_none_or(|resolved| resolved.at > case.started_at));
        }
        let done = cases.iter().filter(|case| case.resolved.as_ref().is_some_and(|r| r.at <= now)).count();
        assert!(done * 2 > cases.len(), "most are done: {done} of {}", cases.len());
        let month_ago = now - Duration::days(30);
        let on_the_map = cases.iter().filter(|case| case.resolved.as_ref().is_none_or(|r| r.at > month_ago));
        assert!(on_the_map.count() > 100, "a map that looks lived in");
    }
}

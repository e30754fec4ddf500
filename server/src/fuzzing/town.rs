//! A town of one type and one department for what is read in the light of a city's data.

use crate::auth::Session;
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::catalogue::{
    AnswerOption, Assets, Category, Channel, City, Content, Department, IssueType, OwnerBy, Priority,
    Question, QuestionKind, Territories,
};
use domain::clock::Limits;
use domain::permission::Role;
use domain::publication::Policy;
use domain::status::Windows;
use domain::text::Titles;
use geo_types::{Rect, coord};
use uuid::Uuid;

/// A Monday at noon.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_826_800, 0).unwrap_or_default()
}

/// Somebody who sees every case.
pub fn staff() -> Session {
    Session {
        id: Uuid::nil(),
        city_id: 1,
        user_id: Uuid::nil(),
        login: "staff".to_owned(),
        name: "Staff".to_owned(),
        role: Role::Coordinator,
        department_id: None,
    }
}

fn question(id: &str, kind: QuestionKind) -> Question {
    let option = AnswerOption { id: "knee".to_owned(), ru: String::new(), en: String::new() };
    let (ru, en) = (String::new(), String::new());
    Question {
        id: id.to_owned(),
        kind,
        required: false,
        ru,
        en,
        min: Some(-3),
        max: Some(9),
        options: vec![option],
    }
}

fn snow() -> IssueType {
    let questions =
        [("depth", QuestionKind::Choice), ("floor", QuestionKind::Number), ("more", QuestionKind::Text)]
            .map(|(id, kind)| question(id, kind));
    IssueType {
        id: 1,
        slug: "snow".to_owned(),
        titles: Titles::default(),
        category_id: 1,
        owner_by: OwnerBy::Department,
        department_id: 1,
        deadline_days: 10,
        priority: Priority::Normal,
        emergency: false,
        first_action_hours: None,
        at_home: false,
        retired: false,
        content: Content { questions: questions.into(), ..Content::default() },
    }
}

/// The town: 0 to 1 degrees both ways.
pub fn city() -> City {
    let (slug, titles) = ("town".to_owned(), Titles::default());
    let kind = "administration".to_owned();
    City {
        id: 1,
        slug: slug.clone(),
        titles: titles.clone(),
        version: 1,
        time_zone: chrono_tz::Europe::Moscow,
        calendar: Calendar::default(),
        limits: Limits::default(),
        windows: Windows::default(),
        review: false,
        moderation: false,
        doubts: domain::moderation::Rules::default(),
        boundary: Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 1.0, y: 1.0 }).to_polygon().into(),
        publication: Policy::CAREFUL,
        categories: vec![Category { id: 1, slug: "yard".to_owned(), titles: titles.clone() }],
        types: vec![snow()],
        departments: vec![Department { id: 1, slug, titles: titles.clone(), kind, retired: false }],
        channels: vec![Channel { id: 1, slug: "map-report".to_owned(), titles }],
        clocks: Vec::new(),
        territories: Territories::default(),
        assets: Assets::default(),
        dispatcher: Some(1),
    }
}

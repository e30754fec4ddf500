//! A town for tests: a square kilometre or so, two management companies, three issue types, three assets.

use crate::calendar::tests::russian;
use crate::catalogue::{
    AnswerOption, Asset, AssetKind, AssetRule, Assets, Category, Channel, ChannelClock, City, Content,
    Department, IssueType, OwnerBy, Priority, Question, QuestionKind, Territories, Territory,
};
use crate::clock::{LastDayOff, Limits, Measure, Nature, Rule, Unit};
use crate::place::Place;
use crate::publication::Policy;
use crate::status::Windows;
use crate::text::Titles;
use geo::{MultiPolygon, Rect, coord};

/// The rectangle between two corners.
pub fn area(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
    Rect::new(coord! { x: west, y: south }, coord! { x: east, y: north }).to_polygon().into()
}

fn titles(en: &str) -> Titles {
    Titles { ru: format!("{en}, по-русски"), en: en.to_owned() }
}

fn issue_type(id: i32, slug: &str, owner_by: OwnerBy) -> IssueType {
    IssueType {
        id,
        slug: slug.to_owned(),
        titles: titles(slug),
        category_id: 1,
        owner_by,
        department_id: 1,
        deadline_days: 10,
        priority: Priority::Normal,
        emergency: false,
        first_action_hours: None,
        at_home: false,
        retired: false,
        content: Content::default(),
    }
}

/// A question that does not have to be answered.
pub fn question(id: &str, kind: QuestionKind) -> Question {
    let (ru, en) = (format!("{id}, по-русски"), id.to_owned());
    Question { id: id.to_owned(), kind, required: false, ru, en, min: None, max: None, options: Vec::new() }
}

/// How deep, how high up and what else: a question of each kind.
fn questions() -> Content {
    let option = |id: &str| AnswerOption { id: id.to_owned(), ru: String::new(), en: String::new() };
    let options = vec![option("knee"), option("belt")];
    let questions = vec![
        Question { required: true, options, ..question("depth", QuestionKind::Choice) },
        Question { min: Some(-3), max: Some(100), ..question("floor", QuestionKind::Number) },
        question("more", QuestionKind::Text),
    ];
    Content { questions, ..Content::default() }
}

fn department(id: i32, slug: &str) -> Department {
    let kind = "administration".to_owned();
    Department { id, slug: slug.to_owned(), titles: titles(slug), kind, retired: false }
}

/// An area that `department_id` owns.
pub fn territory(id: i32, department_id: i32, area: MultiPolygon<f64>) -> Territory {
    Territory { id, slug: format!("t{id}"), titles: titles(&format!("T{id}")), department_id, area }
}

/// Something that `department_id` owns, if anybody does; its number is its row.
pub fn asset(id: i32, kind: AssetKind, department_id: Option<i32>, lat: f64, lon: f64) -> Asset {
    let (slug, number) = (format!("a{id}"), Some(id.to_string()));
    Asset { id, slug, kind, number, titles: None, department_id, place: Place { lat, lon } }
}

fn lamps() -> Content {
    let asset = Some(AssetRule { kinds: vec![AssetKind::Lamp], within: 30 });
    Content { asset, ..Content::default() }
}

fn channel(id: i32, slug: &str) -> Channel {
    Channel { id, slug: slug.to_owned(), titles: titles(slug) }
}

fn clock(channel_id: i32, nature: Nature, measure: Measure, target: u32) -> ChannelClock {
    let (last_day_off, pausable) = match measure {
        Measure::Resolution => (LastDayOff::Stay, true),
        _ => (LastDayOff::PreviousWorking, false),
    };
    let unit = Unit::CalendarDays;
    let rule = Rule { measure, target, unit, last_day_off, pausable, keeps_hour: false };
    ChannelClock { channel_id, nature, rule }
}

/// The map counts by type and answers questions in 12 days; appeals follow 59-FZ.
fn clocks() -> Vec<ChannelClock> {
    use Measure::{Answer, Forwarding, Registration, Resolution};
    vec![
        clock(1, Nature::Any, Resolution, 10),
        clock(1, Nature::Explanatory, Answer, 12),
        clock(2, Nature::Any, Registration, 3),
        clock(2, Nature::Any, Forwarding, 7),
        clock(2, Nature::Any, Answer, 30),
        clock(2, Nature::Explanatory, Answer, 12),
    ]
}

/// The town: 0 to 1 degrees both ways.
pub fn town() -> City {
    City {
        id: 1,
        slug: "town".to_owned(),
        titles: titles("Town"),
        version: 1,
        time_zone: chrono_tz::Europe::Moscow,
        calendar: russian(),
        limits: Limits::default(),
        windows: Windows::default(),
        review: false,
        moderation: false,
        doubts: crate::moderation::Rules::default(),
        boundary: area(0.0, 0.0, 1.0, 1.0),
        publication: Policy::CAREFUL,
        categories: vec![Category { id: 1, slug: "yard".to_owned(), titles: titles("Yards") }],
        types: vec![
            IssueType { content: questions(), ..issue_type(1, "snow", OwnerBy::Department) },
            issue_type(2, "litter", OwnerBy::Territory),
            IssueType { content: lamps(), ..issue_type(3, "lamp", OwnerBy::Asset) },
            IssueType { retired: true, ..issue_type(4, "old", OwnerBy::Department) },
        ],
        departments: [
            department(1, "city"),
            department(2, "north"),
            department(3, "south"),
            department(4, "duty"),
        ]
        .to_vec(),
        channels: vec![channel(1, "map-report"), channel(2, "written-appeal")],
        clocks: clocks(),
        territories: Territories::new(vec![
            territory(1, 2, area(0.0, 0.5, 1.0, 1.0)),
            territory(2, 3, area(0.0, 0.0, 1.0, 0.5)),
        ]),
        assets: Assets::new(vec![
            asset(1, AssetKind::Lamp, Some(3), 0.7, 0.5),
            asset(2, AssetKind::Lamp, None, 0.7, 0.501),
            asset(3, AssetKind::Stop, Some(2), 0.7, 0.502),
        ]),
        dispatcher: Some(4),
    }
}

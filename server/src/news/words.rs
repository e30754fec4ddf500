//! What mails and browsers are told. Nothing that an author wrote is in it, and on a locked screen
//! nothing but the number of the case and what happened.

use super::key::{self, Why};
use super::store::{Fact, New};
use crate::app::App;
use crate::notify::Words;
use domain::catalogue::City;
use domain::clock::local_day;
use domain::news::News;
use domain::status::Status;
use domain::text::{Language, day, say};
use serde_json::json;
use uuid::Uuid;

/// The path before a page of the city.
fn prefix(app: &App, city: &City) -> String {
    if app.cities.is_default(&city.slug) { String::new() } else { format!("/c/{}", city.slug) }
}

/// The page on which a mail's reader says what they want.
pub fn own_page(app: &App, city: &City, why: Why, id: Uuid) -> String {
    let key = key::key(app.abuse.seal(), city.id, why, id);
    format!("{}{}/subscription#{id}.{key}", app.public_url, prefix(app, city))
}

/// Where a mail program takes its reader off the list. The key stands in the query because RFC 8058
/// leaves no other place; queries are not logged.
pub fn one_click(app: &App, city: &City, why: Why, id: Uuid) -> String {
    let key = key::key(app.abuse.seal(), city.id, why, id);
    format!("{}/api/v1/cities/{}/subscriptions/{id}/end?key={key}", app.public_url, city.slug)
}

/// What happened, in a sentence with its date.
fn happened(city: &City, news: News, fact: &Fact, language: Language) -> String {
    let date = |date| day(date, language);
    let due = date(local_day(fact.due_at, city.time_zone));
    let planned = fact.planned_for.map(date).unwrap_or_default();
    say(language, news.key, &[("due", &due), ("planned", &planned)])
}

fn title(city: &City, type_id: i32, language: Language) -> String {
    city.issue_type_in(type_id).map(|found| found.titles.get(language).to_owned()).unwrap_or_default()
}

/// A line that says what and where.
fn what(city: &City, type_id: i32, addresses: [Option<&String>; 2], language: Language) -> String {
    let [ru, en] = addresses;
    let address = match language {
        Language::Ru => ru.or(en),
        Language::En => en.or(ru),
    };
    let title = title(city, type_id, language);
    address.map_or_else(|| title.clone(), |address| format!("{title}, {address}"))
}

/// A mail about one case.
pub fn of_case(
    app: &App,
    city: &City,
    news: News,
    fact: &Fact,
    to: (Why, Uuid),
    language: Language,
) -> Words {
    let (why, id) = to;
    let happened = happened(city, news, fact, language);
    let page = format!("{}{}/reports/{}", app.public_url, prefix(app, city), fact.number);
    let end = own_page(app, city, why, id);
    let values = [
        ("number", fact.number.to_string()),
        ("happened", happened),
        ("what", what(city, fact.type_id, [fact.address_ru.as_ref(), fact.address_en.as_ref()], language)),
        ("page", page),
        ("city", city.titles.get(language).to_owned()),
        ("why", say(language, &format!("mail_why_{}", why.name()), &[])),
        ("end", end),
    ];
    filled(language, "mail_news", &values)
}

fn filled(language: Language, key: &str, values: &[(&str, String)]) -> Words {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Words {
        subject: Some(say(language, &format!("{key}_subject"), &values)),
        body: say(language, &format!("{key}_body"), &values),
    }
}

/// What a browser shows of one case.
pub fn on_screen(app: &App, city: &City, news: News, fact: &Fact, language: Language) -> String {
    let number = fact.number.to_string();
    json!({
        "title": say(language, "push_title", &[("number", &number)]),
        "body": happened(city, news, fact, language),
        "url": format!("{}/reports/{number}", prefix(app, city)),
        "tag": number,
        "language": language.code(),
    })
    .to_string()
}

/// The mail whose link says that the address is its reader's.
pub fn to_confirm(app: &App, city: &City, id: Uuid, about: Option<&str>, language: Language) -> Words {
    let about = match about {
        Some(number) => say(language, "mail_subscribe_case", &[("number", number)]),
        None => say(language, "mail_subscribe_area", &[]),
    };
    let values = [
        ("about", about),
        ("city", city.titles.get(language).to_owned()),
        ("page", own_page(app, city, Why::Subscription, id)),
    ];
    filled(language, "mail_subscribe", &values)
}

/// What is new in an area.
pub fn of_area(app: &App, city: &City, new: &[New], id: Uuid, language: Language) -> Words {
    let base = format!("{}{}", app.public_url, prefix(app, city));
    let line = |new: &New| {
        let key = match new.status {
            Status::Resolved | Status::Confirmed | Status::ClosedByTime => "mail_area_resolved",
            Status::Explained => "mail_area_explained",
            _ => "mail_area_new",
        };
        let what = what(city, new.type_id, [new.address_ru.as_ref(), new.address_en.as_ref()], language);
        let page = format!("{base}/reports/{}", new.number);
        say(language, key, &[("what", &what), ("page", &page)])
    };
    let values = [
        ("news", new.iter().map(line).collect::<Vec<_>>().join("\n\n")),
        ("city", city.titles.get(language).to_owned()),
        ("map", format!("{base}/")),
        ("end", own_page(app, city, Why::Subscription, id)),
    ];
    filled(language, "mail_area", &values)
}

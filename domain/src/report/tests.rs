//! What is refused, by field.

use super::*;
use crate::text::Language;
use crate::town::town;
use std::collections::BTreeMap;
use uuid::Uuid;

fn report() -> SubmitReport {
    SubmitReport {
        id: Uuid::nil(),
        issue_type: "snow".to_owned(),
        place: Place { lat: 0.5, lon: 0.5 },
        address: None,
        description: "Deep.\nVery deep.".to_owned(),
        answers: BTreeMap::new(),
        photos: Vec::new(),
        contact: None,
        language: Language::En,
        secret: "00112233445566778899aabbccddeeff".to_owned(),
        observed_at: None,
    }
}

fn wrong(report: &SubmitReport) -> Vec<(String, String)> {
    let errors = check(&town(), report).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn a_good_report_gives_its_type() {
    assert_eq!(check(&town(), &report()).map(|t| t.slug.as_str()), Ok("snow"));
}

#[test]
fn every_mistake_is_told_at_once() {
    let bad = SubmitReport {
        issue_type: "old".to_owned(),
        place: Place { lat: 0.5, lon: 1.5 },
        description: "x".repeat(DESCRIPTION_MAX + 1),
        photos: vec![Uuid::nil(); 2],
        secret: "guess".to_owned(),
        ..report()
    };
    let expected = [
        pair("type", "unknown_type"),
        pair("place", "outside_city"),
        pair("description", "too_long"),
        pair("photos", "repeated"),
        pair("secret", "not_a_secret"),
    ];
    assert_eq!(wrong(&bad), expected);
}

fn answered(answers: &[(&str, &str)]) -> SubmitReport {
    let answers = answers.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned()));
    SubmitReport { answers: answers.collect(), ..report() }
}

#[test]
fn answers_have_to_be_what_the_type_asks() {
    let bad = answered(&[("colour", "white"), ("depth", "neck"), ("floor", "101")]);
    let expected = [
        pair("answers.colour", "unknown_question"),
        pair("answers.depth", "unknown_option"),
        pair("answers.floor", "out_of_range"),
    ];
    assert_eq!(wrong(&bad), expected);
    assert_eq!(wrong(&answered(&[("floor", "2nd")])), [pair("answers.floor", "not_a_number")]);
    let long = "x".repeat(ANSWER_MAX + 1);
    assert_eq!(wrong(&answered(&[("more", &long)])), [pair("answers.more", "too_long")]);
}

#[test]
fn no_answer_is_never_wrong_but_a_draft_knows_what_to_ask_for() {
    let town = town();
    for (report, missing) in [
        (report(), vec!["depth"]),
        (answered(&[("depth", " "), ("floor", "")]), vec!["depth"]),
        (answered(&[("depth", "knee"), ("floor", "-1"), ("more", "By the gate")]), vec![]),
    ] {
        let issue_type = check(&town, &report).expect("a good report");
        assert_eq!(issue_type.missing_answers(&report.answers), missing);
    }
}

#[test]
fn what_is_not_on_the_globe_is_not_looked_for_in_the_city() {
    for place in [Place { lat: f64::NAN, lon: 0.0 }, Place { lat: 91.0, lon: 0.0 }] {
        assert_eq!(wrong(&SubmitReport { place, ..report() }), [pair("place", "not_on_the_globe")]);
    }
}

#[test]
fn a_contact_needs_a_way_to_answer() {
    let contact = |email: &str, phone: &str| {
        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (name, consent) = (part("A."), part("1"));
        let contact = Contact { name, email: part(email), phone: part(phone), consent };
        wrong(&SubmitReport { contact: Some(contact), ..report() })
    };
    assert_eq!(contact("", ""), [pair("contact", "no_way_to_answer")]);
    assert_eq!(contact("a@b", ""), [pair("contact.email", "not_an_email")]);
    assert_eq!(contact("a@b.example", ""), []);
    assert_eq!(contact("", "+7 900 000-00-00"), []);
}

#[test]
fn a_contact_comes_with_consent() {
    let contact = Contact { name: None, email: Some("a@b.example".to_owned()), phone: None, consent: None };
    let wrong = wrong(&SubmitReport { contact: Some(contact), ..report() });
    assert_eq!(wrong, [pair("contact.consent", "consent_missing")]);
}

#[test]
fn no_text_smuggles_control_characters() {
    let bad = SubmitReport { description: "a\0b".to_owned(), ..report() };
    assert_eq!(wrong(&bad), [pair("description", "control_characters")]);
}

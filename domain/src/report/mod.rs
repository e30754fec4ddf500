//! A report as its author writes it: the limits, and what is wrong or missing, found by the same
//! code on the phone before sending and on the server at receipt.

use crate::catalogue::{City, IssueType};
use crate::consent::VERSION_MAX;
use crate::id::is_secret;
use crate::place::Place;
use crate::wire::problem::FieldError;
use crate::wire::report::{Contact, SubmitReport};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Characters of the description, at most (as Open311 GeoReport v2 allows).
pub const DESCRIPTION_MAX: usize = 4000;
/// Characters of the address, at most.
pub const ADDRESS_MAX: usize = 300;
/// Photos that come with one report, one result or one note, at most.
pub const PHOTOS_MAX: usize = 10;
/// Characters of a note of staff, at most.
pub const NOTE_MAX: usize = 4000;
/// Characters of a name, an e-mail address or a phone number, at most.
pub const CONTACT_MAX: usize = 200;
/// Answers to a type's questions, at most, and characters of each.
pub const ANSWERS_MAX: usize = 30;
/// Characters of one answer or its key, at most.
pub const ANSWER_MAX: usize = 500;

/// How a case ended. Apart from the status: closed is not fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Repaired.
    Fixed,
    /// Not repaired yet, but dealt with.
    MeasuresTaken,
    /// Answered.
    Explained,
    /// Not accepted.
    Refused,
    /// Handed to somebody outside.
    Forwarded,
    /// Counted with another report.
    Duplicate,
    /// Withdrawn or cancelled.
    Void,
}

impl Outcome {
    const ALL: [Self; 7] = [
        Self::Fixed,
        Self::MeasuresTaken,
        Self::Explained,
        Self::Refused,
        Self::Forwarded,
        Self::Duplicate,
        Self::Void,
    ];

    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::MeasuresTaken => "measures_taken",
            Self::Explained => "explained",
            Self::Refused => "refused",
            Self::Forwarded => "forwarded",
            Self::Duplicate => "duplicate",
            Self::Void => "void",
        }
    }

    /// The outcome called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Checks a report against the city it was sent to and gives its type. Photos are known to the
/// caller alone; the rest is checked here, all of it, so that the author sees every mistake at once.
///
/// # Errors
/// One [`FieldError`] for each thing that is wrong.
pub fn check<'a>(city: &'a City, report: &SubmitReport) -> Result<&'a IssueType, Vec<FieldError>> {
    let mut errors = Vec::new();
    let issue_type = city.issue_type(&report.issue_type);
    if issue_type.is_none() {
        errors.push(FieldError::new("type", "unknown_type"));
    }
    errors.extend(wrong_place(city, report.place).map(|code| FieldError::new("place", code)));
    errors.extend(check_without_city(report));
    if let Some(issue_type) = issue_type {
        check_answers_of(issue_type, report, &mut errors);
    }
    match issue_type {
        Some(issue_type) if errors.is_empty() => Ok(issue_type),
        _ => Err(errors),
    }
}

/// What is wrong with a report that can be told without the city's data: the part of [`check`]
/// that a phone runs while the report is still being written.
pub fn check_without_city(report: &SubmitReport) -> Vec<FieldError> {
    let mut errors = Vec::new();
    check_length("description", &report.description, DESCRIPTION_MAX, &mut errors);
    check_length("address", report.address.as_deref().unwrap_or_default(), ADDRESS_MAX, &mut errors);
    if report.photos.len() > PHOTOS_MAX {
        errors.push(FieldError::new("photos", "too_many"));
    }
    let mut photos = report.photos.clone();
    photos.sort_unstable();
    photos.dedup();
    if photos.len() != report.photos.len() {
        errors.push(FieldError::new("photos", "repeated"));
    }
    check_answers(report, &mut errors);
    if let Some(contact) = &report.contact {
        check_contact(contact, &mut errors);
    }
    if !is_secret(&report.secret) {
        errors.push(FieldError::new("secret", "not_a_secret"));
    }
    errors
}

/// What is wrong with a place for a report in this city: the code of the field error.
pub fn wrong_place(city: &City, place: Place) -> Option<&'static str> {
    if !place.is_on_the_globe() {
        Some("not_on_the_globe")
    } else if !place.is_in(&city.boundary) {
        Some("outside_city")
    } else {
        None
    }
}

fn check_answers(report: &SubmitReport, errors: &mut Vec<FieldError>) {
    if report.answers.len() > ANSWERS_MAX {
        errors.push(FieldError::new("answers", "too_many"));
    }
    for (question, answer) in &report.answers {
        check_length("answers", question, ANSWER_MAX, errors);
        check_length(&answer_field(question), answer, ANSWER_MAX, errors);
    }
}

/// Whether the answers are to questions of the type, and can be. None has to be there: a report
/// is not lost for a question that nobody answered.
fn check_answers_of(issue_type: &IssueType, report: &SubmitReport, errors: &mut Vec<FieldError>) {
    for (id, answer) in &report.answers {
        let wrong = match issue_type.content.question(id) {
            Some(question) => question.wrong(answer),
            None => Some("unknown_question"),
        };
        errors.extend(wrong.map(|code| FieldError::new(&answer_field(id), code)));
    }
}

fn answer_field(question: &str) -> String {
    format!("answers.{question}")
}

fn check_contact(contact: &Contact, errors: &mut Vec<FieldError>) {
    let parts = [
        ("contact.name", &contact.name),
        ("contact.email", &contact.email),
        ("contact.phone", &contact.phone),
    ];
    for (field, part) in parts {
        check_length(field, part.as_deref().unwrap_or_default(), CONTACT_MAX, errors);
    }
    let has = |part: &Option<String>| part.as_deref().is_some_and(|text| !text.trim().is_empty());
    if has(&contact.email) && !contact.email.as_deref().is_some_and(looks_like_email) {
        errors.push(FieldError::new("contact.email", "not_an_email"));
    }
    if !has(&contact.email) && !has(&contact.phone) {
        errors.push(FieldError::new("contact", "no_way_to_answer"));
    }
    check_length("contact.consent", contact.consent.as_deref().unwrap_or_default(), VERSION_MAX, errors);
    if !has(&contact.consent) {
        errors.push(FieldError::new("contact.consent", "consent_missing"));
    }
}

/// Whether an answer could be sent there: one `@` with something before and a dotted name after
/// it. Whether it exists only a letter can tell.
fn looks_like_email(text: &str) -> bool {
    let mut parts = text.trim().split('@');
    let (Some(local), Some(host), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    !local.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.trim().contains(char::is_whitespace)
}

/// Too long, or with characters that no text has (PostgreSQL refuses NUL).
fn check_length(field: &str, text: &str, max: usize, errors: &mut Vec<FieldError>) {
    if text.chars().count() > max {
        errors.push(FieldError::new(field, "too_long"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        errors.push(FieldError::new(field, "control_characters"));
    }
}

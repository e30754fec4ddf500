//! A report being written, as its screen shows it.

use std::collections::HashMap;

use domain::wire::report::Contact;

use super::Place;
use crate::error::FieldProblem;

/// How to reach the author. At least one of e-mail and phone is needed for an answer.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Reachable {
    /// What to call them.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
    /// The text that they agreed to: `consent` of the city. Without it the contact is refused.
    pub consent: Option<String>,
}

impl Reachable {
    /// Blank parts are none, and nothing but blanks is no contact at all.
    pub(crate) fn into_contact(self) -> Option<Contact> {
        let filled =
            |part: Option<String>| part.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let contact = Contact {
            name: filled(self.name),
            email: filled(self.email),
            phone: filled(self.phone),
            consent: self.consent,
        };
        let any = contact.name.is_some() || contact.email.is_some() || contact.phone.is_some();
        any.then_some(contact)
    }
}

impl From<Contact> for Reachable {
    fn from(contact: Contact) -> Self {
        Self { name: contact.name, email: contact.email, phone: contact.phone, consent: contact.consent }
    }
}

/// A photo that was added.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DraftPhoto {
    /// Its id.
    pub id: String,
    /// Pixels, upright.
    pub width: u32,
    /// Pixels, upright.
    pub height: u32,
}

/// What is written in a draft so far.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct DraftScreen {
    /// The id that the report will have.
    pub id: String,
    /// Slug of the chosen type.
    pub issue_type: Option<String>,
    /// Where the pin is.
    pub place: Option<Place>,
    /// Where it is, in words.
    pub address: Option<String>,
    /// In the author's words.
    pub description: String,
    /// Answers by question.
    pub answers: HashMap<String, String>,
    /// How to reach the author.
    pub contact: Option<Reachable>,
    /// In the order in which they were added.
    pub photos: Vec<DraftPhoto>,
    /// What is wrong with what is there.
    pub wrong: Vec<FieldProblem>,
}

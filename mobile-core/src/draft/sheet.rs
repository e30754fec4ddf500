//! What is written so far, as it is stored, and as it goes over the wire.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::text::Language;
use domain::wire::report::{Contact, SubmitReport};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::view::{Page, Place};

/// What the city cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Where it is.
    Place,
    /// What kind of thing it is.
    Type,
}

/// The state of a draft.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Made on this phone.
    pub id: Uuid,
    /// Proves who filed it.
    pub secret: String,
    /// Slug of the type.
    #[serde(rename = "type")]
    pub issue_type: Option<String>,
    /// Where the pin is.
    pub place: Option<Place>,
    /// Where it is, in words.
    pub address: Option<String>,
    /// In the author's words.
    pub description: String,
    /// Answers to the type's questions, by question.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// How to reach the author, if they wish.
    pub contact: Option<Contact>,
    /// When it was seen, milliseconds since 1970.
    pub observed_at: Option<i64>,
    /// Slug of the chosen group, before a type is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The version of the catalogue that it was begun with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<i32>,
    /// Pages that its author left as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Page>,
    /// Answers to the questions of types that were chosen before, by type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aside: BTreeMap<String, BTreeMap<String, String>>,
}

impl Sheet {
    /// An empty one.
    pub fn begin(id: Uuid, secret: String) -> Self {
        Self {
            id,
            secret,
            issue_type: None,
            place: None,
            address: None,
            description: String::new(),
            answers: BTreeMap::new(),
            contact: None,
            observed_at: None,
            category: None,
            catalogue: None,
            left: Vec::new(),
            aside: BTreeMap::new(),
        }
    }

    /// Chooses another type, or none: answers stay with the type that asked for them.
    pub fn set_type(&mut self, slug: Option<&str>) {
        if self.issue_type.as_deref() == slug {
            return;
        }
        let answers = std::mem::take(&mut self.answers);
        if let Some(before) = self.issue_type.take().filter(|_| !answers.is_empty()) {
            self.aside.insert(before, answers);
        }
        self.issue_type = slug.map(str::to_owned);
        self.answers = slug.and_then(|slug| self.aside.remove(slug)).unwrap_or_default();
    }

    /// What the city cannot do without, in the order in which to ask for it.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let place = self.place.is_none_or(|place| !domain::place::Place::from(place).is_on_the_globe());
        let issue_type = self.issue_type.as_deref().is_none_or(str::is_empty);
        [(place, Missing::Place), (issue_type, Missing::Type)]
            .into_iter()
            .filter_map(|(lacks, what)| lacks.then_some(what))
            .collect()
    }

    /// As it goes over the wire; what is missing is left empty.
    pub fn report(&self, language: Language, photos: &[Uuid]) -> SubmitReport {
        SubmitReport {
            id: self.id,
            issue_type: self.issue_type.clone().unwrap_or_default(),
            place: self.place.unwrap_or(Place { lat: 0.0, lon: 0.0 }).into(),
            address: self.address.clone(),
            description: self.description.clone(),
            answers: self.answers.clone(),
            photos: photos.to_vec(),
            contact: self.contact.clone(),
            language,
            secret: self.secret.clone(),
            observed_at: self.observed_at.and_then(DateTime::from_timestamp_millis),
        }
    }
}

impl From<SubmitReport> for Sheet {
    fn from(report: SubmitReport) -> Self {
        Self {
            id: report.id,
            secret: report.secret,
            issue_type: Some(report.issue_type),
            place: Some(report.place.into()),
            address: report.address,
            description: report.description,
            answers: report.answers,
            contact: report.contact,
            observed_at: report.observed_at.map(|at| at.timestamp_millis()),
            category: None,
            catalogue: None,
            left: Vec::new(),
            aside: BTreeMap::new(),
        }
    }
}

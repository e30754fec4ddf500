//! Reports in a list or on the map.

use domain::wire::report as wire;

use super::due::{DueLabel, Promise};
use super::report::supports_in_words;
use super::words::Words;
use super::{Place, Shape};

/// A part of the map, degrees.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Bounds {
    /// Its western edge.
    pub west: f64,
    /// Its southern edge.
    pub south: f64,
    /// Its eastern edge.
    pub east: f64,
    /// Its northern edge.
    pub north: f64,
}

impl Bounds {
    /// Whether a place is in it, borders included.
    pub(crate) fn holds(&self, lat: f64, lon: f64) -> bool {
        (self.south..=self.north).contains(&lat) && (self.west..=self.east).contains(&lon)
    }
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ReportCard {
    /// Its id.
    pub id: String,
    /// The number to name it by.
    pub number: String,
    /// What kind of thing.
    pub title: String,
    /// How it looks.
    pub shape: Shape,
    /// How it looks, in words.
    pub status_text: String,
    /// Where it is.
    pub place: Place,
    /// Whether that is the very place, or the middle of its block.
    pub place_is_exact: bool,
    /// Where it is, in words.
    pub address: Option<String>,
    /// Who has it.
    pub department: String,
    /// By when.
    pub due: DueLabel,
    /// Id of the photo to show, if everybody may see one.
    pub photo: Option<String>,
    /// When it came in, in words.
    pub received_text: String,
    /// How many others have the same trouble, in words; `null` for none.
    pub supports_text: Option<String>,
}

/// A page of a list, the newest first.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ReportList {
    /// In the order of the list.
    pub reports: Vec<ReportCard>,
    /// To ask for the next page with; `null` after the last.
    pub next: Option<String>,
    /// That it is what was seen there before, without a network; `null` for the newest.
    pub kept_text: Option<String>,
}

impl ReportList {
    pub(crate) fn of(reports: Vec<wire::ReportCard>, next: Option<String>, words: Words) -> Self {
        let reports = reports.into_iter().map(|card| ReportCard::of(card, words));
        Self { reports: reports.collect(), next, kept_text: None }
    }
}

impl ReportCard {
    pub(crate) fn of(card: wire::ReportCard, words: Words) -> Self {
        let promise = Promise {
            ribbon: &card.ribbon,
            shape: card.shape,
            visit_by: card.first_action_due_at,
            resolved_at: card.resolved_at,
            zone: words.zone,
            language: words.language,
        };
        let due = DueLabel::of(&promise);
        Self {
            id: card.id.to_string(),
            number: card.number.to_string(),
            title: card.issue_type.title,
            shape: card.shape.into(),
            status_text: words.say(&format!("status_{}", card.shape.name()), &[]),
            place: Place { lat: card.place.lat, lon: card.place.lon },
            place_is_exact: card.place.exact,
            address: card.address,
            department: card.department.title,
            due,
            received_text: {
                let when = words.relative_day(card.received_at);
                words.say("report_received", &[("when", &when)])
            },
            supports_text: supports_in_words(card.supports, words),
            photo: card.photo.map(|id| id.to_string()),
        }
    }
}

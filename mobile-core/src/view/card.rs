//! Reports in a list or on the map.

use chrono_tz::Tz;
use domain::text::{Language, say};
use domain::wire::report as wire;

use super::due::{DueLabel, Promise};
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
}

/// A page of a list, the newest first.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ReportList {
    /// In the order of the list.
    pub reports: Vec<ReportCard>,
    /// To ask for the next page with; `null` after the last.
    pub next: Option<String>,
}

impl ReportList {
    pub(crate) fn of(page: wire::ReportPage, zone: Tz, language: Language) -> Self {
        let reports = page.reports.into_iter().map(|card| ReportCard::of(card, zone, language));
        Self { reports: reports.collect(), next: page.next }
    }
}

impl ReportCard {
    pub(super) fn of(card: wire::ReportCard, zone: Tz, language: Language) -> Self {
        let promise = Promise {
            ribbon: &card.ribbon,
            shape: card.shape,
            visit_by: card.first_action_due_at,
            resolved_at: card.resolved_at,
            zone,
            language,
        };
        let due = DueLabel::of(&promise);
        Self {
            id: card.id.to_string(),
            number: card.number.to_string(),
            title: card.issue_type.title,
            shape: card.shape.into(),
            status_text: say(language, &format!("status_{}", card.shape.name()), &[]),
            place: Place { lat: card.place.lat, lon: card.place.lon },
            place_is_exact: card.place.exact,
            address: card.address,
            department: card.department.title,
            due,
            photo: card.photo.map(|id| id.to_string()),
        }
    }
}

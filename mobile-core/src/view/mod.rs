//! Records ready to be drawn, in the person's language: the only data that crosses to the phones.

mod card;
mod city;
mod content;
mod deed;
mod deed_form;
mod desk;
mod draft;
mod due;
mod mine;
mod report;

pub use card::{Bounds, ReportCard, ReportList};
pub use city::{Catalogue, Category, City, IssueType};
pub use content::{AnswerOption, Danger, NoneFits, NotHere, PhotoRule, Question, QuestionKind};
pub use deed::WaitingDeed;
pub use deed_form::{DeedField, DeedFieldKind, DeedScreen};
pub use desk::{CaseAction, CaseAnswer, CasePart, CaseScreen, DeskCard, RoundOrder};
pub use draft::{DraftPhoto, DraftScreen, Missing, Reachable, Step};
pub use due::{DueLabel, Ribbon};
pub use mine::MyReport;
pub use report::{HistoryLine, PhotoSize, ReportPhoto, ReportScreen, Shape};

pub(crate) use desk::changes_since;
pub(crate) use mine::Neighbourhood;

use serde::{Deserialize, Serialize};

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Language {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl From<Language> for domain::text::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Ru => Self::Ru,
            Language::En => Self::En,
        }
    }
}

impl From<domain::text::Language> for Language {
    fn from(language: domain::text::Language) -> Self {
        match language {
            domain::text::Language::Ru => Self::Ru,
            domain::text::Language::En => Self::En,
        }
    }
}

/// A WGS 84 point in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Place {
    /// Latitude, −90 to 90.
    pub lat: f64,
    /// Longitude, −180 to 180.
    pub lon: f64,
}

impl From<Place> for domain::place::Place {
    fn from(place: Place) -> Self {
        Self { lat: place.lat, lon: place.lon }
    }
}

impl From<domain::place::Place> for Place {
    fn from(place: domain::place::Place) -> Self {
        Self { lat: place.lat, lon: place.lon }
    }
}

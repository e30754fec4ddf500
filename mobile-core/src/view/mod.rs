//! Records ready to be drawn, in the person's language: the only data that crosses to the phones.

mod address;
mod card;
mod city;
mod content;
mod deed;
mod deed_form;
mod desk;
mod draft;
mod due;
mod filter;
mod mine;
mod nearby;
mod own;
mod report;
#[cfg(test)]
mod tests;
mod tile;
mod timeline;
mod wizard;
mod words;

pub use address::{FoundKind, FoundPlace};
pub use card::{Bounds, ReportCard, ReportList};
pub use city::{Catalogue, Category, City, IssueType};
pub use content::{AnswerOption, Danger, NoneFits, NotHere, PhotoRule, Question, QuestionKind};
pub use deed::WaitingDeed;
pub use deed_form::{DeedField, DeedFieldKind, DeedScreen};
pub use desk::{CaseAction, CaseAnswer, CasePart, CaseScreen, DeskCard, PartCard, RoundOrder};
pub use draft::{DraftPhoto, DraftScreen, Reachable};
pub use due::{DueLabel, Ribbon};
pub use filter::MapFilter;
pub use mine::MyReport;
pub use nearby::{NearbyCard, NearbyList};
pub use own::{OwnCase, OwnChoice};
pub use report::{PhotoSize, ReportPhoto, ReportScreen, Shape};
pub use tile::TileLayer;
pub use timeline::{TimelineIcon, TimelineLine};
pub use wizard::{
    ChosenType, DangerAdvice, DraftCard, Hint, HintKind, Page, PageLine, PageState, WizardStep,
};

pub(crate) use desk::{changes_since, may_claim};
pub(crate) use own::may_add;
pub(crate) use report::kept_in_words;
pub(crate) use words::{Words, moment, whole};

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

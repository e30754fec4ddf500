//! Places that somebody looks for by words.

use domain::wire::geocode as wire;

use super::Place;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FoundKind {
    /// A house, or a door of one.
    House,
    /// A street; its place is in its middle.
    Street,
    /// A park, water or a square.
    Ground,
    /// A part of the city.
    Locality,
}

impl From<wire::FoundKind> for FoundKind {
    fn from(kind: wire::FoundKind) -> Self {
        match kind {
            wire::FoundKind::House => Self::House,
            wire::FoundKind::Street => Self::Street,
            wire::FoundKind::Ground => Self::Ground,
            wire::FoundKind::Locality => Self::Locality,
        }
    }
}

/// A place that fits what was typed.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct FoundPlace {
    /// In words.
    pub title: String,
    /// The part of the city below it, where several streets share this name.
    pub detail: Option<String>,
    /// What it is.
    pub kind: FoundKind,
    /// Where it is.
    pub place: Place,
}

impl From<wire::FoundPlace> for FoundPlace {
    fn from(found: wire::FoundPlace) -> Self {
        Self { title: found.title, detail: found.near, kind: found.kind.into(), place: found.place.into() }
    }
}

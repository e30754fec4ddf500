//! Places in words, and places that somebody looks for by words.

use crate::place::Place;
use serde::{Deserialize, Serialize};

/// What a place is called: the nearest house, else the nearest street, within about 70 m.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressView {
    /// In words: street and number.
    pub title: String,
    /// The street.
    pub street: String,
    /// The number of the house, where one is near.
    pub number: Option<String>,
}

/// A place in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceInWords {
    /// Nothing where no house and no street is near.
    pub address: Option<AddressView>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
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

/// A place that fits what was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPlace {
    /// In words.
    pub title: String,
    /// The nearest part of the city by name, where several streets share this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
    /// What it is.
    pub kind: FoundKind,
    /// Where it is.
    pub place: Place,
}

/// Places that fit, the best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPlaces {
    /// As many as were asked for, at most.
    pub results: Vec<FoundPlace>,
}

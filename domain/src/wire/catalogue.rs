//! What a city offers: itself, its catalogue and its departments, titled in the asked language.

use crate::catalogue::{OwnerBy, Priority};
use crate::place::Place;
use crate::text::Language;
use serde::{Deserialize, Serialize};

/// A city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityView {
    /// The name in addresses.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Whether unprefixed pages are its own.
    pub default: bool,
    /// IANA name; days and deadlines are counted in it.
    pub time_zone: String,
    /// What it speaks, the first by default.
    pub languages: Vec<Language>,
    /// Whom to call when there is danger.
    pub emergency_phone: String,
    /// Where its map opens.
    pub center: Place,
    /// How near its map opens.
    pub zoom: f64,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// Whether its cases are made up.
    pub demo: bool,
}

/// All cities of this installation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CityList {
    /// The first is the default one.
    pub cities: Vec<CityView>,
}

/// What can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueView {
    /// Grows with every change; phones ask again when it did.
    pub version: i32,
    /// The language of the titles.
    pub language: Language,
    /// In the order in which they are shown.
    pub categories: Vec<CategoryView>,
}

/// A group of issue types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// In the order in which they are shown.
    pub types: Vec<IssueTypeView>,
}

/// One kind of thing that can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssueTypeView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Who decides which department owns a report.
    pub owner_by: OwnerBy,
    /// Calendar days until it has to be resolved.
    pub deadline_days: u32,
    /// How pressing.
    pub priority: Priority,
    /// Danger to life: say whom to call.
    pub emergency: bool,
    /// Hours until somebody has to act on it for the first time.
    pub first_action_hours: Option<u32>,
    /// The public sees the block, not the door.
    pub at_home: bool,
}

/// A department, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
}

/// A department or connected organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartmentView {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Administration, utility, management company…
    pub kind: String,
}

/// Every department of a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartmentList {
    /// In the order of the city's data.
    pub departments: Vec<DepartmentView>,
}

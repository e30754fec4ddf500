//! The city and what can be reported in it.

use domain::wire::catalogue::{CatalogueView, CategoryView, CityView, IssueTypeView};

use super::{Language, Place};

/// A city.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct City {
    /// The name in addresses.
    pub slug: String,
    /// For people.
    pub title: String,
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
}

impl From<CityView> for City {
    fn from(city: CityView) -> Self {
        Self {
            slug: city.slug,
            title: city.title,
            time_zone: city.time_zone,
            languages: city.languages.into_iter().map(Language::from).collect(),
            emergency_phone: city.emergency_phone,
            center: city.center.into(),
            zoom: city.zoom,
        }
    }
}

/// What can be reported.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Catalogue {
    /// Grows with every change.
    pub version: i32,
    /// In the order in which they are shown.
    pub categories: Vec<Category>,
}

/// A group of issue types.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Category {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// In the order in which they are shown.
    pub types: Vec<IssueType>,
}

/// One kind of thing that can be reported.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct IssueType {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Calendar days until it has to be resolved.
    pub deadline_days: u32,
    /// Danger to life: say whom to call.
    pub emergency: bool,
}

impl From<CatalogueView> for Catalogue {
    fn from(catalogue: CatalogueView) -> Self {
        let categories = catalogue.categories.into_iter().map(Category::from).collect();
        Self { version: catalogue.version, categories }
    }
}

impl From<CategoryView> for Category {
    fn from(category: CategoryView) -> Self {
        let types = category.types.into_iter().map(IssueType::from).collect();
        Self { slug: category.slug, title: category.title, types }
    }
}

impl From<IssueTypeView> for IssueType {
    fn from(issue_type: IssueTypeView) -> Self {
        Self {
            slug: issue_type.slug,
            title: issue_type.title,
            deadline_days: issue_type.deadline_days,
            emergency: issue_type.emergency,
        }
    }
}

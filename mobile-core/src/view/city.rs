//! The city and what can be reported in it.

use domain::wire::catalogue::{CatalogueView, CategoryView, CityView, IssueTypeView};

use super::{Danger, Language, NoneFits, NotHere, PhotoRule, Place, Question};

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
    /// The version of the text that people agree to before they leave contacts.
    pub consent: Option<String>,
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
            consent: city.consent,
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
    /// Whom to turn to when none of the types fits.
    pub none_fits: Option<NoneFits>,
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
    /// What belongs to it.
    pub belongs: String,
    /// What does not, and what to choose instead.
    pub not_here: Vec<NotHere>,
    /// What to photograph, and how.
    pub photograph: String,
    /// Whether a photo is asked for.
    pub photo: PhotoRule,
    /// What is asked, in this order.
    pub questions: Vec<Question>,
    /// Whether today is in its season.
    pub in_season: bool,
    /// What to do where there is danger.
    pub danger: Option<Danger>,
}

impl From<CatalogueView> for Catalogue {
    fn from(catalogue: CatalogueView) -> Self {
        let categories = catalogue.categories.into_iter().map(Category::from).collect();
        Self { version: catalogue.version, categories, none_fits: catalogue.none_fits.map(NoneFits::from) }
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
            belongs: issue_type.belongs,
            not_here: issue_type.not_here.into_iter().map(NotHere::from).collect(),
            photograph: issue_type.photograph,
            photo: issue_type.photo.into(),
            questions: issue_type.questions.into_iter().map(Question::from).collect(),
            in_season: issue_type.in_season,
            danger: issue_type.danger.map(Danger::from),
        }
    }
}

//! Which reports the map shows.

use domain::status;
use domain::wire::report::ReportCard;
use urlencoding::encode;

use super::Shape;

/// Which reports are meant; all that is given has to fit, and nothing given is all that the city shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct MapFilter {
    /// Slug of a group of types.
    #[uniffi(default = None)]
    pub category: Option<String>,
    /// How they look; any of these, or none for all.
    #[uniffi(default = [])]
    pub shapes: Vec<Shape>,
    /// Days that closed ones stay; as many as the city says unless given.
    #[uniffi(default = None)]
    pub days: Option<u32>,
}

impl MapFilter {
    /// The words of the public filter, the same for the same filter; nothing where all are meant.
    pub(crate) fn query(&self) -> Option<String> {
        let mut shapes: Vec<&str> =
            self.shapes.iter().map(|shape| status::Shape::from(*shape).name()).collect();
        shapes.sort_unstable();
        shapes.dedup();
        let words = [
            self.category.as_deref().map(|slug| format!("category={}", encode(slug))),
            (!shapes.is_empty()).then(|| format!("shape={}", shapes.join(","))),
            self.days.map(|days| format!("days={days}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join("&"))
    }

    /// Whether a report is meant, as far as it says so itself: for how long it has been closed it does not.
    pub(crate) fn lets_through(&self, card: &ReportCard) -> bool {
        let fits = self.category.as_ref().is_none_or(|slug| *slug == card.category);
        fits && (self.shapes.is_empty() || self.shapes.contains(&card.shape.into()))
    }
}

impl From<Shape> for status::Shape {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::New => Self::New,
            Shape::Work => Self::Work,
            Shape::Soon => Self::Soon,
            Shape::Overdue => Self::Overdue,
            Shape::Waiting => Self::Waiting,
            Shape::Resolved => Self::Resolved,
            Shape::Explained => Self::Explained,
            Shape::Declined => Self::Declined,
            Shape::Danger => Self::Danger,
        }
    }
}

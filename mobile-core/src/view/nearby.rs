//! What may be the same problem, shown before one more report is filed.

use domain::text::count;
use domain::wire::nearby::NearbyReport;

use super::words::Words;
use super::{Place, Shape};

/// A report near the pin.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct NearbyCard {
    /// Its id.
    pub id: String,
    /// The number to name it by.
    pub number: String,
    /// What kind of thing.
    pub title: String,
    /// Whether it is of the very type that was asked about.
    pub same_type: bool,
    /// How it looks.
    pub shape: Shape,
    /// How it stands and since when, in words.
    pub status_text: String,
    /// Where it is.
    pub place: Place,
    /// Where it is, in words.
    pub address: Option<String>,
    /// How far from the pin, in words.
    pub distance_text: String,
    /// Metres from the pin.
    pub distance_m: u32,
    /// How many others have the same trouble.
    pub supports: u32,
    /// Whether one can still join it: `DeedKind.Support` on its report says so to the city.
    pub open: bool,
    /// Id of the photo to show, if everybody may see one.
    pub photo: Option<String>,
}

/// What is near a pin, open ones first, then the nearest first.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct NearbyList {
    /// Empty as well where the type is never looked for by place.
    pub reports: Vec<NearbyCard>,
    /// That it is from an earlier look around, and of when; `null` when the city said it just now.
    pub kept_text: Option<String>,
    /// `2 reports near here`; `null` for none.
    pub count_text: Option<String>,
}

impl NearbyList {
    pub(crate) fn of(mut near: Vec<NearbyReport>, kept_text: Option<String>, words: Words) -> Self {
        near.sort_by_key(|report| (report.closed_at.is_some(), report.distance_m));
        let many = i64::try_from(near.len()).unwrap_or(i64::MAX);
        let count_text = (many > 0).then(|| count(words.language, "near_count", many, &[]));
        let reports = near.into_iter().map(|report| NearbyCard::of(report, words)).collect();
        Self { reports, kept_text, count_text }
    }
}

impl NearbyCard {
    fn of(report: NearbyReport, words: Words) -> Self {
        let status = words.say(&format!("case_status_{}", report.status.name()), &[]);
        let (key, at) = match report.closed_at {
            Some(at) => ("near_closed", at),
            None => ("near_reported", report.received_at),
        };
        let date = words.day_of(at);
        Self {
            id: report.id.to_string(),
            number: report.number.to_string(),
            title: report.issue_type.title,
            same_type: report.same_type,
            shape: report.shape.into(),
            status_text: words.say(key, &[("status", &status), ("date", &date)]),
            place: Place { lat: report.place.lat, lon: report.place.lon },
            address: report.address,
            distance_text: words.distance(f64::from(report.distance_m)),
            distance_m: report.distance_m,
            supports: report.supports,
            open: report.closed_at.is_none(),
            photo: report.photo.map(|id| id.to_string()),
        }
    }
}

//! Reports that may tell of the same problem, and supports: "I see it too" without one more report.

use crate::id::Number;
use crate::status::{Shape, Status};
use crate::wire::catalogue::Named;
use crate::wire::report::PlaceView;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A report near a place, as everybody may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearbyReport {
    /// Its id.
    pub id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// Whether it is of the type that was asked about, not of a sibling.
    pub same_type: bool,
    /// Slug of its group.
    pub category: String,
    /// Where it stands.
    pub status: Status,
    /// How it looks.
    pub shape: Shape,
    /// Where it is.
    pub place: PlaceView,
    /// Where it is, in words.
    pub address: Option<String>,
    /// Metres from the place that was asked about to `place`: to the middle of the block where that
    /// is all that is shown.
    pub distance_m: u32,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// Until when it has to be resolved.
    pub due_at: DateTime<Utc>,
    /// When it came to an end, of one that did.
    pub closed_at: Option<DateTime<Utc>>,
    /// How many others have the same trouble.
    pub supports: u32,
    /// Its first published photo, one of the problem before others.
    pub photo: Option<Uuid>,
}

/// What is near, the nearest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearbyReports {
    /// At most ten; empty as well where the type is never looked for by place.
    pub reports: Vec<NearbyReport>,
}

/// "I see it too." Sent again with the same secret it changes nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportReport {
    /// At least 128 random bits in hexadecimal, made by the device for this support alone; takes it
    /// back.
    pub secret: String,
}

/// Where a support counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportView {
    /// The report that counts it: the original of the one that was named, if that was merged.
    pub report_id: Uuid,
    /// How many support it.
    pub supports: u32,
    /// Whether the secret is among them. Authors do not support their own report.
    pub yours: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_json_snapshot;
    use uuid::uuid;

    #[test]
    fn what_is_near_and_who_supports_it() {
        let id = uuid!("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f");
        let near = NearbyReport {
            id,
            number: Number { year: 2026, count: 4817 },
            issue_type: Named { slug: "house-lift".into(), title: "Lift out of order".into() },
            same_type: true,
            category: "houses".into(),
            status: Status::Accepted,
            shape: Shape::Work,
            place: PlaceView { lat: 57.6205, lon: 36.3991, exact: false },
            address: Some("Millers Street".into()),
            distance_m: 48,
            received_at: "2026-11-16T09:00:00Z".parse().unwrap(),
            due_at: "2026-11-26T20:59:59Z".parse().unwrap(),
            closed_at: None,
            supports: 3,
            photo: Some(id),
        };
        assert_json_snapshot!(NearbyReports { reports: vec![near] });
        assert_json_snapshot!(SupportReport { secret: "0123456789abcdef0123456789abcdef".into() });
        assert_json_snapshot!(SupportView { report_id: id, supports: 4, yours: true });
        let stray = serde_json::json!({ "secret": "0123456789abcdef0123456789abcdef", "name": "V." });
        assert!(serde_json::from_value::<SupportReport>(stray).is_err());
    }
}

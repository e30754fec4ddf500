//! Photos of a report.

use crate::photo::Edit;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    /// The problem, by its author.
    Before,
    /// The result, by staff.
    After,
    /// Something that came later: what the author added or disputes, an act of inspection.
    Later,
}

impl PhotoKind {
    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Later => "later",
        }
    }

    /// The kind called `name`.
    pub fn called(name: &str) -> Option<Self> {
        [Self::Before, Self::After, Self::Later].into_iter().find(|kind| kind.name() == name)
    }
}

/// A photo of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoView {
    /// Its id; the picture is at `/photos/{id}/{size}`.
    pub id: Uuid,
    /// What it shows.
    pub kind: PhotoKind,
    /// Whether everybody may see it.
    pub published: bool,
    /// Pixels of the upright original, or of what an edit left of it.
    pub width: i32,
    /// Pixels of the upright original, or of what an edit left of it.
    pub height: i32,
    /// Local day on which it came.
    pub taken_on: NaiveDate,
    /// How often it was edited. Put into its address as `?version=`, an edited picture is seen at once.
    #[serde(default)]
    pub version: i32,
    /// Whether something in it was made unreadable or cut off.
    #[serde(default)]
    pub edited: bool,
    /// What was, for staff who may edit it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<Edit>,
    /// When the camera took it, of photos of staff and contractors, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<DateTime<Utc>>,
    /// How many metres from the report's place the camera was, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<u32>,
}

/// Edits a photo. The edit replaces the one before; asked for again it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditPhoto {
    /// The photo's version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// What is done to the picture as it came; an empty edit shows all of it again.
    pub edit: Edit,
}

/// A photo that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoReceipt {
    /// The id that was sent.
    pub id: Uuid,
    /// Pixels of the upright original.
    pub width: i32,
    /// Pixels of the upright original.
    pub height: i32,
    /// The sizes it can be asked for in, longest sides 320, 1024 and 2048 pixels.
    pub sizes: Vec<String>,
}

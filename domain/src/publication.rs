//! What the public sees. By default the type, the place, the status and the dates; words and
//! photos stay hidden until a person publishes them, and homes are shown to the block.

use crate::catalogue::IssueType;
use crate::place::Place;
use serde::{Deserialize, Serialize};

/// Whether the public may see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only the author and staff.
    Hidden,
    /// Everybody.
    Published,
}

impl Visibility {
    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Published => "published",
        }
    }

    /// The visibility called `name`.
    pub fn called(name: &str) -> Option<Self> {
        [Self::Hidden, Self::Published].into_iter().find(|visibility| visibility.name() == name)
    }
}

/// What everybody sees before a person has looked at a report, as the city's data says. Type,
/// status and dates are always public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Description, address and notes.
    pub text: Visibility,
    /// Photos of the problem and of the result.
    pub photos: Visibility,
}

impl Policy {
    /// Nothing before a person has looked.
    pub const CAREFUL: Self = Self { text: Visibility::Hidden, photos: Visibility::Hidden };
}

/// Who is looking at a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// Anybody.
    Public,
    /// Whoever has its secret.
    Reporter,
    /// Whoever was sent a link to this one case.
    Contractor,
    /// Staff who may read it.
    Staff,
}

/// Where the public sees a report of `issue_type` at `place`.
pub fn public_place(issue_type: &IssueType, place: Place) -> Place {
    if issue_type.at_home { place.to_block() } else { place }
}

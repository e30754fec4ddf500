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

/// Who is looking at a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// Anybody.
    Public,
    /// Whoever has its secret.
    Reporter,
    /// Staff who may read it.
    Staff,
}

impl Viewer {
    /// Whether this viewer may see a part of a report with `visibility`.
    pub fn sees(self, visibility: Visibility) -> bool {
        self != Self::Public || visibility == Visibility::Published
    }
}

/// Where the public sees a report of `issue_type` at `place`.
pub fn public_place(issue_type: &IssueType, place: Place) -> Place {
    if issue_type.at_home { place.to_block() } else { place }
}

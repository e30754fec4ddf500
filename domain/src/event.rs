//! Facts about a report, in the past tense. The log holds no personal data and no free text:
//! a note or a photo is a row of its own that can be erased.

use crate::report::Outcome;
use crate::status::Status;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The report came in.
    Submitted,
    /// A department was found for it.
    Assigned,
    /// Its status changed; the event says to which.
    StatusChanged,
    /// What people may see of it changed.
    PublicationChanged,
    /// Somebody else has the same trouble.
    Supported,
    /// Somebody took their support back.
    SupportWithdrawn,
}

impl Kind {
    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Assigned => "assigned",
            Self::StatusChanged => "status_changed",
            Self::PublicationChanged => "publication_changed",
            Self::Supported => "supported",
            Self::SupportWithdrawn => "support_withdrawn",
        }
    }

    /// The kind called `name` in the log.
    pub fn called(name: &str) -> Option<Self> {
        [
            Self::Submitted,
            Self::Assigned,
            Self::StatusChanged,
            Self::PublicationChanged,
            Self::Supported,
            Self::SupportWithdrawn,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// One fact, before the log has numbered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: Kind,
    /// The status of the report after it.
    pub status: Status,
    /// How it ended, when it did.
    pub outcome: Option<Outcome>,
}

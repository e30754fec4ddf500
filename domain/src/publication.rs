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

/// What everybody sees before a person has looked at a report, as the city's data says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The report itself: type, place, status, dates. What is hidden with it, all is.
    #[serde(default = "published")]
    pub report: Visibility,
    /// Description, address and notes.
    pub text: Visibility,
    /// Photos of the problem, and those that came later.
    pub photos: Visibility,
    /// Photos of the result that staff took themselves. The city may trust its own people where it
    /// does not trust everybody; a contractor's photos are as all others. Left out: as all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_photos: Option<Visibility>,
}

/// What was always public before cities could choose.
fn published() -> Visibility {
    Visibility::Published
}

impl Policy {
    /// That there is a report; nothing more before a person has looked.
    pub const CAREFUL: Self = Self {
        report: Visibility::Published,
        text: Visibility::Hidden,
        photos: Visibility::Hidden,
        result_photos: None,
    };

    /// What everybody sees of photos of a result that staff handed in.
    pub fn of_staffs_result(self) -> Visibility {
        self.result_photos.unwrap_or(self.photos)
    }

    /// Whether it shows something of reports that it hides: such a policy says two things.
    pub fn contradicts_itself(self) -> bool {
        let shown = [self.text, self.photos, self.of_staffs_result()];
        self.report == Visibility::Hidden && shown.contains(&Visibility::Published)
    }
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

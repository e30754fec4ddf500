//! The life of a case: its statuses, and one table of who may move it where and what that needs.
//! `docs/case.md` draws it; the drawing is made from the table.

mod chart;
mod moves;
mod shape;
mod table;
#[cfg(test)]
mod tests;

pub use chart::chart;
pub use moves::{DISPUTES_MAX, Given, MoveError, Situation, Windows, apply, choices};
pub use shape::{SOON, Shape, shape};
pub use table::{Actor, Need, Only, TRANSITIONS, Transition};

use serde::{Deserialize, Serialize};

macro_rules! statuses {
    ($($name:ident $text:literal $doc:literal,)*) => {
        /// Where a case stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Status { $(#[doc = $doc] $name,)* }

        impl Status {
            /// Every status.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

statuses! {
    Submitted "submitted" "Came in.",
    InModeration "in_moderation" "A person looks at it before it counts.",
    Registered "registered" "Taken; nobody owns it yet.",
    Assigned "assigned" "A department owns it.",
    Accepted "accepted" "The department has taken it.",
    InProgress "in_progress" "Being worked on.",
    Planned "planned" "Has a date.",
    WaitingForResident "waiting_for_resident" "The resident was asked something.",
    WaitingForPartner "waiting_for_partner" "Another organisation has to act first.",
    Resolved "resolved" "The department says that it is done.",
    InReview "in_review" "A second pair of eyes looks at it.",
    Confirmed "confirmed" "The resident agrees that it is done.",
    Disputed "disputed" "The resident does not agree.",
    Reopened "reopened" "Came back.",
    ClosedByTime "closed_by_time" "Nobody objected in time.",
    Explained "explained" "Answered; nothing to do.",
    Declined "declined" "Not accepted, with a reason.",
    Duplicate "duplicate" "Another report says the same.",
    Forwarded "forwarded" "Handed to somebody outside.",
    Withdrawn "withdrawn" "Taken back by its author.",
    Cancelled "cancelled" "Cancelled by staff, with a reason.",
}

/// What the clocks of a case do in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hands {
    /// They run.
    Run,
    /// Those that may pause stand still: somebody outside has to act.
    Stand,
    /// The case is over. If it comes back, the time between did not count.
    Stop,
}

impl Status {
    /// The status called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.name() == name)
    }

    /// Whether somebody still has work to do.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Resolved
                | Self::Confirmed
                | Self::ClosedByTime
                | Self::Explained
                | Self::Declined
                | Self::Duplicate
                | Self::Forwarded
                | Self::Withdrawn
                | Self::Cancelled
        )
    }

    /// Whether the map shows a case in this status at all.
    pub fn is_on_the_map(self) -> bool {
        !matches!(self, Self::Duplicate | Self::Withdrawn | Self::Cancelled)
    }

    /// What the clocks do meanwhile. While a dispute is looked at they stand, as before it.
    pub fn hands(self) -> Hands {
        match self {
            Self::WaitingForResident | Self::WaitingForPartner | Self::Disputed => Hands::Stand,
            open if open.is_open() => Hands::Run,
            _ => Hands::Stop,
        }
    }
}

//! Facts about a report, in the past tense. The log holds no personal data and no free text:
//! a note or a photo is a row of its own that can be erased, and so is what a fact points at.

use crate::report::Outcome;
use crate::status::Status;
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($name:ident $text:literal $public:literal $doc:literal,)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $(#[doc = $doc] $name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the log.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Whether everybody may know that it happened; else only staff.
            pub fn is_public(self) -> bool {
                match self { $(Self::$name => $public,)* }
            }
        }
    };
}

kinds! {
    Submitted "submitted" true "The report came in.",
    Assigned "assigned" true "A department was found for it.",
    StatusChanged "status_changed" true "Its status changed; the event says to which.",
    PublicationChanged "publication_changed" true "What people may see of it changed.",
    Transferred "transferred" true "Another department has it; a row of the ledger says which and why.",
    TypeCorrected "type_corrected" true "It is of another type than it was filed as.",
    PlaceCorrected "place_corrected" true "It is at another place than it was filed at.",
    MadeSafe "made_safe" true "The danger is fenced off; the repair is still to come.",
    InformationAdded "information_added" true "Its author wrote more.",
    ExtensionAsked "extension_asked" false "Somebody asks for a later deadline.",
    Extended "extended" true "A head gave it a later deadline.",
    ExtensionRefused "extension_refused" false "A head did not.",
    SubtaskAdded "subtask_added" true "Another department was given a part of the work.",
    SubtaskDone "subtask_done" true "A part of the work is done.",
    SubtaskDeclined "subtask_declined" false "A department does not do its part.",
    SubtaskCancelled "subtask_cancelled" false "A part of the work is not needed any more.",
    Inspected "inspected" true "Somebody looked at it on site and wrote an act.",
    Merged "merged" true "It was merged into another report.",
    Unmerged "unmerged" true "It was taken out of the report it was merged into.",
    Absorbed "absorbed" true "Another report was merged into it.",
    Released "released" true "A report that was merged into it was taken out again.",
    Supported "supported" true "Somebody else has the same trouble.",
    SupportWithdrawn "support_withdrawn" false "Somebody took their support back.",
    DueSoon "due_soon" false "Its deadline is near.",
    Overdue "overdue" true "Its deadline has passed.",
    Escalated "escalated" true "Nobody acted on a danger in time: the dispatcher was told.",
    AssigneeChanged "assignee_changed" false "A person or a crew of the department has it, or nobody any more.",
    LinkMade "link_made" false "A contractor was sent a link to it.",
    LinkEnded "link_ended" false "The link to it is no longer good.",
    Rated "rated" true "Its author rated the work.",
    RemarkAdded "remark_added" false "Staff wrote something to each other; a row says what.",
    Mentioned "mentioned" false "A remark tells somebody of staff, whom the event points at.",
    AttachmentAdded "attachment_added" false "Staff put a file to it.",
    AttachmentRemoved "attachment_removed" false "The file is gone again.",
    Imported "imported" true "It was brought in from where it was kept before, with its past.",
}

impl Kind {
    /// Whether it is among staff: not even the report's author knows of it.
    pub fn is_internal(self) -> bool {
        matches!(self, Self::RemarkAdded | Self::Mentioned | Self::AttachmentAdded | Self::AttachmentRemoved)
    }

    /// The kind called `name` in the log.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
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

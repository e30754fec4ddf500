//! What stays among staff: remarks with mentions, files put to a case, standard texts.

use crate::id::Number;
use crate::permission::Role;
use crate::wire::catalogue::Named;
use crate::wire::report::Person;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Writes something to the colleagues. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddRemark {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// Up to 4000 characters; `@login` tells somebody who may read the case.
    pub text: String,
}

/// Somebody of staff who may read a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReaderView {
    /// What a mention calls them.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Their department, for roles that have one.
    pub department: Option<Named>,
}

/// What somebody wrote to the colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemarkView {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    pub author: Person,
    /// When.
    pub at: DateTime<Utc>,
    /// The text as it was written.
    pub text: String,
    /// Logins of those whom it tells.
    pub mentions: Vec<String>,
}

/// The remarks on a case, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemarkList {
    /// All of them.
    pub remarks: Vec<RemarkView>,
    /// Who may be told of one.
    pub readers: Vec<ReaderView>,
    /// Whether the caller may write one, and put files to the case.
    pub may_write: bool,
}

/// A remark that tells the caller something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MentionView {
    /// The remark.
    pub remark: RemarkView,
    /// Of which report.
    pub report_id: Uuid,
    /// Its number.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind it is.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// When the caller read it; nothing as long as they have not.
    pub read_at: Option<DateTime<Utc>>,
}

/// Remarks that tell the caller something, the newest first; of cases that they may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MentionPage {
    /// In the order of time.
    pub mentions: Vec<MentionView>,
    /// How many are unread, on whatever page.
    pub unread: i64,
    /// To ask for the next page with; nothing after the last.
    pub next: Option<String>,
}

/// Says that the caller has read remarks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadMentions {
    /// Which, up to 200; such that tell the caller nothing are left alone.
    pub remarks: Vec<Uuid>,
}

/// A file that staff put to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    /// Its id; the file is at `/reports/{report}/attachments/{id}`.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is, as its bytes say.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// Who put it there.
    pub author: Person,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the caller may take it away.
    pub may_remove: bool,
}

/// The files of a case, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentList {
    /// All of them.
    pub attachments: Vec<AttachmentView>,
}

/// A standard text, filled for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardTextView {
    /// Its name in the city's data.
    pub slug: String,
    /// What it is called, in the caller's language.
    pub title: String,
    /// What the author would get, in the author's language.
    pub text: String,
}

/// Standard texts that fit, the closest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardTextList {
    /// All that fit.
    pub texts: Vec<StandardTextView>,
}

//! What people agree to, and what is done for them about their own data.

use crate::id::Number;
use crate::permission::Role;
use crate::place::Place;
use crate::status::Status;
use crate::text::Language;
use crate::wire::catalogue::Named;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A text that people agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentText {
    /// What a consent names.
    pub version: String,
    /// The language of the text.
    pub language: Language,
    /// Markdown: headings, paragraphs and lists, nothing else.
    pub text: String,
    /// Since when it is asked for.
    pub since: DateTime<Utc>,
    /// When another text took its place; nothing for the current one.
    pub until: Option<DateTime<Utc>>,
}

/// Why staff looks at a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// To ask the author something.
    Ask,
    /// To tell the author what happens.
    Inform,
    /// To agree on a time to come.
    Appointment,
    /// Somebody is in danger.
    Emergency,
}

/// Asks for the contact of an author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadContact {
    /// The author sees it.
    pub reason: Reason,
}

/// How to reach an author.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactView {
    /// What to call them.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
}

/// Somebody looked at a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactReading {
    /// When.
    pub at: DateTime<Utc>,
    /// What they are; who they are the city knows.
    pub role: Role,
    /// Where they work, of those who work in a department.
    pub department: Option<Named>,
    /// Why.
    pub reason: Reason,
}

/// Somebody agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenConsent {
    /// To which text.
    pub version: String,
    /// For what: `answer`, `account`.
    pub purposes: Vec<String>,
    /// By which way.
    pub channel: String,
    /// When.
    pub given_at: DateTime<Utc>,
    /// When they took it back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// The author's own contact, and who looked at it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnContact {
    /// What is kept; nothing when there was none or it is erased.
    pub contact: Option<ContactView>,
    /// What the author agreed to.
    pub consents: Vec<GivenConsent>,
    /// The latest first.
    pub readings: Vec<ContactReading>,
}

/// Something that was written to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnNote {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: author, contractor or staff.
    pub by: String,
    /// The words.
    pub text: String,
}

/// All of one report that is its author's.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnReport {
    /// Its id.
    pub id: Uuid,
    /// The number to name it by.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("2026-000123")))]
    pub number: Number,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub issue_type: Named,
    /// Where it stands.
    pub status: Status,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// When the author saw it, if that was earlier.
    pub observed_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Where it is.
    pub place: Place,
    /// Where it is, in the author's words.
    pub address: Option<String>,
    /// What the author wrote.
    pub description: String,
    /// What the author answered, by question.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Value,
    /// The author's language.
    pub language: Language,
    /// What the author thinks of the work, 1 to 5.
    pub rating: Option<i32>,
    /// What was written since.
    pub notes: Vec<OwnNote>,
    /// Addresses of its photos; hidden ones need the secret.
    pub photos: Vec<String>,
    /// How to reach the author, and who looked.
    pub contact: OwnContact,
}

/// An account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAccount {
    /// What to call them.
    pub name: Option<String>,
    /// As it was proved.
    pub email: Option<String>,
    /// As it was proved.
    pub phone: Option<String>,
    /// What they speak.
    pub language: Language,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When they were last here.
    pub seen_at: DateTime<Utc>,
    /// What they agreed to.
    pub consents: Vec<GivenConsent>,
    /// Where they signed in, the latest first.
    pub sessions: Vec<OwnSession>,
    /// Since when they want no mails about cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_at: Option<DateTime<Utc>>,
    /// Where push services take messages for their browsers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub browsers: Vec<String>,
}

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// A browser or a phone.
    pub client: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// All that the city keeps about somebody.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyData {
    /// Slug of the city.
    pub city: String,
    /// As of when.
    pub made_at: DateTime<Utc>,
    /// The account, for who asked with one.
    pub account: Option<OwnAccount>,
    /// The latest first.
    pub reports: Vec<OwnReport>,
    /// Whether there are more reports than fit.
    pub more: bool,
}

/// What became of somebody's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// When it was erased; asked again, when it was the first time.
    pub erased_at: DateTime<Utc>,
    /// What stays, and why, in words.
    pub kept: Vec<String>,
}

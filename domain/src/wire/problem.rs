//! The one error body: RFC 9457 problem details with a closed set of codes and the fields at fault.

use super::abuse::{BanNotice, Challenge};
use serde::{Deserialize, Serialize};

/// What went wrong, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request cannot be read.
    BadRequest,
    /// The request was read, and fields of it are wrong.
    Invalid,
    /// Nobody is signed in.
    Unauthorized,
    /// Whoever is signed in may not.
    Forbidden,
    /// The city asks for a second factor, which has to be set up first.
    SecondFactorRequired,
    /// There is no such thing.
    NotFound,
    /// The link to a case has expired, was ended, or never was.
    LinkOver,
    /// The id is taken by something else.
    Conflict,
    /// Somebody else changed it since it was seen.
    VersionConflict,
    /// The body is too large.
    TooLarge,
    /// This kind of file is not taken.
    UnsupportedMedia,
    /// A HEIC photo came, and this installation cannot read HEIC: send it as JPEG.
    HeicNotHere,
    /// Too many requests; `Retry-After` says when to come back.
    RateLimited,
    /// Much was sent: the same request again with an answer to `challenge`.
    ProofNeeded,
    /// Whoever sends it is banned; `ban` says why and until when.
    Banned,
    /// Cannot answer now; the same request may be sent again after `Retry-After`.
    Unavailable,
    /// Nothing can be written for now, and reading goes on; the same request may be sent again after
    /// `Retry-After`.
    ReadOnly,
    /// Our fault.
    Internal,
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Which field, `contact.email` for one inside another.
    pub field: String,
    /// What is wrong with it, for programs; `error_field_<code>` in `locales/` says it to people.
    pub code: String,
    /// What is wrong with it, for people, in the language of the request.
    #[serde(default)]
    pub message: String,
}

impl FieldError {
    /// An error whose message is still to be put into words.
    pub fn new(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), message: String::new() }
    }
}

/// RFC 9457 problem details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for programs.
    pub code: Code,
    /// What went wrong and what to do next, for people.
    pub detail: String,
    /// Every field at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// To find the request in the logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// With `proof_needed`: what has to be solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// With `banned`: the ban.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ban: Option<BanNotice>,
}

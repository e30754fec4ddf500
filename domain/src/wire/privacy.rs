//! What people agree to, and what is done for them about their own data.

use crate::text::Language;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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

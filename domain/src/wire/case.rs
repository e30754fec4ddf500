//! What is asked of a case: each of these bodies changes one.

use crate::clock::Nature;
use crate::id::Number;
use crate::place::Place;
use crate::publication::Visibility;
use crate::report::Outcome;
use crate::status::Status;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Moves a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeStatus {
    /// Where to.
    pub to: Status,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// A sentence for the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Ids of photos of the result, or of what the author disputes, that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
    /// Slug of the department that takes it over, where it goes to another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The local day for which the work is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_for: Option<NaiveDate>,
    /// The name of who outside is responsible, where it is forwarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// The number of the report that says the same, where it is a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, examples("2026-000123")))]
    pub original: Option<Number>,
    /// The organisation that repaired it, with a result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contractor: Option<String>,
    /// The last local day of the repair's warranty, with a result; as long as the type says when
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty_until: Option<NaiveDate>,
    /// What the author thinks of the work, 1 to 5, when they confirm it or disagree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// There was no danger: with the end of a report about danger, by staff.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub false_alarm: bool,
}

impl ChangeStatus {
    /// A move with nothing along with it.
    pub fn plain(to: Status, seen_version: i32) -> Self {
        Self {
            to,
            seen_version,
            note: None,
            outcome: None,
            photos: Vec::new(),
            department: None,
            planned_for: None,
            responsible: None,
            original: None,
            contractor: None,
            warranty_until: None,
            rating: None,
            false_alarm: false,
        }
    }
}

/// Corrects what was filed: the type, the place, or what kind of question it is. The owner is found
/// anew; the clocks are counted anew from the same receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectReport {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// Slug of the type that it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub issue_type: Option<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What kind of question it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// A sentence for the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Says that a danger is fenced off or otherwise made safe; the repair is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeSafe {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// A sentence for the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Ids of photos that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// What the author of a report adds to it. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddInformation {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// In the author's words.
    pub text: String,
    /// Ids of photos that were sent before.
    #[serde(default)]
    pub photos: Vec<Uuid>,
}

/// Asks for a later deadline. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    /// `UUIDv7` made by the client.
    pub id: Uuid,
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// How many more days, counted as the case's clock counts.
    pub days: u32,
    /// Why; everybody may read it once it is approved and the words are published.
    pub reason: String,
}

/// Says yes or no to a later deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideExtension {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// Yes or no.
    pub approved: bool,
    /// A sentence for who asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Shows or hides a report, its words and photos; what is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePublication {
    /// The version that was on the screen; a newer one is a conflict.
    pub seen_version: i32,
    /// The report itself: hidden, it is on no map and in no list, whatever else is published of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Visibility>,
    /// Description, address and notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Visibility>,
    /// Photos by id.
    #[serde(default)]
    pub photos: BTreeMap<Uuid, Visibility>,
}

//! The administrator's list of a city's staff.

use crate::permission::Role;
use crate::wire::catalogue::Named;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffState {
    /// Has not set a password yet.
    Invited,
    /// Can sign in.
    Active,
    /// May not sign in any more.
    Disabled,
}

impl StaffState {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// A member of staff, for administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffView {
    /// Their row.
    pub id: Uuid,
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Where they work, for roles that have a department.
    pub department: Option<Named>,
    /// Whether they can sign in.
    pub state: StaffState,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// When one of their sessions was last used, to a few minutes.
    pub seen_at: Option<DateTime<Utc>>,
    /// Until when their invitation is good, if there is one.
    pub invited_until: Option<DateTime<Utc>>,
    /// To name along with a change.
    pub version: i32,
}

/// A page of them, by login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffPage {
    /// At most as many as were asked for.
    pub staff: Vec<StaffView>,
    /// Ask with it for the next page; missing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which of them.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct StaffFilter {
    /// A part of a name or a login.
    pub q: Option<String>,
    /// Only people in this role.
    pub role: Option<Role>,
    /// Only people of this department, by slug.
    pub department: Option<String>,
    /// Only people in this state.
    pub state: Option<StaffState>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 50 when left out.
    pub limit: Option<i64>,
    /// Of titles.
    pub language: Option<String>,
}

/// Invites somebody to be a member of staff.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteStaff {
    /// What they will sign in with: up to 60 of a-z, 0-9, - _ . @
    pub login: String,
    /// What they are called, 1 to 100 characters.
    pub name: String,
    /// What they will be.
    pub role: Role,
    /// Slug of their department, for roles that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

/// A link for somebody who was invited. Nobody is told it again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// The person.
    pub id: Uuid,
    /// The whole address, with the secret in its fragment.
    pub link: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Changes a member of staff.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeStaff {
    /// The version that was on the screen.
    pub seen_version: i32,
    /// What they are called from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they are from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Where they work from now on, by slug. Roles without a department lose theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

//! A member of staff's own account: name, password, second factor; and invitations to have one.

use crate::permission::Role;
use crate::wire::session::{Client, UserView};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody sees of their own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// Who they are.
    pub user: UserView,
    /// Whether they have a password here; whom a sign-on provider vouches for has none.
    pub has_password: bool,
    /// The second step of signing in.
    pub second_factor: SecondFactorView,
}

/// The second step of signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorView {
    /// Whether it is asked for.
    pub on: bool,
    /// Whether the city asks people in this role to have it.
    pub required: bool,
    /// Recovery codes that were not used yet.
    pub recovery_codes: i64,
}

/// Changes what one is called.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// What they are called, 1 to 100 characters.
    pub name: String,
}

/// Changes one's own password.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one until now.
    pub old_password: String,
    /// The one from now on.
    pub new_password: String,
}

/// Shows that it is still the same person who asks.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProvePassword {
    /// One's own.
    pub password: String,
}

/// A second factor that counts once a code of it was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorBegun {
    /// For typing into an app, base 32.
    pub secret: String,
    /// The same for an app's camera: what the picture says.
    pub uri: String,
}

/// A code of the phone.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeCode {
    /// Six digits.
    pub code: String,
}

/// Codes for the day the phone is lost, told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// Each is good once.
    pub codes: Vec<String>,
}

/// Whom a link invites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteView {
    /// The name they will sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
}

/// Sets a password by a link.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvite {
    /// The password from now on.
    pub password: String,
    /// What they are called, if it is to be another name than the invitation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What signs in.
    #[serde(default)]
    pub client: Client,
}

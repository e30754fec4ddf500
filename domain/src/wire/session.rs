//! Signing in: a cookie for the web, tokens for phones and programs.

use crate::permission::Role;
use crate::wire::catalogue::Named;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// A browser: gets an HttpOnly cookie.
    #[default]
    Web,
    /// A phone or a program: gets tokens.
    Phone,
}

/// Signs a member of staff in.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name they sign in with.
    pub login: String,
    /// Their password.
    pub password: String,
    /// The city they work for; the default city when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// What signs in.
    #[serde(default)]
    pub client: Client,
}

/// Changes a refresh token, once, for new tokens.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The token of the last answer.
    pub refresh_token: String,
    /// A name of this change that the phone made up: 32 hexadecimal digits. Sent again under the same name
    /// because the answer was lost, it is the same change; without one, a second time ends the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    /// Their id.
    pub id: Uuid,
    /// The name they sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Where they work, for roles that have a department.
    pub department: Option<Named>,
    /// The city's slug.
    pub city: String,
}

/// A session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Who is signed in.
    pub user: UserView,
    /// The city asks for a second factor that is not set up: until it is, nothing else is answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_factor_required: bool,
    /// For phones: goes into `Authorization: Bearer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// For phones: good for one refresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Seconds that the access token lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}

/// The password was right; now the code of the second factor is asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorAsked {
    /// Goes along with the code.
    pub token: String,
    /// Seconds until the password has to be given again.
    pub expires_in: i64,
}

/// The code that was asked for.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    /// Of the answer to the password.
    pub token: String,
    /// Six digits from the phone, or a recovery code.
    pub code: String,
}

/// One of the caller's own sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// To end it by.
    pub id: Uuid,
    /// What signed in.
    pub client: Client,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to a few minutes.
    pub seen_at: DateTime<Utc>,
    /// Where it began, the end of the address cut off.
    pub network: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The caller's sessions, the last used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSessions {
    /// Those that have not ended.
    pub sessions: Vec<OwnSession>,
}

/// Signed out here, and not yet where the session was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the sign-on provider ends its session and sends the browser back from.
    pub go_to: String,
}

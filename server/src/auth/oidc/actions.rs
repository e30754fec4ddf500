//! Off to the provider and back from it.

use super::admission::{Proved, admit};
use super::mapping;
use super::provider::{self, Metadata, Silence, Tokens};
use super::store::{self, SignIn};
use super::token::{self, Claims, Expected, Fault};
use crate::app::App;
use crate::auth::token::Held;
use crate::folder::Oidc;
use crate::problem::{ApiError, ApiResult};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use domain::catalogue::City;
use domain::permission::Role;
use domain::text::Language;
use reqwest::Url;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// How long somebody may be away at the provider.
pub const SIGN_IN_LIFE: Duration = Duration::minutes(10);

/// A city that has a provider.
#[derive(Clone)]
pub struct At {
    pub city: Arc<City>,
    pub oidc: Arc<Oidc>,
}

impl At {
    /// The city, if it has a provider.
    pub fn of(app: &App, city: Arc<City>) -> ApiResult<Self> {
        let oidc = app.cities.settings(city.id).and_then(|settings| settings.oidc.clone());
        Ok(Self { city, oidc: Arc::new(oidc.ok_or(ApiError::NotFound)?) })
    }

    /// Where the provider sends people back to.
    fn callback(&self, app: &App) -> String {
        format!("{}/api/v1/cities/{}/sign-in/oidc/callback", app.public_url, self.city.slug)
    }

    /// The city's page at `path`.
    pub fn page(&self, app: &App, path: &str) -> String {
        if app.cities.is_default(&self.city.slug) {
            path.to_owned()
        } else {
            format!("/c/{}{path}", self.city.slug)
        }
    }

    pub(super) fn expected(&self, app: &App) -> Expected<'_> {
        Expected { issuer: &self.oidc.issuer, client_id: &self.oidc.client_id, now: app.clock.now() }
    }
}

/// Why somebody did not get in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("no sign-in of this browser is under way")]
    Stale,
    #[error(transparent)]
    Silence(#[from] Silence),
    #[error("not to be trusted: {0}")]
    Untrusted(#[from] Fault),
    #[error("their groups give no role")]
    NoRole,
    #[error("unknown, and new people are not taken")]
    Unknown,
    #[error("the account is switched off")]
    Disabled,
    #[error(transparent)]
    Failed(#[from] ApiError),
}

impl Refusal {
    /// What the page of signing in is told.
    pub fn problem(&self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Silence(Silence::Unavailable(_)) => "unavailable",
            Self::Silence(Silence::Refused(_)) => "refused",
            Self::Untrusted(_) | Self::Failed(_) => "failed",
            Self::NoRole => "no_role",
            Self::Unknown => "unknown",
            Self::Disabled => "disabled",
        }
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Whether a password may be enough in this city for this role. Administrators keep theirs: somebody
/// must get in when the provider is gone.
pub fn password_may(app: &App, city_id: i32, role: Role) -> bool {
    let settings = app.cities.settings(city_id);
    let passwords =
        settings.as_ref().and_then(|settings| settings.oidc.as_ref()).is_none_or(|oidc| oidc.passwords);
    passwords || role == Role::Administrator
}

/// Somebody on their way to the provider.
pub struct Begun {
    pub to: Url,
    /// For the browser that began: only it may come back.
    pub held: String,
}

/// Begins a sign-in that will come back to `back`.
pub async fn begin(app: &App, at: &At, back: String, language: Language) -> Result<Begun, Refusal> {
    let metadata = provider::metadata(app, &at.oidc.issuer).await?;
    let held = Held::new(at.city.id, Uuid::new_v4(), 0)?;
    let (state, nonce, verifier) = (random()?, random()?, random()?);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let mut to = metadata.authorization().map_err(Silence::Unavailable)?;
    to.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &at.oidc.client_id)
        .append_pair("redirect_uri", &at.callback(app))
        .append_pair("scope", &at.oidc.scopes.join(" "))
        .append_pair("state", &state)
        .append_pair("nonce", &nonce)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .append_pair("ui_locales", language.code());
    let now = app.clock.now();
    let new = SignIn {
        id: held.session_id,
        secret_hash: held.secret_hash(),
        state_hash: Sha256::digest(&state).to_vec(),
        nonce,
        verifier,
        back,
        expires_at: now + SIGN_IN_LIFE,
    };
    app.db
        .write(at.city.id, now, move |tx| Box::pin(async move { Ok(store::begin(tx, &new).await?) }))
        .await?;
    Ok(Begun { to, held: held.write() })
}

/// What the browser brings back.
pub struct Returned<'a> {
    pub held: Option<&'a str>,
    pub state: &'a str,
    pub code: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub error: Option<&'a str>,
    /// Where it is, for its owner to recognise.
    pub network: Option<String>,
}

/// Somebody who is in.
pub struct Entered {
    pub held: String,
    pub back: String,
}

/// Ends a sign-in: everything that came back is checked before anybody is let in.
pub async fn finish(app: &App, at: &At, returned: Returned<'_>) -> Result<Entered, Refusal> {
    let begun = take(app, at, &returned).await?;
    let metadata = provider::metadata(app, &at.oidc.issuer).await?;
    // RFC 9207: whose answer it is. Another provider's must not be brought to this one.
    if returned.issuer.map_or(metadata.names_itself, |issuer| issuer != at.oidc.issuer) {
        return Err(Fault::Claim("iss").into());
    }
    let Some(code) = returned.code.filter(|_| returned.error.is_none()) else {
        return Err(Silence::Refused(provider::error_name(returned.error)).into());
    };
    let callback = at.callback(app);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &callback),
        ("code_verifier", &begun.verifier),
    ];
    let tokens = provider::exchange(app, (&at.oidc, &at.city.slug), &metadata, &form).await?;
    let opened = provider::open(app, &at.oidc.issuer, &tokens.id_token).await??;
    let access_token = tokens.access_token.as_deref();
    let subject = token::signed_in(&opened, at.expected(app), &begun.nonce, access_token)?;
    let sid = token::session_id(&opened.claims);
    let claims = everything_said(app, at, &metadata, opened.claims, &tokens, &subject).await?;
    let held =
        admit(app, at, claims, Proved { subject, sid, id_token: tokens.id_token, network: returned.network })
            .await?;
    Ok(Entered { held, back: begun.back })
}

/// The sign-in that this browser began and this state belongs to, once.
async fn take(app: &App, at: &At, returned: &Returned<'_>) -> Result<SignIn, Refusal> {
    let held = returned.held.and_then(Held::read).filter(|held| held.city_id == at.city.id);
    let (held, state_hash) = (held.ok_or(Refusal::Stale)?, Sha256::digest(returned.state).to_vec());
    let taken = app.db.write(at.city.id, app.clock.now(), move |tx| {
        Box::pin(async move { Ok(store::take(tx, held.session_id, &held.secret_hash(), &state_hash).await?) })
    });
    taken.await?.0.ok_or(Refusal::Stale)
}

/// What the ID token says, and what the provider says beside it where the token leaves groups out.
async fn everything_said(
    app: &App,
    at: &At,
    metadata: &Metadata,
    claims: Claims,
    tokens: &Tokens,
    subject: &str,
) -> Result<Claims, Refusal> {
    let Some(access_token) = &tokens.access_token else { return Ok(claims) };
    if mapping::claim(&claims, &at.oidc.groups_claim).is_some() {
        return Ok(claims);
    }
    let Some(mut more) = provider::userinfo(app, metadata, access_token).await? else { return Ok(claims) };
    if more.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(Fault::Claim("sub").into());
    }
    more.extend(claims);
    Ok(more)
}

/// 256 bits, as text.
fn random() -> anyhow::Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(crate::secret::random::<32>()?))
}

//! Signing in. The web holds an HttpOnly cookie, phones an access token of 15 minutes and a
//! refresh token that is good once. Every request asks the session's row, so that ending a
//! session, or disabling its user, takes effect at once.

pub mod account;
mod actions;
mod attempts;
pub mod codes;
mod device;
pub mod invites;
pub mod jobs;
mod network;
pub mod oidc;
pub mod password;
pub mod residents;
pub mod routes;
pub mod second_factor;
mod store;
mod token;

pub use actions::{end_all, secret};
pub use oidc::Providers;
pub use token::Keys;

use crate::app::App;
use crate::problem::{ApiError, ApiResult};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use chrono::Duration;
use domain::permission::{Role, Staff};
use uuid::Uuid;

/// How often it is kept that a session is in use.
const SEEN_EVERY: Duration = Duration::minutes(5);
/// How long a phone may lie unused before its session is over.
const PHONE_IDLE: Duration = Duration::days(30);

/// Names of the web's cookies: somebody may be signed in as staff and as a resident at once.
const COOKIE: &str = "session";
const RESIDENT_COOKIE: &str = "resident";

/// A member of staff, signed in.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: Uuid,
    pub city_id: i32,
    pub user_id: Uuid,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
}

impl Session {
    /// What permissions ask.
    pub fn staff(&self) -> Staff {
        Staff { role: self.role, department_id: self.department_id }
    }
}

/// A resident, signed in.
#[derive(Debug, Clone, Copy)]
pub struct Resident {
    pub session_id: Uuid,
    pub city_id: i32,
    pub id: Uuid,
}

/// Who holds a session.
#[derive(Debug, Clone)]
pub enum Who {
    Staff(Session),
    Resident(Resident),
}

impl Who {
    /// The resident, if it is one.
    pub fn resident(&self) -> Option<Resident> {
        match self {
            Self::Resident(resident) => Some(*resident),
            Self::Staff(_) => None,
        }
    }
}

/// Who sends a request, as far as they are signed in.
#[derive(Debug, Clone, Default)]
pub struct SignedIn {
    pub staff: Option<Session>,
    pub resident: Option<Resident>,
    /// Staff whose city asks for a second factor that they have not set up: until then they may do
    /// that and nothing else.
    pub held_back: Option<Session>,
}

impl SignedIn {
    fn add(&mut self, app: &App, row: store::Row) {
        match row.who {
            Who::Staff(session) if !row.second_factor && second_factor::is_required(app, &session) => {
                self.held_back = Some(session);
            }
            Who::Staff(session) => self.staff = Some(session),
            Who::Resident(resident) => self.resident = Some(resident),
        }
    }
}

/// Who sends a request: by bearer token, else by cookies. A cookie of a page from elsewhere is refused
/// for anything that changes something.
pub async fn signed_in(app: &App, parts: &Parts) -> ApiResult<SignedIn> {
    let now = app.clock.now();
    let mut found = SignedIn::default();
    if let Some(bearer) = bearer(&parts.headers) {
        let claims = app.keys.read(bearer, now).ok_or(ApiError::Unauthorized)?;
        let row = find(app, claims.city_id, claims.session_id).await?;
        found.add(app, row.ok_or(ApiError::Unauthorized)?);
        return Ok(found);
    }
    for name in [COOKIE, RESIDENT_COOKIE] {
        let Some(held) = cookie(&parts.headers, name).and_then(token::Held::read) else { continue };
        if comes_from_elsewhere(&parts.method, &parts.headers, &parts.uri) {
            return Err(ApiError::Forbidden);
        }
        let row = find(app, held.city_id, held.session_id).await?;
        let row = row.filter(|row| row.client == "web" && row.secret_hash == held.secret_hash());
        if let Some(row) = row.filter(|row| matches!(row.who, Who::Staff(_)) == (name == COOKIE)) {
            found.add(app, row);
        }
    }
    Ok(found)
}

/// The session, unless it has ended, expired or lain unused for too long. It is kept that it is in use.
async fn find(app: &App, city_id: i32, id: Uuid) -> ApiResult<Option<store::Row>> {
    let now = app.clock.now();
    let Some(row) = store::find(app.db.main(), city_id, id, now).await? else { return Ok(None) };
    if !matches!(row.who, Who::Staff(_)) {
        return Ok(Some(row));
    }
    let unused = now - row.seen_at;
    if is_idle(app, &row.client, unused) {
        return Ok(None);
    }
    if unused >= SEEN_EVERY {
        let seen =
            app.db.write(city_id, now, move |tx| Box::pin(async move { Ok(store::see(tx, id).await?) }));
        // Whoever only reads can go on while nothing can be written.
        if let Err(error) = seen.await {
            tracing::warn!(%error, "it could not be kept that a session is in use");
        }
    }
    Ok(Some(row))
}

/// Whether a session lay unused for too long.
fn is_idle(app: &App, client: &str, unused: Duration) -> bool {
    let idle = match client {
        "web" => Duration::hours(app.config.session_idle_hours.into()),
        _ => PHONE_IDLE,
    };
    unused >= idle
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Browsers say where a request comes from (`Sec-Fetch-Site`, older ones `Origin`); programs say
/// neither, and have no cookie that somebody else could use.
fn comes_from_elsewhere(method: &Method, headers: &HeaderMap, uri: &Uri) -> bool {
    if method.is_safe() {
        return false;
    }
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = text(header::HOST).or_else(|| uri.host());
    origin.split_once("://").map(|(_, rest)| rest) != host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(method: &Method, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        comes_from_elsewhere(method, &headers, &Uri::from_static("/"))
    }

    #[test]
    fn a_page_from_elsewhere_cannot_use_the_cookie_to_change_anything() {
        assert!(elsewhere(&Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(elsewhere(&Method::POST, &[("sec-fetch-site", "same-site")]));
        assert!(elsewhere(&Method::POST, &[("origin", "https://evil.example"), ("host", "city.example")]));
        assert!(elsewhere(&Method::POST, &[("origin", "null"), ("host", "city.example")]));
    }

    #[test]
    fn our_own_pages_and_programs_can() {
        assert!(!elsewhere(&Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(!elsewhere(&Method::POST, &[("origin", "https://city.example"), ("host", "city.example")]));
        assert!(!elsewhere(&Method::POST, &[]));
        assert!(!elsewhere(&Method::GET, &[("sec-fetch-site", "cross-site")]));
    }
}

//! `…/sign-in/oidc`: off to the provider, back, and the provider's word that somebody is out. Browsers
//! come here by themselves, so what goes wrong is told by the page of signing in.

use super::actions::{self, At, Entered, Refusal, Returned, SIGN_IN_LIFE};
use super::ending;
use super::provider::Silence;
use crate::app::App;
use crate::auth::cookie;
use crate::auth::network::Origin;
use crate::auth::routes::session_cookie;
use crate::context::{InCity, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::wire::problem::Problem;
use serde::Deserialize;

/// The cookie of a sign-in that is under way.
const COOKIE: &str = "oidc";
/// Characters of an address to come back to, at most.
const BACK_MAX: usize = 300;

#[derive(Deserialize)]
pub struct Begin {
    back: Option<String>,
}

/// Sends a browser to the city's sign-on provider.
#[utoipa::path(get, path = "/sign-in/oidc", operation_id = "oidc_sign_in", tag = "sessions",
    params(("city" = String, Path), ("back" = Option<String>, Query)),
    responses((status = 303), (status = 404, body = Problem)))]
pub async fn begin(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(asked): Query<Begin>,
) -> ApiResult<Response> {
    let at = At::of(&app, city)?;
    let back = asked.back.filter(|back| is_own(back)).unwrap_or_else(|| at.page(&app, "/desk"));
    match actions::begin(&app, &at, back, language).await {
        Ok(begun) => {
            let cookie = transient(&app, &at, &begun.held, SIGN_IN_LIFE.num_seconds());
            Ok(go(begun.to.as_str(), &[cookie]))
        }
        Err(refusal) => refuse(&app, &at, refusal),
    }
}

#[derive(Deserialize)]
pub struct Callback {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Takes a browser back from the provider.
#[utoipa::path(get, path = "/sign-in/oidc/callback", operation_id = "oidc_callback", tag = "sessions",
    params(("city" = String, Path), ("state" = String, Query), ("code" = Option<String>, Query),
        ("iss" = Option<String>, Query), ("error" = Option<String>, Query)),
    responses((status = 303), (status = 404, body = Problem)))]
pub async fn callback(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    headers: HeaderMap,
    from: Origin,
    Query(said): Query<Callback>,
) -> ApiResult<Response> {
    let at = At::of(&app, city)?;
    let returned = Returned {
        held: cookie(&headers, COOKIE),
        state: &said.state,
        code: said.code.as_deref(),
        issuer: said.iss.as_deref(),
        error: said.error.as_deref(),
        network: from.network.masked(),
    };
    match actions::finish(&app, &at, returned).await {
        Ok(Entered { held, back }) => {
            Ok(go(&back, &[session_cookie(&app, &held), transient(&app, &at, "", 0)]))
        }
        Err(refusal) => refuse(&app, &at, refusal),
    }
}

#[derive(Deserialize)]
pub struct LogoutToken {
    logout_token: String,
}

/// The provider says that somebody is out (OpenID Connect Back-Channel Logout 1.0).
#[utoipa::path(post, path = "/sign-in/oidc/backchannel-logout", operation_id = "oidc_backchannel_logout",
    tag = "sessions", params(("city" = String, Path)),
    request_body(content_type = "application/x-www-form-urlencoded"),
    responses((status = 200), (status = "4XX", body = Problem)))]
pub async fn backchannel_logout(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    form: Result<Form<LogoutToken>, FormRejection>,
) -> ApiResult<Response> {
    let at = At::of(&app, city)?;
    let Form(body) = form.map_err(|_| ApiError::BadRequest("logout_token".to_owned()))?;
    let ended = ending::end_by_provider(&app, &at, &body.logout_token).await;
    ended.map_err(|refusal| match refusal {
        Refusal::Failed(error) => error,
        Refusal::Silence(Silence::Unavailable(error)) => ApiError::Unavailable(format!("{error:#}")),
        refusal => {
            tracing::warn!(city = at.city.slug, reason = %refusal, "a logout token was refused");
            ApiError::BadRequest("logout_token".to_owned())
        }
    })?;
    Ok(StatusCode::OK.into_response())
}

/// Whether an address is a page of ours: what a browser could read as another host is not.
fn is_own(back: &str) -> bool {
    back.len() <= BACK_MAX
        && back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && !back.starts_with("/api/")
}

/// Tells the page of signing in, and the log.
fn refuse(app: &App, at: &At, refusal: Refusal) -> ApiResult<Response> {
    let problem = refusal.problem();
    let reason = refusal.to_string();
    match refusal {
        // Told and logged as of any other request.
        Refusal::Failed(error @ (ApiError::Internal(_) | ApiError::Unavailable(_))) => return Err(error),
        Refusal::Stale => {}
        _ => tracing::warn!(city = at.city.slug, problem, reason, "no sign-in with the provider"),
    }
    let page = at.page(app, "/sign-in");
    Ok(go(&format!("{page}?problem=oidc_{problem}"), &[transient(app, at, "", 0)]))
}

fn transient(app: &App, at: &At, held: &str, seconds: i64) -> String {
    let secure = if app.public_url.starts_with("https:") { "; Secure" } else { "" };
    let path = format!("/api/v1/cities/{}/sign-in/oidc", at.city.slug);
    format!("{COOKIE}={held}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

fn go(to: &str, cookies: &[String]) -> Response {
    let cookies = cookies.iter().map(|cookie| (header::SET_COOKIE, cookie.clone()));
    let headers = [(header::LOCATION, to)];
    (StatusCode::SEE_OTHER, headers, AppendHeaders(cookies.collect::<Vec<_>>())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_come_back_to() {
        for own in ["/desk", "/c/small-town/desk?status=open&x=%2F", "/", "/desk#7"] {
            assert!(is_own(own), "{own}");
        }
        for other in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/desk\r\nset-cookie: a=b",
            "javascript:alert(1)",
            "/api/v1/cities",
            "/де",
        ] {
            assert!(!is_own(other), "{other}");
        }
        assert!(!is_own(&format!("/{}", "x".repeat(BACK_MAX))));
    }
}

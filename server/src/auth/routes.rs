//! `/api/v1/sessions`: in, on, out.

use super::actions::{self, Entered, Issued, WEB_LIFE};
use super::network::Origin;
use super::second_factor::PENDING;
use super::{COOKIE, Session, Who, device, oidc, residents, signed_in};
use crate::app::App;
use crate::context::{Json, language_of};
use crate::problem::{ApiError, ApiResult};
use axum::extract::{FromRequestParts, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::problem::Problem;
use domain::wire::resident::Refreshed;
use domain::wire::session::{Client, Refresh, SecondFactorAsked, SessionView, SignIn, SignedOut, UserView};

/// Staff that is signed in, in whatever city.
pub struct Staff(pub Session);

impl FromRequestParts<App> for Staff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let found = signed_in(app, parts).await?;
        if found.held_back.is_some() {
            return Err(ApiError::SecondFactorRequired);
        }
        found.staff.map(Self).ok_or(ApiError::Unauthorized)
    }
}

/// The same, or somebody who still has to set up a second factor.
pub struct AnyStaff {
    pub session: Session,
    pub held_back: bool,
}

impl FromRequestParts<App> for AnyStaff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let found = signed_in(app, parts).await?;
        let held_back = found.held_back.is_some();
        let session = found.staff.or(found.held_back).ok_or(ApiError::Unauthorized)?;
        Ok(Self { session, held_back })
    }
}

/// Signs a member of staff in. With a second factor the code is asked for (202).
#[utoipa::path(post, path = "/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = SessionView), (status = 202, body = SecondFactorAsked),
        (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    from: Origin,
    Json(body): Json<SignIn>,
) -> ApiResult<Response> {
    let city = match &body.city {
        Some(slug) => app.cities.get(slug).ok_or_else(|| ApiError::field("city", "unknown_city"))?,
        None => app.cities.default_city().ok_or(ApiError::NotFound)?,
    };
    let entered = actions::sign_in(&app, city.id, body, &from).await?;
    entered_answer(&app, &headers, from, entered).await
}

/// Changes a refresh token for new tokens.
#[utoipa::path(post, path = "/sessions/refresh", tag = "sessions", request_body = Refresh,
    responses((status = 201, body = Refreshed), (status = "4XX", body = Problem)))]
pub async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Refresh>,
) -> ApiResult<Response> {
    let issued = actions::refresh(&app, &body).await?;
    answer(&app, &headers, issued).await
}

/// Says who is signed in.
#[utoipa::path(get, path = "/sessions/current", tag = "sessions",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
pub async fn current(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    AnyStaff { session, held_back }: AnyStaff,
) -> axum::Json<SessionView> {
    let user = user_view(&app, language_of(&headers, query.as_deref()), &session);
    axum::Json(SessionView {
        user,
        second_factor_required: held_back,
        access_token: None,
        refresh_token: None,
        expires_in: None,
    })
}

/// Signs out. A session that a sign-on provider opened goes on there until the browser has been to the
/// address that is answered.
#[utoipa::path(delete, path = "/sessions/current", tag = "sessions",
    responses((status = 204), (status = 200, body = SignedOut), (status = 401, body = Problem)))]
pub async fn sign_out(State(app): State<App>, AnyStaff { session, .. }: AnyStaff) -> ApiResult<Response> {
    actions::sign_out(&app, &session).await?;
    let Some(go_to) = oidc::farewell(&app, session.city_id, session.id).await? else {
        return Ok(signed_out());
    };
    Ok(([(header::SET_COOKIE, no_cookie())], axum::Json(SignedOut { go_to })).into_response())
}

/// Nobody is signed in any more, and nothing came of it.
pub fn signed_out() -> Response {
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie())]).into_response()
}

fn no_cookie() -> String {
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// A session, or the question for the code.
pub async fn entered_answer(
    app: &App,
    headers: &HeaderMap,
    from: Origin,
    entered: Entered,
) -> ApiResult<Response> {
    match entered {
        Entered::In(issued) => signed_in_answer(app, headers, from, *issued).await,
        Entered::Asked(token) => {
            let asked = SecondFactorAsked { token, expires_in: PENDING.num_seconds() };
            Ok((StatusCode::ACCEPTED, axum::Json(asked)).into_response())
        }
    }
}

/// A session, and a browser that is known from now on.
pub async fn signed_in_answer(
    app: &App,
    headers: &HeaderMap,
    from: Origin,
    issued: Issued,
) -> ApiResult<Response> {
    let known = match &issued.who {
        Who::Staff(session) if issued.client == Client::Web => Some((session.city_id, session.login.clone())),
        _ => None,
    };
    let mut response = answer(app, headers, issued).await?;
    if let Some((city_id, login)) = known {
        let now = app.clock.now();
        let cookie = device::remember(&app.keys, from.device, city_id, &login, now, secure(app))?;
        device::keep(response.headers_mut(), cookie);
    }
    Ok(response)
}

/// Cookies are sent over https only, where there is https.
fn secure(app: &App) -> &'static str {
    if app.public_url.starts_with("https:") { "; Secure" } else { "" }
}

async fn answer(app: &App, headers: &HeaderMap, issued: Issued) -> ApiResult<Response> {
    let Who::Staff(session) = &issued.who else { return residents::answer(app, issued).await };
    let user = user_view(app, language_of(headers, None), session);
    let phone = issued.client == Client::Phone;
    let view = SessionView {
        user,
        second_factor_required: issued.held_back,
        access_token: issued.access_token,
        refresh_token: phone.then(|| issued.held.clone()),
        expires_in: phone.then(actions::access_seconds),
    };
    let mut response = (StatusCode::CREATED, axum::Json(view)).into_response();
    if !phone {
        let cookie = session_cookie(app, &issued.held);
        if let Ok(cookie) = cookie.parse() {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// What a browser keeps of a session.
pub(super) fn session_cookie(app: &App, held: &str) -> String {
    let (secure, life) = (secure(app), WEB_LIFE.num_seconds());
    format!("{COOKIE}={held}; Path=/; HttpOnly; SameSite=Lax; Max-Age={life}{secure}")
}

/// Who somebody is, as they see it.
pub fn user_view(app: &App, asked: Option<Language>, session: &Session) -> UserView {
    let city = app.cities.by_id(session.city_id);
    let slug = city.as_ref().map(|city| city.slug.as_str()).unwrap_or_default();
    let language = asked.unwrap_or_else(|| app.cities.language(slug));
    let department = city.as_ref().and_then(|city| city.department(session.department_id?));
    UserView {
        id: session.user_id,
        login: session.login.clone(),
        name: session.name.clone(),
        role: session.role,
        department: department
            .map(|d| Named { slug: d.slug.clone(), title: d.titles.get(language).to_owned() }),
        city: city.map(|city| city.slug.clone()).unwrap_or_default(),
    }
}

//! `/api/v1/sessions`: in, on, out.

use super::actions::{self, Issued, WEB_LIFE};
use super::{COOKIE, Session, Who, residents, signed_in};
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
use domain::wire::session::{Client, Refresh, SessionView, SignIn, UserView};

/// Staff that is signed in, in whatever city.
pub struct Staff(Session);

impl FromRequestParts<App> for Staff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        signed_in(app, parts).await?.staff.map(Self).ok_or(ApiError::Unauthorized)
    }
}

/// Signs a member of staff in.
#[utoipa::path(post, path = "/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> ApiResult<Response> {
    let city = match &body.city {
        Some(slug) => app.cities.get(slug).ok_or_else(|| ApiError::field("city", "unknown_city"))?,
        None => app.cities.default_city().ok_or(ApiError::NotFound)?,
    };
    let client = body.client;
    let issued = actions::sign_in(&app, city.id, body).await?;
    answer(&app, &headers, issued, client).await
}

/// Changes a refresh token for new tokens.
#[utoipa::path(post, path = "/sessions/refresh", tag = "sessions", request_body = Refresh,
    responses((status = 201, body = Refreshed), (status = "4XX", body = Problem)))]
pub async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Refresh>,
) -> ApiResult<Response> {
    let issued = actions::refresh(&app, &body.refresh_token).await?;
    answer(&app, &headers, issued, Client::Phone).await
}

/// Says who is signed in.
#[utoipa::path(get, path = "/sessions/current", tag = "sessions",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
pub async fn current(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> axum::Json<SessionView> {
    let user = user_view(&app, language_of(&headers, query.as_deref()), &session);
    axum::Json(SessionView { user, access_token: None, refresh_token: None, expires_in: None })
}

/// Signs out.
#[utoipa::path(delete, path = "/sessions/current", tag = "sessions",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn sign_out(State(app): State<App>, Staff(session): Staff) -> ApiResult<Response> {
    actions::sign_out(&app, &session).await?;
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
}

async fn answer(app: &App, headers: &HeaderMap, issued: Issued, client: Client) -> ApiResult<Response> {
    let Who::Staff(session) = &issued.who else { return residents::answer(app, issued, client).await };
    let user = user_view(app, language_of(headers, None), session);
    let phone = client == Client::Phone;
    let view = SessionView {
        user,
        access_token: issued.access_token,
        refresh_token: phone.then(|| issued.held.clone()),
        expires_in: phone.then(actions::access_seconds),
    };
    let mut response = (StatusCode::CREATED, axum::Json(view)).into_response();
    if !phone {
        let secure = if app.public_url.starts_with("https:") { "; Secure" } else { "" };
        let life = WEB_LIFE.num_seconds();
        let cookie =
            format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={life}{secure}", issued.held);
        if let Ok(cookie) = cookie.parse() {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

fn user_view(app: &App, asked: Option<Language>, session: &Session) -> UserView {
    let city = app.cities.by_id(session.city_id);
    let slug = city.as_ref().map(|city| city.slug.as_str()).unwrap_or_default();
    let language = asked.unwrap_or_else(|| app.cities.language(slug));
    let department = city.as_ref().and_then(|city| city.department(session.department_id?));
    UserView {
        login: session.login.clone(),
        name: session.name.clone(),
        role: session.role,
        department: department
            .map(|d| Named { slug: d.slug.clone(), title: d.titles.get(language).to_owned() }),
        city: city.map(|city| city.slug.clone()).unwrap_or_default(),
    }
}

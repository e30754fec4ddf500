//! `…/resident-sessions` and `…/me/sessions`: in by a code, out of one place or of all.

use super::actions::{self, LIFE};
use super::store;
use crate::app::App;
use crate::auth::actions::{Issued, access_seconds};
use crate::auth::{RESIDENT_COOKIE, Resident};
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::people::residents;
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::wire::problem::Problem;
use domain::wire::resident::{EnterCode, ResidentSession, SignedInAt, SignedInList};
use domain::wire::session::Client;
use serde::Deserialize;
use uuid::Uuid;

/// Signs a resident in with a one-time code: a browser gets the cookie `resident`, a phone tokens.
#[utoipa::path(post, path = "/resident-sessions", operation_id = "enter_code", tag = "residents",
    params(("city" = String, Path)), request_body = EnterCode,
    responses((status = 201, body = ResidentSession), (status = "4XX", body = Problem)))]
pub async fn enter(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Json(entered): Json<EnterCode>,
) -> ApiResult<Response> {
    let issued = actions::enter(&app, city.id, entered, caller.resident).await?;
    answer(&app, issued).await
}

/// What whoever signed in gets: all of it in the body for a phone, the secret in a cookie for a browser.
pub async fn answer(app: &App, issued: Issued) -> ApiResult<Response> {
    let resident = issued.who.resident().ok_or(ApiError::Unauthorized)?;
    let phone = issued.client == Client::Phone;
    let view = ResidentSession {
        resident: residents::view(app, resident.city_id, resident.id).await?,
        access_token: issued.access_token,
        refresh_token: phone.then(|| issued.held.clone()),
        expires_in: phone.then(access_seconds),
    };
    let mut response = (StatusCode::CREATED, axum::Json(view)).into_response();
    if !phone && let Ok(cookie) = cookie(app, &issued.held, LIFE.num_seconds()).parse() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn cookie(app: &App, held: &str, seconds: i64) -> String {
    let secure = if app.public_url.starts_with("https:") { "; Secure" } else { "" };
    format!("{RESIDENT_COOKIE}={held}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Where the caller is signed in.
#[utoipa::path(get, path = "/me/sessions", operation_id = "own_sessions", tag = "residents",
    params(("city" = String, Path)),
    responses((status = 200, body = SignedInList), (status = "4XX", body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller) -> ApiResult<Response> {
    let Resident { session_id, city_id, id } = caller.resident()?;
    let lines = store::of(app.db.main(), city_id, id, app.clock.now()).await?;
    let line = |line: store::Line| SignedInAt {
        id: line.id,
        client: if line.client == "phone" { Client::Phone } else { Client::Web },
        created_at: line.created_at,
        seen_at: line.seen_at,
        current: line.id == session_id,
    };
    let view = SignedInList { sessions: lines.into_iter().map(line).collect() };
    Ok(axum::Json(view).into_response())
}

#[derive(Deserialize)]
pub struct One {
    id: Uuid,
}

/// Signs out in one place; one's own session is a place like any other.
#[utoipa::path(delete, path = "/me/sessions/{id}", operation_id = "end_own_session", tag = "residents",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    PathOf(One { id }): PathOf<One>,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    if !actions::end_one(&app, resident, id).await? {
        return Err(ApiError::NotFound);
    }
    Ok(gone(&app, id == resident.session_id))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Ends {
    /// Stay signed in here.
    #[serde(default)]
    others: bool,
}

/// Signs out everywhere, or everywhere else.
#[utoipa::path(delete, path = "/me/sessions", operation_id = "end_own_sessions", tag = "residents",
    params(("city" = String, Path), Ends),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_all(
    State(app): State<App>,
    caller: Caller,
    Query(ends): Query<Ends>,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    actions::end_all(&app, resident, ends.others.then_some(resident.session_id)).await?;
    Ok(gone(&app, !ends.others))
}

/// The browser forgets its cookie, when that session has ended.
fn gone(app: &App, here: bool) -> Response {
    if here {
        (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(app, "", 0))]).into_response()
    } else {
        StatusCode::NO_CONTENT.into_response()
    }
}

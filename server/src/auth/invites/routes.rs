//! `…/invite`: whom a link invites, and setting a password by it.

use super::actions;
use crate::app::App;
use crate::auth::network::Origin;
use crate::auth::routes::entered_answer;
use crate::context::{InCity, Json};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::wire::account::{AcceptInvite, InviteView};
use domain::wire::problem::Problem;
use domain::wire::session::{SecondFactorAsked, SessionView};

/// Whom the link invites whose secret is in `X-Invite`.
#[utoipa::path(get, path = "/invite", operation_id = "invite", tag = "account",
    params(("city" = String, Path), ("x-invite" = String, Header)),
    responses((status = 200, body = InviteView), (status = "4XX", body = Problem)))]
pub async fn invite(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let found = actions::find(&app, city.id, secret(&headers)?).await?;
    let view =
        InviteView { login: found.login, name: found.name, role: found.role, expires_at: found.expires_at };
    Ok(axum::Json(view).into_response())
}

/// Sets a password by a link and signs in. The link is used up; a second factor is still asked for.
#[utoipa::path(post, path = "/invite", operation_id = "accept_invite", tag = "account",
    params(("city" = String, Path), ("x-invite" = String, Header)), request_body = AcceptInvite,
    responses((status = 201, body = SessionView), (status = 202, body = SecondFactorAsked),
        (status = "4XX", body = Problem)))]
pub async fn accept(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    headers: HeaderMap,
    from: Origin,
    Json(body): Json<AcceptInvite>,
) -> ApiResult<Response> {
    let entered = actions::accept(&app, &city, secret(&headers)?, body, &from).await?;
    entered_answer(&app, &headers, from, entered).await
}

fn secret(headers: &HeaderMap) -> ApiResult<&str> {
    headers.get("x-invite").and_then(|value| value.to_str().ok()).ok_or(ApiError::LinkOver)
}

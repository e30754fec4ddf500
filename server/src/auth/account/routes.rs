//! `/api/v1/account` and one's own `/api/v1/sessions`.

use super::{actions, store};
use crate::app::App;
use crate::auth::network::Origin;
use crate::auth::routes::{AnyStaff, Staff, signed_out, user_view};
use crate::auth::{is_idle, second_factor};
use crate::context::{Json, PathOf, Query, language_of};
use crate::people;
use crate::problem::ApiResult;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::wire::account::{AccountView, ChangeAccount, ChangePassword, SecondFactorView};
use domain::wire::problem::Problem;
use domain::wire::session::{Client, OwnSession, OwnSessions};
use serde::Deserialize;
use uuid::Uuid;

/// The caller's own account.
#[utoipa::path(get, path = "/account", operation_id = "account", tag = "account",
    responses((status = 200, body = AccountView), (status = "4XX", body = Problem)))]
pub async fn account(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    AnyStaff { session, .. }: AnyStaff,
) -> ApiResult<Response> {
    let user = user_view(&app, language_of(&headers, query.as_deref()), &session);
    let (db, city_id, user_id) = (app.db.main(), session.city_id, session.user_id);
    let second_factor = SecondFactorView {
        on: second_factor::is_on_for(db, city_id, user_id).await?,
        required: second_factor::is_required(&app, &session),
        recovery_codes: second_factor::codes_left(db, city_id, user_id).await?,
    };
    let has_password = store::has_password(db, city_id, user_id).await?;
    let view = AccountView { user, has_password, second_factor };
    Ok(axum::Json(view).into_response())
}

/// Changes what the caller is called.
#[utoipa::path(patch, path = "/account", operation_id = "change_account", tag = "account",
    request_body = ChangeAccount, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn change(
    State(app): State<App>,
    Staff(session): Staff,
    Json(body): Json<ChangeAccount>,
) -> ApiResult<StatusCode> {
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { people::rename(tx, session.user_id, &body.name).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the caller's password; their other sessions end.
#[utoipa::path(post, path = "/account/password", operation_id = "change_password", tag = "account",
    request_body = ChangePassword, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn password(
    State(app): State<App>,
    Staff(session): Staff,
    from: Origin,
    Json(body): Json<ChangePassword>,
) -> ApiResult<StatusCode> {
    actions::change_password(&app, &session, body, &from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's sessions, the last used first.
#[utoipa::path(get, path = "/sessions", operation_id = "account_sessions", tag = "sessions",
    responses((status = 200, body = OwnSessions), (status = "4XX", body = Problem)))]
pub async fn sessions(State(app): State<App>, Staff(session): Staff) -> ApiResult<Response> {
    let now = app.clock.now();
    let open = store::open_of(app.db.main(), session.city_id, session.user_id, now).await?;
    let sessions = open.into_iter().filter(|open| !is_idle(&app, &open.client, now - open.seen_at));
    let sessions = sessions.map(|open| OwnSession {
        id: open.id,
        client: if open.client == "web" { Client::Web } else { Client::Phone },
        created_at: open.created_at,
        seen_at: open.seen_at,
        network: open.network,
        current: open.id == session.id,
    });
    let body = OwnSessions { sessions: sessions.collect() };
    Ok(axum::Json(body).into_response())
}

/// A session of the path.
#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// Ends one of the caller's sessions.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "end_session", tag = "sessions",
    params(("id" = Uuid, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end(
    State(app): State<App>,
    Staff(session): Staff,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::end_own(tx, &session, id).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which of them.
#[derive(Deserialize)]
pub struct But {
    #[serde(default)]
    keep_current: bool,
}

/// Ends all of the caller's sessions, with `keep_current=true` all others.
#[utoipa::path(delete, path = "/sessions", operation_id = "end_all_sessions", tag = "sessions",
    params(("keep_current" = Option<bool>, Query)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_all(
    State(app): State<App>,
    Staff(session): Staff,
    Query(But { keep_current }): Query<But>,
) -> ApiResult<Response> {
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::end_all_own(tx, &session, keep_current).await })
        })
        .await?;
    Ok(if keep_current { StatusCode::NO_CONTENT.into_response() } else { signed_out() })
}

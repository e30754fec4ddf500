//! `…/bans`: made by staff, heard by staff, appealed by whoever is banned.

use super::actions;
use super::store::{self, Wanted};
use super::view::ban_view;
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, may};
use domain::wire::abuse::{AppealBan, BanAuthor, BanNotice, BanPage, BanView, DecideBan};
use domain::wire::problem::Problem;
use serde::Deserialize;
use uuid::Uuid;

/// Bans of a page.
const PAGE: usize = 100;

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// Bans the author of a report by what is known of them. Whoever is banned cannot file reports or support
/// any, except for reports about danger, and may appeal once. The same id again changes nothing.
#[utoipa::path(post, path = "/reports/{id}/bans", operation_id = "ban_author", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = BanAuthor,
    responses((status = 201, body = BanView), (status = "4XX", body = Problem)))]
pub async fn ban(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<BanAuthor>,
) -> ApiResult<Response> {
    let (session, seal, ban_id) = (caller.staff()?.clone(), app.abuse.seal().clone(), asked.id);
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::ban(tx, &seal, &session, id, &asked).await })
        })
        .await?;
    Ok((StatusCode::CREATED, one(&app, city.id, ban_id).await?).into_response())
}

/// Which bans to list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// `waiting`: their appeal waits for an answer; `in_force`: they count now; else all.
    state: Option<String>,
    cursor: Option<Uuid>,
    #[serde(rename = "language")]
    _language: Option<String>,
}

/// Bans of the city, the newest first, for those who may ban.
#[utoipa::path(get, path = "/desk/bans", operation_id = "bans", tag = "desk",
    params(("city" = String, Path),
        ("state" = Option<String>, Query, description = "waiting, in_force, or all when left out"),
        ("cursor" = Option<Uuid>, Query)),
    responses((status = 200, body = BanPage), (status = "4XX", body = Problem)))]
pub async fn bans(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Query(which): Query<Which>,
) -> ApiResult<Response> {
    if !may(caller.staff()?.staff(), Action::Ban, 0) {
        return Err(ApiError::Forbidden);
    }
    let state = which.state.as_deref().unwrap_or_default();
    if !matches!(state, "" | "waiting" | "in_force") {
        return Err(ApiError::field("state", "unreadable"));
    }
    let wanted = Wanted {
        id: None,
        waiting: state == "waiting",
        in_force: state == "in_force",
        after: which.cursor,
        limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    };
    let mut rows = store::bans(app.db.main(), city.id, &wanted, app.clock.now()).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(axum::Json(BanPage { bans: rows.into_iter().map(ban_view).collect(), next }).into_response())
}

/// Lifts a ban, or keeps it against an appeal; the words are for whoever is banned.
#[utoipa::path(post, path = "/desk/bans/{id}/decision", operation_id = "decide_ban", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = DecideBan,
    responses((status = 200, body = BanView), (status = "4XX", body = Problem)))]
pub async fn decide(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<DecideBan>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::decide(tx, &session, id, &asked).await })
        })
        .await?;
    one(&app, city.id, id).await
}

/// Whoever is banned asks to lift the ban, once, with the token of the notice that refused them.
#[utoipa::path(post, path = "/bans/{id}/appeal", operation_id = "appeal_ban", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = AppealBan,
    responses((status = 200, body = BanNotice), (status = "4XX", body = Problem)))]
pub async fn appeal(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<AppealBan>,
) -> ApiResult<Response> {
    let written = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::appeal(tx, id, &asked).await })
    });
    Ok(axum::Json(written.await?.0).into_response())
}

async fn one(app: &App, city_id: i32, id: Uuid) -> ApiResult<Response> {
    let wanted = Wanted { id: Some(id), waiting: false, in_force: false, after: None, limit: 1 };
    let row = store::bans(app.db.main(), city_id, &wanted, app.clock.now()).await?.pop();
    Ok(axum::Json(ban_view(row.ok_or(ApiError::NotFound)?)).into_response())
}

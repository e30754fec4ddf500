//! Browsers that are told on their own.

use super::ById;
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::news::actions::{self, Browser};
use crate::news::store;
use crate::notify::push;
use crate::problem::ApiResult;
use axum::extract::State;
use axum::http::StatusCode;
use domain::wire::news::{DropPush, KeepPush, PushKey};
use domain::wire::problem::Problem;

/// The key that a browser ties its subscription to. It changes rarely; whoever finds another one
/// subscribes anew.
#[utoipa::path(get, path = "/push-key", operation_id = "push_key", tag = "news",
    params(("city" = String, Path)),
    responses((status = 200, body = PushKey), (status = "4XX", body = Problem)))]
pub async fn push_key(State(app): State<App>, _city: InCity) -> ApiResult<axum::Json<PushKey>> {
    let keys = store::keys(app.db.main()).await?;
    let (_, newest) = keys.first().ok_or_else(|| anyhow::anyhow!("there is no key to sign pushes with"))?;
    Ok(axum::Json(PushKey { key: push::public_half(newest)? }))
}

/// Tells this browser what becomes of the account's reports and of those it follows, while it is signed in.
#[utoipa::path(put, path = "/me/push", operation_id = "keep_push", tag = "news",
    params(("city" = String, Path)), request_body = KeepPush,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn keep_push(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<KeepPush>,
) -> ApiResult<StatusCode> {
    let resident = caller.resident()?;
    let browser = Browser::read(&app, asked).await?;
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move { browser.for_account(tx, resident.id, resident.session_id).await })
    });
    write.await.map(|_| StatusCode::NO_CONTENT)
}

/// Tells it no more.
#[utoipa::path(delete, path = "/me/push", operation_id = "drop_push", tag = "news",
    params(("city" = String, Path)), request_body = DropPush,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn drop_push(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<DropPush>,
) -> ApiResult<StatusCode> {
    let resident = caller.resident()?;
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::drop_account(tx, resident.id, &asked.endpoint).await })
    });
    write.await.map(|_| StatusCode::NO_CONTENT)
}

/// Tells this browser what becomes of one report, for whoever filed it.
#[utoipa::path(put, path = "/reports/{id}/push", operation_id = "keep_report_push", tag = "news",
    params(("city" = String, Path), ("id" = uuid::Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    request_body = KeepPush,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn keep_report_push(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<KeepPush>,
) -> ApiResult<StatusCode> {
    actions::must_be_author(&app.db, city.id, id, &caller).await?;
    let browser = Browser::read(&app, asked).await?;
    let write = app
        .db
        .write(city.id, app.clock.now(), move |tx| Box::pin(async move { browser.for_report(tx, id).await }));
    write.await.map(|_| StatusCode::NO_CONTENT)
}

/// Tells it no more of this report.
#[utoipa::path(delete, path = "/reports/{id}/push", operation_id = "drop_report_push", tag = "news",
    params(("city" = String, Path), ("id" = uuid::Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    request_body = DropPush,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn drop_report_push(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<DropPush>,
) -> ApiResult<StatusCode> {
    actions::must_be_author(&app.db, city.id, id, &caller).await?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::drop_report(tx, id, &asked.endpoint).await })
    });
    write.await.map(|_| StatusCode::NO_CONTENT)
}

//! Filters of the desk that people keep for themselves.

use super::case::ById;
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::{ApiError, ApiResult};
use crate::reports::{actions, store};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::permission::desk;
use domain::wire::desk::{SaveFilter, SavedFilter, SavedFilters};
use domain::wire::problem::Problem;

/// The caller's filters, by name.
#[utoipa::path(get, path = "/desk/filters", tag = "desk", params(("city" = String, Path)),
    responses((status = 200, body = SavedFilters), (status = "4XX", body = Problem)))]
pub async fn saved_filters(State(app): State<App>, caller: Caller) -> ApiResult<Response> {
    let session = caller.staff()?;
    let kept = store::kept_by(app.db.main(), session.city_id, session.user_id).await?;
    let filters = kept.into_iter().map(view).collect::<ApiResult<_>>()?;
    Ok(axum::Json(SavedFilters { filters }).into_response())
}

/// One of the caller's filters.
#[utoipa::path(get, path = "/desk/filters/{id}", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = SavedFilter), (status = "4XX", body = Problem)))]
pub async fn saved_filter(
    State(app): State<App>,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let session = caller.staff()?;
    let kept = store::kept(app.db.main(), session.city_id, session.user_id, id).await?;
    Ok(axum::Json(view(kept.ok_or(ApiError::NotFound)?)?).into_response())
}

/// Keeps a filter under an id that the caller made. The same again changes nothing.
#[utoipa::path(put, path = "/desk/filters/{id}", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = SaveFilter,
    responses((status = 200, body = SavedFilter), (status = "4XX", body = Problem)))]
pub async fn save_filter(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(filter): Json<SaveFilter>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    let view = SavedFilter { id, name: filter.name.trim().to_owned(), query: filter.query.clone() };
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::keep_filter(tx, &city, &session, id, &filter).await })
        })
        .await?;
    Ok(axum::Json(view).into_response())
}

/// Forgets a filter of the caller. One that is not there is forgotten already.
#[utoipa::path(delete, path = "/desk/filters/{id}", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn forget_filter(
    State(app): State<App>,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let session = caller.staff()?.clone();
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::forget_filter(tx, &session, id).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(kept: store::Kept) -> ApiResult<SavedFilter> {
    let query = serde_json::from_value(kept.query).map_err(anyhow::Error::from)?;
    Ok(SavedFilter { id: kept.id, name: kept.name, query })
}

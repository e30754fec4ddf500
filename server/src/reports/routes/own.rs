//! `…/me/reports` and `…/reports/{id}/follow`: what belongs to an account, and what it follows.

use super::case::ById;
use super::{PAGE, PAGE_MAX};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Name};
use crate::reports::view::{self, Light};
use crate::reports::{actions, lists};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::wire::problem::Problem;
use domain::wire::resident::{LinkReports, LinkResult, LinkResults, OwnReports};
use serde::Deserialize;

/// Reports taken into an account at once, at most.
const ITEMS_MAX: usize = 100;

/// What of an account is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnQuery {
    /// What it follows, not what it filed.
    #[serde(default)]
    followed: bool,
    /// From the page before.
    cursor: Option<String>,
    /// Reports a page, 1 to 200.
    limit: Option<usize>,
}

/// The caller's own reports, or those that they follow, newest first.
#[utoipa::path(get, path = "/me/reports", operation_id = "own_reports", tag = "residents",
    params(("city" = String, Path), OwnQuery),
    responses((status = 200, body = OwnReports), (status = "4XX", body = Problem)))]
pub async fn own_reports(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(query): Query<OwnQuery>,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    let light = Light { city: &city, language, now: app.clock.now() };
    let before = match &query.cursor {
        Some(cursor) => cursor.parse().map_err(|_| ApiError::field("cursor", "unreadable"))?,
        None => i64::MAX,
    };
    let page = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let limit = i64::try_from(page).unwrap_or(i64::MAX);
    let db = app.db.main();
    let (cards, places) = if query.followed {
        let followed = store::followed(db, city.id, resident.id, before, limit).await?;
        let ids: Vec<_> = followed.iter().map(|followed| followed.id).collect();
        // As everybody sees them: one that was hidden since is not in the list.
        let cards = lists::called(app.db.public(), city.id, &ids).await?;
        (cards, followed.iter().map(|followed| followed.sequence).collect::<Vec<_>>())
    } else {
        let cards = store::own(db, city.id, resident.id, before, limit).await?;
        let places = cards.iter().map(|card| card.sequence).collect();
        (cards, places)
    };
    let next = (places.len() == page).then(|| places.last().map(i64::to_string)).flatten();
    let reports = cards.iter().filter_map(|card| view::card(light, card)).collect();
    Ok(axum::Json(OwnReports { reports, next }).into_response())
}

/// Takes reports that were filed without an account into the caller's, by their secrets. Each by itself:
/// the answer says of each what became of it.
#[utoipa::path(post, path = "/me/reports", operation_id = "link_reports", tag = "residents",
    params(("city" = String, Path)), request_body = LinkReports,
    responses((status = 200, body = LinkResults), (status = "4XX", body = Problem)))]
pub async fn link_reports(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Json(asked): Json<LinkReports>,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    if asked.reports.len() > ITEMS_MAX {
        return Err(ApiError::field("reports", "too_many"));
    }
    let mut results = Vec::with_capacity(asked.reports.len());
    for own in asked.reports {
        let id = own.id;
        let write = app.db.write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::take(tx, resident.id, &own).await })
        });
        let problem = write.await.err().map(|error| error.of_one(language));
        results.push(LinkResult { id, linked: problem.is_none(), problem });
    }
    Ok(axum::Json(LinkResults { results }).into_response())
}

/// Follows a report that everybody may see.
#[utoipa::path(put, path = "/reports/{id}/follow", operation_id = "follow_report", tag = "residents",
    params(("city" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn follow(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let resident = caller.resident()?;
    store::public_report(app.db.public(), city.id, Name::Id(id)).await?.ok_or(ApiError::NotFound)?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::follow(tx, resident.id, id).await })
    });
    write.await.map(|_| StatusCode::NO_CONTENT)
}

/// Follows it no more.
#[utoipa::path(delete, path = "/reports/{id}/follow", operation_id = "unfollow_report", tag = "residents",
    params(("city" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn unfollow(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let resident = caller.resident()?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::unfollow(tx, resident.id, id).await })
    });
    write.await.map(|_| StatusCode::NO_CONTENT)
}

//! The queue of the desk.

use super::{PAGE, PAGE_MAX};
use crate::app::App;
use crate::context::{Caller, InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::lists;
use crate::reports::view::{self, Light};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, Utc};
use domain::permission::desk;
use domain::wire::problem::Problem;
use domain::wire::report::ReportPage;
use serde::Deserialize;
use uuid::Uuid;

/// Which page of the desk.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeskQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Reports a page, 1 to 200.
    limit: Option<usize>,
}

/// Open reports of the caller's department, or of the whole city for those who watch over it,
/// most urgent first.
#[utoipa::path(get, path = "/desk/reports", tag = "desk", params(("city" = String, Path), DeskQuery),
    responses((status = 200, body = ReportPage), (status = "4XX", body = Problem)))]
pub async fn desk_queue(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(query): Query<DeskQuery>,
) -> ApiResult<Response> {
    let department = desk(caller.staff()?.staff()).map_err(|()| ApiError::Forbidden)?;
    let after = match &query.cursor {
        Some(cursor) => read_cursor(cursor).ok_or_else(|| ApiError::field("cursor", "unreadable"))?,
        None => (DateTime::UNIX_EPOCH, Uuid::nil()),
    };
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let cards = lists::desk(app.db.main(), city.id, department, after, limit).await?;
    let next = (cards.len() == limit).then(|| cards.last()).flatten();
    let next = next.map(|card| format!("{}.{}", card.next_due_at.timestamp_micros(), card.id));
    let light = Light { city: &city, language, now: app.clock.now() };
    let reports = cards.iter().filter_map(|card| view::card(light, card)).collect();
    let page = ReportPage { reports, total: None, next };
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(page)).into_response())
}

fn read_cursor(cursor: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (micros, id) = cursor.split_once('.')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    (at >= DateTime::UNIX_EPOCH && at.year() < 10_000).then_some((at, id.parse().ok()?))
}

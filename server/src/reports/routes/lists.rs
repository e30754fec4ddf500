//! The public list of the map.

use super::{PAGE, PAGE_MAX};
use crate::app::App;
use crate::context::{InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::lists::{self, Area};
use crate::reports::view::{self, Light};
use axum::extract::State;
use domain::wire::problem::Problem;
use domain::wire::report::ReportPage;
use serde::Deserialize;

/// What of the map is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// West, south, east, north in degrees; the whole city when left out.
    pub(in crate::reports) bbox: Option<String>,
    /// Slug of a category.
    category: Option<String>,
    /// Days that closed cases stay; 30 when left out.
    days: Option<i64>,
    /// From the page before.
    cursor: Option<String>,
    /// Reports a page, 1 to 200.
    limit: Option<usize>,
}

/// Reports on the map, newest first.
#[utoipa::path(get, path = "/reports", operation_id = "reports_on_the_map", tag = "reports",
    params(("city" = String, Path), MapQuery),
    responses((status = 200, body = ReportPage), (status = "4XX", body = Problem)))]
pub async fn on_the_map(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(query): Query<MapQuery>,
) -> ApiResult<axum::Json<ReportPage>> {
    let now = app.clock.now();
    let bounds = match &query.bbox {
        Some(text) => parse_bounds(text)?,
        None => [-180.0, -90.0, 180.0, 90.0],
    };
    let area = Area::of(&city, bounds, query.category.as_deref(), query.days, now)?;
    let before = match &query.cursor {
        Some(cursor) => cursor.parse().map_err(|_| ApiError::field("cursor", "unreadable"))?,
        None => i64::MAX,
    };
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let cards = lists::in_area(app.db.public(), city.id, &area, before, limit).await?;
    let total = match &query.cursor {
        None => Some(lists::count_in_area(app.db.public(), city.id, &area).await?),
        Some(_) => None,
    };
    let light = Light { city: &city, language, now };
    let next = (cards.len() == limit).then(|| cards.last().map(|card| card.sequence.to_string())).flatten();
    let reports = cards.iter().filter_map(|card| view::card(light, card)).collect();
    Ok(axum::Json(ReportPage { reports, total, next }))
}

pub(in crate::reports) fn parse_bounds(text: &str) -> ApiResult<[f64; 4]> {
    let wrong = || ApiError::field("bbox", "unreadable");
    let numbers: Vec<f64> =
        text.split(',').map(|n| n.trim().parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let bounds: [f64; 4] = numbers.try_into().map_err(|_| wrong())?;
    let [west, south, east, north] = bounds;
    let fits = bounds.iter().all(|n| n.is_finite() && n.abs() <= 360.0) && west <= east && south <= north;
    fits.then_some(bounds).ok_or_else(wrong)
}

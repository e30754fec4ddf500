//! The public list of the map.

use super::{PAGE, PAGE_MAX};
use crate::app::App;
use crate::context::{InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::lists;
use crate::reports::map::{Filter, FilterWords, Newest, WORLD, Window, look};
use crate::reports::view::{self, Light};
use axum::extract::State;
use domain::id::Number;
use domain::wire::problem::Problem;
use domain::wire::report::ReportPage;
use serde::Deserialize;

/// What of the map is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// West, south, east, north in degrees; the whole city when left out.
    pub(in crate::reports) bbox: Option<String>,
    /// From the page before.
    cursor: Option<String>,
    /// Reports a page, 1 to 200.
    limit: Option<usize>,
}

/// Reports on the map, newest first: the same as in the tiles of the same place and filter.
#[utoipa::path(get, path = "/reports", operation_id = "reports_on_the_map", tag = "reports",
    params(("city" = String, Path), MapQuery, FilterWords),
    responses((status = 200, body = ReportPage), (status = "4XX", body = Problem)))]
pub async fn on_the_map(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(query): Query<MapQuery>,
    Query(words): Query<FilterWords>,
) -> ApiResult<axum::Json<ReportPage>> {
    let now = app.clock.now();
    let bounds = match &query.bbox {
        Some(text) => parse_bounds(text)?,
        None => WORLD,
    };
    let filter = Filter::read(&city, &words, now)?;
    let before = query.cursor.as_deref().map(str::parse::<Number>);
    let before = before.transpose().map_err(|_| ApiError::field("cursor", "unreadable"))?;
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let newest = look(&app, &city, &filter, bounds, Window::of(bounds), |view| view.newest(before, limit));
    let Newest { ids, shapes, more } = newest.await?;
    let cards = lists::called(app.db.public(), city.id, &ids).await?;
    let light = Light { city: &city, language, now };
    let reports: Vec<_> = cards.iter().filter_map(|card| view::card(light, card)).collect();
    let next = reports.last().filter(|_| more).map(|last| last.number.to_string());
    let shapes = before.is_none().then_some(shapes);
    let total = shapes.as_ref().map(|shapes| shapes.values().sum());
    Ok(axum::Json(ReportPage { reports, total, shapes, next }))
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

//! `…/reports` and `…/desk/reports`: thin; each write begins and commits once.

use super::actions::{self, Move};
use super::lists::{self, Area};
use super::store::Name;
use super::view::{self, Light};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, Utc};
use domain::catalogue::City;
use domain::id::Number;
use domain::permission::desk;
use domain::wire::problem::Problem;
use domain::wire::report::{ChangePublication, ChangeStatus, Receipt, ReportPage, ReportView, SubmitReport};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

/// Reports of a page, unless asked otherwise, and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 200;

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

#[derive(Deserialize)]
pub struct ByNumber {
    number: String,
}

/// Files a report on the map. The same body again gives the same receipt.
#[utoipa::path(post, path = "/reports", operation_id = "submit_report", tag = "reports",
    params(("city" = String, Path)), request_body = SubmitReport,
    responses((status = 201, body = Receipt), (status = "4XX", body = Problem)))]
pub async fn submit(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    Json(report): Json<SubmitReport>,
) -> ApiResult<(StatusCode, axum::Json<Receipt>)> {
    let (id, filed_in) = (report.id, city.clone());
    let (filed, numbers) = app
        .db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::submit(tx, &filed_in, "map-report", &report).await })
        })
        .await?;
    let number = filed.number.or_else(|| numbers.get(&id).copied());
    let number = number.ok_or_else(|| anyhow::anyhow!("a report without a number"))?;
    let mut receipt = filed.receipt;
    receipt["number"] = json!(number);
    receipt["url"] = json!(page_of(&app, &city, number));
    let receipt = serde_json::from_value(receipt).map_err(anyhow::Error::from)?;
    if numbers.contains_key(&id) {
        metrics::counter!("citycenter_reports_submitted_total").increment(1);
    }
    Ok((StatusCode::CREATED, axum::Json(receipt)))
}

fn page_of(app: &App, city: &City, number: Number) -> String {
    let base = &app.public_url;
    if app.cities.is_default(&city.slug) {
        format!("{base}/reports/{number}")
    } else {
        format!("{base}/c/{}/reports/{number}", city.slug)
    }
}

/// A report, as far as the caller may see it.
#[utoipa::path(get, path = "/reports/{id}", operation_id = "report", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn by_id(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    read(&app, &city, &caller, Name::Id(id)).await
}

/// A report by the number that people say.
#[utoipa::path(get, path = "/reports/by-number/{number}", operation_id = "report_by_number", tag = "reports",
    params(("city" = String, Path), ("number" = String, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn by_number(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ByNumber { number }): PathOf<ByNumber>,
) -> ApiResult<Response> {
    let number = number.parse().map_err(|_| ApiError::NotFound)?;
    read(&app, &city, &caller, Name::Number(number)).await
}

async fn read(app: &App, city: &InCity, caller: &Caller, name: Name) -> ApiResult<Response> {
    let light = Light { city: &city.city, language: city.language, now: app.clock.now() };
    let view = view::read(app, light, caller, name).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(view)).into_response())
}

/// Moves a case.
#[utoipa::path(post, path = "/reports/{id}/transitions", operation_id = "change_status", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = ChangeStatus,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn transition(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(change): Json<ChangeStatus>,
) -> ApiResult<Response> {
    let asked = Move { report_id: id, session: caller.staff()?.clone(), change };
    let changed_in = city.city.clone();
    app.db
        .write(city.city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::change(tx, &changed_in, &asked).await })
        })
        .await?;
    read(&app, &city, &caller, Name::Id(id)).await
}

/// Shows or hides the words and photos of a report.
#[utoipa::path(post, path = "/reports/{id}/publication", operation_id = "change_publication", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = ChangePublication,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn publication(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<ChangePublication>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    app.db
        .write(city.city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::publish(tx, id, &session, &asked).await })
        })
        .await?;
    read(&app, &city, &caller, Name::Id(id)).await
}

/// What of the map is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// West, south, east, north in degrees; the whole city when left out.
    bbox: Option<String>,
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

fn parse_bounds(text: &str) -> ApiResult<[f64; 4]> {
    let wrong = || ApiError::field("bbox", "unreadable");
    let numbers: Vec<f64> =
        text.split(',').map(|n| n.trim().parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let bounds: [f64; 4] = numbers.try_into().map_err(|_| wrong())?;
    let [west, south, east, north] = bounds;
    let fits = bounds.iter().all(|n| n.is_finite() && n.abs() <= 360.0) && west <= east && south <= north;
    fits.then_some(bounds).ok_or_else(wrong)
}

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

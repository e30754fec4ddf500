//! One report: filed, read, moved.

use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::{ApiError, ApiResult};
use crate::reports::actions::{self, Move};
use crate::reports::store::Name;
use crate::reports::view::{self, Light};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::id::Number;
use domain::wire::problem::Problem;
use domain::wire::report::{ChangePublication, ChangeStatus, Receipt, ReportView, SubmitReport};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ById {
    pub(super) id: Uuid,
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

//! The ledger of transfers.

use super::{PAGE, PAGE_MAX, place_of, written};
use crate::app::App;
use crate::context::{Caller, InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, LedgerRow};
use crate::reports::view::{self, Light};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::Number;
use domain::permission::desk;
use domain::wire::problem::Problem;
use domain::wire::report::{LedgerLine, LedgerPage};
use serde::Deserialize;
use uuid::Uuid;

/// Which page of the ledger.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Lines a page, 1 to 200.
    limit: Option<usize>,
}

/// Who handed which case to whom, newest first: what the caller's department gave and got, or all of it
/// for those who watch over the city.
#[utoipa::path(get, path = "/desk/transfers", operation_id = "ledger", tag = "desk",
    params(("city" = String, Path), LedgerQuery),
    responses((status = 200, body = LedgerPage), (status = "4XX", body = Problem)))]
pub async fn ledger(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(query): Query<LedgerQuery>,
) -> ApiResult<Response> {
    let department = desk(caller.staff()?.staff()).map_err(|()| ApiError::Forbidden)?;
    let now = app.clock.now();
    let before = match &query.cursor {
        Some(cursor) => place_of(cursor)?,
        None => (now + chrono::Duration::days(1), Uuid::max()),
    };
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let asked = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = store::ledger(app.db.main(), city.id, department, before, asked).await?;
    let next = (rows.len() == limit).then(|| rows.last()).flatten();
    let next = next.map(|row| written((row.transferred_at, row.id)));
    let light = Light { city: &city, language, now };
    let transfers = rows.into_iter().map(|row| line(light, row)).collect();
    Ok(axum::Json(LedgerPage { transfers, next }).into_response())
}

fn line(light: Light<'_>, row: LedgerRow) -> LedgerLine {
    LedgerLine {
        report_id: row.report_id,
        number: Number { year: row.number_year, count: row.number },
        from: view::department(light, row.from_department_id),
        to: view::department(light, row.to_department_id),
        corrected: row.cause == "corrected",
        at: row.transferred_at,
        reason: row.reason,
    }
}

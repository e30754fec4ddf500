//! Supports: "I see it too" and taking it back.

use super::case::ById;
use crate::abuse::{self, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::{ApiError, ApiResult};
use crate::reports::{Author, actions};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::wire::nearby::{SupportReport, SupportView};
use domain::wire::problem::Problem;

/// Supports a report instead of filing one more. The same secret again changes nothing; a report
/// that was merged is supported at its original.
#[utoipa::path(post, path = "/reports/{id}/supports", operation_id = "support_report", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Device" = Option<String>, Header),
        ("X-Proof" = Option<String>, Header)),
    request_body = SupportReport,
    responses((status = 200, body = SupportView), (status = "4XX", body = Problem)))]
pub async fn support(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(SupportReport { secret }): Json<SupportReport>,
) -> ApiResult<Response> {
    abuse::gate(&app, &city, &caller, Sending::Support).await?;
    let (author, origin) = (Author::of(&caller), caller.origin(&app, None));
    let written = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move {
            abuse::admit(tx, &origin).await?;
            actions::support(tx, id, &secret, author.as_ref()).await
        })
    });
    Ok(axum::Json(written.await?.0).into_response())
}

/// Takes a support back.
#[utoipa::path(delete, path = "/reports/{id}/supports", operation_id = "withdraw_support", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Support-Secret" = String, Header)),
    responses((status = 200, body = SupportView), (status = "4XX", body = Problem)))]
pub async fn withdraw_support(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let secret = headers.get("x-support-secret").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let secret = secret.ok_or_else(|| ApiError::field("secret", "missing"))?;
    let written = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::withdraw_support(tx, id, &secret).await })
    });
    Ok(axum::Json(written.await?.0).into_response())
}

//! `/api/v1/demo/outbox`: what demo mode would have sent.

use super::Shown;
use crate::app::App;
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::wire::problem::Problem;
use serde::Serialize;

/// The last messages.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OutboxView {
    messages: Vec<Shown>,
}

/// The last messages that would have been sent, newest first; in demo mode only.
#[utoipa::path(get, path = "/demo/outbox", operation_id = "demo_outbox", tag = "sessions",
    responses((status = 200, body = OutboxView), (status = 404, body = Problem)))]
pub async fn outbox(State(app): State<App>) -> ApiResult<Response> {
    let outbox = app.post.outbox.as_ref().ok_or(ApiError::NotFound)?;
    let view = OutboxView { messages: outbox.all() };
    Ok(axum::Json(view).into_response())
}

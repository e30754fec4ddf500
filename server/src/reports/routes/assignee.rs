//! Who has a case.

use super::case::{ById, Named, after};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::ApiResult;
use crate::reports::actions::{self, Once};
use axum::extract::State;
use axum::response::Response;
use domain::wire::desk::ChangeAssignee;
use domain::wire::problem::Problem;
use domain::wire::report::ReportView;

/// Gives a case to a person or a crew of its department, or takes it back.
#[utoipa::path(post, path = "/reports/{id}/assignee", operation_id = "change_assignee", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), ("Idempotency-Key" = Option<Uuid>, Header)),
    request_body = ChangeAssignee,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn assignee(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Named(name): Named,
    Json(change): Json<ChangeAssignee>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    let once = Once::new(name, Some(&session), id, &change)?;
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move {
            if once.was_done(tx).await? {
                return Ok(());
            }
            actions::assign(tx, id, &session, &change).await
        })
    })
    .await
}

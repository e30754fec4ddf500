//! What others do for a case: parts of the work, links for contractors, inspections.

use super::case::{ById, Named, after, page_below};
use super::{PAGE, PAGE_MAX, place_of, written};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::actions::{self, AddingSubtask, EndingSubtask, Inspecting, Linking, Once, Unlinking};
use crate::reports::view::{self, Light};
use crate::reports::{parts, store};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use domain::permission::desk;
use domain::wire::parts::{AddSubtask, EndSubtask, Inspect, LinkMade, MakeLink, SubtaskPage};
use domain::wire::problem::Problem;
use domain::wire::report::ReportView;
use serde::Deserialize;
use uuid::Uuid;

/// Gives another department a part of the work; the case waits for it.
#[utoipa::path(post, path = "/reports/{id}/subtasks", operation_id = "add_subtask", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = AddSubtask,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn add_subtask(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<AddSubtask>,
) -> ApiResult<Response> {
    let adding = AddingSubtask { report_id: id, session: caller.staff()?.clone(), asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::add_subtask(tx, &within, &adding).await })
    })
    .await
}

/// A part of a report.
#[derive(Deserialize)]
pub struct BySubtask {
    id: Uuid,
    subtask: Uuid,
}

/// Ends a part of the work: done or declined by whoever was asked, cancelled by whoever asked.
#[utoipa::path(post, path = "/reports/{id}/subtasks/{subtask}/end", operation_id = "end_subtask", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), ("subtask" = Uuid, Path),
        ("Idempotency-Key" = Option<Uuid>, Header)), request_body = EndSubtask,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn end_subtask(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(BySubtask { id, subtask }): PathOf<BySubtask>,
    Named(name): Named,
    Json(asked): Json<EndSubtask>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    let once = Once::new(name, Some(&session), id, &(subtask, &asked))?;
    let ending = EndingSubtask { report_id: id, subtask_id: subtask, session, asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move {
            if once.was_done(tx).await? {
                return Ok(());
            }
            actions::end_subtask(tx, &within, &ending).await
        })
    })
    .await
}

/// Which page of the parts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SubtaskQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Parts a page, 1 to 200.
    limit: Option<usize>,
}

/// Parts of the work that the caller's department was asked for, or any department for those who
/// watch over the city, the oldest first.
#[utoipa::path(get, path = "/desk/subtasks", operation_id = "desk_subtasks", tag = "desk",
    params(("city" = String, Path), SubtaskQuery),
    responses((status = 200, body = SubtaskPage), (status = "4XX", body = Problem)))]
pub async fn desk_subtasks(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(query): Query<SubtaskQuery>,
) -> ApiResult<Response> {
    let department = desk(caller.staff()?.staff()).map_err(|()| ApiError::Forbidden)?;
    let after = match &query.cursor {
        Some(cursor) => place_of(cursor)?,
        None => (DateTime::UNIX_EPOCH, Uuid::nil()),
    };
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let rows = store::asked_of(app.db.main(), city.id, department, after, limit).await?;
    let last = (rows.len() == limit).then(|| rows.last()).flatten();
    let next = last.map(|row| written((row.created_at, row.id)));
    let light = Light { city: &city, language, now: app.clock.now() };
    let subtasks = rows.iter().filter_map(|row| parts::card(light, row)).collect();
    Ok(axum::Json(SubtaskPage { subtasks, next }).into_response())
}

/// Makes a link by which a contractor sees the case and answers it. Its secret is told once.
#[utoipa::path(post, path = "/reports/{id}/links", operation_id = "make_link", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = MakeLink,
    responses((status = 201, body = LinkMade), (status = "4XX", body = Problem)))]
pub async fn make_link(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id: report_id }): PathOf<ById>,
    Json(asked): Json<MakeLink>,
) -> ApiResult<Response> {
    let id = asked.id;
    let linking = Linking { report_id, session: caller.staff()?.clone(), asked };
    let within = city.clone();
    let (linked, _) = app
        .db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::make_link(tx, &within, &linking).await })
        })
        .await?;
    let url = page_below(&app, &city, &format!("link#{}", linked.secret));
    let made = LinkMade { id, url, secret: linked.secret, expires_at: linked.expires_at };
    Ok((StatusCode::CREATED, axum::Json(made)).into_response())
}

/// A link of a report.
#[derive(Deserialize)]
pub struct ByLink {
    id: Uuid,
    link: Uuid,
}

/// Ends a link before it expires.
#[utoipa::path(delete, path = "/reports/{id}/links/{link}", operation_id = "end_link", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), ("link" = Uuid, Path)),
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn end_link(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ByLink { id, link }): PathOf<ByLink>,
) -> ApiResult<Response> {
    let unlinking = Unlinking { report_id: id, link_id: link, session: caller.staff()?.clone() };
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::end_link(tx, &unlinking).await })
    })
    .await
}

/// The report that a contractor's link leads to.
#[utoipa::path(get, path = "/reports/by-link", operation_id = "report_by_link", tag = "reports",
    params(("city" = String, Path), ("X-Case-Link" = String, Header)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn by_link(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    let light = Light { city: &city, language, now: app.clock.now() };
    let view = view::read_by_link(&app, light, caller.link.as_deref().ok_or(ApiError::LinkOver)?).await?;
    Ok(axum::Json(view).into_response())
}

/// Keeps what somebody found on site, of an open case or of a result.
#[utoipa::path(post, path = "/reports/{id}/inspections", operation_id = "inspect", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = Inspect,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn inspect(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<Inspect>,
) -> ApiResult<Response> {
    let inspecting = Inspecting { report_id: id, session: caller.staff()?.clone(), asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::inspect(tx, &within, &inspecting).await })
    })
    .await
}

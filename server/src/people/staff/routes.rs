//! `…/staff`: administrators only.

use super::actions;
use super::store::{self, Filter, Listed};
use crate::app::App;
use crate::auth::{Session, invites};
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::permission::{Right, has};
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::problem::Problem;
use domain::wire::staff::{ChangeStaff, InviteStaff, Invited, StaffFilter, StaffPage, StaffView};
use serde::Deserialize;
use uuid::Uuid;

/// People of a page, unless asked otherwise, and at most.
const PAGE: i64 = 50;
const PAGE_MAX: i64 = 100;

/// The city's staff, by login.
#[utoipa::path(get, path = "/staff", operation_id = "staff", tag = "staff",
    params(("city" = String, Path), StaffFilter),
    responses((status = 200, body = StaffPage), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(asked): Query<StaffFilter>,
) -> ApiResult<Response> {
    administrator(&caller)?;
    let department_id = match &asked.department {
        Some(slug) => {
            let department = city.department_called(slug);
            Some(department.ok_or_else(|| ApiError::field("department", "unknown_department"))?.id)
        }
        None => None,
    };
    let q = asked.q.map(|q| q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let filter = Filter { q, role: asked.role, department_id, state: asked.state, id: None };
    let limit = asked.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let after = asked.cursor.unwrap_or_default();
    let now = app.clock.now();
    // One more than asked tells whether there is a next page.
    let mut found = store::list(app.db.main(), city.id, &filter, (&after, limit + 1), now).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
    if more {
        found.pop();
    }
    let next = found.last().filter(|_| more).map(|last| last.login.clone());
    let staff = found.into_iter().map(|one| view(&city, language, one)).collect();
    Ok(axum::Json(StaffPage { staff, next }).into_response())
}

/// Invites somebody. The link is told this once.
#[utoipa::path(post, path = "/staff", operation_id = "invite_staff", tag = "staff",
    params(("city" = String, Path)), request_body = InviteStaff,
    responses((status = 201, body = Invited), (status = "4XX", body = Problem)))]
pub async fn invite(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Json(asked): Json<InviteStaff>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    let inside = city.clone();
    let ((id, made), _) = app
        .db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::invite(tx, &inside, &asked, by).await })
        })
        .await?;
    Ok(invited(&app, &city, id, &made))
}

/// A person of the path.
#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// Makes a new link for somebody; the one before is void. The link is told this once.
#[utoipa::path(post, path = "/staff/{id}/invite", operation_id = "invite_staff_again", tag = "staff",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 201, body = Invited), (status = "4XX", body = Problem)))]
pub async fn invite_again(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    let (made, _) = app
        .db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::invite_again(tx, id, by).await })
        })
        .await?;
    Ok(invited(&app, &city, id, &made))
}

/// Changes somebody's name, role or department.
#[utoipa::path(patch, path = "/staff/{id}", operation_id = "change_staff", tag = "staff",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = ChangeStaff,
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub async fn change(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<ChangeStaff>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    let inside = city.clone();
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::change(tx, &inside, id, &asked, by).await })
        })
        .await?;
    one(&app, &city, language, id).await
}

/// Somebody may not sign in any more; their sessions end at once.
#[utoipa::path(post, path = "/staff/{id}/disable", operation_id = "disable_staff", tag = "staff",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub async fn disable(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::disable(tx, id, by).await })
        })
        .await?;
    one(&app, &city, language, id).await
}

/// Somebody may sign in again.
#[utoipa::path(post, path = "/staff/{id}/enable", operation_id = "enable_staff", tag = "staff",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub async fn enable(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    app.db
        .write(city.id, app.clock.now(), move |tx| Box::pin(async move { actions::enable(tx, id, by).await }))
        .await?;
    one(&app, &city, language, id).await
}

/// Forgets somebody's second factor and signs them out everywhere.
#[utoipa::path(post, path = "/staff/{id}/reset-second-factor", operation_id = "reset_second_factor",
    tag = "staff", params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub async fn reset_second_factor(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.user_id;
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::reset_second_factor(tx, id, by).await })
        })
        .await?;
    one(&app, &city, language, id).await
}

/// Signs somebody out everywhere.
#[utoipa::path(post, path = "/staff/{id}/end-sessions", operation_id = "end_staff_sessions", tag = "staff",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub async fn end_sessions(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let by = administrator(&caller)?.clone();
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::end_sessions(tx, id, &by).await })
        })
        .await?;
    one(&app, &city, language, id).await
}

fn administrator(caller: &Caller) -> ApiResult<&Session> {
    let session = caller.staff()?;
    if has(session.role, Right::ManageStaff) { Ok(session) } else { Err(ApiError::Forbidden) }
}

fn invited(app: &App, city: &City, id: Uuid, made: &invites::Made) -> Response {
    let slug = Some(city.slug.as_str()).filter(|slug| !app.cities.is_default(slug));
    let link = invites::link(&app.public_url, slug, &made.secret);
    (StatusCode::CREATED, axum::Json(Invited { id, link, expires_at: made.expires_at })).into_response()
}

async fn one(app: &App, city: &City, language: Language, id: Uuid) -> ApiResult<Response> {
    let filter = Filter { id: Some(id), ..Filter::default() };
    let found = store::list(app.db.main(), city.id, &filter, ("", 1), app.clock.now()).await?;
    let found = found.into_iter().next().ok_or(ApiError::NotFound)?;
    Ok(axum::Json(view(city, language, found)).into_response())
}

fn view(city: &City, language: Language, one: Listed) -> StaffView {
    let department = one.department_id.and_then(|id| city.department(id));
    StaffView {
        id: one.id,
        login: one.login,
        name: one.name,
        role: one.role,
        department: department
            .map(|d| Named { slug: d.slug.clone(), title: d.titles.get(language).to_owned() }),
        state: one.state,
        second_factor: one.second_factor,
        seen_at: one.seen_at,
        invited_until: one.invited_until,
        version: one.version,
    }
}

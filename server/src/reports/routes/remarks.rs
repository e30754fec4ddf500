//! `…/reports/{id}/remarks` and `…/desk/mentions`: what staff writes to each other.

use super::case::ById;
use super::{PAGE, PAGE_MAX, place_of, written};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::actions::{self, Remarking};
use crate::reports::circle::Circle;
use crate::reports::store::{self, MentionRow, RemarkRow};
use crate::reports::view::{Light, department};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::id::Number;
use domain::permission::desk;
use domain::wire::catalogue::Named;
use domain::wire::inside::{
    AddRemark, MentionPage, MentionView, ReadMentions, ReaderView, RemarkList, RemarkView,
};
use domain::wire::problem::Problem;
use domain::wire::report::Person;
use serde::Deserialize;
use uuid::Uuid;

/// What staff wrote to each other about a case, and who may be told. Neither its author nor a
/// contractor ever sees it.
#[utoipa::path(get, path = "/reports/{id}/remarks", operation_id = "remarks", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = RemarkList), (status = "4XX", body = Problem)))]
pub async fn remarks(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    Ok(axum::Json(read(&app, &city, &caller, id).await?).into_response())
}

async fn read(app: &App, city: &InCity, caller: &Caller, id: Uuid) -> ApiResult<RemarkList> {
    let (session, db, city_id) = (caller.staff()?, app.db.main(), city.city.id);
    let circle = Circle::read_by(db, city_id, id, session).await?;
    let light = Light { city: &city.city, language: city.language, now: app.clock.now() };
    let remarks = store::remarks(db, city_id, id).await?.into_iter().map(view).collect();
    let readers = store::readers(db, city_id, &circle.departments()).await?;
    let readers =
        readers.into_iter().filter(|reader| circle.is_read_by(reader.staff)).map(|reader| ReaderView {
            login: reader.login,
            name: reader.name,
            role: reader.staff.role,
            department: reader.staff.department_id.map(|id| department(light, id)),
        });
    Ok(RemarkList { remarks, readers: readers.collect(), may_write: circle.takes_in(session.staff()) })
}

fn view(row: RemarkRow) -> RemarkView {
    RemarkView {
        id: row.id,
        author: Person { id: row.author_id, name: row.author_name },
        at: row.written_at,
        text: row.text,
        mentions: row.mentions,
    }
}

/// Writes to the colleagues about a case; `@login` tells somebody who may read it.
#[utoipa::path(post, path = "/reports/{id}/remarks", operation_id = "add_remark", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = AddRemark,
    responses((status = 201, body = RemarkList), (status = "4XX", body = Problem)))]
pub async fn add_remark(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id: report_id }): PathOf<ById>,
    Json(asked): Json<AddRemark>,
) -> ApiResult<Response> {
    let remarking = Remarking { report_id, session: caller.staff()?.clone(), asked };
    app.db
        .write(city.city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::add_remark(tx, &remarking).await })
        })
        .await?;
    let list = read(&app, &city, &caller, report_id).await?;
    Ok((StatusCode::CREATED, axum::Json(list)).into_response())
}

/// Which page of the mentions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MentionQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Mentions a page, 1 to 200.
    limit: Option<usize>,
}

/// Remarks that tell the caller something, the newest first.
#[utoipa::path(get, path = "/desk/mentions", operation_id = "mentions", tag = "desk",
    params(("city" = String, Path), MentionQuery),
    responses((status = 200, body = MentionPage), (status = "4XX", body = Problem)))]
pub async fn mentions(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(query): Query<MentionQuery>,
) -> ApiResult<Response> {
    let session = caller.staff()?;
    let department = desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    let before = match &query.cursor {
        Some(cursor) => place_of(cursor)?,
        None => (DateTime::<Utc>::MAX_UTC.min(app.clock.now() + chrono::Duration::days(1)), Uuid::max()),
    };
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let (db, who) = (app.db.main(), (session.user_id, department));
    let rows = store::mentions(db, city.id, who, before, limit).await?;
    let last = (rows.len() == limit).then(|| rows.last()).flatten();
    let next = last.map(|row| written((row.mentioned_at, row.id)));
    let light = Light { city: &city, language, now: app.clock.now() };
    let unread = store::unread(db, city.id, session.user_id, department).await?;
    let mentions = rows.into_iter().filter_map(|row| mention(light, row)).collect();
    Ok(axum::Json(MentionPage { mentions, unread, next }).into_response())
}

fn mention(light: Light<'_>, row: MentionRow) -> Option<MentionView> {
    let issue_type = light.city.issue_type_in(row.type_id)?;
    Some(MentionView {
        report_id: row.report_id,
        number: Number { year: row.number_year, count: row.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(light.language).to_owned(),
        },
        read_at: row.read_at,
        remark: RemarkView {
            id: row.id,
            author: Person { id: row.author_id, name: row.author_name },
            at: row.written_at,
            text: row.text,
            mentions: row.mentions,
        },
    })
}

/// Says that the caller has read remarks that tell them something.
#[utoipa::path(post, path = "/desk/mentions/read", operation_id = "read_mentions", tag = "desk",
    params(("city" = String, Path)), request_body = ReadMentions,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn read_mentions(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Json(ReadMentions { remarks }): Json<ReadMentions>,
) -> ApiResult<StatusCode> {
    let session = caller.staff()?.clone();
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::read_mentions(tx, &session, &remarks).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

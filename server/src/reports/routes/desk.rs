//! The desk: its list, its counts, its people.

use super::{PAGE, PAGE_MAX};
use crate::app::App;
use crate::context::{Caller, InCity, Query, read_json};
use crate::people;
use crate::people::absences::Roll;
use crate::problem::{ApiError, ApiResult};
use crate::reports::desk::view::{desk_card, desk_options as options};
use crate::reports::desk::{Cursor, Question, Team};
use crate::reports::store;
use crate::reports::view::Light;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::permission::desk;
use domain::wire::desk::{DeskCounts, DeskFilter, DeskOptions, DeskPage, DeskPeople, DeskPerson};
use domain::wire::problem::Problem;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which page of the desk.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeskQuery {
    /// From the page before, of the same filters and order.
    pub(in crate::reports) cursor: Option<String>,
    /// Reports a page, 1 to 200.
    limit: Option<usize>,
    /// Only these of them: up to 100 ids, parted by commas. Not with `text`.
    ids: Option<String>,
}

/// Parameters that are not part of the filter.
const ASIDE: [&str; 4] = ["cursor", "limit", "ids", "language"];

/// Cases of the caller's department, or of the whole city for those who watch over it: open ones,
/// what has to be done next first, unless asked otherwise.
#[utoipa::path(get, path = "/desk/reports", tag = "desk",
    params(("city" = String, Path), DeskFilter, DeskQuery),
    responses((status = 200, body = DeskPage), (status = "4XX", body = Problem)))]
pub async fn desk_queue(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(DeskQuery { cursor, limit, ids }): Query<DeskQuery>,
    Query(words): Query<BTreeMap<String, String>>,
) -> ApiResult<Response> {
    let (session, now) = (caller.staff()?, app.clock.now());
    let asked = filter_of(words)?;
    let (team, roll) = Team::of(app.db.main(), session, now).await?;
    let question = Question::read(&city, (session, &team), &asked, now)?;
    let question = match ids.as_deref().filter(|ids| !ids.is_empty()) {
        Some(ids) => question.about(ids)?,
        None => question,
    };
    let after = match &cursor {
        Some(cursor) => Cursor::read(cursor, question.sort, &asked)
            .ok_or_else(|| ApiError::field("cursor", "unreadable"))?,
        None => Cursor::start(question.sort),
    };
    let limit = limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let rows = store::page(app.db.main(), city.id, &question, after, limit).await?;
    let last = (rows.len() == limit).then(|| rows.last()).flatten();
    let next = last.map(|row| row.cursor.write(question.sort, &asked));
    let light = Light { city: &city, language, now };
    let reports = rows.into_iter().filter_map(|row| desk_card(light, &roll, row)).collect();
    Ok(axum::Json(DeskPage { reports, next }).into_response())
}

/// What the desk's filters can name, and what the caller may do with its cases.
#[utoipa::path(get, path = "/desk/options", tag = "desk", params(("city" = String, Path)),
    responses((status = 200, body = DeskOptions), (status = "4XX", body = Problem)))]
pub async fn desk_options(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    let session = caller.staff()?;
    desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    let light = Light { city: &city, language, now: app.clock.now() };
    Ok(axum::Json(options(light, session.user_id, session.staff())).into_response())
}

pub(in crate::reports) fn filter_of(mut words: BTreeMap<String, String>) -> ApiResult<DeskFilter> {
    words.retain(|name, _| !ASIDE.contains(&name.as_str()));
    read_json(&serde_json::to_vec(&words).map_err(anyhow::Error::from)?)
}

/// How many cases each tab of the caller's desk holds.
#[utoipa::path(get, path = "/desk/counts", tag = "desk", params(("city" = String, Path)),
    responses((status = 200, body = DeskCounts), (status = "4XX", body = Problem)))]
pub async fn desk_counts(State(app): State<App>, caller: Caller) -> ApiResult<Response> {
    Ok(axum::Json(app.desk_counts.of(&app, caller.staff()?).await?).into_response())
}

/// Whom the cases of the caller's desk can be given to.
#[utoipa::path(get, path = "/desk/people", tag = "desk", params(("city" = String, Path)),
    responses((status = 200, body = DeskPeople), (status = "4XX", body = Problem)))]
pub async fn desk_people(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    let own = desk(caller.staff()?.staff()).map_err(|()| ApiError::Forbidden)?;
    let roll = Roll::at(app.db.main(), city.id, app.clock.now()).await?;
    let colleagues = people::colleagues(app.db.main(), city.id, own).await?;
    let people = colleagues.into_iter().filter_map(|person| {
        let department = city.department(person.department_id)?.slug.clone();
        let away = roll.away(person.id, city.time_zone);
        Some(DeskPerson { id: person.id, name: person.name, role: person.role, department, away })
    });
    Ok(axum::Json(DeskPeople { people: people.collect() }).into_response())
}

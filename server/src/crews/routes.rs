//! `…/desk/crews`.

use super::{actions, store};
use crate::app::App;
use crate::auth::Session;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::permission::{Right, desk, has_over};
use domain::wire::crew::{CrewList, CrewView, SaveCrew};
use domain::wire::problem::Problem;
use domain::wire::report::Person;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// The crews of the caller's desk.
#[utoipa::path(get, path = "/desk/crews", operation_id = "crews", tag = "desk",
    params(("city" = String, Path)),
    responses((status = 200, body = CrewList), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    shown(&app, &city, caller.staff()?).await
}

/// Makes a crew under an id that the caller made, or changes it. The same again changes nothing.
#[utoipa::path(put, path = "/desk/crews/{id}", operation_id = "save_crew", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = SaveCrew,
    responses((status = 200, body = CrewList), (status = "4XX", body = Problem)))]
pub async fn save(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<SaveCrew>,
) -> ApiResult<Response> {
    let (session, within) = (caller.staff()?.clone(), city.clone());
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::save(tx, &within, &session, id, &asked).await })
        })
        .await?;
    shown(&app, &city, caller.staff()?).await
}

/// Disbands a crew that has no open cases.
#[utoipa::path(delete, path = "/desk/crews/{id}", operation_id = "disband_crew", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn disband(
    State(app): State<App>,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let session = caller.staff()?.clone();
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::disband(tx, &session, id).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn shown(app: &App, city: &City, session: &Session) -> ApiResult<Response> {
    let own = desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    let members = store::members(app.db.main(), city.id, own).await?;
    let crews = store::list(app.db.main(), city.id, own).await?.into_iter().filter_map(|crew| {
        let inside = members.iter().filter(|member| member.crew_id == crew.id);
        let members: Vec<Person> =
            inside.map(|member| Person { id: member.id, name: member.name.clone() }).collect();
        Some(CrewView {
            id: crew.id,
            name: crew.name,
            department: city.department(crew.department_id)?.slug.clone(),
            mine: members.iter().any(|member| member.id == session.user_id),
            members,
            version: crew.version,
        })
    });
    let may_manage = has_over(session.staff(), Right::ManageCrews, session.department_id);
    let list = CrewList { crews: crews.collect(), may_manage };
    Ok(axum::Json(list).into_response())
}

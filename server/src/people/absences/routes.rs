//! `…/desk/absences`.

use super::roll::last_day;
use super::{actions, store};
use crate::app::App;
use crate::auth::Session;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::problem::ApiResult;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::clock::local_day;
use domain::wire::crew::{AbsenceView, Absences, SaveAbsence};
use domain::wire::problem::Problem;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// Who is away or is going to be: the caller, for whom the caller stands in, and everybody of whom the
/// caller may say so.
#[utoipa::path(get, path = "/desk/absences", operation_id = "absences", tag = "desk",
    params(("city" = String, Path)),
    responses((status = 200, body = Absences), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    shown(&app, &city, caller.staff()?).await
}

/// Says under an id that the caller made that somebody is away. The same again changes nothing.
#[utoipa::path(put, path = "/desk/absences/{id}", operation_id = "save_absence", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = SaveAbsence,
    responses((status = 200, body = Absences), (status = "4XX", body = Problem)))]
pub async fn save(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<SaveAbsence>,
) -> ApiResult<Response> {
    let (session, within) = (caller.staff()?.clone(), city.clone());
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::save(tx, &within, &session, id, &asked).await })
        })
        .await?;
    shown(&app, &city, caller.staff()?).await
}

/// Says that somebody is back, or does not go away after all.
#[utoipa::path(delete, path = "/desk/absences/{id}", operation_id = "end_absence", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let session = caller.staff()?.clone();
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::end(tx, &session, id).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn shown(app: &App, city: &City, session: &Session) -> ApiResult<Response> {
    let (db, me) = (app.db.main(), session.user_id);
    let mut absences = store::coming(db, city.id, app.clock.now()).await?;
    absences.retain(|absence| {
        absence.cover.id == me || actions::may_mark(session, absence.person.id, absence.staff)
    });
    let absences = absences.into_iter().map(|absence| AbsenceView {
        id: absence.id,
        cover_is_good: absence.cover_is_good(),
        first_day: local_day(absence.from_at, city.time_zone),
        last_day: last_day(absence.until_at, city.time_zone),
        may_end: actions::may_mark(session, absence.person.id, absence.staff),
        person: absence.person,
        cover: absence.cover,
    });
    let covers = store::covers(db, city.id, me, session.staff()).await?;
    let list = Absences { absences: absences.collect(), covers };
    Ok(axum::Json(list).into_response())
}

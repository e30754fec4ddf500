//! `…/me`: who a resident is.

use super::{actions, store};
use crate::app::App;
use crate::auth::{codes, residents};
use crate::context::{Caller, Json};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::text::Language;
use domain::wire::problem::Problem;
use domain::wire::resident::{ChangeResident, ProveReach, ResidentView};
use uuid::Uuid;

/// A resident as they see themselves.
pub async fn view(app: &App, city_id: i32, id: Uuid) -> ApiResult<ResidentView> {
    let row = store::find(app.db.main(), city_id, id).await?.ok_or(ApiError::Unauthorized)?;
    Ok(ResidentView {
        id,
        name: row.name,
        email: row.email,
        phone: row.phone,
        language: Language::from_code(&row.language).unwrap_or(Language::Ru),
        mails: row.quiet_at.is_none(),
        created_at: row.created_at,
        city: app.cities.by_id(city_id).map(|city| city.slug.clone()).unwrap_or_default(),
    })
}

async fn answer(app: &App, city_id: i32, id: Uuid) -> ApiResult<Response> {
    let view = view(app, city_id, id).await?;
    Ok(axum::Json(view).into_response())
}

/// Who the caller is.
#[utoipa::path(get, path = "/me", operation_id = "me", tag = "residents", params(("city" = String, Path)),
    responses((status = 200, body = ResidentView), (status = "4XX", body = Problem)))]
pub async fn me(State(app): State<App>, caller: Caller) -> ApiResult<Response> {
    let resident = caller.resident()?;
    residents::be_seen(&app, resident).await?;
    answer(&app, resident.city_id, resident.id).await
}

/// Changes the name or the language.
#[utoipa::path(patch, path = "/me", operation_id = "change_me", tag = "residents",
    params(("city" = String, Path)), request_body = ChangeResident,
    responses((status = 200, body = ResidentView), (status = "4XX", body = Problem)))]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<ChangeResident>,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::change(tx, resident.id, &asked).await })
    });
    write.await?;
    answer(&app, resident.city_id, resident.id).await
}

/// Takes the e-mail address or the phone number that a code proves, in the place of the one before.
#[utoipa::path(put, path = "/me/reach", operation_id = "prove_reach", tag = "residents",
    params(("city" = String, Path)), request_body = ProveReach,
    responses((status = 200, body = ResidentView), (status = "4XX", body = Problem)))]
pub async fn prove(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<ProveReach>,
) -> ApiResult<Response> {
    let (resident, keys) = (caller.resident()?, app.keys.clone());
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move {
            match codes::prove(tx, &keys, asked.code_id, &asked.code).await? {
                Ok(proof) => actions::reach(tx, resident.id, &proof.reach).await.map(Ok),
                Err(why) => Ok(Err(why)),
            }
        })
    });
    write.await?.0.map_err(|why| ApiError::field("code", why))?;
    answer(&app, resident.city_id, resident.id).await
}

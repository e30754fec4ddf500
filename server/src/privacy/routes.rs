//! `/api/v1/cities/{city}/consents`, and people's own data: `…/reports/{id}/contact`,
//! `…/reports/{id}/my-data`, `…/me`.

use super::actions::{self, Erasing, Owner, Reading};
use super::store;
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::wire::privacy::{ConsentText, ContactView, Erased, MyData, OwnContact, ReadContact};
use domain::wire::problem::Problem;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ByVersion {
    version: String,
}

#[derive(Deserialize)]
pub struct ById {
    id: Uuid,
}

/// Erasing cannot be undone: it has to be meant.
#[derive(Deserialize)]
pub struct Confirmed {
    #[serde(default)]
    confirm: bool,
}

/// A body as a file to keep.
fn file(name: &str, body: MyData) -> ApiResult<Response> {
    let mut response = axum::Json(body).into_response();
    let said = format!("attachment; filename=\"{name}.json\"");
    let said = HeaderValue::from_str(&said).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, said);
    Ok(response)
}

/// A text that people agree to, or agreed to: every version stays readable. The city names the
/// current one.
#[utoipa::path(get, path = "/consents/{version}", operation_id = "consent_text", tag = "privacy",
    params(("city" = String, Path), ("version" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = ConsentText), (status = 404, body = Problem)))]
pub async fn consent_text(
    State(app): State<App>,
    InCity { city, language }: InCity,
    PathOf(ByVersion { version }): PathOf<ByVersion>,
) -> ApiResult<axum::Json<ConsentText>> {
    let row = store::public_text(app.db.public(), city.id, &version).await?.ok_or(ApiError::NotFound)?;
    let text = language.choose(&row.text_ru, &row.text_en).to_owned();
    Ok(axum::Json(ConsentText { version, language, text, since: row.loaded_at, until: row.retired_at }))
}

/// How to reach the author, for staff that needs to. Written down; the author sees who looked and why.
#[utoipa::path(post, path = "/reports/{id}/contact", operation_id = "read_contact", tag = "privacy",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = ReadContact,
    responses((status = 200, body = ContactView), (status = "4XX", body = Problem)))]
pub async fn read_contact(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(ReadContact { reason }): Json<ReadContact>,
) -> ApiResult<Response> {
    let reading = Reading { report_id: id, session: caller.staff()?.clone(), reason };
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::read_contact(tx, &reading).await })
    });
    Ok(axum::Json(write.await?.0).into_response())
}

/// The author's own contact, what they agreed to, and who looked at it.
#[utoipa::path(get, path = "/reports/{id}/contact", operation_id = "own_contact", tag = "privacy",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 200, body = OwnContact), (status = "4XX", body = Problem)))]
pub async fn own_contact(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let owner = Owner::of(&caller)?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::own_contact(tx, &city, id, &owner, language).await })
    });
    Ok(axum::Json(write.await?.0).into_response())
}

/// The author takes back their consent: the contact is erased, the case goes on.
#[utoipa::path(delete, path = "/reports/{id}/contact", operation_id = "withdraw_consent", tag = "privacy",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn withdraw_consent(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<StatusCode> {
    let owner = Owner::of(&caller)?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::withdraw(tx, id, &owner).await })
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All that one report says about its author, as a file.
#[utoipa::path(get, path = "/reports/{id}/my-data", operation_id = "report_data", tag = "privacy",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 200, body = MyData), (status = "4XX", body = Problem)))]
pub async fn report_data(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let owner = Owner::of(&caller)?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::export_report(tx, &city, id, &owner, language).await })
    });
    file("my-report", write.await?.0)
}

/// Erases what one report says about its author. Its secret opens nothing afterwards; asked again it
/// answers the same.
#[utoipa::path(delete, path = "/reports/{id}/my-data", operation_id = "erase_report_data", tag = "privacy",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header),
        ("confirm" = bool, Query, description = "true: it cannot be undone")),
    responses((status = 200, body = Erased), (status = "4XX", body = Problem)))]
pub async fn erase_report_data(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Query(confirmed): Query<Confirmed>,
) -> ApiResult<Response> {
    let (owner, meant, files) = (Owner::of(&caller)?, confirmed.confirm, app.photos.clone());
    let erasing = Erasing { owner, meant, files };
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::erase_report(tx, id, &erasing).await })
    });
    let erased_at = write.await?.0;
    Ok(axum::Json(Erased { erased_at, kept: actions::kept(language) }).into_response())
}

/// All that is kept about a resident with an account, as a file.
#[utoipa::path(get, path = "/me/data", operation_id = "my_data", tag = "privacy",
    params(("city" = String, Path)),
    responses((status = 200, body = MyData), (status = 401, body = Problem)))]
pub async fn my_data(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
) -> ApiResult<Response> {
    let resident = caller.resident()?;
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::export_resident(tx, &city, resident.id, language).await })
    });
    file("my-data", write.await?.0)
}

/// Erases the account of a resident with what its reports say about them, and signs them out.
#[utoipa::path(delete, path = "/me", operation_id = "erase_me", tag = "privacy",
    params(("city" = String, Path), ("confirm" = bool, Query, description = "true: it cannot be undone")),
    responses((status = 200, body = Erased), (status = "4XX", body = Problem)))]
pub async fn erase_me(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Query(confirmed): Query<Confirmed>,
) -> ApiResult<Response> {
    let (resident, erased_at) = (caller.resident()?, app.clock.now());
    let (owner, meant, files) = (Owner::Resident(resident.id), confirmed.confirm, app.photos.clone());
    let erasing = Erasing { owner, meant, files };
    let write = app.db.write(city.id, erased_at, move |tx| {
        Box::pin(async move { actions::erase_resident(tx, resident.id, &erasing).await })
    });
    write.await?;
    Ok(axum::Json(Erased { erased_at, kept: actions::kept(language) }).into_response())
}

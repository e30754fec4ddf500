//! `/api/v1/cities/{city}/consents`.

use super::store;
use crate::app::App;
use crate::context::{InCity, PathOf};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use domain::wire::privacy::ConsentText;
use domain::wire::problem::Problem;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct ByVersion {
    version: String,
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
) -> ApiResult<Json<ConsentText>> {
    let row = store::public_text(app.db.public(), city.id, &version).await?.ok_or(ApiError::NotFound)?;
    let text = language.choose(&row.text_ru, &row.text_en).to_owned();
    Ok(Json(ConsentText { version, language, text, since: row.loaded_at, until: row.retired_at }))
}

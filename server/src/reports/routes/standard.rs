//! `…/reports/{id}/texts`: what a department says again and again, filled for a case.

use super::case::ById;
use crate::app::App;
use crate::context::{Caller, InCity, PathOf, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::circle::Circle;
use crate::reports::store;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::clock::local_day;
use domain::id::Number;
use domain::standard::{Occasion, fill};
use domain::text::{Language, say};
use domain::wire::inside::{StandardTextList, StandardTextView};
use domain::wire::problem::Problem;
use serde::Deserialize;

/// For what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TextsQuery {
    /// What is about to be said.
    #[serde(rename = "for")]
    #[param(rename = "for", inline)]
    occasion: Occasion,
}

/// Standard texts of the city that fit a case, the closest first, filled: so whoever sends one sees what
/// its author gets. Titles are in the caller's language, texts in the author's.
#[utoipa::path(get, path = "/reports/{id}/texts", operation_id = "standard_texts", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), TextsQuery),
    responses((status = 200, body = StandardTextList), (status = "4XX", body = Problem)))]
pub async fn standard_texts(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Query(TextsQuery { occasion }): Query<TextsQuery>,
) -> ApiResult<Response> {
    let db = app.db.main();
    Circle::read_by(db, city.id, id, caller.staff()?).await?;
    let row = store::said_of(db, city.id, id).await?.ok_or(ApiError::NotFound)?;
    let settings = app.cities.settings(city.id).ok_or(ApiError::NotFound)?;
    let theirs = Language::from_code(&row.language).unwrap_or(language);
    let issue_type = city.issue_type_in(row.type_id).ok_or(ApiError::NotFound)?;
    let department = city.department(row.department_id).ok_or(ApiError::NotFound)?;
    let address = theirs.choose(&row.address_ru, &row.address_en);
    let address = if address.is_empty() { say(theirs, "text_no_address", &[]) } else { address.to_owned() };
    let number = Number { year: row.number_year, count: row.number }.to_string();
    let due = day(row.due_at, city.time_zone, theirs);
    let values = [
        ("number", number.as_str()),
        ("address", &address),
        ("type", issue_type.titles.get(theirs)),
        ("due", &due),
        ("department", department.titles.get(theirs)),
    ];
    let fits =
        |text: &&domain::standard::StandardText| text.fits(occasion, &issue_type.slug, &department.slug);
    let mut fitting: Vec<_> = settings.standard_texts.iter().filter(fits).collect();
    fitting.sort_by_key(|text| std::cmp::Reverse(text.closeness()));
    let texts = fitting.into_iter().map(|text| StandardTextView {
        slug: text.slug.clone(),
        title: text.title.get(language).to_owned(),
        text: fill(text.text.get(theirs), &values),
    });
    Ok(axum::Json(StandardTextList { texts: texts.collect() }).into_response())
}

/// `22 ноября`, `22 November`: the local day.
pub(in crate::reports) fn day(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    domain::text::day(local_day(at, zone), language)
}

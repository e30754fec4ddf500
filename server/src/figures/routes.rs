//! `/api/v1/cities/{city}/figures`.

use super::count::{Count, Period};
use super::table;
use crate::app::App;
use crate::context::{InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::{Filter, FilterWords, WORLD, Window, look};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::Days;
use domain::catalogue::City;
use domain::clock::local_day;
use domain::text::Language;
use domain::wire::figures::Figures;
use domain::wire::problem::Problem;
use std::sync::Arc;

/// Days of the period, unless asked otherwise.
const DAYS: u64 = 365;

/// The figures of the reports received in a period, of those that the filter means.
#[utoipa::path(get, path = "/figures", tag = "figures",
    params(("city" = String, Path), FilterWords),
    responses((status = 200, body = Figures), (status = "4XX", body = Problem)))]
pub async fn figures(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(words): Query<FilterWords>,
) -> ApiResult<axum::Json<Figures>> {
    Ok(axum::Json(count(&app, &city, language, words).await?))
}

/// The same as a table for spreadsheet programs.
#[utoipa::path(get, path = "/figures.csv", operation_id = "figures_table", tag = "figures",
    params(("city" = String, Path), FilterWords),
    responses((status = 200, content_type = "text/csv"), (status = "4XX", body = Problem)))]
pub async fn table(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(words): Query<FilterWords>,
) -> ApiResult<Response> {
    let figures = count(&app, &city, language, words).await?;
    let name = format!("attachment; filename=\"{}-{}-{}.csv\"", city.slug, figures.from, figures.to);
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, table::csv(&figures)?).into_response())
}

async fn count(
    app: &App,
    city: &Arc<City>,
    language: Language,
    mut words: FilterWords,
) -> ApiResult<Figures> {
    let now = app.clock.now();
    let (from, to) = Filter::read(city, &words, now)?.days;
    let to = to.unwrap_or_else(|| local_day(now, city.time_zone));
    let from = from.unwrap_or(to - Days::new(DAYS - 1));
    if to < from {
        return Err(ApiError::field("to", "before_first_day"));
    }
    let mut count =
        Count::of(city, Period { from, to }, now).ok_or_else(|| ApiError::field("from", "unreadable"))?;
    let days = count.days();
    words.from = Some(days.start().to_string());
    words.to = Some(days.end().to_string());
    let filter = Filter::read(city, &words, now)?;
    look(app, city, &filter, WORLD, Window::of(WORLD), |view| {
        view.each(|dot| count.add(dot, view.shapes().of(dot), dot.kept(view.shapes().now)));
    })
    .await?;
    Ok(count.view(language, now))
}

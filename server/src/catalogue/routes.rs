//! `/api/v1/cities`, a city, and what can be reported in it.

use super::registry::{Cities, Entry};
use crate::app::App;
use crate::context::{InCity, language_of};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::catalogue::{City, IssueType};
use domain::place::bounds;
use domain::text::Language;
use domain::wire::catalogue::{CatalogueView, CategoryView, CityList, CityView, IssueTypeView};
use domain::wire::problem::Problem;

/// Every city of this installation, the default one first.
#[utoipa::path(get, path = "/cities", operation_id = "cities", tag = "catalogue",
    params(("language" = Option<String>, Query)),
    responses((status = 200, body = CityList)))]
pub async fn list(State(app): State<App>, headers: HeaderMap, RawQuery(query): RawQuery) -> Json<CityList> {
    let asked = language_of(&headers, query.as_deref());
    let all = app.cities.all();
    let views = all.iter().map(|entry| {
        let language = asked.unwrap_or_else(|| app.cities.language(&entry.city.slug));
        city_view(&app.cities, entry, language)
    });
    Json(CityList { cities: views.collect() })
}

/// One city.
#[utoipa::path(get, path = "/cities/{city}", operation_id = "city", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = CityView), (status = 404, body = Problem)))]
pub async fn one(State(app): State<App>, InCity { city, language }: InCity) -> ApiResult<Json<CityView>> {
    let settings = app.cities.settings(city.id).ok_or(ApiError::NotFound)?;
    Ok(Json(city_view(&app.cities, &Entry { city, settings }, language)))
}

/// What can be reported in a city.
#[utoipa::path(get, path = "/cities/{city}/catalogue", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = CatalogueView), (status = 404, body = Problem)))]
pub async fn catalogue(InCity { city, language }: InCity) -> Json<CatalogueView> {
    Json(catalogue_view(&city, language))
}

fn city_view(cities: &Cities, entry: &Entry, language: Language) -> CityView {
    let Entry { city, settings } = entry;
    CityView {
        slug: city.slug.clone(),
        title: city.titles.get(language).to_owned(),
        default: cities.is_default(&city.slug),
        time_zone: city.time_zone.name().to_owned(),
        languages: settings.languages.clone(),
        emergency_phone: settings.emergency_phone.clone(),
        center: settings.center,
        zoom: settings.zoom,
        bounds: bounds(&city.boundary).unwrap_or_default(),
        demo: settings.demo,
    }
}

fn catalogue_view(city: &City, language: Language) -> CatalogueView {
    let types_of = |category: i32| {
        city.types
            .iter()
            .filter(|issue_type| issue_type.category_id == category && !issue_type.retired)
            .map(|issue_type| type_view(issue_type, language))
            .collect::<Vec<_>>()
    };
    let views = city.categories.iter().map(|category| CategoryView {
        slug: category.slug.clone(),
        title: category.titles.get(language).to_owned(),
        types: types_of(category.id),
    });
    // A category without types is retired, or has nothing to offer yet.
    let categories = views.filter(|category| !category.types.is_empty()).collect();
    CatalogueView { version: city.version, language, categories }
}

fn type_view(issue_type: &IssueType, language: Language) -> IssueTypeView {
    IssueTypeView {
        slug: issue_type.slug.clone(),
        title: issue_type.titles.get(language).to_owned(),
        owner_by: issue_type.owner_by,
        deadline_days: issue_type.deadline_days,
        priority: issue_type.priority,
        emergency: issue_type.emergency,
        first_action_hours: issue_type.first_action_hours,
        at_home: issue_type.at_home,
    }
}

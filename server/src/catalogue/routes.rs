//! `/api/v1/cities`, a city, and what can be reported in it.

use super::registry::Entry;
use super::view::{self, Asked};
use crate::app::App;
use crate::context::{InCity, language_of};
use crate::problem::{ApiError, ApiResult};
use Held::{Known, New};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::Territory;
use domain::clock::local_day;
use domain::place::bounds;
use domain::reach::Way;
use domain::text::Language;
use domain::wire::catalogue::{CatalogueView, CityList, CityView, Named, OidcView};
use domain::wire::problem::Problem;
use domain::wire::territory::TerritoryList;
use tokio::task::spawn_blocking;

/// Every city of this installation, the default one first.
#[utoipa::path(get, path = "/cities", operation_id = "cities", tag = "catalogue",
    params(("language" = Option<String>, Query)),
    responses((status = 200, body = CityList)))]
pub async fn list(State(app): State<App>, headers: HeaderMap, RawQuery(query): RawQuery) -> Json<CityList> {
    let asked = language_of(&headers, query.as_deref());
    let all = app.cities.all();
    let views = all.iter().map(|entry| {
        let language = asked.unwrap_or_else(|| app.cities.language(&entry.city.slug));
        city_view(&app, entry, language)
    });
    Json(CityList { cities: views.collect() })
}

/// One city.
#[utoipa::path(get, path = "/cities/{city}", operation_id = "city", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = CityView), (status = 404, body = Problem)))]
pub async fn one(State(app): State<App>, InCity { city, language }: InCity) -> ApiResult<Json<CityView>> {
    let entry = app.cities.entry(city.id).ok_or(ApiError::NotFound)?;
    Ok(Json(city_view(&app, &entry, language)))
}

/// What can be reported in a city.
#[utoipa::path(get, path = "/cities/{city}/catalogue", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = CatalogueView), (status = 304), (status = 404, body = Problem)))]
pub async fn catalogue(
    State(app): State<App>,
    InCity { city, language }: InCity,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let today = local_day(app.clock.now(), city.time_zone);
    let used = app.popular.of(app.db.public(), city.id, app.clock.now()).await;
    let mark = used.iter().map(i32::to_string).collect::<Vec<_>>().join(".");
    let etag = format!("W/\"{}-{}-{today}-{mark}\"", city.version, language.code());
    let fresh = match fresh(&headers, &etag)? {
        Known(answer) => return Ok(answer),
        New(fresh) => fresh,
    };
    let settings = app.cities.settings(city.id).ok_or(ApiError::NotFound)?;
    let asked = Asked { settings: &settings, language, today, used: &used };
    Ok((fresh, Json(view::catalogue(&city, asked))).into_response())
}

/// The boundary of a city and its territories, drawn with as few points as a phone needs to tell where a
/// place is without asking.
#[utoipa::path(get, path = "/cities/{city}/territories", operation_id = "territories", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = TerritoryList), (status = 304), (status = 404, body = Problem)))]
pub async fn territories(
    State(app): State<App>,
    InCity { city, language }: InCity,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let Entry { city, drawing, .. } = app.cities.entry(city.id).ok_or(ApiError::NotFound)?;
    let fresh = match fresh(&headers, &format!("W/\"{}-{}\"", city.version, language.code()))? {
        Known(answer) => return Ok(answer),
        New(fresh) => fresh,
    };
    let list = spawn_blocking(move || view::territories(&city, &drawing, language)).await;
    Ok((fresh, Json(list.map_err(anyhow::Error::from)?)).into_response())
}

/// Whether somebody has this answer already.
enum Held {
    Known(Response),
    /// What goes along with the answer.
    New([(HeaderName, HeaderValue); 3]),
}

fn fresh(headers: &HeaderMap, etag: &str) -> ApiResult<Held> {
    let fresh = [
        (header::ETAG, HeaderValue::from_str(etag).map_err(anyhow::Error::from)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|held| held.as_bytes() == etag.as_bytes());
    Ok(if known { Known((StatusCode::NOT_MODIFIED, fresh).into_response()) } else { New(fresh) })
}

fn city_view(app: &App, entry: &Entry, language: Language) -> CityView {
    let Entry { city, settings, consent, attribution, .. } = entry;
    let named =
        |one: &Territory| Named { slug: one.slug.clone(), title: one.titles.get(language).to_owned() };
    let mut territories: Vec<Named> = city.territories.iter().map(named).collect();
    territories.sort_by(|one, other| one.title.cmp(&other.title));
    CityView {
        version: city.version,
        slug: city.slug.clone(),
        title: city.titles.get(language).to_owned(),
        default: app.cities.is_default(&city.slug),
        time_zone: city.time_zone.name().to_owned(),
        languages: settings.languages.clone(),
        emergency_phone: settings.emergency_phone.clone(),
        center: settings.center,
        zoom: settings.zoom,
        bounds: bounds(&city.boundary).unwrap_or_default(),
        territories,
        demo: settings.demo,
        mail: app.post.goes(Way::Email),
        consent: consent.clone(),
        attribution: attribution.clone(),
        map_style_url: settings.map_style_url.clone(),
        oidc: settings.oidc.as_ref().map(|oidc| OidcView {
            title: oidc.titles().get(language).to_owned(),
            passwords: oidc.passwords,
        }),
    }
}

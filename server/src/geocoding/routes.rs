//! `…/geocode/…`: a place in words, and words to places. Anybody may ask.

use super::store::{Address, nearest, search};
use crate::app::App;
use crate::context::{InCity, Query, degrees};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use domain::address::{self, TEXT_MAX};
use domain::place::{Place, bounds};
use domain::text::Language;
use domain::wire::geocode::{AddressView, FoundKind, FoundPlace, FoundPlaces, PlaceInWords};
use domain::wire::problem::Problem;
use serde::Deserialize;

/// Places in one answer, at most and unless another number is asked for.
const LIMIT_MAX: u32 = 20;
const LIMIT: u32 = 8;
/// A text shorter than this would find half of the city.
const TEXT_MIN: usize = 2;

/// Which place.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReverseQuery {
    /// Latitude in degrees.
    #[param(required = true, value_type = f64)]
    lat: Option<String>,
    /// Longitude in degrees.
    #[param(required = true, value_type = f64)]
    lon: Option<String>,
}

/// What somebody typed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// An address, a street, a park, a part of the city: 2 to 200 letters.
    #[param(required = true, value_type = String)]
    text: Option<String>,
    /// Latitude and longitude, with a comma: of what fits equally well the nearest comes first. The
    /// middle of the city unless said.
    near: Option<String>,
    /// How many, 1 to 20; 8 unless said.
    #[param(value_type = Option<u32>)]
    limit: Option<String>,
}

/// A place in words, from the city's own streets and houses.
#[utoipa::path(get, path = "/geocode/reverse", operation_id = "geocode_reverse", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query), ReverseQuery),
    responses((status = 200, body = PlaceInWords), (status = "4XX", body = Problem)))]
pub async fn reverse(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(query): Query<ReverseQuery>,
) -> ApiResult<Json<PlaceInWords>> {
    let place =
        match (degrees("lat", query.lat.as_deref(), 90.0), degrees("lon", query.lon.as_deref(), 180.0)) {
            (Ok(lat), Ok(lon)) => Place { lat, lon },
            (lat, lon) => {
                return Err(ApiError::Invalid([lat.err(), lon.err()].into_iter().flatten().collect()));
            }
        };
    let mut public = app.db.public().acquire().await?;
    let found = nearest(&mut public, city.id, place).await?;
    Ok(Json(PlaceInWords { address: found.map(|address| in_words(&address, language)) }))
}

/// Places that fit what somebody typed: abbreviations, either language, any order, mistakes.
#[utoipa::path(get, path = "/geocode/search", operation_id = "geocode_search", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query), SearchQuery),
    responses((status = 200, body = FoundPlaces), (status = "4XX", body = Problem)))]
pub async fn search(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<FoundPlaces>> {
    let text = query.text.as_deref().map(str::trim).ok_or_else(|| ApiError::field("text", "missing"))?;
    match text.chars().count() {
        length if length < TEXT_MIN => return Err(ApiError::field("text", "too_short")),
        length if length > TEXT_MAX => return Err(ApiError::field("text", "too_long")),
        _ => {}
    }
    let near = match query.near.as_deref() {
        Some(near) => pair(near).ok_or_else(|| ApiError::field("near", "unreadable"))?,
        None => middle(&city.boundary),
    };
    let limit = match query.limit.as_deref().map(str::parse::<u32>) {
        None => LIMIT,
        Some(Ok(limit)) if (1..=LIMIT_MAX).contains(&limit) => limit,
        Some(_) => return Err(ApiError::field("limit", "out_of_range")),
    };
    let asked = address::Query::read(text, &[&city.titles.ru, &city.titles.en]);
    if asked.readings.is_empty() {
        return Ok(Json(FoundPlaces { results: Vec::new() }));
    }
    let found = search::places(app.db.public(), city.id, &asked.readings, near, i64::from(limit)).await?;
    Ok(Json(FoundPlaces { results: found.into_iter().map(|found| view(found, language)).collect() }))
}

fn in_words(address: &Address, language: Language) -> AddressView {
    AddressView {
        title: address.in_words(language, false),
        street: address.in_words(language, true),
        number: address.number.clone(),
    }
}

fn view(found: search::Found, language: Language) -> FoundPlace {
    let kind = match found.kind.as_str() {
        "house" => FoundKind::House,
        "ground" => FoundKind::Ground,
        "locality" => FoundKind::Locality,
        _ => FoundKind::Street,
    };
    let address = Address { street_ru: found.title_ru, street_en: found.title_en, number: found.number };
    let near = match language {
        Language::En => found.near_en.or(found.near_ru),
        Language::Ru => found.near_ru,
    };
    FoundPlace {
        title: address.in_words(language, false),
        near,
        kind,
        place: Place { lat: found.lat, lon: found.lon },
    }
}

/// "57.62,36.39"
fn pair(text: &str) -> Option<Place> {
    let (lat, lon) = text.split_once(',')?;
    let place = Place { lat: lat.trim().parse().ok()?, lon: lon.trim().parse().ok()? };
    place.is_on_the_globe().then_some(place)
}

fn middle(boundary: &geo::MultiPolygon<f64>) -> Place {
    let [west, south, east, north] = bounds(boundary).unwrap_or_default();
    Place { lat: f64::midpoint(south, north), lon: f64::midpoint(west, east) }
}

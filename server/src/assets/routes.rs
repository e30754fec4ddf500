//! `…/assets`: which of them somebody may mean. Answered from memory.

use crate::context::{InCity, Query, degrees};
use crate::problem::{ApiError, ApiResult};
use axum::Json;
use domain::catalogue::{ASSET_WITHIN_MAX, City, IssueType, Near, OwnerBy};
use domain::place::Place;
use domain::text::Language;
use domain::wire::catalogue::{AssetList, AssetView};
use domain::wire::problem::{FieldError, Problem};
use serde::Deserialize;

/// So many can be told apart on a phone.
const OFFERED: usize = 20;

/// Around which place, for reports of which type.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NearQuery {
    /// Slug of an issue type.
    #[serde(rename = "type")]
    #[param(required = true, value_type = String)]
    issue_type: Option<String>,
    /// Latitude in degrees.
    #[param(required = true, value_type = f64)]
    lat: Option<String>,
    /// Longitude in degrees.
    #[param(required = true, value_type = f64)]
    lon: Option<String>,
}

/// Assets that a report of this type could be about, the nearest first: up to 20 within 500 m.
/// None for a type whose owner is not found by an asset.
#[utoipa::path(get, path = "/assets", operation_id = "assets_near", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query), NearQuery),
    responses((status = 200, body = AssetList), (status = "4XX", body = Problem)))]
pub async fn near(
    InCity { city, language }: InCity,
    Query(query): Query<NearQuery>,
) -> ApiResult<Json<AssetList>> {
    let (issue_type, place) = check(&city, &query)?;
    let rule = issue_type.content.asset.as_ref().filter(|_| issue_type.owner_by == OwnerBy::Asset);
    let near = rule.map(|rule| city.assets.near(&rule.kinds, place, ASSET_WITHIN_MAX));
    let views = near.into_iter().flatten().take(OFFERED).map(|near| view(near, language));
    Ok(Json(AssetList { assets: views.collect() }))
}

/// The type and the place, or every field that is wrong.
fn check<'a>(city: &'a City, query: &NearQuery) -> ApiResult<(&'a IssueType, Place)> {
    let issue_type = match query.issue_type.as_deref() {
        None => Err(FieldError::new("type", "missing")),
        Some(slug) => city.issue_type(slug).ok_or_else(|| FieldError::new("type", "unknown_type")),
    };
    let lat = degrees("lat", query.lat.as_deref(), 90.0);
    let lon = degrees("lon", query.lon.as_deref(), 180.0);
    match (issue_type, lat, lon) {
        (Ok(issue_type), Ok(lat), Ok(lon)) => Ok((issue_type, Place { lat, lon })),
        (issue_type, lat, lon) => {
            let errors = [issue_type.err(), lat.err(), lon.err()];
            Err(ApiError::Invalid(errors.into_iter().flatten().collect()))
        }
    }
}

fn view(near: Near<'_>, language: Language) -> AssetView {
    let Near { asset, .. } = near;
    AssetView {
        id: asset.slug.clone(),
        kind: asset.kind,
        label: asset.in_words(language),
        place: asset.place,
        distance_m: near.metres(),
    }
}

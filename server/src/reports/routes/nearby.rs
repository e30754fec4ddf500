//! What is near a place, for somebody about to file a report there.

use crate::app::App;
use crate::context::{InCity, Query};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Around, Near};
use crate::reports::view::{self, Light};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::catalogue::{City, IssueType};
use domain::id::Number;
use domain::nearby::{RECENTLY_CLOSED, same_or_siblings};
use domain::place::Place;
use domain::report::wrong_place;
use domain::status::{Status, shape};
use domain::wire::catalogue::Named;
use domain::wire::nearby::{NearbyReport, NearbyReports};
use domain::wire::problem::{FieldError, Problem};
use domain::wire::report::PlaceView;
use serde::Deserialize;

/// What somebody is about to report, and where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NearbyQuery {
    /// Slug of the issue type.
    #[serde(rename = "type")]
    #[param(required)]
    issue_type: Option<String>,
    /// Latitude of the place, in degrees.
    #[param(required, value_type = f64)]
    lat: Option<String>,
    /// Longitude of the place, in degrees.
    #[param(required, value_type = f64)]
    lon: Option<String>,
}

/// Reports that may tell of the same problem: of this type or a sibling, open or closed within
/// 30 days, within the type's radius; the nearest first, ten at most. They are a hint: a new report
/// is taken all the same.
#[utoipa::path(get, path = "/reports/nearby", operation_id = "reports_nearby", tag = "reports",
    params(("city" = String, Path), NearbyQuery),
    responses((status = 200, body = NearbyReports), (status = "4XX", body = Problem)))]
pub async fn nearby(
    State(app): State<App>,
    InCity { city, language }: InCity,
    Query(query): Query<NearbyQuery>,
) -> ApiResult<Response> {
    let (asked, place) = read(&city, &query)?;
    let now = app.clock.now();
    let types = same_or_siblings(&city, asked);
    let around = Around {
        place,
        radius: f64::from(asked.content.duplicate_radius_m),
        homes: types.iter().any(|issue_type| issue_type.at_home),
        types: types.iter().map(|issue_type| issue_type.id).collect(),
        closed_since: now - RECENTLY_CLOSED,
    };
    let found = if around.types.is_empty() {
        Vec::new()
    } else {
        store::near(app.db.public(), city.id, &around).await?
    };
    let light = Light { city: &city, language, now };
    let reports = found.into_iter().filter_map(|near| draw(light, asked, near)).collect();
    Ok(axum::Json(NearbyReports { reports }).into_response())
}

/// The type and the place, or everything that is wrong with them.
pub(in crate::reports) fn read<'a>(city: &'a City, query: &NearbyQuery) -> ApiResult<(&'a IssueType, Place)> {
    let mut wrong = Vec::new();
    let asked = query.issue_type.as_deref().and_then(|slug| city.issue_type(slug));
    if asked.is_none() {
        let code = if query.issue_type.is_some() { "unknown_type" } else { "missing" };
        wrong.push(FieldError::new("type", code));
    }
    let mut degrees = |field, text: &Option<String>| match text.as_deref().map(str::parse::<f64>) {
        Some(Ok(degrees)) => Some(degrees),
        Some(Err(_)) => {
            wrong.push(FieldError::new(field, "unreadable"));
            None
        }
        None => {
            wrong.push(FieldError::new(field, "missing"));
            None
        }
    };
    let (lat, lon) = (degrees("lat", &query.lat), degrees("lon", &query.lon));
    let place = lat.zip(lon).map(|(lat, lon)| Place { lat, lon });
    let code = place.and_then(|place| wrong_place(city, place));
    wrong.extend(code.map(|code| FieldError::new("place", code)));
    match (asked, place) {
        (Some(asked), Some(place)) if wrong.is_empty() => Ok((asked, place)),
        _ => Err(ApiError::Invalid(wrong)),
    }
}

/// A report that is near, as everybody may see it; `None` when its type has left the memory.
fn draw(light: Light<'_>, asked: &IssueType, near: Near) -> Option<NearbyReport> {
    let issue_type = light.city.issue_type_in(near.type_id)?;
    let status = Status::called(&near.status)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a distance on the globe, not below 0"
    )]
    let distance_m = near.metres.round() as u32;
    Some(NearbyReport {
        id: near.id,
        number: Number { year: near.number_year, count: near.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(light.language).to_owned(),
        },
        same_type: issue_type.id == asked.id,
        category: light.city.category(issue_type.category_id)?.slug.clone(),
        status,
        shape: shape(status, issue_type.emergency, near.due_at, light.now),
        place: PlaceView { lat: near.lat, lon: near.lon, exact: near.place_is_exact },
        address: view::address(light.language, near.address_ru, near.address_en),
        distance_m,
        received_at: near.received_at,
        due_at: near.due_at,
        closed_at: near.closed_at,
        supports: near.supports.unsigned_abs(),
        photo: near.photo,
    })
}

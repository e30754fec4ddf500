//! A photo as it is told of; the picture itself comes by its address.

use super::store::Photo;
use crate::problem::ApiResult;
use chrono_tz::Tz;
use domain::clock::local_day;
use domain::wire::photo::{PhotoKind, PhotoView};

/// A photo in a city of this zone, for somebody who may edit it or may not.
pub fn view(photo: &Photo, zone: Tz, edits: bool) -> ApiResult<PhotoView> {
    let edit = photo.edit.clone().filter(|_| edits).map(serde_json::from_value).transpose();
    Ok(PhotoView {
        id: photo.id,
        kind: PhotoKind::called(&photo.kind).unwrap_or(PhotoKind::Before),
        published: photo.published,
        width: photo.width,
        height: photo.height,
        taken_on: local_day(photo.received_at, zone),
        version: photo.version,
        edited: photo.edited,
        edit: edit.map_err(anyhow::Error::from)?,
        taken_at: photo.taken_at,
        distance_m: photo.distance_m.map(i32::unsigned_abs),
    })
}

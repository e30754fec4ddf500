//! `…/photos/{id}`: in as the phone took it, out in three sizes without anything but the picture.

pub use super::edits::*;

use super::actions;
use super::store::{self, Received};
use super::upload;
use crate::abuse::{self, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, PathOf, read_body};
use crate::media::{Kept, PhotoProblem, Size};
use crate::problem::{ApiError, ApiResult};
use crate::reports::{Author, secret_hash};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::permission::may_read;
use domain::shot::Shot;
use domain::wire::photo::PhotoReceipt;
use domain::wire::problem::Problem;
use serde::Deserialize;
use uuid::Uuid;

/// Bytes of a photo, at most.
pub const PHOTO_MAX: usize = 20 * 1024 * 1024;

#[derive(Deserialize)]
pub struct One {
    pub id: Uuid,
}

#[derive(Deserialize)]
pub struct OneSized {
    pub id: Uuid,
    pub size: String,
}

/// Receives a photo as raw JPEG, PNG, WebP or HEIC, up to 20 MB and 50 megapixels. It is kept upright,
/// without metadata, in three sizes, and belongs to nobody until a report names its id.
#[utoipa::path(put, path = "/photos/{id}", operation_id = "put_photo", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Device" = Option<String>, Header),
        ("X-Proof" = Option<String>, Header)),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 201, body = PhotoReceipt), (status = "4XX", body = Problem)))]
pub async fn put(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(One { id }): PathOf<One>,
    body: Body,
) -> ApiResult<Response> {
    abuse::gate(&app, &city, &caller, Sending::Photo).await?;
    // Bounds the memory of bodies that are still coming in.
    let _room = app.uploads.try_acquire().map_err(|_| ApiError::Unavailable("many uploads".to_owned()))?;
    let bytes = read_body(body, PHOTO_MAX).await?;
    let receipt = keep(&app, &city, &caller, id, bytes, false).await?;
    Ok((StatusCode::CREATED, axum::Json(receipt)).into_response())
}

/// Makes a photo of what came, whole or `in_parts`, and keeps it.
pub(super) async fn keep(
    app: &App,
    city: &City,
    caller: &Caller,
    id: Uuid,
    bytes: Bytes,
    in_parts: bool,
) -> ApiResult<PhotoReceipt> {
    let prepared = app.decoders.prepare(bytes).await.map_err(|problem| refusal(&problem))?;
    // Where a resident stood is nobody's business; a result is looked at together with its place.
    let works = caller.session.is_some() || caller.link.is_some();
    let shot = if works { prepared.shot } else { Shot::default() };
    let photo = Received {
        taken_at: shot.taken_at(city.time_zone, app.clock.now()),
        taken_place: shot.place,
        sha256: prepared.sha256.to_vec(),
        width: i32::try_from(prepared.width).unwrap_or(i32::MAX),
        height: i32::try_from(prepared.height).unwrap_or(i32::MAX),
    };
    let receipt = PhotoReceipt {
        id,
        width: photo.width,
        height: photo.height,
        sizes: Size::ALL.iter().map(|size| size.name().to_owned()).collect(),
    };
    let (files, city_id) = (app.photos.clone(), city.id);
    let (origin, within) = (caller.origin(app, None), app.clone());
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move {
            if actions::receive(tx, id, &photo).await? {
                let bytes = Size::ALL.iter().map(|size| prepared.pictures.bytes(*size).len()).sum();
                abuse::hold_photo(tx, &within.config, &origin, id, bytes).await?;
                files.put(city_id, id, Kept::Shown(0), &prepared.pictures).await?;
            }
            if in_parts { upload::finish(tx, id).await } else { Ok(()) }
        })
    });
    write.await?;
    Ok(receipt)
}

pub(crate) fn refusal(problem: &PhotoProblem) -> ApiError {
    match problem {
        PhotoProblem::HeicNotHere => ApiError::HeicNotHere,
        PhotoProblem::TooSlow => ApiError::field("photo", "takes_too_long"),
        PhotoProblem::Busy => ApiError::Unavailable(problem.to_string()),
        PhotoProblem::Failed(cause) => ApiError::Internal(anyhow::anyhow!("{cause}")),
        PhotoProblem::TooLarge => ApiError::TooLarge,
        PhotoProblem::UnsupportedFormat => ApiError::UnsupportedMedia,
        PhotoProblem::TooManyPixels => ApiError::field("photo", "too_many_pixels"),
        PhotoProblem::Broken => ApiError::field("photo", "broken"),
    }
}

/// A photo in one of its sizes, for those who may see it, as its last edit left it.
#[utoipa::path(get, path = "/photos/{id}/{size}", operation_id = "photo", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path),
        ("size" = String, Path, description = "small, medium or large"),
        ("version" = Option<i32>, Query, description = "so that an edited picture has another address"),
        ("X-Report-Secret" = Option<String>, Header), ("X-Case-Link" = Option<String>, Header)),
    responses((status = 200, content_type = "image/jpeg"), (status = 304), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    headers: HeaderMap,
    PathOf(OneSized { id, size }): PathOf<OneSized>,
) -> ApiResult<Response> {
    let size = Size::from_name(&size).ok_or(ApiError::NotFound)?;
    // Between looking and reading somebody may edit it: then the file is another one.
    let (public, version, bytes) = match look(&app, city.id, &caller, id, size).await? {
        Some(found) => found,
        None => look(&app, city.id, &caller, id, size).await?.ok_or(ApiError::NotFound)?,
    };
    // Hidden again or edited it must be gone, so even a published photo is asked for anew.
    let cache = if public { "public, max-age=60" } else { "private, no-store" };
    let tag = format!("\"{version}-{}\"", size.name());
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let about = [(header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, [(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}

/// Whether everybody may see the photo, its version, and the picture.
async fn look(
    app: &App,
    city_id: i32,
    caller: &Caller,
    id: Uuid,
    size: Size,
) -> ApiResult<Option<(bool, i32, Vec<u8>)>> {
    let public = store::public_version(app.db.public(), city_id, id).await?;
    let version = match public {
        Some(version) => version,
        None => seen_version(app, city_id, caller, id).await?.ok_or(ApiError::NotFound)?,
    };
    let bytes = app.photos.read(city_id, id, Kept::Shown(version), size).await?;
    Ok(bytes.map(|bytes| (public.is_some(), version, bytes)))
}

/// The version of a photo that is not public, if the caller may see it.
async fn seen_version(app: &App, city_id: i32, caller: &Caller, id: Uuid) -> ApiResult<Option<i32>> {
    let author = Author::of(caller);
    if author.is_none() && caller.link.is_none() && caller.session.is_none() {
        return Ok(None);
    }
    let Some(holder) = store::holder(app.db.main(), city_id, id, app.clock.now()).await? else {
        return Ok(None);
    };
    let is_author = author.is_some_and(|author| author.wrote(&holder.secret_hash, holder.author_id));
    let is_contractor =
        caller.link.as_deref().is_some_and(|secret| holder.link_hashes.contains(&secret_hash(secret)));
    let is_staff =
        caller.session.as_ref().is_some_and(|s| may_read(s.staff(), holder.department_id, &holder.helpers));
    Ok((is_author || is_contractor || is_staff).then_some(holder.version))
}

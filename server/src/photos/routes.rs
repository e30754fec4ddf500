//! `…/photos/{id}`: in as the phone took it, out in three sizes without anything but the picture.

use super::actions;
use super::store::{self, Received};
use crate::abuse::{self, Deed};
use crate::app::App;
use crate::context::{Caller, InCity, PathOf};
use crate::media::{self, PhotoProblem, Size};
use crate::problem::{ApiError, ApiResult};
use crate::reports::{Author, secret_hash};
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::permission::may_read;
use domain::wire::problem::Problem;
use domain::wire::report::PhotoReceipt;
use serde::Deserialize;
use uuid::Uuid;

/// Bytes of a photo, at most.
pub const PHOTO_MAX: usize = 20 * 1024 * 1024;

#[derive(Deserialize)]
pub struct One {
    id: Uuid,
}

#[derive(Deserialize)]
pub struct OneSized {
    id: Uuid,
    size: String,
}

/// Receives a photo as raw JPEG, PNG or WebP, up to 20 MB and 50 megapixels. It is kept upright,
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
    abuse::gate(&app, &city, &caller, Deed::Photo).await?;
    // Bounds the memory of bodies that are still coming in.
    let _room = app.uploads.try_acquire().map_err(|_| ApiError::Unavailable("many uploads".to_owned()))?;
    let bytes = to_bytes(body, PHOTO_MAX).await.map_err(|error| ApiError::of_body(&error))?;
    let prepared = {
        let _turn = app.decoders.acquire().await.map_err(|error| ApiError::Internal(error.into()))?;
        tokio::task::spawn_blocking(move || media::prepare(&bytes))
            .await
            .map_err(|error| ApiError::Internal(error.into()))?
            .map_err(|problem| refusal(&problem))?
    };
    let photo = Received {
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
    let (origin, within) = (caller.origin(&app, None), app.clone());
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move {
                if actions::receive(tx, id, &photo).await? {
                    let bytes = Size::ALL.iter().map(|size| prepared.bytes(*size).len()).sum();
                    abuse::hold_photo(tx, &within.config, &origin, id, bytes).await?;
                    files.put(city_id, id, &prepared).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok((StatusCode::CREATED, axum::Json(receipt)).into_response())
}

fn refusal(problem: &PhotoProblem) -> ApiError {
    match problem {
        PhotoProblem::TooLarge => ApiError::TooLarge,
        PhotoProblem::UnsupportedFormat => ApiError::UnsupportedMedia,
        PhotoProblem::TooManyPixels => ApiError::field("photo", "too_many_pixels"),
        PhotoProblem::Broken => ApiError::field("photo", "broken"),
    }
}

/// A photo in one of its sizes, for those who may see it.
#[utoipa::path(get, path = "/photos/{id}/{size}", operation_id = "photo", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path),
        ("size" = String, Path, description = "small, medium or large"),
        ("X-Report-Secret" = Option<String>, Header), ("X-Case-Link" = Option<String>, Header)),
    responses((status = 200, content_type = "image/jpeg"), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(OneSized { id, size }): PathOf<OneSized>,
) -> ApiResult<Response> {
    let size = Size::from_name(&size).ok_or(ApiError::NotFound)?;
    let public = store::is_public(app.db.public(), city.id, id).await?;
    if !public && !may_see(&app, city.id, &caller, id).await? {
        return Err(ApiError::NotFound);
    }
    let bytes = app.photos.read(city.id, id, size).await?.ok_or(ApiError::NotFound)?;
    // Hidden again it must be gone, so even a published photo is asked for anew.
    let cache = if public { "public, max-age=60" } else { "private, no-store" };
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, cache)], bytes).into_response())
}

async fn may_see(app: &App, city_id: i32, caller: &Caller, id: Uuid) -> ApiResult<bool> {
    let author = Author::of(caller);
    if author.is_none() && caller.link.is_none() && caller.session.is_none() {
        return Ok(false);
    }
    let Some(holder) = store::holder(app.db.main(), city_id, id, app.clock.now()).await? else {
        return Ok(false);
    };
    let is_author = author.is_some_and(|author| author.wrote(&holder.secret_hash, holder.author_id));
    let is_contractor =
        caller.link.as_deref().is_some_and(|secret| holder.link_hashes.contains(&secret_hash(secret)));
    let is_staff =
        caller.session.as_ref().is_some_and(|s| may_read(s.staff(), holder.department_id, &holder.helpers));
    Ok(is_author || is_contractor || is_staff)
}

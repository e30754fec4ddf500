//! `…/photos/{id}/upload`: a photo in parts.

use super::super::routes::{One, PHOTO_MAX, keep};
use super::actions::{self, Added, PART_MIN, PATIENCE, Part};
use super::store::{self, Upload};
use crate::abuse::{self, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, PathOf, read_body};
use crate::problem::{ApiError, ApiResult};
use crate::secret::Mark;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::wire::photo::PhotoReceipt;
use domain::wire::problem::Problem;
use uuid::Uuid;

/// The media type of a part.
const PARTIAL: &str = "application/partial-upload";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const COMPLETE: HeaderName = HeaderName::from_static("upload-complete");
const LIMIT: HeaderName = HeaderName::from_static("upload-limit");

/// How much of a photo is here: `Upload-Offset`, and `Upload-Complete: ?1` when it is whole. For the device
/// that began it.
#[utoipa::path(get, path = "/photos/{id}/upload", operation_id = "photo_upload", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Device" = String, Header)),
    responses((status = 204, headers(("Upload-Offset" = i32), ("Upload-Complete" = String),
        ("Upload-Limit" = String))), (status = "4XX", body = Problem)))]
pub async fn look(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(One { id }): PathOf<One>,
) -> ApiResult<Response> {
    let found = store::find(app.db.main(), city.id, id, &device(&app, &caller)?).await?;
    let upload = found.ok_or(ApiError::NotFound)?;
    let response = (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response();
    Ok(about(response, upload))
}

/// Sends the next part of a photo, with the fields of the IETF's draft of resumable uploads: `Upload-Offset` is how much
/// was sent before, `Upload-Complete: ?1` comes with the last part. The first one, at 0, begins the upload.
/// A part that is not what comes next is a conflict that says in `Upload-Offset` where to go on.
#[utoipa::path(post, path = "/photos/{id}/upload", operation_id = "send_photo_part", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Device" = String, Header),
        ("X-Proof" = Option<String>, Header), ("Upload-Offset" = i32, Header),
        ("Upload-Complete" = String, Header, description = "?0 or ?1")),
    request_body(content = Vec<u8>, content_type = "application/partial-upload"),
    responses((status = 201, body = PhotoReceipt, description = "that was the last part"),
        (status = 204, headers(("Upload-Offset" = i32), ("Upload-Complete" = String), ("Upload-Limit" = String))),
        (status = "4XX", body = Problem)))]
pub async fn append(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(One { id }): PathOf<One>,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Response> {
    let device = device(&app, &caller)?;
    let (at, is_last) = placed(&headers)?;
    if at == 0 {
        abuse::gate(&app, &city, &caller, Sending::Photo).await?;
    }
    // Bounds the memory of bodies that are still coming in.
    let _room = app.uploads.try_acquire().map_err(|_| ApiError::Unavailable("many uploads".to_owned()))?;
    let bytes = read_body(body, PHOTO_MAX).await?;
    let (within, origin) = (app.clone(), caller.origin(&app, None));
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move {
            let part = Part { id, at, bytes: &bytes, is_last };
            actions::add(tx, &within.config, &origin, &device, &part).await
        })
    });
    match write.await?.0 {
        Added::TooMuch => Err(ApiError::TooLarge),
        Added::Elsewhere(upload) => Ok(about(ApiError::Conflict.into_response(), upload)),
        Added::Kept(arrived) if !is_last => {
            let upload = Upload { arrived, is_whole: false };
            Ok(about(StatusCode::NO_CONTENT.into_response(), upload))
        }
        Added::Kept(arrived) => {
            let receipt = receive(&app, &city, &caller, id).await?;
            let response = (StatusCode::CREATED, axum::Json(receipt)).into_response();
            Ok(about(response, Upload { arrived, is_whole: true }))
        }
    }
}

/// Receives a photo of which every part is here; what is no photo is forgotten.
async fn receive(
    app: &App,
    city: &domain::catalogue::City,
    caller: &Caller,
    id: Uuid,
) -> ApiResult<PhotoReceipt> {
    let parts = store::parts(app.db.main(), city.id, id).await?;
    let received = keep(app, city, caller, id, parts.concat().into(), true).await;
    let no_photo = matches!(
        &received,
        Err(ApiError::Invalid(_) | ApiError::UnsupportedMedia | ApiError::HeicNotHere | ApiError::Conflict)
    );
    if no_photo {
        let write = app.db.write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::drop_parts(tx, id).await })
        });
        write.await?;
    }
    received
}

/// What stands for the phone, which has to say who it is: another one's upload is not its business.
fn device(app: &App, caller: &Caller) -> ApiResult<Mark> {
    let origin = caller.sender.origin(app.abuse.seal(), None, None);
    origin.device.ok_or_else(|| ApiError::BadRequest("X-Device".to_owned()))
}

/// Where a part belongs, and whether it is the last one.
fn placed(headers: &HeaderMap) -> ApiResult<(i32, bool)> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(&header::CONTENT_TYPE) != Some(PARTIAL) {
        return Err(ApiError::UnsupportedMedia);
    }
    let at = text(&OFFSET).and_then(|at| at.parse().ok()).filter(|at| *at >= 0);
    let is_last = match text(&COMPLETE) {
        Some("?1") => Some(true),
        Some("?0") => Some(false),
        _ => None,
    };
    let missing = |name: &str| ApiError::BadRequest(name.to_owned());
    Ok((at.ok_or_else(|| missing("Upload-Offset"))?, is_last.ok_or_else(|| missing("Upload-Complete"))?))
}

/// Says in an answer how far an upload is, and what bounds it.
fn about(mut response: Response, upload: Upload) -> Response {
    let limit =
        format!("max-size={PHOTO_MAX}, min-append-size={PART_MIN}, max-age={}", PATIENCE.num_seconds());
    let headers = response.headers_mut();
    headers.insert(OFFSET, upload.arrived.into());
    headers.insert(COMPLETE, header_of(if upload.is_whole { "?1" } else { "?0" }));
    if let Ok(limit) = limit.parse() {
        headers.insert(LIMIT, limit);
    }
    response
}

fn header_of(word: &'static str) -> axum::http::HeaderValue {
    axum::http::HeaderValue::from_static(word)
}

//! `…/photos/{id}/edit` and `…/photos/{id}/original/{size}`: what staff makes unreadable in a photo,
//! and the photo as it was.

use super::actions::{self, Editing};
use super::routes::{One, OneSized, refusal};
use super::store::{self, Holder};
use super::view::view;
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::db::By;
use crate::media::{self, Kept, Pictures, Size};
use crate::problem::{ApiError, ApiResult};
use crate::reports;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::permission::{Action, Staff, may, may_read};
use domain::photo::Edit;
use domain::wire::photo::{EditPhoto, PhotoView};
use domain::wire::problem::{FieldError, Problem};
use uuid::Uuid;

/// Makes parts of a photo unreadable, cuts off others, or shows all of it again. What others see is
/// made anew from the unedited picture each time.
#[utoipa::path(put, path = "/photos/{id}/edit", operation_id = "edit_photo", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = EditPhoto,
    responses((status = 200, body = PhotoView), (status = "4XX", body = Problem)))]
pub async fn edit(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(One { id }): PathOf<One>,
    Json(EditPhoto { seen_version, edit }): Json<EditPhoto>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    let holder = publishable(&app, city.id, session.staff(), id).await?;
    let unedited = unedited(&app, city.id, id, holder.version, Size::Large).await?;
    let large = media::sides(&unedited).map_err(|problem| refusal(&problem))?;
    let pictures = pictures(&app, unedited, large, &edit).await?;
    let (report_id, files, city_id) = (holder.report_id, app.photos.clone(), city.id);
    let asked = Editing { files, id, report_id, seen_version, edit, large, pictures };
    let ((photo, is_new), _) = app
        .db
        .write(city_id, app.clock.now(), move |tx| {
            Box::pin(async move { reports::edit_photo(tx, &session, &asked).await })
        })
        .await?;
    if is_new {
        forget(&app, city_id, id, photo.version - 1).await;
    }
    Ok(axum::Json(view(&photo, city.time_zone, true)?).into_response())
}

/// The photo as it came, upright and without metadata, for staff who may edit it. Of an edited photo
/// each reading is written down.
#[utoipa::path(get, path = "/photos/{id}/original/{size}", operation_id = "original_photo", tag = "photos",
    params(("city" = String, Path), ("id" = Uuid, Path),
        ("size" = String, Path, description = "small, medium or large")),
    responses((status = 200, content_type = "image/jpeg"), (status = "4XX", body = Problem)))]
pub async fn original(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(OneSized { id, size }): PathOf<OneSized>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    let size = Size::from_name(&size).ok_or(ApiError::NotFound)?;
    let holder = publishable(&app, city.id, session.staff(), id).await?;
    let bytes = unedited(&app, city.id, id, holder.version, size).await?;
    if holder.edited {
        let by = By::Staff(session.user_id);
        app.db
            .write(city.id, app.clock.now(), move |tx| {
                Box::pin(async move {
                    actions::read_unedited(tx, id, size, by);
                    Ok(())
                })
            })
            .await?;
    }
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, bytes).into_response())
}

/// The photo's report, for staff who may publish it. For who may not read it there is none.
async fn publishable(app: &App, city_id: i32, staff: Staff, id: Uuid) -> ApiResult<Holder> {
    let holder = store::holder(app.db.main(), city_id, id, app.clock.now()).await?;
    let holder = holder.ok_or(ApiError::NotFound)?;
    if may(staff, Action::Publish, holder.department_id) {
        Ok(holder)
    } else if may_read(staff, holder.department_id, &holder.helpers) {
        Err(ApiError::Forbidden)
    } else {
        Err(ApiError::NotFound)
    }
}

async fn unedited(app: &App, city_id: i32, id: Uuid, version: i32, size: Size) -> ApiResult<Vec<u8>> {
    let kept = if version == 0 { Kept::Shown(0) } else { Kept::Unedited };
    let bytes = match app.photos.read(city_id, id, kept, size).await? {
        // Somebody edited it for the first time at this very moment.
        None if version == 0 => app.photos.read(city_id, id, Kept::Unedited, size).await?,
        found => found,
    };
    // Erasing a report leaves its published photos as they were edited, and no more of them.
    bytes.ok_or(ApiError::NotFound)
}

async fn pictures(
    app: &App,
    unedited: Vec<u8>,
    large: (u32, u32),
    edit: &Edit,
) -> ApiResult<Option<Pictures>> {
    let errors = edit.check(large.0, large.1);
    if !errors.is_empty() {
        let within = |error: FieldError| FieldError::new(&format!("edit.{}", error.field), &error.code);
        return Err(ApiError::Invalid(errors.into_iter().map(within).collect()));
    }
    if edit.is_empty() {
        return Ok(None);
    }
    app.decoders.edit(unedited, edit.clone()).await.map(Some).map_err(|problem| refusal(&problem))
}

/// Nobody is shown an earlier version any more. What cannot be deleted now is deleted with the photo.
async fn forget(app: &App, city_id: i32, id: Uuid, version: i32) {
    if let Err(error) = app.photos.delete(city_id, id, Kept::Shown(version)).await {
        tracing::warn!(%error, "an earlier version of a photo cannot be deleted");
    }
}

//! What is done with photos.

use super::store::{self, Edited, Photo, Received};
use crate::audit::Entry;
use crate::db::{By, Tx};
use crate::media::{self, Kept, Pictures, Size};
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::photo::{Crop, Edit, size_left};
use domain::publication::Visibility;
use domain::report::PHOTOS_MAX;
use domain::wire::photo::PhotoKind;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Keeps what came under this id; says whether it is new. The same bytes again change nothing;
/// others are a conflict. Files are to be written before the commit, while the row is locked: so
/// whoever comes second waits, and a row promises that its files are there.
pub async fn receive(tx: &mut Tx, id: Uuid, photo: &Received) -> ApiResult<bool> {
    let (is_new, kept) = store::insert(tx, id, photo).await?;
    if kept == photo.sha256 { Ok(is_new) } else { Err(ApiError::Conflict) }
}

/// Attaches photos to a report, to be seen as the city's policy says. Each must have been received
/// and belong to nothing yet.
pub async fn attach(
    tx: &mut Tx,
    report_id: Uuid,
    kind: PhotoKind,
    photos: &[Uuid],
    visibility: Visibility,
) -> ApiResult<()> {
    if photos.is_empty() {
        return Ok(());
    }
    if photos.len() > PHOTOS_MAX {
        return Err(ApiError::field("photos", "too_many"));
    }
    if store::attach(tx, report_id, kind.name(), photos, visibility).await? == photos.len() {
        Ok(())
    } else {
        Err(ApiError::field("photos", "unknown_photo"))
    }
}

/// Shows or hides photos of a report.
pub async fn publish(tx: &mut Tx, report_id: Uuid, photos: &BTreeMap<Uuid, Visibility>) -> ApiResult<()> {
    for visibility in [Visibility::Hidden, Visibility::Published] {
        let ids: Vec<Uuid> = photos.iter().filter(|&(_, &v)| v == visibility).map(|(&id, _)| id).collect();
        if store::set_visibility(tx, report_id, &ids, visibility).await? != ids.len() {
            return Err(ApiError::field("photos", "unknown_photo"));
        }
    }
    Ok(())
}

/// An edit that is asked for, with the pictures that it makes; none where it shows all again.
pub struct Editing {
    pub files: media::Store,
    pub id: Uuid,
    pub report_id: Uuid,
    pub seen_version: i32,
    pub edit: Edit,
    /// Width and height of the unedited large picture.
    pub large: (u32, u32),
    pub pictures: Option<Pictures>,
}

/// Edits a photo of a report whose case is locked; gives how it is then, and whether anything is new.
/// What is asked for again is there already. The files are written while the row is locked.
pub async fn edit(tx: &mut Tx, asked: &Editing, by: By) -> ApiResult<(Photo, bool)> {
    let (id, city_id, files) = (asked.id, tx.city_id(), &asked.files);
    let row = store::lock(tx, asked.report_id, id).await?.ok_or(ApiError::NotFound)?;
    let edit = Some(&asked.edit).filter(|edit| !edit.is_empty());
    let before =
        row.edit.clone().map(serde_json::from_value::<Edit>).transpose().map_err(anyhow::Error::from)?;
    let is_new = before.as_ref() != edit;
    let version = row.version + i32::from(is_new);
    if is_new && row.version != asked.seen_version {
        return Err(ApiError::VersionConflict);
    }
    let came = (row.width, row.height);
    let shown = edit.and_then(|edit| edit.crop).map(|crop| left_of(came, asked.large, crop));
    let edit = edit.map(serde_json::to_value).transpose().map_err(anyhow::Error::from)?;
    if is_new {
        if row.version == 0 {
            files.keep_apart(city_id, id).await?;
        }
        match &asked.pictures {
            Some(pictures) => files.put(city_id, id, Kept::Shown(version), pictures).await?,
            None => files.bring_back(city_id, id, Kept::Shown(version)).await?,
        }
        store::save_edit(tx, id, &Edited { version, edit: edit.clone(), shown }).await?;
        let details =
            json!({ "version": version, "strokes": asked.edit.strokes.len(), "crop": shown.is_some() });
        tx.audit(Entry { deed: Deed::PhotoEdited, by, subject_id: Some(id), details });
    }
    let (width, height) = shown.unwrap_or(came);
    let photo = Photo {
        id,
        kind: row.kind,
        published: row.published,
        width,
        height,
        received_at: row.received_at,
        version,
        edited: edit.is_some(),
        edit,
        taken_at: row.taken_at,
        distance_m: row.distance_m,
    };
    Ok((photo, is_new))
}

fn left_of((width, height): (i32, i32), large: (u32, u32), crop: Crop) -> (i32, i32) {
    let (width, height) = size_left((width.unsigned_abs(), height.unsigned_abs()), large, crop);
    (i32::try_from(width).unwrap_or(i32::MAX), i32::try_from(height).unwrap_or(i32::MAX))
}

/// Writes down that somebody looks at an edited photo as it was.
pub fn read_unedited(tx: &mut Tx, id: Uuid, size: Size, by: By) {
    let details = json!({ "size": size.name() });
    tx.audit(Entry { deed: Deed::OriginalRead, by, subject_id: Some(id), details });
}

/// Erases the photos of these reports, but for those of public places that somebody has looked at and
/// published: they show nobody's home. Of those nothing stays that an edit has hidden.
pub async fn erase(tx: &mut Tx, files: &media::Store, reports: &[Uuid]) -> ApiResult<()> {
    let found = store::erasable(tx, reports).await?;
    delete(tx, files, &found).await?;
    let city_id = tx.city_id();
    for id in store::edited(tx, reports).await? {
        files.delete(city_id, id, Kept::Unedited).await?;
    }
    Ok(())
}

/// Deletes photos, the files while their rows are locked: a row without files is better than a picture
/// that nobody knows of.
pub async fn delete(tx: &mut Tx, files: &media::Store, photos: &[Uuid]) -> ApiResult<()> {
    let city_id = tx.city_id();
    for gone in store::delete(tx, photos).await? {
        files.delete_all(city_id, gone.id, gone.version).await?;
    }
    Ok(())
}

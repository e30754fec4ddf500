//! What is done with photos.

use super::store::{self, Received};
use crate::db::Tx;
use crate::media;
use crate::problem::{ApiError, ApiResult};
use domain::publication::Visibility;
use domain::wire::report::PhotoKind;
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

/// Erases the photos of these reports, but for those of public places that somebody has looked at and
/// published: they show nobody's home.
pub async fn erase(tx: &mut Tx, files: &media::Store, reports: &[Uuid]) -> ApiResult<()> {
    let found = store::erasable(tx, reports).await?;
    delete(tx, files, &found).await
}

/// Deletes photos, the files while their rows are locked: a row without files is better than a picture
/// that nobody knows of.
pub async fn delete(tx: &mut Tx, files: &media::Store, photos: &[Uuid]) -> ApiResult<()> {
    let city_id = tx.city_id();
    for id in store::delete(tx, photos).await? {
        files.delete(city_id, id).await?;
    }
    Ok(())
}

//! What is done with the parts of photos.

use super::super::routes::PHOTO_MAX;
use super::store::{self, Upload};
use crate::abuse::{self, Origin};
use crate::app::App;
use crate::config::Config;
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use chrono::Duration;
use uuid::Uuid;

/// How long parts wait for the rest.
pub const PATIENCE: Duration = Duration::days(1);
/// Bytes of a part that is not the last one, at least: many tiny ones would only be work.
pub const PART_MIN: usize = 64 * 1024;

/// One part, as it came.
pub struct Part<'a> {
    pub id: Uuid,
    /// Of the first byte in the photo.
    pub at: i32,
    pub bytes: &'a [u8],
    pub is_last: bool,
}

/// What became of a part.
pub enum Added {
    /// It is kept; so much of the photo is here.
    Kept(i32),
    /// It is not what comes next.
    Elsewhere(Upload),
    /// It would be too much: the upload is forgotten.
    TooMuch,
}

/// Keeps the next part of a photo for the device that began it.
///
/// # Errors
/// `NotFound` when another device did, `RateLimited` when too much of this sender waits for reports.
pub async fn add(
    tx: &mut Tx,
    config: &Config,
    origin: &Origin,
    device: &[u8],
    part: &Part<'_>,
) -> ApiResult<Added> {
    let upload = store::begin(tx, part.id, device).await?.ok_or(ApiError::NotFound)?;
    if upload.is_whole || upload.arrived != part.at {
        return Ok(Added::Elsewhere(upload));
    }
    let arrived = usize::try_from(upload.arrived).unwrap_or(PHOTO_MAX) + part.bytes.len();
    let (true, Ok(there)) = (arrived <= PHOTO_MAX, i32::try_from(arrived)) else {
        store::delete(tx, part.id).await?;
        return Ok(Added::TooMuch);
    };
    if !part.is_last && part.bytes.len() < PART_MIN {
        return Err(ApiError::BadRequest("min-append-size".to_owned()));
    }
    if !part.bytes.is_empty() {
        abuse::hold_photo(tx, config, origin, part.id, arrived).await?;
        store::add(tx, part.id, part.at, part.bytes, there).await?;
    }
    Ok(Added::Kept(there))
}

/// The photo was received: only that it is whole is remembered.
pub async fn finish(tx: &mut Tx, id: Uuid) -> ApiResult<()> {
    Ok(store::set_whole(tx, id).await?)
}

/// What came is no photo that the city takes.
pub async fn drop_parts(tx: &mut Tx, id: Uuid) -> ApiResult<()> {
    Ok(store::delete(tx, id).await?)
}

/// Forgets uploads of a city that were not finished in time; says how many.
pub async fn forget(app: &App, city_id: i32) -> ApiResult<usize> {
    let now = app.clock.now();
    let write = app.db.write(city_id, now, move |tx| {
        Box::pin(async move { Ok(store::delete_old(tx, now - PATIENCE).await?) })
    });
    Ok(usize::try_from(write.await?.0).unwrap_or(usize::MAX))
}

//! The photos of a draft.

use std::sync::Arc;

use super::{Draft, store};
use crate::error::CoreError;
use crate::photo::{self, CancelToken, PhotoHint, PhotoProgress};
use crate::random;

#[uniffi::export]
impl Draft {
    /// Prepares and keeps a photo (JPEG, PNG or WebP) and gives what its camera noted beside it. The
    /// work is done on a thread of its own, one photo after the other.
    ///
    /// * `progress` is told how far it is.
    /// * `cancel` stops it, and so does whoever stops waiting for it. `null` is then the answer, and
    ///   nothing is kept.
    ///
    /// # Errors
    /// `Rejected` with field `photo` when it is no photo, damaged, or too large.
    #[uniffi::method(default(progress = None, cancel = None))]
    pub async fn add_photo(
        &self,
        bytes: Vec<u8>,
        progress: Option<Arc<dyn PhotoProgress>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Option<PhotoHint>, CoreError> {
        let Some(photo) = photo::make(bytes, progress, cancel, self.language).await? else {
            return Ok(None);
        };
        let id = random::photo_id()?.to_string();
        let sheet = self.sheet();
        self.storage.write(|tx| {
            store::save(tx, self.account, &sheet)?;
            photo::store::insert(tx, &sheet.id.to_string(), &id, &photo)
        })?;
        Ok(Some(photo.hint))
    }

    /// Takes a photo away again.
    pub fn remove_photo(&self, id: &str) -> Result<(), CoreError> {
        let sheet = self.sheet();
        self.storage.write(|tx| {
            store::save(tx, self.account, &sheet)?;
            photo::store::delete(tx, &sheet.id.to_string(), id)
        })
    }

    /// The JPEG of one of its photos, as it will be sent.
    pub fn photo(&self, id: &str) -> Result<Option<Vec<u8>>, CoreError> {
        let report = self.id();
        self.storage.read(|db| photo::store::bytes(db, &report, id))
    }
}

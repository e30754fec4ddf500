//! A photo is made on a thread of its own, which stops when nobody waits for it any more.

use std::sync::Arc;

use domain::text::Language;
use tokio::sync::oneshot;

use super::{CancelToken, Photo, PhotoProblem, PhotoProgress, Watch, prepare};
use crate::error::{CoreError, RefusalCode};

/// Makes a photo of these bytes; none when it was cancelled.
///
/// # Errors
/// `Rejected` with field `photo`.
pub(crate) async fn make(
    bytes: Vec<u8>,
    progress: Option<Arc<dyn PhotoProgress>>,
    cancel: Option<Arc<CancelToken>>,
    language: Language,
) -> Result<Option<Photo>, CoreError> {
    let watch = Watch { progress, cancel, ..Watch::default() };
    match aside(bytes, watch.clone()).await? {
        Ok(photo) if !watch.is_cancelled() => Ok(Some(photo)),
        Ok(_) | Err(PhotoProblem::Cancelled) => Ok(None),
        Err(problem) => Err(CoreError::field(RefusalCode::Invalid, "photo", problem.code(), language)),
    }
}

async fn aside(bytes: Vec<u8>, watch: Watch) -> Result<Result<Photo, PhotoProblem>, CoreError> {
    let failed = || CoreError::Storage { detail: "a photo could not be worked on".to_owned() };
    let _leaving = Leaving(watch.gone.clone());
    let (send, made) = oneshot::channel();
    std::thread::Builder::new()
        .name("photo".to_owned())
        .spawn(move || {
            // Whoever waited may have gone.
            let _gone = send.send(prepare(&bytes, &watch));
        })
        .map_err(|_| failed())?;
    made.await.map_err(|_| failed())
}

/// Says that nobody waits, when it goes.
struct Leaving(Arc<CancelToken>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

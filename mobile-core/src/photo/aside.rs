//! Photos are made aside: the thread that asks goes on drawing.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::{CancelToken, Photo, PhotoProblem, Watch, prepare};
use crate::error::CoreError;

/// Makes a photo on a thread of its own, which stops when nobody waits for it any more.
pub(crate) async fn prepare_aside(
    bytes: Vec<u8>,
    watch: Watch,
) -> Result<Result<Photo, PhotoProblem>, CoreError> {
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

//! Photos are decoded a few at a time, each for so long. Whoever waits too long for a turn is told
//! to come again. A turn lasts until the work has ended, even if nobody waits for it any more.

use super::decode::{MAX_BYTES, Position};
use super::heif::{Heif, is_heif};
use super::prepare::{self, Pictures, Prepared};
use super::{PhotoProblem, edit};
use bytes::Bytes;
use domain::photo::Edit;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a photo waits for its turn.
const WAIT: Duration = Duration::from_secs(10);
/// How long one photo may be decoded.
const TIME: Duration = Duration::from_secs(20);

pub struct Decoders {
    turns: Arc<Semaphore>,
    heif: Heif,
    wait: Duration,
    time: Duration,
}

impl Decoders {
    /// Decodes so many photos at once.
    pub fn new(at_once: usize, heif: Heif) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once.max(1))), heif, wait: WAIT, time: TIME }
    }

    /// With another patience.
    #[cfg(test)]
    pub(super) fn patient(self, wait: Duration, time: Duration) -> Self {
        Self { wait, time, ..self }
    }

    /// What came, as the city keeps it.
    pub async fn prepare(&self, sent: Bytes) -> Result<Prepared, PhotoProblem> {
        if sent.len() > MAX_BYTES {
            return Err(PhotoProblem::TooLarge);
        }
        let turn = self.turn().await?;
        let until = Instant::now() + self.time;
        if is_heif(&sent) {
            let jpeg = self.heif.to_jpeg(&sent, self.time).await?;
            return apart(turn, move || prepare::prepare(&sent, &jpeg, Position::Upright, until)).await;
        }
        apart(turn, move || prepare::prepare(&sent, &sent, Position::AsWritten, until)).await
    }

    /// An unedited picture of ours, with an edit.
    pub async fn edit(&self, unedited: Vec<u8>, edit: Edit) -> Result<Pictures, PhotoProblem> {
        let turn = self.turn().await?;
        let until = Instant::now() + self.time;
        apart(turn, move || edit::edited(&prepare::reread(&unedited, until)?, &edit)).await
    }

    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, PhotoProblem> {
        match tokio::time::timeout(self.wait, self.turns.clone().acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(PhotoProblem::Busy),
        }
    }
}

/// What is done with a body, without a turn and without the decoder of HEIC.
#[cfg(any(test, feature = "fuzzing"))]
pub fn prepare_at_once(bytes: &[u8]) -> Result<Prepared, PhotoProblem> {
    if is_heif(bytes) {
        super::heif::pixels(bytes);
        return Err(PhotoProblem::HeicNotHere);
    }
    prepare::prepare(bytes, bytes, Position::AsWritten, Instant::now() + TIME)
}

/// Runs slow work off the runtime's threads.
async fn apart<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> Result<T, PhotoProblem> + Send + 'static,
) -> Result<T, PhotoProblem> {
    let done = tokio::task::spawn_blocking(move || {
        let _until_done = turn;
        work()
    });
    done.await.unwrap_or_else(|panic| Err(PhotoProblem::Failed(panic.to_string())))
}

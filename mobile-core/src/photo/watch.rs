//! How a photo in the making is watched and stopped: by the bytes that its decoder has asked for.

use std::io::{BufRead, Cursor, Error, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Is told how far a photo is. Called on a thread of its own, never with less than before.
#[uniffi::export(with_foreign)]
pub trait PhotoProgress: Send + Sync {
    /// 0 to 100, in steps of five or more.
    fn percent(&self, percent: u8);
}

/// Stops the calls that it was given to. A language whose own cancelling reaches the core (a
/// coroutine in Kotlin, a dropped future in Rust) can do without it; a Swift `Task` cannot.
#[derive(Debug, Default, uniffi::Object)]
pub struct CancelToken(AtomicBool);

#[uniffi::export]
impl CancelToken {
    /// One that stops nothing yet.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops them, for good. Again, or too late, it is no harm.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl CancelToken {
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who looks on while a photo is made.
#[derive(Clone, Default)]
pub(super) struct Watch {
    /// Is told how far it is.
    pub progress: Option<Arc<dyn PhotoProgress>>,
    /// Whoever waits for it may stop it,
    pub cancel: Option<Arc<CancelToken>>,
    /// or may have gone.
    pub gone: Arc<CancelToken>,
}

impl Watch {
    /// Nobody wants it any more.
    pub fn is_over(&self) -> bool {
        self.gone.is_cancelled() || self.is_cancelled()
    }

    /// It was stopped by whoever waits for it.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|token| token.is_cancelled())
    }

    pub fn tell(&self, percent: u8) {
        if let Some(progress) = &self.progress {
            progress.percent(percent);
        }
    }
}

/// Bytes whose reading is the larger part of the work.
pub(super) struct Watched<'a> {
    bytes: Cursor<&'a [u8]>,
    watch: &'a Watch,
    reads: u32,
    told: u8,
}

impl<'a> Watched<'a> {
    /// Of a hundred percent, what reading counts.
    pub const SHARE: u8 = 80;
    const STEP: u8 = 5;

    pub fn new(bytes: &'a [u8], watch: &'a Watch) -> Self {
        Self { bytes: Cursor::new(bytes), watch, reads: 0, told: 0 }
    }

    /// Decoders read byte by byte: one looks up now and then.
    fn look(&mut self) -> std::io::Result<()> {
        const NOW_AND_THEN: u32 = 4096;
        self.reads = self.reads.wrapping_add(1);
        if self.reads % NOW_AND_THEN != 1 {
            return Ok(());
        }
        if self.watch.is_over() {
            return Err(Error::from(ErrorKind::TimedOut));
        }
        let whole = self.bytes.get_ref().len().max(1) as u64;
        let share = self.bytes.position() * u64::from(Self::SHARE) / whole;
        let percent = u8::try_from(share).unwrap_or(Self::SHARE).min(Self::SHARE);
        if percent >= self.told.saturating_add(Self::STEP) {
            self.told = percent;
            self.watch.tell(percent);
        }
        Ok(())
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.look()?;
        self.bytes.read(into)
    }
}

impl BufRead for Watched<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.look()?;
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.bytes.consume(count);
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

//! How many may follow the events: each holds a connection for as long as they like.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of this process.
#[derive(Debug, Clone)]
pub struct Listeners(Arc<Semaphore>);

impl Listeners {
    /// Room for so many.
    pub fn new(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places)))
    }

    /// A place until it is dropped, if one is free.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        self.0.clone().try_acquire_owned().ok()
    }
}

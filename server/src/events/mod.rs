//! The log of what happened, and the feed of it. Rows are appended by [`crate::db::Tx`] with the
//! commit; whoever follows reads by number and is woken after commits, and polls besides, for
//! events of other processes.

mod listeners;
pub mod routes;
mod store;

pub use listeners::Listeners;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// Wakes those who follow a city's log.
#[derive(Clone, Default)]
pub struct Feed(Arc<Mutex<HashMap<i32, watch::Sender<u64>>>>);

impl Feed {
    /// Something was committed in this city.
    pub fn wake(&self, city_id: i32) {
        self.sender(city_id).send_modify(|count| *count += 1);
    }

    /// Changes whenever something is committed in this city; what comes fast comes as one.
    pub fn follow(&self, city_id: i32) -> watch::Receiver<u64> {
        self.sender(city_id).subscribe()
    }

    fn sender(&self, city_id: i32) -> watch::Sender<u64> {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        senders.entry(city_id).or_insert_with(|| watch::channel(0).0).clone()
    }
}

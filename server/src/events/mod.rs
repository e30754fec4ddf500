//! The log of what happened, and the feed of it. Rows are appended by [`crate::db::Tx`] with the
//! commit; whoever follows reads by number and is woken: after the commits of this process at once,
//! and when [`watch`] finds that another process has written.

mod listeners;
mod pages;
pub mod routes;
mod store;

pub use listeners::Listeners;
pub use store::{changed, last};

use crate::app::App;
use pages::Pages;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Wakes those who follow a city's log.
#[derive(Clone, Default)]
pub struct Feed(Arc<Followed>);

#[derive(Default)]
struct Followed {
    wakes: Mutex<HashMap<i32, watch::Sender<u64>>>,
    pages: Pages,
}

impl Feed {
    /// Something was committed in this city.
    pub fn wake(&self, city_id: i32) {
        self.sender(city_id).send_modify(|count| *count += 1);
    }

    /// Changes whenever something is committed in this city; what comes fast comes as one.
    pub fn follow(&self, city_id: i32) -> watch::Receiver<u64> {
        self.sender(city_id).subscribe()
    }

    /// What those who follow read.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    fn sender(&self, city_id: i32) -> watch::Sender<u64> {
        let mut senders = self.0.wakes.lock().unwrap_or_else(PoisonError::into_inner);
        senders.entry(city_id).or_insert_with(|| watch::channel(0).0).clone()
    }
}

/// How long an event of another process may wait to be seen.
const LOOK: Duration = Duration::from_millis(500);

/// Looks for what other processes have written, once for all who follow here. What was written here
/// is found too and wakes them a second time; then they find nothing new.
pub async fn watch(app: App) {
    let mut known = Vec::new();
    let mut ticks = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            () = app.stopping() => return,
            _ = ticks.tick() => {}
        }
        let cities: Vec<i32> = app.cities.all().iter().map(|entry| entry.city.id).collect();
        let Ok(last) = store::last_of(app.db.main(), &cities).await else {
            continue; // the next look finds it
        };
        for of_city in last.iter().filter(|of_city| !known.contains(*of_city)) {
            app.feed.wake(of_city.0);
        }
        known = last;
    }
}

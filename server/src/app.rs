//! What every handler can reach.

use crate::abuse::Guard;
use crate::auth::{Keys, Providers};
use crate::catalogue::{Cities, Popular};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::events::{Feed, Listeners};
use crate::media;
use crate::notify::Post;
use crate::outbound::Outbound;
use crate::reports::{Counts, Maps};
use crate::tiles::base::BaseTiles;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// The running application; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// Its parts.
pub struct Parts {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub cities: Cities,
    pub popular: Popular,
    pub feed: Feed,
    pub photos: media::Store,
    pub base_tiles: BaseTiles,
    /// The public map of each city in memory.
    pub maps: Maps,
    /// Who follows the events, and how many may.
    pub listeners: Listeners,
    pub desk_counts: Counts,
    pub decoders: media::Decoders,
    /// Bounds how many photos come in at once.
    pub uploads: Semaphore,
    /// Calls the outside.
    pub outbound: Outbound,
    /// Sends messages to people.
    pub post: Post,
    pub keys: Keys,
    /// What is known of senders.
    pub abuse: Guard,
    pub providers: Providers,
    /// Cancelled when the server begins to stop.
    pub stop: CancellationToken,
    /// Made-up cases and sign-ins that everybody may know.
    pub demo: bool,
    /// The address that people use, without a slash at the end.
    pub public_url: String,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Resolves when the server begins to stop: what would never end by itself ends then.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

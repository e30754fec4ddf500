//! Sending to people: by e-mail, by text message, and to browsers that asked for it. A message is kept in the transaction that causes it
//! ([`post`]) and carried outside of it ([`jobs`]): tried at once, again after growing pauses, and given
//! up when it is of no use any more. Its address and words go when that is over.

mod exolve;
pub mod jobs;
mod outbox;
pub mod push;
pub mod routes;
mod smtp;
mod store;
mod words;

pub use store::queues;

/// By what messages go, as the database has it.
pub const WAYS: [&str; 3] = ["email", "push", "sms"];

pub use outbox::{Outbox, Shown};
pub use words::Words;

use crate::config::Config;
use crate::db::Tx;
use crate::outbound::Outbound;
use crate::problem::ApiResult;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::reach::{Reach, Way};
use futures::future::BoxFuture;
use std::sync::Arc;
use tokio::sync::Notify;
use uuid::Uuid;

/// A message on its way.
pub struct Letter {
    /// Stays the same when it is sent again.
    pub id: Uuid,
    pub address: String,
    pub words: Words,
    pub written_at: DateTime<Utc>,
    /// Where a mail program takes its reader off the list (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Why a message did not go. The reason holds no personal data: it is logged.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It may go later.
    Passing(String),
    /// It never will.
    Final(String),
    /// It never will, and nothing else will go there either.
    Gone,
}

/// What takes a message out of the house.
pub trait Carrier: Send + Sync {
    fn carry<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Fault>>;
}

/// The carriers of this installation.
pub struct Post {
    email: Option<Arc<dyn Carrier>>,
    sms: Option<Arc<dyn Carrier>>,
    push: push::Push,
    /// Shows what would have been sent, in demo mode only.
    pub outbox: Option<Arc<Outbox>>,
    news: Notify,
}

impl Post {
    /// As the settings say; what they leave out goes to the outbox in demo mode, and nowhere else.
    pub fn open(config: &Config, outbound: &Outbound, public_url: &str, demo: bool) -> Result<Self> {
        let outbox = demo.then(|| Arc::new(Outbox::default()));
        let shown = |way| outbox.clone().map(|outbox| outbox.of(way));
        let email = match config.smtp_host.as_str() {
            "" => shown(Way::Email),
            _ => Some(Arc::new(smtp::Smtp::open(config, public_url)?) as Arc<dyn Carrier>),
        };
        let sms = if config.sms_key.is_empty() {
            shown(Way::Sms)
        } else {
            Some(Arc::new(exolve::Exolve::open(config, outbound)?) as Arc<dyn Carrier>)
        };
        let push = push::Push::open(config, outbound, public_url);
        Ok(Self { email, sms, push, outbox, news: Notify::new() })
    }

    /// What takes messages this way, if anything does.
    fn carrier(&self, way: Way) -> Option<&Arc<dyn Carrier>> {
        match way {
            Way::Email => self.email.as_ref(),
            Way::Sms => self.sms.as_ref(),
        }
    }

    /// Whether people are reached this way here.
    pub fn goes(&self, way: Way) -> bool {
        self.carrier(way).is_some()
    }

    /// There is something to send.
    pub fn wake(&self) {
        self.news.notify_one();
    }
}

/// A message to be.
pub struct Message {
    pub to: Reach,
    /// What it is about, for measurements.
    pub kind: &'static str,
    pub words: Words,
    /// After that it helps nobody.
    pub useful_until: DateTime<Utc>,
    /// Where a mail program takes its reader off the list.
    pub unsubscribe: Option<String>,
}

/// What a browser is to be told.
pub struct Told {
    pub device_id: Uuid,
    pub endpoint: String,
    pub kind: &'static str,
    /// As the page's worker reads it.
    pub body: String,
    pub useful_until: DateTime<Utc>,
}

/// Keeps what a browser is to be told; it is sent after the commit.
pub async fn tell(tx: &mut Tx, told: &Told) -> ApiResult<()> {
    Ok(store::insert_told(tx, Uuid::new_v4(), told).await?)
}

/// Keeps a message; it is sent after the commit.
pub async fn post(tx: &mut Tx, message: &Message) -> ApiResult<()> {
    Ok(store::insert(tx, Uuid::new_v4(), message).await?)
}

//! The outbox of demo mode: keeps the last messages in memory instead of sending them.

use super::{Carrier, Fault, Letter};
use chrono::{DateTime, Utc};
use domain::reach::Way;
use futures::future::BoxFuture;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Messages that are shown.
const SHOWN: usize = 100;

/// The last messages, newest first.
#[derive(Default)]
pub struct Outbox(Mutex<VecDeque<Shown>>);

/// A message that would have been sent.
#[derive(Clone, Serialize, utoipa::ToSchema)]
#[schema(as = OutboxMessage)]
pub struct Shown {
    id: Uuid,
    way: Way,
    to: String,
    subject: Option<String>,
    body: String,
    written_at: DateTime<Utc>,
}

impl Outbox {
    /// A carrier that shows what goes this way.
    pub fn of(self: Arc<Self>, way: Way) -> Arc<dyn Carrier> {
        Arc::new(Shelf { outbox: self, way })
    }

    /// What there is, newest first.
    pub fn all(&self) -> Vec<Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn keep(&self, shown: Shown) {
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push_front(shown);
        messages.truncate(SHOWN);
    }
}

struct Shelf {
    outbox: Arc<Outbox>,
    way: Way,
}

impl Carrier for Shelf {
    fn carry<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Fault>> {
        let Letter { id, address, words, written_at, .. } = letter;
        self.outbox.keep(Shown {
            id: *id,
            way: self.way,
            to: address.clone(),
            subject: words.subject.clone(),
            body: words.body.clone(),
            written_at: *written_at,
        });
        Box::pin(std::future::ready(Ok(())))
    }
}

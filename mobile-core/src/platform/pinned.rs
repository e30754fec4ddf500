//! Tells the transport which keys a server has to have: those that its city's link named.

use std::sync::Arc;

use rusqlite::{Connection, Transaction};

use super::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::error::CoreError;
use crate::storage::Storage;

/// A transport whose requests carry the pins of their server.
pub(crate) struct Pinned {
    transport: Arc<dyn Transport>,
    pins: Pins,
}

enum Pins {
    /// What is kept of each server.
    Kept(Storage),
    /// Of a server that is not known yet.
    These(Vec<String>),
}

impl Pinned {
    /// By what is kept.
    pub fn by(storage: Storage, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        Arc::new(Self { transport, pins: Pins::Kept(storage) })
    }

    /// By these, for whatever is asked.
    pub fn to(pins: Vec<String>, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        Arc::new(Self { transport, pins: Pins::These(pins) })
    }
}

#[async_trait::async_trait]
impl Transport for Pinned {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        request.pins = match &self.pins {
            Pins::These(pins) => pins.clone(),
            // Without knowing them nothing is sent.
            Pins::Kept(storage) => {
                storage.read(|db| find(db, server(&request.url))).map_err(|_| TransportError::NoAnswer)?
            }
        };
        self.transport.send(request).await
    }
}

/// `https://host` of an address.
fn server(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |path| &url[..host + path])
}

/// The pins of a server.
pub(crate) fn find(db: &Connection, server: &str) -> Result<Vec<String>, CoreError> {
    let mut statement = db.prepare_cached("select pin from pins where server = ?1 order by pin")?;
    let rows = statement.query_map([server], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps them in place of those that were there.
pub(crate) fn keep(tx: &Transaction<'_>, server: &str, pins: &[String]) -> Result<(), CoreError> {
    tx.execute("delete from pins where server = ?1", [server])?;
    for pin in pins {
        tx.execute("insert into pins (server, pin) values (?1, ?2) on conflict do nothing", [server, pin])?;
    }
    Ok(())
}

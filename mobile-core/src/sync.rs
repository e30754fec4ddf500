//! Sends what the outbox holds, one report after the other: its photos first, each remembered
//! when it has arrived, then the report, then the receipt is stored.

use crate::client::{Client, Failure};
use crate::error::CoreError;
use crate::outbox::{self, Item};
use crate::photo;
use crate::storage::Storage;

/// Tries everything that is due at `now` and gives the ids of what was tried. Stops early when
/// the network is gone: the others keep their turn.
pub(crate) async fn flush(storage: &Storage, client: &Client, now: i64) -> Result<Vec<String>, CoreError> {
    let mut tried = Vec::new();
    for item in storage.read(|db| outbox::due(db, now))? {
        let begun = storage.write(|tx| outbox::begin(tx, &item))?;
        tried.push(item.id);
        match deliver(storage, client, &begun).await {
            Ok(receipt) => storage.write(|tx| outbox::keep_receipt(tx, &begun, &receipt))?,
            Err(Setback::Server(Failure::Refused(refusal))) => {
                storage.write(|tx| outbox::park(tx, &begun, refusal))?;
            }
            Err(Setback::Server(Failure::Later { asked })) => {
                storage.write(|tx| outbox::postpone(tx, &begun, now, asked))?;
            }
            Err(Setback::Server(Failure::NotConnected)) => {
                storage.write(|tx| outbox::put_back(tx, &begun))?;
                break;
            }
            Err(Setback::Phone(error)) => return Err(error),
        }
    }
    Ok(tried)
}

/// Whose fault it was.
enum Setback {
    Server(Failure),
    Phone(CoreError),
}

impl From<Failure> for Setback {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

impl From<CoreError> for Setback {
    fn from(error: CoreError) -> Self {
        Self::Phone(error)
    }
}

/// Gives the receipt as JSON.
async fn deliver(storage: &Storage, client: &Client, item: &Item) -> Result<String, Setback> {
    for photo in storage.read(|db| photo::store::unsent(db, &item.id))? {
        client.put_photo(&item.city, &photo.id, photo.bytes).await?;
        storage.write(|tx| photo::store::set_sent(tx, &photo.id))?;
    }
    Ok(client.submit(&item.city, &item.body).await?)
}

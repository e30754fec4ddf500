//! Sends what the outbox holds, one report after the other: its photos first, each remembered
//! when it has arrived, then the report, then the receipt is stored.

use crate::client::{Client, Failure};
use crate::error::CoreError;
use crate::outbox::{self, Item};
use crate::photo;
use crate::storage::Storage;

/// Tries everything of one account that is due at `now` and gives the ids of what was tried. Stops
/// early when the network is gone: the others keep their turn.
pub(crate) async fn flush(storage: &Storage, client: &Client, now: i64) -> Result<Vec<String>, CoreError> {
    let mut tried = Vec::new();
    for item in storage.read(|db| outbox::due(db, client.account.id, now))? {
        let begun = storage.write(|tx| outbox::begin(tx, &item))?;
        tried.push(item.id);
        match deliver(storage, client, &begun).await {
            Ok(receipt) => storage.write(|tx| outbox::keep_receipt(tx, &begun, &receipt))?,
            Err(Failure::Refused(refusal)) => storage.write(|tx| outbox::park(tx, &begun, refusal))?,
            Err(Failure::Later { asked }) => storage.write(|tx| outbox::postpone(tx, &begun, now, asked))?,
            Err(Failure::NotConnected) => {
                storage.write(|tx| outbox::put_back(tx, &begun))?;
                break;
            }
            Err(Failure::Phone(error)) => return Err(error),
        }
    }
    Ok(tried)
}

/// Gives the receipt as JSON.
async fn deliver(storage: &Storage, client: &Client, item: &Item) -> Result<String, Failure> {
    for photo in storage.read(|db| photo::store::unsent(db, &item.id))? {
        client.put_photo(&photo.id, photo.bytes).await?;
        storage.write(|tx| photo::store::set_sent(tx, &photo.id))?;
    }
    client.submit(&item.body).await
}

//! Reports on their way to the city. What is here was promised to a person: it stays until the
//! server's receipt is stored, through lost answers, crashes and flat batteries.
//!
//! waiting → sending → sent, or → parked when the city refused it and a person has to decide.
//! A report that was `sending` when the app died is simply sent again: the server knows its id.

mod backoff;
mod store;

use domain::wire::report::SubmitReport;
use rusqlite::{Connection, Transaction};

use crate::error::{CoreError, Refusal};
use crate::photo;

pub(crate) use store::{find, insert, list, list_of};

/// How far a report is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Delivery {
    /// Kept on the phone until its turn.
    Waiting,
    /// On its way right now, or cut off while it was.
    Sending,
    /// The city has it and gave it a number.
    Sent,
    /// The city refused it; it stays here until its author decides.
    Parked,
}

/// One report in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// The report's id, made on this phone.
    pub id: String,
    /// In whose name and to which city it goes.
    pub account_id: i64,
    /// The city's slug.
    pub city: String,
    /// Proves to the server who filed it.
    pub secret: String,
    /// The report as JSON, the same bytes at every try.
    pub body: String,
    /// How far it is.
    pub delivery: Delivery,
    /// When it was handed over, milliseconds since 1970.
    pub created_at: i64,
    /// Tries in a row that began and did not end well.
    pub attempts: u32,
    /// Not before this moment, milliseconds since 1970.
    pub next_try_at: i64,
    /// Why it is parked.
    pub refusal: Option<Refusal>,
    /// The server's receipt as JSON.
    pub receipt: Option<String>,
}

/// What of an account has its turn at `now`, the oldest first; those cut off while sending included.
pub(crate) fn due(db: &Connection, account: i64, now: i64) -> Result<Vec<Item>, CoreError> {
    let open = list(db)?.into_iter().filter(|item| is_open(item) && item.next_try_at <= now);
    Ok(open.filter(|item| item.account_id == account).collect())
}

/// When the next one is due, if any is waiting.
pub(crate) fn next_due_at(db: &Connection) -> Result<Option<i64>, CoreError> {
    Ok(list(db)?.iter().filter(|item| is_open(item)).map(|item| item.next_try_at).min())
}

fn is_open(item: &Item) -> bool {
    matches!(item.delivery, Delivery::Waiting | Delivery::Sending)
}

/// A try begins; gives the report as it now stands.
pub(crate) fn begin(tx: &Transaction<'_>, item: &Item) -> Result<Item, CoreError> {
    let attempts = item.attempts.saturating_add(1);
    let begun = Item { delivery: Delivery::Sending, attempts, ..item.clone() };
    store::save(tx, &begun)?;
    Ok(begun)
}

/// Nothing left the phone: back in line, as if it had not been tried.
pub(crate) fn put_back(tx: &Transaction<'_>, begun: &Item) -> Result<(), CoreError> {
    let attempts = begun.attempts.saturating_sub(1);
    store::save(tx, &Item { delivery: Delivery::Waiting, attempts, ..begun.clone() })
}

/// The try failed in a way that may pass: back in line, later. `asked` is the server's
/// `Retry-After` in milliseconds.
pub(crate) fn postpone(
    tx: &Transaction<'_>,
    begun: &Item,
    now: i64,
    asked: Option<i64>,
) -> Result<(), CoreError> {
    let spread = begun.id.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    let next_try_at = backoff::next_try(now, begun.attempts, asked, spread);
    store::save(tx, &Item { delivery: Delivery::Waiting, next_try_at, ..begun.clone() })
}

/// The city refused it: it stays, with the reason, until its author decides.
pub(crate) fn park(tx: &Transaction<'_>, begun: &Item, refusal: Refusal) -> Result<(), CoreError> {
    let refusal = Some(refusal);
    store::save(tx, &Item { delivery: Delivery::Parked, refusal, ..begun.clone() })
}

/// The city has it. Only now may the photos go, and with them how to reach the author: the phone
/// needs neither any more.
pub(crate) fn keep_receipt(tx: &Transaction<'_>, begun: &Item, receipt: &str) -> Result<(), CoreError> {
    let receipt = Some(receipt.to_owned());
    let body = without_contact(&begun.body)?;
    store::save(tx, &Item { delivery: Delivery::Sent, body, receipt, ..begun.clone() })?;
    photo::store::delete_all(tx, &begun.id)
}

fn without_contact(body: &str) -> Result<String, CoreError> {
    let report: SubmitReport = serde_json::from_str(body)?;
    Ok(serde_json::to_string(&SubmitReport { contact: None, ..report })?)
}

/// Its author wants a parked report tried again as it is.
pub(crate) fn retry(tx: &Transaction<'_>, id: &str, now: i64) -> Result<(), CoreError> {
    let item = parked(tx, id)?;
    let delivery = Delivery::Waiting;
    store::save(tx, &Item { delivery, attempts: 0, next_try_at: now, refusal: None, ..item })?;
    photo::store::set_all_unsent(tx, id)
}

/// Takes a parked report out, for its author to change it; the photos stay.
pub(crate) fn take_back(tx: &Transaction<'_>, id: &str) -> Result<Item, CoreError> {
    let item = parked(tx, id)?;
    store::delete(tx, id)?;
    photo::store::set_all_unsent(tx, id)?;
    Ok(item)
}

/// Throws a parked report and its photos away, as its author wished.
pub(crate) fn discard(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    parked(tx, id)?;
    store::delete(tx, id)?;
    photo::store::delete_all(tx, id)
}

/// # Errors
/// `Conflict` when the report is not parked: what is under way is not touched.
fn parked(tx: &Transaction<'_>, id: &str) -> Result<Item, CoreError> {
    find(tx, id)?.filter(|item| item.delivery == Delivery::Parked).ok_or(CoreError::Conflict)
}

#[cfg(test)]
mod tests;

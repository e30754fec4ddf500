//! What is on its way to the city: reports, and deeds that are done to cases. What is here was
//! promised to a person: it stays until the server's receipt is stored, through lost answers, crashes
//! and flat batteries.
//!
//! waiting → sending → sent, or → parked when a person has to decide. What was `sending` when the app
//! died is simply sent again: the server knows its id. Who is sent when is decided in [`crate::sync`].

pub(crate) mod backoff;
mod deed;
mod store;

use domain::wire::report::SubmitReport;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::error::{CoreError, Refusal};
use crate::photo;

pub(crate) use deed::redo;
pub(crate) use deed::{NewDeed, deed};
pub(crate) use store::{all_of, by_seq, deeds_of, find, insert, list_of, part, photos_of, save, secret_of};

/// How far something is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Delivery {
    /// Kept on the phone until its turn.
    Waiting,
    /// On its way right now, or cut off while it was.
    Sending,
    /// The city has it and gave it a number.
    Sent,
    /// It stays here until its author decides.
    Parked,
}

/// Why something is parked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// The city refused it.
    Refused {
        /// What it said.
        refusal: Refusal,
    },
    /// Somebody changed the case meanwhile: do it all the same, or drop it.
    Changed {
        /// What the city said.
        refusal: Refusal,
    },
    /// The city could not answer it for about a day, while it was reached.
    Stuck,
    /// This version of the app cannot read it.
    Unreadable,
}

impl Obstacle {
    /// What the city said, if it did.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal } | Self::Changed { refusal } => Some(refusal),
            Self::Stuck | Self::Unreadable => None,
        }
    }
}

/// What kind of thing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A new case.
    Report,
    /// Something done to one.
    Deed,
}

/// One thing in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its place in the order in which things were handed over; 0 before it is kept.
    pub seq: i64,
    /// Made on this phone: the report's own, or the name of the deed.
    pub id: String,
    /// In whose name and to which city it goes.
    pub account_id: i64,
    /// What it is.
    pub kind: Kind,
    /// The report that it is, or is about.
    pub report_id: String,
    /// Proves to the server who filed the report; empty where an account does.
    pub secret: String,
    /// Where it goes, below the city.
    pub path: String,
    /// JSON. Of a report the same bytes at every try; of a deed without the version.
    pub body: String,
    /// The version of the case that a deed was made against.
    pub version: Option<i64>,
    /// Whether a deed goes against whatever version is the newest.
    pub newest: bool,
    /// How far it is.
    pub delivery: Delivery,
    /// When it was handed over, milliseconds since 1970; to be shown, nothing is ordered by it.
    pub created_at: i64,
    /// Tries in a row that began and did not end well.
    pub attempts: u32,
    /// Of these, how many the city itself could not answer.
    pub broken: u32,
    /// Whether its photos were sent anew because the city had forgotten them.
    pub photos_again: bool,
    /// Since when it waits, milliseconds since 1970.
    pub waits_from: i64,
    /// Not before this moment, milliseconds since 1970.
    pub next_try_at: i64,
    /// Why it is parked.
    pub obstacle: Option<Obstacle>,
    /// The server's answer as JSON.
    pub receipt: Option<String>,
}

impl Item {
    /// A report that is handed over at `now`.
    pub fn report(account_id: i64, id: String, secret: String, body: String, now: i64) -> Self {
        Self {
            seq: 0,
            report_id: id.clone(),
            id,
            account_id,
            kind: Kind::Report,
            secret,
            path: "/reports".to_owned(),
            body,
            version: None,
            newest: false,
            delivery: Delivery::Waiting,
            created_at: now,
            attempts: 0,
            broken: 0,
            photos_again: false,
            waits_from: now,
            next_try_at: now,
            obstacle: None,
            receipt: None,
        }
    }

    /// As if nothing had been tried.
    fn anew(self, now: i64) -> Self {
        Self {
            delivery: Delivery::Waiting,
            attempts: 0,
            broken: 0,
            photos_again: false,
            waits_from: now,
            next_try_at: now,
            obstacle: None,
            ..self
        }
    }
}

/// The city has it. Only now may the photos go, and with them how to reach the author: the phone
/// needs neither any more. Of a deed nothing is kept but that it was done.
pub(crate) fn keep_receipt(tx: &Transaction<'_>, item: &Item, receipt: &str) -> Result<(), CoreError> {
    let (body, receipt) = match item.kind {
        Kind::Report => (without_contact(&item.body)?, receipt.to_owned()),
        Kind::Deed => ("{}".to_owned(), "{}".to_owned()),
    };
    let receipt = Some(receipt);
    save(tx, &Item { delivery: Delivery::Sent, obstacle: None, body, receipt, ..item.clone() })?;
    photo::store::delete_all(tx, &item.id)
}

fn without_contact(body: &str) -> Result<String, CoreError> {
    let report: SubmitReport = serde_json::from_str(body)?;
    Ok(serde_json::to_string(&SubmitReport { contact: None, ..report })?)
}

/// Its author wants a parked report tried again as it is.
pub(crate) fn retry(tx: &Transaction<'_>, id: &str, now: i64) -> Result<(), CoreError> {
    let item = parked(tx, id)?;
    save(tx, &item.anew(now))?;
    photo::store::set_all_unsent(tx, id)
}

/// Takes a parked report out, for its author to change it; the photos stay.
///
/// # Errors
/// `Conflict` also when deeds wait for it: they would lose what they are about.
pub(crate) fn take_back(tx: &Transaction<'_>, id: &str) -> Result<Item, CoreError> {
    let item = parked(tx, id)?;
    if item.kind != Kind::Report || store::deeds_left(tx, &item.report_id)? > 0 {
        return Err(CoreError::Conflict);
    }
    store::delete(tx, id)?;
    photo::store::set_all_unsent(tx, id)?;
    Ok(item)
}

/// Throws something away that is parked, or a deed that nobody has tried to send yet: with its photos, and
/// of a report with what was to be done to it.
pub(crate) fn discard(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    let untried =
        |item: &Item| item.kind == Kind::Deed && item.delivery == Delivery::Waiting && item.attempts == 0;
    let item = match find(tx, id)?.filter(untried) {
        Some(deed) => deed,
        None => parked(tx, id)?,
    };
    if item.kind == Kind::Report {
        for deed in store::of_report(tx, &item.report_id)? {
            store::delete(tx, &deed.id)?;
            photo::store::delete_all(tx, &deed.id)?;
        }
    }
    store::delete(tx, id)?;
    photo::store::delete_all(tx, id)
}

/// # Errors
/// `Conflict` when it is not parked: what is under way is not touched.
fn parked(tx: &Connection, id: &str) -> Result<Item, CoreError> {
    find(tx, id)?.filter(|item| item.delivery == Delivery::Parked).ok_or(CoreError::Conflict)
}

#[cfg(test)]
mod tests;

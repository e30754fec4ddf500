//! The audit log: who read or did what that a city may have to answer for. An action records an
//! [`Entry`] with `Tx::audit`; the commit numbers it by the city's counter and hashes it together
//! with the entry before, so that a row changed or taken out later breaks the chain.

pub mod routes;
mod store;
pub mod verify;

pub(crate) use store::append;

use crate::db::By;
use chrono::{DateTime, Utc};
use domain::audit::Deed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is written down.
#[derive(Debug, Clone)]
pub struct Entry {
    pub deed: Deed,
    /// Who did it.
    pub by: By,
    /// The row that it was done to.
    pub subject_id: Option<Uuid>,
    /// More, as names and numbers: no personal data, no free text.
    pub details: Value,
}

impl Entry {
    /// A deed done to one row, with nothing more to say.
    pub fn of(deed: Deed, by: By, subject_id: Uuid) -> Self {
        Self { deed, by, subject_id: Some(subject_id), details: json!({}) }
    }
}

/// The hash of an entry: over the one before it and all that its row says.
fn hash(before: &[u8], city_id: i32, n: i64, at: DateTime<Utc>, entry: &Entry) -> Vec<u8> {
    let said = (entry.deed.name(), entry.by.name(), entry.by.user(), entry.subject_id, &entry.details);
    hashed(before, city_id, n, at, said)
}

/// Deed, actor, user, subject and details, as a row has them.
type Said<'a> = (&'a str, &'a str, Option<Uuid>, Option<Uuid>, &'a Value);

fn hashed(before: &[u8], city_id: i32, n: i64, at: DateTime<Utc>, said: Said<'_>) -> Vec<u8> {
    let (deed, actor, actor_id, subject_id, details) = said;
    let said = json!([city_id, n, at.timestamp_micros(), deed, actor, actor_id, subject_id, details]);
    Sha256::new().chain_update(before).chain_update(said.to_string()).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_entry_and_the_one_before_it_count() {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let entry = Entry::of(Deed::ContactRead, By::System, Uuid::nil());
        let other = Entry { details: json!({ "fields": 2 }), ..entry.clone() };
        let hashes = [
            hash(b"", 1, 1, at, &entry),
            hash(b"x", 1, 1, at, &entry),
            hash(b"", 2, 1, at, &entry),
            hash(b"", 1, 2, at, &entry),
            hash(b"", 1, 1, at + chrono::Duration::microseconds(1), &entry),
            hash(b"", 1, 1, at, &other),
        ];
        for (i, one) in hashes.iter().enumerate() {
            assert!(hashes[i + 1..].iter().all(|another| another != one), "{i}");
        }
    }
}

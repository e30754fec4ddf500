//! Deeds: every write but a new report.

use rusqlite::Transaction;
use serde_json::Value;

use super::{Item, Kind, parked, store};
use crate::error::CoreError;
use crate::photo;

/// Something that somebody does to a case, to be handed over with [`deed`].
///
/// * It is sent as `POST {path}` below the city, with `Idempotency-Key`: what the server takes under
///   a name is done once, however often it is sent.
/// * `body` is an object without `seen_version`, which is put in from `version` when the deed goes, and
///   without `photos`, which are those that were kept under its id.
/// * Deeds on one report go in the order in which they were handed over, and after the report itself
///   where that is still on the phone. What waits behind a deed that was made against the same version
///   goes against the version that this deed makes.
/// * One that somebody else's change has overtaken is parked as [`super::Obstacle::Changed`].
pub(crate) struct NewDeed {
    /// Its name, made on this phone: a UUID. Its photos are kept under it.
    pub id: String,
    /// In whose name.
    pub account_id: i64,
    /// To which report.
    pub report_id: String,
    /// Where it goes, below the city, such as `/reports/{id}/transitions`.
    pub path: String,
    /// What is said.
    pub body: Value,
    /// The version of the case that its author saw; none where the operation knows no version.
    pub version: Option<i64>,
}

/// Hands a deed over: from here on the phone delivers it. Twice is no harm.
pub(crate) fn deed(tx: &Transaction<'_>, new: NewDeed, now: i64) -> Result<(), CoreError> {
    let mut body = new.body;
    let ids: Vec<Value> = photo::store::list(tx, &new.id)?.into_iter().map(|photo| photo.id.into()).collect();
    if let (Value::Object(said), false) = (&mut body, ids.is_empty()) {
        said.insert("photos".to_owned(), ids.into());
    }
    let secret = store::secret_of(tx, new.account_id, &new.report_id)?.unwrap_or_default();
    let item = Item {
        kind: Kind::Deed,
        report_id: new.report_id,
        path: new.path,
        version: new.version,
        ..Item::report(new.account_id, new.id, secret, body.to_string(), now)
    };
    store::insert(tx, &item)
}

/// Its author wants a parked deed done all the same, to the case as it is now.
pub(crate) fn redo(tx: &Transaction<'_>, id: &str, now: i64) -> Result<(), CoreError> {
    let item = parked(tx, id)?;
    let newest = item.version.is_some();
    store::save(tx, &Item { newest, ..item.anew(now) })?;
    photo::store::set_all_unsent(tx, id)
}

//! What is done with reports: a file for each verb. Each action names all its effects, in one
//! transaction.

mod change;
mod filters;
mod publish;
mod submit;

pub use change::{Move, change};
pub use filters::{forget_filter, keep_filter};
pub use publish::publish;
pub use submit::{Filed, submit};

use super::store;
use crate::auth::Session;
use crate::db::{Fact, Tx};
use crate::problem::{ApiError, ApiResult};
use domain::event::{Event, Kind};
use domain::report::{NOTE_MAX, Outcome};
use domain::status::Status;
use uuid::Uuid;

async fn keep_note(tx: &mut Tx, report_id: Uuid, note: Option<&str>) -> ApiResult<Option<Uuid>> {
    let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > NOTE_MAX {
        return Err(ApiError::field("note", "too_long"));
    }
    if text.contains('\0') {
        return Err(ApiError::field("note", "control_characters"));
    }
    let id = Uuid::new_v4();
    store::insert_note(tx, id, report_id, text).await?;
    Ok(Some(id))
}

fn record(
    tx: &mut Tx,
    report_id: Uuid,
    session: &Session,
    kind: Kind,
    status: Status,
    outcome: Option<Outcome>,
    note_id: Option<Uuid>,
) {
    let event = Event { kind, status, outcome };
    tx.record(Fact { report_id, event, note_id, actor_id: Some(session.user_id) });
}

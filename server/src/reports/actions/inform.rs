//! The author adds something. It is an event, not a status; who was asked has answered with it.

use super::change::move_case;
use super::{Mover, check_words, record};
use crate::db::{By, Tx};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::store;
use domain::catalogue::City;
use domain::event::Kind;
use domain::status::Status;
use domain::wire::case::{AddInformation, ChangeStatus};
use domain::wire::photo::PhotoKind;
use uuid::Uuid;

/// How often an author may add something to one report.
const ADDITIONS_MAX: i64 = 20;

/// What the author of a report adds.
pub struct Information {
    pub report_id: Uuid,
    pub mover: Mover,
    pub added: AddInformation,
}

/// Keeps what the author adds; a case that waited for it goes on.
pub async fn inform(tx: &mut Tx, city: &City, information: &Information) -> ApiResult<()> {
    let Information { report_id, mover, added } = information;
    let mut case = store::lock(tx, *report_id).await?.ok_or(ApiError::NotFound)?;
    mover.must_hold(tx, &case).await?;
    check_words("text", &added.text)?;
    if store::additions(tx, *report_id).await? >= ADDITIONS_MAX {
        return Err(ApiError::field("text", "too_many"));
    }
    if !store::insert_note(tx, added.id, case.id, added.text.trim(), By::Author).await? {
        return if store::is_note_of(tx, added.id, *report_id, added.text.trim()).await? {
            Ok(())
        } else {
            Err(ApiError::Conflict)
        };
    }
    let policy = city.publication_of(case.type_id);
    photos::attach(tx, case.id, PhotoKind::Later, &added.photos, policy.photos).await?;
    record(tx, &case, (Kind::InformationAdded, None), By::Author, Some(added.id));
    if case.status == Status::WaitingForResident {
        let go_on = ChangeStatus::plain(Status::InProgress, case.version);
        return move_case(tx, city, &mut case, mover, &go_on).await;
    }
    Ok(())
}

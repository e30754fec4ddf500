//! Handing a case to another department. Its clocks go on; the ledger keeps who had it.

use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Case, Transfer};
use domain::catalogue::City;
use domain::event::Kind;
use domain::routing::Because;
use uuid::Uuid;

/// Why a case changed hands.
#[derive(Clone, Copy)]
pub enum Cause {
    /// Somebody said so.
    HandedOver,
    /// Its type or place was corrected, and so its owner.
    Corrected,
}

impl Cause {
    pub fn name(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::Corrected => "corrected",
        }
    }
}

/// Hands a locked case to the department called `slug`; gives what is to be recorded of it.
pub(super) async fn transfer(
    tx: &mut Tx,
    city: &City,
    case: &mut Case,
    slug: &str,
    note_id: Option<Uuid>,
    by: By,
) -> ApiResult<(Kind, Option<Uuid>)> {
    let unknown = || ApiError::field("department", "unknown_department");
    let to = city.department_called(slug).filter(|found| !found.retired).ok_or_else(unknown)?.id;
    if to == case.department_id {
        return Err(ApiError::field("department", "same_department"));
    }
    let because = Because::HandedOver { department_id: case.department_id };
    case.routed_because = serde_json::to_value(because).map_err(anyhow::Error::from)?;
    hand(tx, case, to, Cause::HandedOver, note_id, by).await
}

/// The same for a department that is known to be another one, with its reason set.
pub(super) async fn hand(
    tx: &mut Tx,
    case: &mut Case,
    to: i32,
    why: Cause,
    note_id: Option<Uuid>,
    by: By,
) -> ApiResult<(Kind, Option<Uuid>)> {
    let line = Transfer {
        id: Uuid::now_v7(),
        report_id: case.id,
        from: case.department_id,
        to,
        cause: why.name(),
        note_id,
        actor_id: by.user(),
    };
    store::insert_transfer(tx, &line).await?;
    case.department_id = to;
    case.assignee_id = None;
    case.crew_id = None;
    case.planned_for = None;
    Ok((Kind::Transferred, Some(line.id)))
}

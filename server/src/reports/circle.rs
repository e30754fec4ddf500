//! The circle of a case: the department that has it and those that do parts of it.

use super::store;
use crate::auth::Session;
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use domain::permission::{Staff, may_read, takes_part};
use sqlx::PgPool;
use uuid::Uuid;

/// Departments of a case.
pub struct Circle {
    pub owner: i32,
    pub helpers: Vec<i32>,
}

impl Circle {
    /// The circle of a report for staff who may read it; for all others there is no such report.
    pub async fn read_by(db: &PgPool, city_id: i32, report_id: Uuid, session: &Session) -> ApiResult<Self> {
        let (owner, _) = store::between(db, city_id, report_id).await?.ok_or(ApiError::NotFound)?;
        let circle = Self { owner, helpers: store::helpers(db, city_id, report_id).await? };
        if circle.is_read_by(session.staff()) { Ok(circle) } else { Err(ApiError::NotFound) }
    }

    /// The same for staff who takes part in it, with the case locked.
    pub async fn locked_by(
        tx: &mut Tx,
        report_id: Uuid,
        session: &Session,
    ) -> ApiResult<(store::Case, Self)> {
        let city_id = tx.city_id();
        let case = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
        let helpers = store::helpers(tx.connection(), city_id, report_id).await?;
        let circle = Self { owner: case.department_id, helpers };
        if !circle.is_read_by(session.staff()) {
            return Err(ApiError::NotFound);
        }
        if circle.takes_in(session.staff()) { Ok((case, circle)) } else { Err(ApiError::Forbidden) }
    }

    /// Every department of it.
    pub fn departments(&self) -> Vec<i32> {
        self.helpers.iter().copied().chain([self.owner]).collect()
    }

    pub fn is_read_by(&self, staff: Staff) -> bool {
        may_read(staff, self.owner, &self.helpers)
    }

    /// Whether somebody takes part in the work.
    pub fn takes_in(&self, staff: Staff) -> bool {
        takes_part(staff, self.owner, &self.helpers)
    }
}

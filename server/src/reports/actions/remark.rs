//! Writing to the colleagues about a case, and telling those who are mentioned.

use super::{check_text, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::people::absences::Roll;
use crate::problem::{ApiError, ApiResult};
use crate::reports::circle::Circle;
use crate::reports::store::{self, NewRemark};
use domain::event::Kind;
use domain::remark::{MENTIONS_MAX, REMARK_MAX, REMARKS_MAX, mentioned};
use domain::wire::inside::AddRemark;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Mentions marked at once, at most.
const READ_MAX: usize = 200;

/// Somebody writes to the colleagues.
pub struct Remarking {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: AddRemark,
}

/// Keeps a remark. The case stays as it is: nobody who works it is overtaken by a remark.
pub async fn add_remark(tx: &mut Tx, remarking: &Remarking) -> ApiResult<()> {
    let Remarking { report_id, session, asked } = remarking;
    let (case, circle) = Circle::locked_by(tx, *report_id, session).await?;
    let text = asked.text.trim().to_owned();
    let new = NewRemark { id: asked.id, report_id: case.id, author_id: session.user_id, text };
    if let Some(before) = store::remark(tx, asked.id).await? {
        let same =
            (before.report_id, before.author_id, &before.text) == (new.report_id, new.author_id, &new.text);
        return if same { Ok(()) } else { Err(ApiError::Conflict) };
    }
    check_text("text", &new.text, REMARK_MAX)?;
    if store::count_remarks(tx, case.id).await? >= REMARKS_MAX {
        return Err(ApiError::field("text", "too_many"));
    }
    let told = told(tx, &circle, &new.text).await?;
    store::insert_remark(tx, &new, &told).await?;
    let by = By::Staff(session.user_id);
    record(tx, &case, (Kind::RemarkAdded, Some(new.id)), by, None);
    for person in told {
        record(tx, &case, (Kind::Mentioned, Some(person)), by, None);
    }
    Ok(())
}

/// Whom a text tells: each has to be somebody who may read the case.
async fn told(tx: &mut Tx, circle: &Circle, text: &str) -> ApiResult<Vec<Uuid>> {
    let logins = mentioned(text);
    if logins.is_empty() {
        return Ok(Vec::new());
    }
    if logins.len() > MENTIONS_MAX {
        return Err(ApiError::field("text", "too_many_mentions"));
    }
    let city_id = tx.city_id();
    let mut readers = store::readers(tx.connection(), city_id, &circle.departments()).await?;
    readers.retain(|reader| circle.is_read_by(reader.staff));
    let found = |login: &String| readers.iter().find(|reader| reader.login == *login).map(|reader| reader.id);
    let told: Option<Vec<Uuid>> = logins.iter().map(found).collect();
    let told = told.ok_or_else(|| ApiError::field("text", "not_a_reader"))?;
    // Whoever stands in for somebody who is away is told as well.
    let now = tx.now();
    let roll = Roll::at(tx.connection(), city_id, now).await?;
    let acting = told.iter().filter_map(|person| roll.acting(*person));
    let all: BTreeSet<Uuid> = told.iter().copied().chain(acting).collect();
    Ok(all.into_iter().collect())
}

/// Marks what somebody has read.
pub async fn read_mentions(tx: &mut Tx, session: &Session, remarks: &[Uuid]) -> ApiResult<()> {
    if remarks.len() > READ_MAX {
        return Err(ApiError::field("remarks", "too_many"));
    }
    Ok(store::mark_read(tx, session.user_id, remarks).await?)
}

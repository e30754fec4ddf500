//! Links for contractors: without an account one sees one case and answers it, until the link
//! expires or is ended. Of the secret only a hash is kept, so it is told once.

use super::{check_text, lock_of, must_be_open, record, seen};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use crate::reports::store::{self, NewLink};
use crate::secret;
use chrono::{DateTime, Duration, Utc};
use domain::catalogue::City;
use domain::event::Kind;
use domain::permission::Action;
use domain::wire::parts::MakeLink;
use uuid::Uuid;

/// Characters of a contractor's name, at most.
const NAME_MAX: usize = 200;
/// Links to one case that are good at the same time, at most.
const GOOD_MAX: i64 = 10;

/// Somebody sends a contractor a link to a case.
pub struct Linking {
    pub report_id: Uuid,
    pub session: Session,
    pub asked: MakeLink,
}

/// What only whoever made a link is told.
pub struct Linked {
    pub secret: String,
    pub expires_at: DateTime<Utc>,
}

/// Somebody ends a link.
pub struct Unlinking {
    pub report_id: Uuid,
    pub link_id: Uuid,
    pub session: Session,
}

/// Makes a link to a case.
pub async fn make_link(tx: &mut Tx, city: &City, linking: &Linking) -> ApiResult<Linked> {
    let Linking { report_id, session, asked } = linking;
    let case = lock_of(tx, *report_id, session, Action::Change).await?;
    check_text("name", &asked.name, NAME_MAX)?;
    let linked = Linked {
        secret: hex::encode(secret::random::<16>()?),
        expires_at: tx.now() + Duration::days(i64::from(city.windows.link_days)),
    };
    let new = NewLink {
        id: asked.id,
        report_id: case.id,
        secret_hash: secret_hash(&linked.secret),
        name: asked.name.trim().to_owned(),
        created_by: session.user_id,
        expires_at: linked.expires_at,
    };
    // Before the version is looked at: a request that came twice is told that its link is there.
    if !store::insert_link(tx, &new).await? {
        return Err(ApiError::Conflict);
    }
    seen(&case, asked.seen_version)?;
    must_be_open(&case)?;
    if store::good_links(tx, case.id).await? > GOOD_MAX {
        return Err(ApiError::field("name", "too_many"));
    }
    store::save(tx, &case).await?;
    record(tx, &case, (Kind::LinkMade, Some(new.id)), By::Staff(session.user_id), None);
    Ok(linked)
}

/// Ends a link of a case; ended or expired before, it stays as it is.
pub async fn end_link(tx: &mut Tx, unlinking: &Unlinking) -> ApiResult<()> {
    let Unlinking { report_id, link_id, session } = unlinking;
    let case = lock_of(tx, *report_id, session, Action::Change).await?;
    let was_good = store::end_link(tx, case.id, *link_id, session.user_id).await?;
    if was_good.ok_or(ApiError::NotFound)? {
        store::save(tx, &case).await?;
        record(tx, &case, (Kind::LinkEnded, Some(*link_id)), By::Staff(session.user_id), None);
    }
    Ok(())
}

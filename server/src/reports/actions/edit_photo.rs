//! Editing a photo of a report before others see it, or after.

use super::{lock_of, record};
use crate::auth::Session;
use crate::db::{By, Tx};
use crate::photos::{self, Editing, Photo};
use crate::problem::ApiResult;
use domain::event::Kind;
use domain::permission::Action;

/// Edits a photo; gives how it is then, and whether anything is new. Of a published photo everybody is
/// told, so that open pages show it as it is now.
pub async fn edit_photo(tx: &mut Tx, session: &Session, asked: &Editing) -> ApiResult<(Photo, bool)> {
    let case = lock_of(tx, asked.report_id, session, Action::Publish).await?;
    let by = By::Staff(session.user_id);
    let (photo, is_new) = photos::edit(tx, asked, by).await?;
    if is_new && photo.published {
        record(tx, &case, (Kind::PublicationChanged, None), by, None);
    }
    Ok((photo, is_new))
}

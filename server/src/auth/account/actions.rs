//! What somebody does with their own account.

use super::store;
use crate::app::App;
use crate::audit::Entry;
use crate::auth::attempts::{self, Guess};
use crate::auth::network::Origin;
use crate::auth::{Session, end_all, invites, password};
use crate::db::{By, Tx};
use crate::people;
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::wire::account::ChangePassword;
use uuid::Uuid;

/// Whether it is still the person whose session this is; counted like a sign-in. `field` says which.
pub async fn prove_password(
    app: &App,
    session: &Session,
    (field, given): (&str, String),
    from: &Origin,
) -> ApiResult<()> {
    let city_id = session.city_id;
    let attempt = attempts::begin(app, city_id, Guess::Password, &session.login, from).await?;
    let account = people::account_called(app.db.main(), city_id, &session.login).await?;
    if !password::matches(given, account.and_then(|account| account.password_hash)).await? {
        attempts::failed(app, city_id, &attempt, Some(session.user_id));
        return Err(ApiError::field(field, "wrong_password"));
    }
    app.db
        .write(city_id, app.clock.now(), move |tx| {
            Box::pin(async move { attempts::worked(tx, &attempt).await })
        })
        .await
        .map(|_| ())
}

/// Changes one's own password; all other sessions end, since somebody may know the old one.
pub async fn change_password(
    app: &App,
    session: &Session,
    body: ChangePassword,
    from: &Origin,
) -> ApiResult<()> {
    prove_password(app, session, ("old_password", body.old_password), from).await?;
    if let Some(fault) = password_fault(app, session, &body.new_password) {
        return Err(ApiError::field("new_password", fault));
    }
    let hash = password::hash(body.new_password).await?;
    let session = session.clone();
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move {
                people::keep_password(tx, session.user_id, &hash).await?;
                end_all(tx, session.user_id, Some(session.id)).await?;
                invites::forget(tx, session.user_id).await?;
                tx.audit(Entry::of(Deed::PasswordChanged, By::Staff(session.user_id), session.user_id));
                Ok(())
            })
        })
        .await
        .map(|_| ())
}

/// Why somebody may not have this password.
pub fn password_fault(app: &App, session: &Session, password: &str) -> Option<&'static str> {
    let city = app.cities.by_id(session.city_id)?;
    password::fault(password, &[&session.login, &session.name, &city.slug, &city.titles.ru, &city.titles.en])
}

/// Ends one of somebody's own sessions.
pub async fn end_own(tx: &mut Tx, session: &Session, id: Uuid) -> ApiResult<()> {
    if store::end_own(tx, session.user_id, id).await? { Ok(()) } else { Err(ApiError::NotFound) }
}

/// Ends all of somebody's own sessions, or all but the one that asks.
pub async fn end_all_own(tx: &mut Tx, session: &Session, keep_current: bool) -> ApiResult<()> {
    end_all(tx, session.user_id, keep_current.then_some(session.id)).await?;
    tx.audit(Entry::of(Deed::SessionsEnded, By::Staff(session.user_id), session.user_id));
    Ok(())
}

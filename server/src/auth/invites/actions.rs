//! Making a link, and coming in by it.

use super::store::{self, Found};
use crate::app::App;
use crate::audit::Entry;
use crate::auth::actions::{Entered, Entering, enter};
use crate::auth::network::Origin;
use crate::auth::{end_all, oidc, password};
use crate::db::{By, Tx};
use crate::people;
use crate::problem::{ApiError, ApiResult};
use crate::secret;
use chrono::{DateTime, Duration, Utc};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::wire::account::AcceptInvite;
use uuid::Uuid;

/// How long a link is good.
pub const LIFE: Duration = Duration::hours(72);
/// How long the first administrator's is, which lies in a terminal.
pub const FIRST_LIFE: Duration = Duration::hours(24);

/// Whoever signs in with the city's provider has no password here.
const BY_PROVIDER: &str = "signed_in_by_provider";

/// A link's secret, which nobody is told again.
pub struct Made {
    pub secret: String,
    pub expires_at: DateTime<Utc>,
}

/// Makes a link for somebody; an older one of theirs is void. Whom a provider knows has one way in, and
/// gets none.
pub async fn make(tx: &mut Tx, user_id: Uuid, by: Option<Uuid>, life: Duration) -> ApiResult<Made> {
    if oidc::knows(tx, user_id).await? {
        return Err(ApiError::field("login", BY_PROVIDER));
    }
    let made = Made { secret: secret::fresh()?, expires_at: tx.now() + life };
    store::keep(tx, user_id, &secret::hash(&made.secret), by, made.expires_at).await?;
    tx.audit(Entry::of(Deed::UserInvited, by.map_or(By::System, By::Staff), user_id));
    Ok(made)
}

/// The whole address. `slug` names a city that is not the default one.
pub fn link(public_url: &str, slug: Option<&str>, secret: &str) -> String {
    let city = slug.map(|slug| format!("/c/{slug}")).unwrap_or_default();
    format!("{public_url}{city}/invite#{secret}")
}

/// Makes somebody's link void.
pub async fn forget(tx: &mut Tx, user_id: Uuid) -> ApiResult<()> {
    Ok(store::forget(tx, user_id).await?)
}

/// Whom a link invites. One that is over and one that never was look alike.
pub async fn find(app: &App, city_id: i32, secret: &str) -> ApiResult<Found> {
    let found = store::find(app.db.main(), city_id, &secret::hash(secret), app.clock.now()).await?;
    found.ok_or(ApiError::LinkOver)
}

/// Sets the password, ends what was open before, and signs in.
pub async fn accept(
    app: &App,
    city: &City,
    secret: &str,
    body: AcceptInvite,
    from: &Origin,
) -> ApiResult<Entered> {
    let found = find(app, city.id, secret).await?;
    if !oidc::password_may(app, city.id, found.role) {
        return Err(ApiError::field("password", BY_PROVIDER));
    }
    let name = body.name.as_deref().unwrap_or(&found.name);
    people::check_name(name)?;
    let about = [&*found.login, name, &city.slug, &city.titles.ru, &city.titles.en];
    if let Some(fault) = password::fault(&body.password, &about) {
        return Err(ApiError::field("password", fault));
    }
    let (user_id, name) = (found.user_id, name.trim().to_owned());
    let hash = password::hash(body.password).await?;
    let secret_hash = secret::hash(secret);
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move {
                // Twice at once: the second finds nothing.
                if !store::take(tx, user_id, &secret_hash).await? {
                    return Err(ApiError::LinkOver);
                }
                people::keep_password(tx, user_id, &hash).await?;
                if name != found.name {
                    people::rename(tx, user_id, &name).await?;
                }
                end_all(tx, user_id, None).await?;
                tx.audit(Entry::of(Deed::InviteUsed, By::Staff(user_id), user_id));
                Ok(())
            })
        })
        .await?;
    let network = from.network.masked();
    let entering =
        Entering { city_id: city.id, user_id, client: body.client, network, attempt: None, new_hash: None };
    enter(app, entering).await
}

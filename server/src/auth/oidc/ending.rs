//! Out: from here to the provider, and from the provider to here.

use super::actions::{At, Refusal};
use super::provider;
use super::store;
use super::token::{self, Fault};
use crate::app::App;
use crate::audit::Entry;
use crate::db::By;
use crate::problem::ApiResult;
use domain::audit::Deed;
use uuid::Uuid;

/// Where a browser goes to sign out at the provider too, if its session came from there.
pub async fn farewell(app: &App, city_id: i32, session_id: Uuid) -> ApiResult<Option<String>> {
    let Some((id_token, issuer)) = store::id_token(app.db.main(), city_id, session_id).await? else {
        return Ok(None);
    };
    let Some(at) = app.cities.by_id(city_id).and_then(|city| At::of(app, city).ok()) else { return Ok(None) };
    // Ours ends whether or not the provider answers.
    let metadata = match provider::metadata(app, &issuer).await {
        Ok(metadata) if issuer == at.oidc.issuer => metadata,
        _ => return Ok(None),
    };
    let Some(mut to) = metadata.end_session() else { return Ok(None) };
    to.query_pairs_mut()
        .append_pair("id_token_hint", &id_token)
        .append_pair("client_id", &at.oidc.client_id)
        .append_pair("post_logout_redirect_uri", &format!("{}{}", app.public_url, at.page(app, "/sign-in")));
    Ok(Some(to.into()))
}

/// Ends the sessions that a logout token means (Back-Channel Logout 1.0 §2.6).
pub async fn end_by_provider(app: &App, at: &At, text: &str) -> Result<(), Refusal> {
    let opened = provider::open(app, &at.oidc.issuer, text).await??;
    let logout = token::logout(&opened, at.expected(app))?;
    let issuer = at.oidc.issuer.clone();
    let (first, _) = app
        .db
        .write(at.city.id, app.clock.now(), move |tx| {
            Box::pin(async move {
                if !store::take_logout(tx, &issuer, &logout).await? {
                    return Ok(false);
                }
                for user_id in store::end_meant(tx, &issuer, &logout).await? {
                    tx.audit(Entry::of(Deed::SignedOutByProvider, By::System, user_id));
                }
                Ok(true)
            })
        })
        .await?;
    if first { Ok(()) } else { Err(Fault::Claim("jti").into()) }
}

/// Removes what is over; says how much it was.
pub async fn forget_ended(app: &App, city_id: i32) -> ApiResult<u64> {
    let forget =
        app.db.write(city_id, app.clock.now(), |tx| Box::pin(async move { Ok(store::forget(tx).await?) }));
    Ok(forget.await?.0)
}

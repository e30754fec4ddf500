//! Signing in, going on, signing out.

use super::store::{self, Holder, NewSession};
use super::token::{ACCESS, Held};
use super::{Session, Who, password};
use crate::app::App;
use crate::db::Db;
use crate::people;
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Duration, Utc};
use domain::wire::session::{Client, SignIn};
use uuid::Uuid;

/// How long a browser stays signed in: a shift and its night.
pub const WEB_LIFE: Duration = Duration::hours(16);
/// How long a phone stays signed in.
const PHONE_LIFE: Duration = Duration::days(60);

/// What whoever signed in holds from now on.
pub struct Issued {
    pub who: Who,
    pub held: String,
    pub access_token: Option<String>,
}

/// Seconds that an access token lives.
pub fn access_seconds() -> i64 {
    ACCESS.num_seconds()
}

/// The installation's secret, made at the first start. Each use makes its own key of it.
pub async fn secret(db: &Db, now: DateTime<Utc>) -> anyhow::Result<Vec<u8>> {
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh)?;
    Ok(store::signing_secret(db.main(), &fresh, now).await?)
}

/// Checks the password and opens a session. A wrong login and a wrong password look alike.
pub async fn sign_in(app: &App, city_id: i32, body: SignIn) -> ApiResult<Issued> {
    let now = app.clock.now();
    if !people::is_login(&body.login) {
        return Err(ApiError::Unauthorized);
    }
    app.attempts.begin(city_id, &body.login, now).map_err(ApiError::RateLimited)?;
    let account = people::account_called(app.db.main(), city_id, &body.login).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = password::matches(body.password, hash).await?;
    let account = account.filter(|_| right).ok_or(ApiError::Unauthorized)?;
    app.attempts.worked(city_id, &body.login);
    let held = Held::new(city_id, Uuid::new_v4(), 1)?;
    let (session_id, secret_hash, client) = (held.session_id, held.secret_hash(), body.client);
    let (name, life) = match client {
        Client::Web => ("web", WEB_LIFE),
        Client::Phone => ("phone", PHONE_LIFE),
    };
    app.db
        .write(city_id, now, move |tx| {
            Box::pin(async move {
                let expires_at = tx.now() + life;
                let new = NewSession {
                    id: session_id,
                    holder: Holder::User(account.id),
                    client: name,
                    secret_hash: &secret_hash,
                    expires_at,
                };
                Ok(store::insert(tx, new).await?)
            })
        })
        .await?;
    issue(app, &held, client, now).await
}

/// Changes a refresh token for new tokens. One that was used before ends the session: either the
/// phone or somebody else holds a copy. A guess at one ends nothing.
pub async fn refresh(app: &App, text: &str) -> ApiResult<Issued> {
    let now = app.clock.now();
    let held = Held::read(text).ok_or(ApiError::Unauthorized)?;
    let known = store::find(app.db.main(), held.city_id, held.session_id, now).await?;
    let known = known.filter(|row| row.client == "phone").ok_or(ApiError::Unauthorized)?;
    let next = held.next(&app.keys)?;
    let next_hash = next.secret_hash();
    let used_before = held.led_to(&app.keys, known.generation, &known.secret_hash)?;
    let (rotated, _) = app
        .db
        .write(next.city_id, now, move |tx| {
            Box::pin(async move {
                if used_before {
                    store::end(tx, held.session_id).await?;
                    return Ok(false);
                }
                Ok(store::rotate(tx, held.session_id, held.generation, &held.secret_hash(), &next_hash)
                    .await?)
            })
        })
        .await?;
    if !rotated {
        return Err(ApiError::Unauthorized);
    }
    issue(app, &next, Client::Phone, now).await
}

/// Ends the caller's session.
pub async fn sign_out(app: &App, session: &Session) -> ApiResult<()> {
    let id = session.id;
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { Ok(store::end(tx, id).await?) })
        })
        .await?;
    Ok(())
}

/// What whoever holds this gets.
pub(super) async fn issue(app: &App, held: &Held, client: Client, now: DateTime<Utc>) -> ApiResult<Issued> {
    let row = store::find(app.db.main(), held.city_id, held.session_id, now).await?;
    let who = row.ok_or(ApiError::Unauthorized)?.who;
    let access_token = match client {
        Client::Web => None,
        Client::Phone => Some(app.keys.sign(held.city_id, held.session_id, now)?),
    };
    Ok(Issued { who, held: held.write(), access_token })
}

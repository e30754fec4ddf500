//! Signing in, going on, signing out.

use super::attempts::{self, Attempt, Guess};
use super::network::Origin;
use super::second_factor;
use super::store::{self, Holder, NewSession};
use super::token::{ACCESS, Held};
use super::{Session, Who, oidc, password};
use crate::app::App;
use crate::audit::Entry;
use crate::db::{By, Db, Tx};
use crate::people;
use crate::problem::{ApiError, ApiResult};
use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use domain::audit::Deed;
use domain::wire::session::{Client, Refresh, SignIn};
use hex::FromHex;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long a browser stays signed in: a shift and its night.
pub const WEB_LIFE: Duration = Duration::hours(16);
/// How long a phone stays signed in.
const PHONE_LIFE: Duration = Duration::days(60);

/// What whoever signed in holds from now on.
pub struct Issued {
    pub who: Who,
    /// A second factor has to be set up first.
    pub held_back: bool,
    pub client: Client,
    pub held: String,
    pub access_token: Option<String>,
}

/// What came of a right password.
pub enum Entered {
    In(Box<Issued>),
    /// The code of the second factor is still owed: what to name along with it.
    Asked(String),
}

/// Somebody who proved a password, or an invitation.
pub struct Entering {
    pub city_id: i32,
    pub user_id: Uuid,
    pub client: Client,
    pub network: Option<String>,
    /// Why somebody has to wait no longer.
    pub attempt: Option<Attempt>,
    /// A hash to keep instead of the one that is there.
    pub new_hash: Option<String>,
}

/// Seconds that an access token lives.
pub fn access_seconds() -> i64 {
    ACCESS.num_seconds()
}

/// The installation's secret, made at the first start. Each use makes its own key of it.
pub async fn secret(db: &Db, now: DateTime<Utc>) -> anyhow::Result<Vec<u8>> {
    if db.reads_only() {
        let there = store::signing_secret_there(db.main()).await?;
        return there.context("no server has written to this database yet");
    }
    Ok(store::signing_secret(db.main(), &crate::secret::random::<32>()?, now).await?)
}

/// Checks the password and opens a session, or asks for the second factor. A wrong login and a wrong
/// password look alike.
pub async fn sign_in(app: &App, city_id: i32, body: SignIn, from: &Origin) -> ApiResult<Entered> {
    if !people::is_login(&body.login) {
        return Err(ApiError::Unauthorized);
    }
    let attempt = attempts::begin(app, city_id, Guess::Password, &body.login, from).await?;
    let account = people::account_called(app.db.main(), city_id, &body.login).await?;
    let account = account.filter(|account| oidc::password_may(app, city_id, account.role));
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let outdated = hash.as_deref().is_some_and(password::is_outdated);
    let right = password::matches(body.password.clone(), hash).await?;
    let Some(account) = account.as_ref().filter(|_| right) else {
        attempts::failed(app, city_id, &attempt, account.map(|account| account.id));
        return Err(ApiError::Unauthorized);
    };
    let entering = Entering {
        city_id,
        user_id: account.id,
        client: body.client,
        network: from.network.masked(),
        attempt: Some(attempt),
        new_hash: if outdated { Some(password::hash(body.password).await?) } else { None },
    };
    enter(app, entering).await
}

/// Opens a session, unless a second factor is on.
pub async fn enter(app: &App, entering: Entering) -> ApiResult<Entered> {
    let (city_id, client) = (entering.city_id, entering.client);
    let now = app.clock.now();
    let (entered, _) = app
        .db
        .write(city_id, now, move |tx| Box::pin(async move { enter_within(tx, entering).await }))
        .await?;
    match entered {
        Ok(held) => issue(app, &held, client, now).await.map(|issued| Entered::In(Box::new(issued))),
        Err(pending) => Ok(Entered::Asked(pending.write())),
    }
}

async fn enter_within(tx: &mut Tx, entering: Entering) -> ApiResult<Result<Held, Held>> {
    let user_id = entering.user_id;
    if let Some(attempt) = &entering.attempt {
        attempts::worked(tx, attempt).await?;
    }
    if let Some(hash) = &entering.new_hash {
        people::keep_password(tx, user_id, hash).await?;
    }
    if second_factor::is_on(tx, user_id).await? {
        return second_factor::ask(tx, user_id, entering.client).await.map(Err);
    }
    open(tx, user_id, entering.client, entering.network).await.map(Ok)
}

/// Opens a session for somebody who proved all there is to prove.
pub async fn open(tx: &mut Tx, user_id: Uuid, client: Client, network: Option<String>) -> ApiResult<Held> {
    let held = Held::new(tx.city_id(), Uuid::new_v4(), 1)?;
    let life = match client {
        Client::Web => WEB_LIFE,
        Client::Phone => PHONE_LIFE,
    };
    let new = NewSession {
        id: held.session_id,
        holder: Holder::User(user_id),
        client: client_name(client),
        secret_hash: &held.secret_hash(),
        expires_at: tx.now() + life,
    };
    store::insert(tx, new).await?;
    store::keep_network(tx, held.session_id, network.as_deref()).await?;
    tx.audit(Entry::of(Deed::SignedIn, By::Staff(user_id), held.session_id));
    Ok(held)
}

/// The name in the database.
pub fn client_name(client: Client) -> &'static str {
    match client {
        Client::Web => "web",
        Client::Phone => "phone",
    }
}

/// Changes a refresh token for new tokens. One that was used before ends the session: either the
/// phone or somebody else holds a copy. The last change, sent again under its name, is the same change: the
/// phone did not get the answer. A guess at a token ends nothing.
pub async fn refresh(app: &App, asked: &Refresh) -> ApiResult<Issued> {
    let now = app.clock.now();
    let held = Held::read(&asked.refresh_token).ok_or(ApiError::Unauthorized)?;
    let attempt = asked.attempt.as_deref().map(attempt_hash).transpose()?;
    let known = super::find(app, held.city_id, held.session_id).await?;
    let known = known.filter(|row| row.client == "phone").ok_or(ApiError::Unauthorized)?;
    let next = held.next(&app.keys);
    let next_hash = next.secret_hash();
    let used_before = held.led_to(&app.keys, known.generation, &known.secret_hash);
    let (rotated, _) = app
        .db
        .write(next.city_id, now, move |tx| {
            Box::pin(async move {
                let (id, attempt, hash) = (held.session_id, attempt.as_deref(), held.secret_hash());
                if !used_before && store::rotate(tx, id, held.generation, &hash, &next_hash, attempt).await? {
                    return Ok(true);
                }
                // Also of two that are sent at once.
                if let Some(attempt) = attempt
                    && store::was_last_change(tx, id, &next_hash, attempt).await?
                {
                    return Ok(true);
                }
                if used_before {
                    store::end(tx, id).await?;
                }
                Ok(false)
            })
        })
        .await?;
    if !rotated {
        return Err(ApiError::Unauthorized);
    }
    issue(app, &next, Client::Phone, now).await
}

/// What is kept of the name of a change.
fn attempt_hash(attempt: &str) -> ApiResult<Vec<u8>> {
    let name = <[u8; 16]>::from_hex(attempt).map_err(|_| ApiError::field("attempt", "not_a_secret"))?;
    Ok(Sha256::digest(name).to_vec())
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

/// Ends all sessions of somebody but one, and whatever else could become a session.
pub async fn end_all(tx: &mut Tx, user_id: Uuid, but: Option<Uuid>) -> ApiResult<()> {
    store::end_all_of(tx, user_id, but).await?;
    Ok(second_factor::forget_asked(tx, user_id).await?)
}

/// What whoever holds this gets.
pub async fn issue(app: &App, held: &Held, client: Client, now: DateTime<Utc>) -> ApiResult<Issued> {
    let row = super::find(app, held.city_id, held.session_id).await?.ok_or(ApiError::Unauthorized)?;
    let held_back = match &row.who {
        Who::Staff(session) => !row.second_factor && second_factor::is_required(app, session),
        Who::Resident(_) => false,
    };
    let access_token = match client {
        Client::Web => None,
        Client::Phone => Some(app.keys.sign(held.city_id, held.session_id, now)?),
    };
    Ok(Issued { who: row.who, held_back, client, held: held.write(), access_token })
}

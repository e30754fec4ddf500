//! Signing a resident in, and out of one place or of all.

use super::store;
use crate::app::App;
use crate::auth::actions::{Issued, issue};
use crate::auth::store::{Holder, NewSession, end, insert};
use crate::auth::token::Held;
use crate::auth::{Resident, codes};
use crate::people::residents;
use crate::privacy;
use crate::privacy::actions::{Consenting, Subject};
use crate::problem::{ApiError, ApiResult};
use chrono::Duration;
use domain::consent::Purpose;
use domain::wire::resident::EnterCode;
use domain::wire::session::Client;
use uuid::Uuid;

/// How exactly it is known when a session was used.
const SEEN: Duration = Duration::minutes(15);
/// How long a resident stays signed in.
pub const LIFE: Duration = Duration::days(60);

/// Opens a session for whoever enters the right code; whoever is not known gets an account. A session
/// that the browser held before ends: nobody goes on in one that somebody else may have put there.
pub async fn enter(
    app: &App,
    city_id: i32,
    entered: EnterCode,
    before: Option<Resident>,
) -> ApiResult<Issued> {
    let (now, client, keys) = (app.clock.now(), entered.client, app.keys.clone());
    let held = Held::new(city_id, Uuid::new_v4(), 1)?;
    let (session_id, secret_hash) = (held.session_id, held.secret_hash());
    let name = residents::name_of(entered.name.as_deref())?;
    let write = app.db.write(city_id, now, move |tx| {
        Box::pin(async move {
            let proof = match codes::prove(tx, &keys, entered.code_id, &entered.code).await? {
                Ok(proof) => proof,
                Err(why) => return Ok(Err(why)),
            };
            let resident_id = residents::arrive(tx, &proof.reach, proof.language, name.as_deref()).await?;
            if let Some(version) = &proof.consent {
                privacy::actions::consent(tx, &agreeing(resident_id, version)).await?;
            }
            if let Some(before) = before {
                end(tx, before.session_id).await?;
            }
            let new = NewSession {
                id: session_id,
                holder: Holder::Resident(resident_id),
                client: name_of(client),
                secret_hash: &secret_hash,
                expires_at: now + LIFE,
            };
            insert(tx, new).await?;
            Ok(Ok(()))
        })
    });
    write.await?.0.map_err(|why| ApiError::field("code", why))?;
    issue(app, &held, client, now).await
}

/// What a resident agreed to when they asked for the code.
fn agreeing(resident_id: Uuid, version: &str) -> Consenting<'_> {
    Consenting {
        subject: Subject::Resident(resident_id),
        version,
        purposes: &[Purpose::Account, Purpose::Answer],
        channel: "account",
        field: "consent",
    }
}

fn name_of(client: Client) -> &'static str {
    match client {
        Client::Web => "web",
        Client::Phone => "phone",
    }
}

/// Ends one session of a resident; says whether there was one.
pub async fn end_one(app: &App, resident: Resident, id: Uuid) -> ApiResult<bool> {
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move { Ok(store::end_of(tx, resident.id, id).await?) })
    });
    Ok(write.await?.0)
}

/// Ends all sessions of a resident, but for one if asked.
pub async fn end_all(app: &App, resident: Resident, but: Option<Uuid>) -> ApiResult<()> {
    let write = app.db.write(resident.city_id, app.clock.now(), move |tx| {
        Box::pin(async move { Ok(store::end_all_of(tx, resident.id, but).await?) })
    });
    write.await.map(|_| ())
}

/// Whoever holds the session is here.
pub async fn be_seen(app: &App, resident: Resident) -> ApiResult<()> {
    let now = app.clock.now();
    let write = app.db.write(resident.city_id, now, move |tx| {
        Box::pin(async move { Ok(store::be_seen(tx, resident.session_id, now - SEEN).await?) })
    });
    write.await.map(|_| ())
}

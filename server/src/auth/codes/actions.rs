//! Asking for a code and entering it.

use super::store::{self, NewCode};
use super::{LIFE, LIMITS, MEMORY, TRIES, digits, wait};
use crate::app::App;
use crate::auth::token::Keys;
use crate::db::Tx;
use crate::notify::{self, Message, Words};
use crate::privacy;
use crate::problem::{ApiError, ApiResult};
use domain::catalogue::City;
use domain::reach::Reach;
use domain::text::Language;
use domain::wire::resident::CodeSent;
use uuid::Uuid;

/// What a code proved, and what was said when it was asked for.
pub struct Proof {
    pub reach: Reach,
    pub language: Language,
    /// The version of the text about personal data.
    pub consent: Option<String>,
}

/// Sends a code. Nothing here depends on whether anybody is known by this address.
pub async fn ask(
    tx: &mut Tx,
    keys: &Keys,
    city: &City,
    reach: Reach,
    (language, consent): (Language, Option<String>),
) -> ApiResult<CodeSent> {
    let now = tx.now();
    if consent.is_some() && privacy::actions::current(tx.connection(), city.id).await? != consent {
        return Err(ApiError::field("consent", "consent_old"));
    }
    let address_hash =
        keys.seal().mark("address of codes", &[reach.way.name().as_bytes(), reach.address.as_bytes()]);
    store::hold_address(tx, &address_hash).await?;
    if let Some(wait) = wait(&store::sent_since(tx, &address_hash, now - MEMORY).await?, now) {
        return Err(ApiError::RateLimited(wait));
    }
    let (id, code) = (Uuid::new_v4(), digits()?);
    let (expires_at, resend_after) = (now + LIFE, now + LIMITS[0].1);
    let new = NewCode {
        id,
        reach: &reach,
        address_hash: &address_hash,
        code_hash: &keys.seal().mark("code", &[id.as_bytes(), code.as_bytes()]),
        language,
        consent: consent.as_deref(),
        expires_at,
    };
    store::insert(tx, &new).await?;
    let words = Words::of_code(language, reach.way, city.titles.get(language), &code, LIFE.num_minutes());
    let message = Message { to: reach, kind: "code", words, useful_until: expires_at, unsubscribe: None };
    notify::post(tx, &message).await?;
    Ok(CodeSent { id, expires_at, resend_after })
}

/// Tries a code. What is wrong with it is a result, not an error, for the try has to be committed.
pub async fn prove(
    tx: &mut Tx,
    keys: &Keys,
    id: Uuid,
    entered: &str,
) -> ApiResult<Result<Proof, &'static str>> {
    let now = tx.now();
    let known = store::lock(tx, id).await?;
    let Some(known) = known.filter(|known| known.expires_at > now && known.tries < TRIES) else {
        return Ok(Err("code_over"));
    };
    let entered: String = entered.chars().filter(char::is_ascii_digit).collect();
    if !keys.seal().fits("code", &[id.as_bytes(), entered.as_bytes()], &known.code_hash) {
        store::count_try(tx, id).await?;
        return Ok(Err("wrong_code"));
    }
    store::use_up(tx, id).await?;
    Ok(Ok(Proof { reach: known.reach, language: known.language, consent: known.consent }))
}

/// Forgets addresses of codes that are over, and old codes altogether; says how many.
pub async fn forget(app: &App, city_id: i32) -> ApiResult<u64> {
    let now = app.clock.now();
    let write = app.db.write(city_id, now, move |tx| {
        Box::pin(async move {
            store::forget_addresses(tx).await?;
            Ok(store::forget(tx, now - MEMORY).await?)
        })
    });
    Ok(write.await?.0)
}

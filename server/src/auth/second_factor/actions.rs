//! Setting a second factor up, proving it, turning it off.

use super::codes::{self, RECOVERY_CODES, SECRET, Typed};
use super::seal;
use super::store;
use crate::audit::Entry;
use crate::auth::actions::{client_name, open};
use crate::auth::token::Held;
use crate::config::Secret;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use chrono::Duration;
use domain::audit::Deed;
use domain::wire::session::Client;
use uuid::Uuid;

/// How long the code may be owed after the password.
pub const PENDING: Duration = Duration::minutes(5);
/// Wrong codes after one password, at most.
const FAILURES_MAX: i32 = 5;

/// Whether the second step is asked for.
pub async fn is_on(tx: &mut Tx, user_id: Uuid) -> ApiResult<bool> {
    Ok(store::lock(tx, user_id).await?.is_some_and(|factor| factor.confirmed))
}

/// Makes a secret for somebody's phone. It counts once a code of it was typed.
pub async fn begin(tx: &mut Tx, key: &Secret, user_id: Uuid) -> ApiResult<Vec<u8>> {
    if is_on(tx, user_id).await? {
        return Err(ApiError::field("second_factor", "on_already"));
    }
    let secret = crate::secret::random::<SECRET>()?;
    store::keep(tx, user_id, &seal::seal(key, tx.city_id(), user_id, &secret)?).await?;
    Ok(secret.to_vec())
}

/// The first code was typed: the second factor is on. Gives the recovery codes, which nobody sees again.
pub async fn confirm(tx: &mut Tx, key: &Secret, user_id: Uuid, code: &str) -> ApiResult<Vec<String>> {
    let wrong = || ApiError::field("code", "wrong_code");
    let factor =
        store::lock(tx, user_id).await?.ok_or_else(|| ApiError::field("second_factor", "not_begun"))?;
    if factor.confirmed {
        return Err(ApiError::field("second_factor", "on_already"));
    }
    let secret = seal::open(key, tx.city_id(), user_id, factor.kept)?;
    let Some(Typed::Digits(digits)) = codes::read(code) else { return Err(wrong()) };
    let step = codes::step_of(&secret, &digits, tx.now())?.ok_or_else(wrong)?;
    store::use_step(tx, user_id, step).await?;
    store::turn_on(tx, user_id).await?;
    tx.audit(Entry::of(Deed::SecondFactorOn, By::Staff(user_id), user_id));
    make_codes(tx, user_id).await
}

/// New recovery codes; the older ones are void.
pub async fn make_codes(tx: &mut Tx, user_id: Uuid) -> ApiResult<Vec<String>> {
    let mut made = Vec::new();
    store::forget_codes(tx, user_id).await?;
    for _ in 0..RECOVERY_CODES {
        let code = codes::new_recovery_code()?;
        if let Some(Typed::Recovery(hash)) = codes::read(&code) {
            store::keep_code(tx, user_id, &hash).await?;
        }
        made.push(code);
    }
    tx.audit(Entry::of(Deed::RecoveryCodesMade, By::Staff(user_id), user_id));
    Ok(made)
}

/// Forgets the second factor, asked by its owner or an administrator.
pub async fn turn_off(tx: &mut Tx, user_id: Uuid, by: Uuid) -> ApiResult<()> {
    store::forget_codes(tx, user_id).await?;
    if store::forget(tx, user_id).await? {
        tx.audit(Entry::of(Deed::SecondFactorOff, By::Staff(by), user_id));
    }
    Ok(())
}

/// The password was right and the code is owed.
pub async fn ask(tx: &mut Tx, user_id: Uuid, client: Client) -> ApiResult<Held> {
    let pending = Held::new(tx.city_id(), Uuid::new_v4(), 0)?;
    let expires_at = tx.now() + PENDING;
    let hash = pending.secret_hash();
    store::insert_pending(tx, (pending.session_id, user_id), &hash, client_name(client), expires_at).await?;
    Ok(pending)
}

/// What came of a code.
pub enum Second {
    In(Held, Client),
    /// Not this one; there may be another try.
    Wrong,
}

/// Looks at the code that was owed, and opens the session.
pub async fn prove(
    tx: &mut Tx,
    key: &Secret,
    pending: &Held,
    code: &str,
    network: Option<String>,
) -> ApiResult<Second> {
    let known = store::lock_pending(tx, pending.session_id, &pending.secret_hash()).await?;
    let known = known.filter(|known| known.failures < FAILURES_MAX).ok_or(ApiError::Unauthorized)?;
    if !is_right(tx, key, known.user_id, code).await? {
        store::count_failure(tx, pending.session_id).await?;
        return Ok(Second::Wrong);
    }
    store::forget_asked(tx, known.user_id).await?;
    let client = if known.client == "web" { Client::Web } else { Client::Phone };
    Ok(Second::In(open(tx, known.user_id, client, network).await?, client))
}

/// Whether it is a code of the phone that was not used yet, or a recovery code that is left.
async fn is_right(tx: &mut Tx, key: &Secret, user_id: Uuid, code: &str) -> ApiResult<bool> {
    let Some(factor) = store::lock(tx, user_id).await?.filter(|factor| factor.confirmed) else {
        return Err(ApiError::Unauthorized);
    };
    match codes::read(code) {
        Some(Typed::Digits(digits)) => {
            let secret = seal::open(key, tx.city_id(), user_id, factor.kept)?;
            let step = codes::step_of(&secret, &digits, tx.now())?.filter(|step| *step > factor.last_step);
            if let Some(step) = step {
                store::use_step(tx, user_id, step).await?;
            }
            Ok(step.is_some())
        }
        Some(Typed::Recovery(hash)) => {
            let used = store::use_code(tx, user_id, &hash).await?;
            if used {
                tx.audit(Entry::of(Deed::RecoveryCodeUsed, By::Staff(user_id), user_id));
            }
            Ok(used)
        }
        None => Ok(false),
    }
}

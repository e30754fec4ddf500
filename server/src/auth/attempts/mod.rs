//! Failed sign-ins: who guesses has to wait, and cannot make others wait cheaply. Guesses are counted
//! in the database by login and network, and by login alone from all networks together. A browser that
//! signed in before ([`super::device`]) is counted by itself, and waits for nobody else's guesses.

mod store;

use super::network::Origin;
use crate::app::App;
use crate::audit::Entry;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Duration, Utc};
use domain::audit::Deed;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long after the last failure all is forgotten.
const MEMORY: Duration = Duration::hours(24);

/// How many failures are free, and how the wait grows from there: it doubles with each.
#[derive(Debug, Clone, Copy)]
struct Rule {
    free: i32,
    first: Duration,
    most: Duration,
}

/// One guesser: a login from one network, or from one known browser.
const ONE: Rule = Rule { free: 5, first: Duration::seconds(30), most: Duration::hours(1) };
/// A login from all networks together: slows down those who have many.
const ALL: Rule = Rule { free: 30, first: Duration::seconds(30), most: Duration::minutes(5) };

impl Rule {
    /// When the next try is taken.
    fn next(self, failures: i32, last_at: DateTime<Utc>) -> DateTime<Utc> {
        if failures < self.free {
            return last_at;
        }
        let doublings = u32::try_from(failures - self.free).unwrap_or(0).min(16);
        last_at + (self.first * (1 << doublings)).min(self.most)
    }
}

/// What is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    Password,
    Code,
}

/// A try that has begun. It counts as a failure until it [`worked`], so that guesses made at once count
/// too.
pub struct Attempt {
    buckets: Vec<Vec<u8>>,
    /// With this one the waiting begins.
    last_free: bool,
}

/// Lets somebody try to be `login` now, or says how long to wait.
pub async fn begin(app: &App, city_id: i32, guess: Guess, login: &str, from: &Origin) -> ApiResult<Attempt> {
    let counted = counted(city_id, guess, login, from);
    let now = app.clock.now();
    let (attempt, _) =
        app.db.write(city_id, now, move |tx| Box::pin(async move { take(tx, counted).await })).await?;
    Ok(attempt)
}

/// What a try counts for, in the order in which rows are locked.
fn counted(city_id: i32, guess: Guess, login: &str, from: &Origin) -> Vec<(Vec<u8>, Rule)> {
    let kind = match guess {
        Guess::Password => "password",
        Guess::Code => "code",
    };
    let bucket = |what: &str, detail: &str| {
        let parts = [kind, what, login, detail];
        let hash = parts.iter().fold(Sha256::new(), |hash, part| {
            hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        hash.finalize().to_vec()
    };
    let known = from.device.as_ref().filter(|device| device.knows(city_id, login));
    let mut counted = match known {
        Some(device) => vec![(bucket("device", &device.id.to_string()), ONE)],
        None => vec![(bucket("network", &from.network.whole()), ONE), (bucket("all", ""), ALL)],
    };
    counted.sort_by(|(one, _), (other, _)| one.cmp(other));
    counted
}

async fn take(tx: &mut Tx, counted: Vec<(Vec<u8>, Rule)>) -> ApiResult<Attempt> {
    let now = tx.now();
    let mut attempt = Attempt { buckets: Vec::new(), last_free: false };
    let mut wait = Duration::zero();
    for (bucket, rule) in counted {
        let kept = store::lock(tx, &bucket).await?;
        let failures = if now - kept.last_at >= MEMORY { 0 } else { kept.failures };
        wait = wait.max(rule.next(failures, kept.last_at) - now);
        store::count(tx, &bucket, failures + 1).await?;
        attempt.last_free |= failures + 1 == rule.free;
        attempt.buckets.push(bucket);
    }
    // What was counted is taken back with the transaction: waiting does not make the wait longer.
    if wait > Duration::zero() { Err(ApiError::RateLimited(wait)) } else { Ok(attempt) }
}

/// It worked: what this guesser failed before is forgotten.
pub async fn worked(tx: &mut Tx, attempt: &Attempt) -> ApiResult<()> {
    for bucket in &attempt.buckets {
        store::forget(tx, bucket).await?;
    }
    Ok(())
}

/// It did not. Where the waiting begins is written down, after the answer: whether there is such a login
/// must not be told by the time it takes.
pub fn failed(app: &App, city_id: i32, attempt: &Attempt, user_id: Option<Uuid>) {
    let (true, Some(user_id)) = (attempt.last_free, user_id) else { return };
    let app = app.clone();
    tokio::spawn(async move {
        let entry = Entry::of(Deed::LockedOut, By::Resident, user_id);
        let written = app.db.write(city_id, app.clock.now(), move |tx| {
            Box::pin(async move {
                tx.audit(entry);
                Ok(())
            })
        });
        if let Err(error) = written.await {
            tracing::warn!(%error, "a lock-out could not be written down");
        }
    });
}

/// Forgets what nobody waits for any more.
pub async fn forget_old(tx: &mut Tx) -> ApiResult<()> {
    Ok(store::forget_before(tx, tx.now() - MEMORY).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let last: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;
        let wait = |failures| (ONE.next(failures, last) - last).num_seconds();
        assert_eq!([0, 4, 5, 6, 7].map(wait), [0, 0, 30, 60, 120]);
        assert_eq!([20, 1_000_000].map(wait), [3600, 3600]);
        assert_eq!((ALL.next(i32::MAX, last) - last).num_seconds(), 300);
    }
}

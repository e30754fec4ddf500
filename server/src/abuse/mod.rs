//! Abuse: what one sender may do, and what happens to those who do too much or too bad. Nothing is asked
//! of who sends little; who sends much solves a challenge for each thing more, and only far beyond that
//! is refused for a while (`quota`, `challenge`), so that thousands behind one address of a mobile
//! operator still get through. Staff bans the author of a report, who may appeal (`routes`, `actions`).
//! What a report says is doubted by the city's rules (`domain::moderation`). Whoever sends is known by
//! keyed hashes only (`sender`), which are forgotten after a while (`jobs`); messages that cost money
//! come out of a purse of the day (`purse`). Danger is always let in.

mod actions;
mod challenge;
pub mod jobs;
mod proxies;
mod purse;
mod quota;
pub mod routes;
mod sender;
mod store;
mod view;

pub use actions::{
    FALSE_ALARM_MEMORY, FALSE_ALARMS_MANY, admit, clear_false_alarm, hold_photo, judge, keep_sender,
    mark_false_alarm,
};
pub use proxies::Proxies;
pub use purse::{Purse, Purses};
pub use quota::{Pairs, Quotas};
pub use sender::{Origin, Seal, Sender};
pub use view::about_sender;

use crate::app::App;
use crate::context::Caller;
use crate::problem::{ApiError, ApiResult};
use challenge::Challenges;
use domain::catalogue::City;
use quota::Verdict;

/// What somebody wants to do that can be done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    Report,
    Photo,
    Support,
    /// Having a code sent to sign in with.
    Code,
}

impl Deed {
    /// The name in challenges and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Photo => "photo",
            Self::Support => "support",
            Self::Code => "code",
        }
    }
}

/// What the process keeps about senders.
pub struct Guard {
    quotas: Quotas,
    challenges: Challenges,
    proxies: Proxies,
    purses: Purses,
    seal: Seal,
}

impl Guard {
    /// With the settings of the installation and its signing secret.
    pub fn new(config: &crate::config::Config, secret: &[u8]) -> Self {
        let seal = Seal::new(secret);
        Self {
            quotas: Quotas::new(config),
            challenges: Challenges::new(seal.clone(), config.proof_bits, config.proof_bits_most),
            proxies: config.trusted_proxies.clone(),
            purses: Purses {
                seal: seal.clone(),
                city: config.sms_of_city,
                prefix: config.sms_of_prefix,
                number: config.sms_of_number,
            },
            seal,
        }
    }

    /// What may be spent on messages.
    pub fn purses(&self) -> &Purses {
        &self.purses
    }

    /// Makes and reads marks.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }
}

/// Lets the caller do it once more, or says what has to come first. Staff that is signed in is let
/// through, and so is whoever comes from the machine itself without a device.
///
/// # Errors
/// `ProofNeeded` with a challenge when much was sent from their device, account, address or network,
/// `RateLimited` when far more was.
pub async fn gate(app: &App, city: &City, caller: &Caller, deed: Deed) -> ApiResult<()> {
    if caller.session.is_some() {
        return Ok(());
    }
    let (now, keys) = (app.clock.now(), caller.sender.keys(caller.resident.map(|resident| resident.id)));
    let verdict = app.abuse.quotas.weigh(deed, &keys, now);
    let told = match (verdict, caller.sender.proof()) {
        (Verdict::Free, _) => "free",
        (Verdict::Prove(load), None) => return Err(needed(app, city, deed, load)),
        (Verdict::Prove(load), Some(proof)) => {
            let Some(spent) = app.abuse.challenges.check(proof, city.id, deed, now) else {
                return Err(needed(app, city, deed, load));
            };
            let fresh = app
                .db
                .write(city.id, now, move |tx| {
                    Box::pin(async move { Ok(store::spend_proof(tx, &spent).await?) })
                })
                .await?
                .0;
            if !fresh {
                return Err(needed(app, city, deed, load));
            }
            "proved"
        }
        (Verdict::Wait(wait), _) => {
            count(deed, "refused");
            return Err(ApiError::RateLimited(wait));
        }
    };
    app.abuse.quotas.add(deed, &keys, now);
    count(deed, told);
    Ok(())
}

fn needed(app: &App, city: &City, deed: Deed, load: f64) -> ApiError {
    count(deed, "asked");
    match app.abuse.challenges.make(city.id, deed, load, app.clock.now()) {
        Ok(challenge) => ApiError::ProofNeeded(Box::new(challenge)),
        Err(error) => ApiError::Internal(error),
    }
}

fn count(deed: Deed, told: &'static str) {
    metrics::counter!("citycenter_gate_total", "deed" => deed.name(), "told" => told).increment(1);
}

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
pub use sender::{Origin, Sender};
pub use view::about_sender;

use crate::app::App;
use crate::config::Config;
use crate::context::Caller;
use crate::problem::{ApiError, ApiResult};
use crate::secret::{Mark, Seal};
use anyhow::Context;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderName};
use challenge::Challenges;
use domain::catalogue::City;
use quota::{Tally, Verdict};
use sender::Key;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use uuid::Uuid;

/// What somebody wants to do that can be done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sending {
    Report,
    Photo,
    Support,
    /// Having a code sent to sign in with.
    Code,
}

impl Sending {
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
    /// Whose counts are whose.
    process: Uuid,
    challenges: Challenges,
    proxies: Proxies,
    /// The one list that our proxies write.
    forwarded: HeaderName,
    purses: Purses,
    seal: Seal,
}

impl Guard {
    /// With the settings of the installation and its seal.
    ///
    /// # Errors
    /// When `forwarded_header` is no name of a header.
    pub fn new(config: &Config, seal: Seal) -> anyhow::Result<Self> {
        let forwarded = HeaderName::try_from(&config.forwarded_header).context("forwarded_header")?;
        Ok(Self {
            forwarded,
            quotas: Quotas::new(config),
            process: Uuid::new_v4(),
            challenges: Challenges::new(seal.clone(), config.proof_bits, config.proof_bits_most),
            proxies: config.trusted_proxies.clone(),
            purses: Purses {
                seal: seal.clone(),
                city: config.sms_of_city,
                prefix: config.sms_of_prefix,
                number: config.sms_of_number,
            },
            seal,
        })
    }

    /// The address at the other end, by the word of our own proxies.
    pub fn client(&self, parts: &Parts) -> Option<IpAddr> {
        Some(self.proxies.client(peer(&parts.extensions)?, &parts.headers, &self.forwarded))
    }

    /// Whether a request comes from one of our own proxies.
    pub fn is_proxy(&self, request: &Extensions) -> bool {
        peer(request).is_some_and(|peer| self.proxies.trust(peer.ip().to_canonical()))
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

fn peer(request: &Extensions) -> Option<SocketAddr> {
    request.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer)
}

/// Lets the caller do it once more, or says what has to come first. Staff that is signed in is let
/// through, and so is whoever comes from the machine itself without a device.
///
/// # Errors
/// `ProofNeeded` with a challenge when much was sent from their device, account, address or network,
/// `RateLimited` when far more was.
pub async fn gate(app: &App, city: &City, caller: &Caller, deed: Sending) -> ApiResult<()> {
    if caller.session.is_some() {
        return Ok(());
    }
    let (now, keys) = (app.clock.now(), caller.sender.keys(caller.resident.map(|resident| resident.id)));
    let elsewhere = counted_elsewhere(app, city, deed, &keys).await?;
    let verdict = app.abuse.quotas.weigh(deed, &keys, &elsewhere, now);
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

/// What other processes let in of those who send a lot; nothing is asked about the others.
async fn counted_elsewhere(
    app: &App,
    city: &City,
    deed: Sending,
    keys: &[Key],
) -> ApiResult<HashMap<Key, Tally>> {
    let now = app.clock.now();
    let busy = app.abuse.quotas.busy(deed, keys, now);
    if busy.is_empty() {
        return Ok(HashMap::new());
    }
    let (process, slot) = (app.abuse.process, quota::slot_of(now));
    let told: Vec<(Mark, u32)> =
        busy.iter().map(|(key, count)| (key.mark(&app.abuse.seal), *count)).collect();
    let write = app.db.write(city.id, now, move |tx| {
        Box::pin(async move { Ok(store::share(tx, process, deed.name(), slot, told).await?) })
    });
    let (tallies, _) = write.await?;
    Ok(busy.into_iter().map(|(key, _)| key).zip(tallies).collect())
}

fn needed(app: &App, city: &City, deed: Sending, load: f64) -> ApiError {
    count(deed, "asked");
    match app.abuse.challenges.make(city.id, deed, load, app.clock.now()) {
        Ok(challenge) => ApiError::ProofNeeded(Box::new(challenge)),
        Err(error) => ApiError::Internal(error),
    }
}

fn count(deed: Sending, told: &'static str) {
    metrics::counter!("citycenter_gate_total", "deed" => deed.name(), "told" => told).increment(1);
}

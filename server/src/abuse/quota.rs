//! How much came from whom within an hour: a sliding count for each device, account, address and
//! network, in the memory of the process. Whoever has sent half of what is free is counted in the
//! database as well, so that several processes count together and the many who send little cost nothing.

use super::Sending;
use super::sender::Key;
use crate::config::Config;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

/// Senders remembered at once; beyond it those who sent least are forgotten.
const SENDERS_MAX: usize = 200_000;
/// Seconds of a slot; a count slides over two of them.
const SLOT: i64 = 3600;

/// Two numbers for each kind of sender, written `device 10/60, account 10/60, …`: what is free, and what
/// is the most; a kind that is left out is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pairs {
    pub device: Option<(u32, u32)>,
    pub account: Option<(u32, u32)>,
    pub address: Option<(u32, u32)>,
    pub network: Option<(u32, u32)>,
}

impl TryFrom<String> for Pairs {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Pairs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pairs = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = || format!("“{part}” is not like “device 10/60”, the smaller number first");
            let (kind, numbers) = part.split_once(' ').ok_or_else(wrong)?;
            let (free, most) = numbers.trim().split_once('/').ok_or_else(wrong)?;
            let pair = (free.parse().map_err(|_| wrong())?, most.parse().map_err(|_| wrong())?);
            if pair.0 > pair.1 || pair.1 == 0 {
                return Err(wrong());
            }
            *match kind {
                "device" => &mut pairs.device,
                "account" => &mut pairs.account,
                "address" => &mut pairs.address,
                "network" => &mut pairs.network,
                _ => return Err(format!("“{kind}” is none of device, account, address, network")),
            } = Some(pair);
        }
        Ok(pairs)
    }
}

/// What a sender is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Go on.
    Free,
    /// Solve a challenge first; so many times what is free was sent.
    Prove(f64),
    /// Come back then.
    Wait(Duration),
}

/// Counts by deed and sender.
pub struct Quotas {
    limits: [(Sending, Pairs); 4],
    counts: Mutex<HashMap<(Sending, Key), Count>>,
}

/// What came in this slot and in the one before.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    slot: i64,
    now: u32,
    before: u32,
}

/// What the other processes let in, in this slot and in the one before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub now: u32,
    pub before: u32,
}

impl Quotas {
    pub fn new(config: &Config) -> Self {
        Self {
            limits: [
                (Sending::Report, config.limit_reports.clone()),
                (Sending::Photo, config.limit_photos.clone()),
                (Sending::Support, config.limit_supports.clone()),
                (Sending::Code, config.limit_codes.clone()),
            ],
            counts: Mutex::default(),
        }
    }

    fn limit(&self, deed: Sending, key: &Key) -> Option<(u32, u32)> {
        let pairs = &self.limits.iter().find(|(of, _)| *of == deed)?.1;
        match key {
            Key::Device(_) => pairs.device,
            Key::Account(_) => pairs.account,
            Key::Address(_) => pairs.address,
            Key::Network(_) => pairs.network,
        }
    }

    /// Those of the keys that have sent half of what is free here, and how much in this slot.
    pub fn busy(&self, deed: Sending, keys: &[Key], now: DateTime<Utc>) -> Vec<(Key, u32)> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let here = |key: &Key| counts.get(&(deed, *key)).copied().unwrap_or_default().at(slot_of(now));
        let half = |key: &&Key| {
            self.limit(deed, key).is_some_and(|(free, _)| here(key).sliding(now) * 2.0 >= f64::from(free))
        };
        keys.iter().filter(half).map(|key| (*key, here(key).now)).collect()
    }

    /// What the strictest of these keys says to one more; `elsewhere` is what other processes let in.
    pub fn weigh(
        &self,
        deed: Sending,
        keys: &[Key],
        elsewhere: &HashMap<Key, Tally>,
        now: DateTime<Utc>,
    ) -> Verdict {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut verdict = Verdict::Free;
        for key in keys {
            let Some((free, most)) = self.limit(deed, key) else { continue };
            let here = counts.get(&(deed, *key)).copied().unwrap_or_default().at(slot_of(now));
            let count = here.and(elsewhere.get(key).copied().unwrap_or_default());
            let sent = count.sliding(now);
            if sent >= f64::from(most) {
                return Verdict::Wait(count.wait(most, now));
            }
            if sent >= f64::from(free) {
                let load = (sent + 1.0) / (f64::from(free) + 1.0);
                verdict = match verdict {
                    Verdict::Prove(more) if more > load => verdict,
                    _ => Verdict::Prove(load),
                };
            }
        }
        verdict
    }

    /// One more came.
    pub fn add(&self, deed: Sending, keys: &[Key], now: DateTime<Utc>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() + keys.len() > SENDERS_MAX {
            make_room(&mut counts, slot_of(now));
        }
        for key in keys.iter().filter(|key| self.limit(deed, key).is_some()) {
            let count = counts.entry((deed, *key)).or_default();
            *count = count.at(slot_of(now));
            count.now = count.now.saturating_add(1);
        }
    }
}

/// The hour since 1970.
pub fn slot_of(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(SLOT)
}

/// Forgets whoever sent nothing for an hour, then whoever sent once, then everybody: who changes keys
/// all the time must not push out those who are being watched.
fn make_room(counts: &mut HashMap<(Sending, Key), Count>, slot: i64) {
    counts.retain(|_, count| count.slot + 1 >= slot);
    if counts.len() * 2 > SENDERS_MAX {
        counts.retain(|_, count| count.now + count.before > 1);
    }
    if counts.len() * 2 > SENDERS_MAX {
        counts.clear();
    }
}

impl Count {
    /// The count as it stands in `slot`.
    fn at(self, slot: i64) -> Self {
        match slot - self.slot {
            0 => self,
            1 => Self { slot, now: 0, before: self.now },
            _ => Self { slot, now: 0, before: 0 },
        }
    }

    /// Together with what came elsewhere.
    fn and(self, other: Tally) -> Self {
        let Tally { now, before } = other;
        Self { now: self.now.saturating_add(now), before: self.before.saturating_add(before), ..self }
    }

    /// How much of the current slot has passed, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "seconds of an hour")]
    fn passed(now: DateTime<Utc>) -> f64 {
        now.timestamp().rem_euclid(SLOT) as f64 / SLOT as f64
    }

    /// How many came within the last hour, if those of the slot before came evenly.
    fn sliding(self, now: DateTime<Utc>) -> f64 {
        f64::from(self.before) * (1.0 - Self::passed(now)) + f64::from(self.now)
    }

    /// How long until there are fewer than `most`.
    #[expect(clippy::cast_possible_truncation, reason = "seconds of two hours")]
    fn wait(self, most: u32, now: DateTime<Utc>) -> Duration {
        let (most, here) = (f64::from(most), Self::passed(now));
        // Within this slot those of the one before fade; else those of this one fade in the next.
        let at = if f64::from(self.now) < most {
            1.0 - (most - f64::from(self.now)) / f64::from(self.before.max(1))
        } else {
            2.0 - most / f64::from(self.now.max(1))
        };
        Duration::seconds(((at - here).max(0.0) * 3600.0) as i64 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn quotas(limits: &str) -> Quotas {
        let pairs: Pairs = limits.parse().unwrap();
        let deeds = [Sending::Report, Sending::Photo, Sending::Support, Sending::Code];
        Quotas { limits: deeds.map(|deed| (deed, pairs.clone())), counts: Mutex::default() }
    }

    fn noon() -> DateTime<Utc> {
        "2026-11-16T12:00:00Z".parse().unwrap()
    }

    fn device(n: u128) -> Key {
        Key::Account(Uuid::from_u128(n))
    }

    #[test]
    fn little_is_free_more_is_proved_and_only_far_more_has_to_wait() {
        let (quotas, keys) = (quotas("account 2/6"), [device(1)]);
        let mut told = Vec::new();
        for _ in 0..7 {
            let verdict = quotas.weigh(Sending::Report, &keys, &HashMap::new(), noon());
            if !matches!(verdict, Verdict::Wait(_)) {
                quotas.add(Sending::Report, &keys, noon());
            }
            told.push(verdict);
        }
        assert_eq!(told[..2], [Verdict::Free, Verdict::Free]);
        assert!(told[2..6].is_sorted_by(|one, next| match (one, next) {
            (Verdict::Prove(one), Verdict::Prove(next)) => one <= next,
            _ => false,
        }));
        let Verdict::Wait(wait) = told[6] else { panic!("{:?}", told[6]) };
        assert!(matches!(
            quotas.weigh(Sending::Report, &keys, &HashMap::new(), noon() + wait),
            Verdict::Prove(_)
        ));
        assert!(matches!(
            quotas.weigh(Sending::Report, &keys, &HashMap::new(), noon() + wait - Duration::seconds(3)),
            Verdict::Wait(_)
        ));
        assert_eq!(
            quotas.weigh(Sending::Report, &keys, &HashMap::new(), noon() + Duration::hours(3)),
            Verdict::Free
        );
        assert_eq!(
            quotas.weigh(Sending::Photo, &keys, &HashMap::new(), noon()),
            Verdict::Free,
            "another deed"
        );
        assert_eq!(
            quotas.weigh(Sending::Report, &[device(2)], &HashMap::new(), noon()),
            Verdict::Free,
            "somebody else"
        );
    }

    #[test]
    fn whoever_sends_little_is_asked_about_nowhere_else_and_much_is_counted_together() {
        let (quotas, keys) = (quotas("account 4/6"), [device(1)]);
        quotas.add(Sending::Report, &keys, noon());
        assert_eq!(quotas.busy(Sending::Report, &keys, noon()), []);
        quotas.add(Sending::Report, &keys, noon());
        assert_eq!(quotas.busy(Sending::Report, &keys, noon()), [(device(1), 2)]);
        assert_eq!(quotas.busy(Sending::Report, &keys, noon() + Duration::minutes(59)), [(device(1), 2)]);
        assert_eq!(quotas.busy(Sending::Report, &keys, noon() + Duration::hours(2)), []);
        let told = |now, before| {
            let elsewhere = HashMap::from([(device(1), Tally { now, before })]);
            quotas.weigh(Sending::Report, &keys, &elsewhere, noon())
        };
        assert_eq!(told(1, 0), Verdict::Free);
        assert!(matches!(told(2, 0), Verdict::Prove(_)));
        assert!(matches!(told(0, 2), Verdict::Prove(_)));
        assert!(matches!(told(2, 2), Verdict::Wait(_)));
    }

    #[test]
    fn settings_are_read_or_refused_with_a_reason() {
        let pairs: Pairs = "device 1/2, network 30/400".parse().unwrap();
        assert_eq!((pairs.device, pairs.address, pairs.network), (Some((1, 2)), None, Some((30, 400))));
        assert_eq!("".parse(), Ok(Pairs::default()));
        for wrong in ["device", "device 5", "device 5/1", "device 0/0", "person 1/2", "device a/b"] {
            assert!(wrong.parse::<Pairs>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn whoever_changes_keys_fills_no_memory_and_frees_nobody_who_is_watched() {
        let quotas = quotas("account 2/6");
        for _ in 0..3 {
            quotas.add(Sending::Report, &[device(0)], noon());
        }
        for n in 1..=SENDERS_MAX as u128 + 10 {
            quotas.add(Sending::Report, &[device(n)], noon());
        }
        assert!(quotas.counts.lock().unwrap().len() <= SENDERS_MAX);
        assert!(matches!(
            quotas.weigh(Sending::Report, &[device(0)], &HashMap::new(), noon()),
            Verdict::Prove(_)
        ));
    }
}

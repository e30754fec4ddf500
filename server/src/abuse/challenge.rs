//! Challenges: made and read back without being kept. `city.deed.bits.until.random.seal`, where the seal
//! is a keyed hash of the rest; only answers that were used are kept, until they expire.

use super::Sending;
use crate::secret::{self, Seal};
use chrono::{DateTime, Duration, Utc};
use domain::proof::solves;
use domain::wire::abuse::Challenge;

/// How long there is to solve one: slow phones need seconds, and a lost connection some minutes.
const LIFE: Duration = Duration::minutes(10);

/// Makes and checks challenges.
pub struct Challenges {
    seal: Seal,
    least: u32,
    most: u32,
}

/// An answer that was right: by this it is known again.
pub struct Spent {
    pub seal: Vec<u8>,
    pub expires_at: DateTime<Utc>,
}

impl Challenges {
    /// With difficulties from `least` to `most` bits.
    pub fn new(seal: Seal, least: u32, most: u32) -> Self {
        Self { seal, least: least.min(most), most }
    }

    /// One for a sender who sent `load` times what is free: each doubling takes one bit more.
    pub fn make(
        &self,
        city_id: i32,
        deed: Sending,
        load: f64,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Challenge> {
        let expires_at = now + LIFE;
        let bits = self.bits(load);
        let said = format!(
            "{city_id}.{}.{bits}.{}.{}",
            deed.name(),
            expires_at.timestamp(),
            hex::encode(secret::random::<16>()?)
        );
        let text = format!("{said}.{}", hex::encode(self.seal.mark("challenge", &[said.as_bytes()])));
        Ok(Challenge { text, bits, expires_at })
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few bits")]
    fn bits(&self, load: f64) -> u32 {
        (self.least + load.max(1.0).log2() as u32).min(self.most)
    }

    /// Reads `<challenge>:<answer>`: ours, for this city and deed, in time and solved; else nothing.
    pub fn check(&self, proof: &str, city_id: i32, deed: Sending, now: DateTime<Utc>) -> Option<Spent> {
        let (text, answer) = proof.split_once(':')?;
        let (said, seal) = text.rsplit_once('.')?;
        let seal = hex::decode(seal).ok()?;
        let ours = self.seal.fits("challenge", &[said.as_bytes()], &seal);
        let mut parts = said.split('.');
        let for_city = parts.next()?.parse() == Ok(city_id);
        let for_deed = parts.next()? == deed.name();
        let bits = parts.next()?.parse().ok()?;
        let expires_at = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
        let good =
            ours && for_city && for_deed && now < expires_at && solves(text, answer.parse().ok()?, bits);
        good.then_some(Spent { seal, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::proof::solve;

    fn noon() -> DateTime<Utc> {
        "2026-11-16T12:00:00Z".parse().unwrap()
    }

    fn challenges() -> Challenges {
        Challenges::new(Seal::new(b"a secret"), 6, 10)
    }

    #[test]
    fn an_answer_counts_for_its_city_deed_and_time_only() {
        let challenges = challenges();
        let Challenge { text, bits, .. } = challenges.make(1, Sending::Report, 1.0, noon()).unwrap();
        let answer = solve(&text, bits).unwrap();
        let proof = format!("{text}:{answer}");
        let good = |proof: &str, city, deed, at| challenges.check(proof, city, deed, at).is_some();
        assert!(good(&proof, 1, Sending::Report, noon()));
        assert!(!good(&proof, 2, Sending::Report, noon()), "another city");
        assert!(!good(&proof, 1, Sending::Photo, noon()), "another deed");
        assert!(!good(&proof, 1, Sending::Report, noon() + LIFE), "too late");
        let wrong = (0..answer).next_back().map_or(0, |before| before);
        assert!(answer == 0 || !good(&format!("{text}:{wrong}"), 1, Sending::Report, noon()), "not solved");
        for forged in ["", ":", "x:0", "1.report.0.9999999999.00.00:0", &proof.replacen(".6.", ".0.", 1)] {
            assert!(!good(forged, 1, Sending::Report, noon()), "{forged}");
        }
        let other = Challenges::new(Seal::new(b"another"), 6, 10);
        assert!(other.check(&proof, 1, Sending::Report, noon()).is_none(), "of another installation");
    }

    #[test]
    fn the_more_was_sent_the_harder_it_gets_up_to_a_point() {
        let bits = |load| challenges().bits(load);
        assert_eq!([0.5, 1.0, 1.9, 2.0, 4.0, 8.0, 1e9].map(bits), [6, 6, 6, 7, 8, 9, 10]);
    }
}

//! Proof of work: who sends much pays a little of their own computing time for each thing more. The
//! server makes a challenge, whoever wants something finds a number for it, and finding takes about
//! 2^bits tries of one SHA-256 while checking takes one (the scheme of hashcash, with a challenge of
//! the server instead of a date).

use sha2::{Digest, Sha256};

/// Bits that no honest client is ever asked for: whoever asks for more is not our server.
pub const BITS_MAX: u32 = 26;

/// Whether `answer` solves `challenge`: the SHA-256 of `challenge:answer` begins with `bits` zero bits.
pub fn solves(challenge: &str, answer: u64, bits: u32) -> bool {
    let hash = Sha256::digest(format!("{challenge}:{answer}").as_bytes());
    leading_zeros(&hash) >= bits
}

/// The smallest number that solves it, or `None` where it asks for more than [`BITS_MAX`]. Takes about
/// 2^bits hashes.
pub fn solve(challenge: &str, bits: u32) -> Option<u64> {
    if bits > BITS_MAX {
        return None;
    }
    let begun = Sha256::new().chain_update(challenge).chain_update(":");
    (0..u64::MAX).find(|answer| {
        let hash = begun.clone().chain_update(answer.to_string()).finalize();
        leading_zeros(&hash) >= bits
    })
}

fn leading_zeros(hash: &[u8]) -> u32 {
    let mut zeros = 0;
    for byte in hash {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_solves_it_and_nothing_before_does() {
        let found = solve("a challenge", 10).unwrap();
        assert!(solves("a challenge", found, 10));
        assert!((0..found).all(|answer| !solves("a challenge", answer, 10)));
        assert!(!solves("a challenge", found, 40) && !solves("another", found, 10));
    }

    /// The web counts zeros by code of its own (`web/src/lib/proof.test.ts`): both know this number.
    #[test]
    fn every_client_finds_the_same_number() {
        assert_eq!(solve("city.report.12", 12), Some(KNOWN));
    }
    const KNOWN: u64 = 196;

    #[test]
    fn a_challenge_that_would_take_a_day_is_not_begun() {
        assert_eq!(solve("x", BITS_MAX + 1), None);
        assert_eq!(solve("x", 0), Some(0));
    }
}

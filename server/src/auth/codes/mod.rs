//! One-time codes: six digits that prove who holds an e-mail address or a phone number. A code is good
//! for ten minutes, five tries and once, in the city that sent it; kept is a keyed hash of it.

mod actions;
pub mod routes;
mod store;

pub use actions::{forget, prove};

use chrono::{DateTime, Duration, Utc};

/// How long a code is good.
const LIFE: Duration = Duration::minutes(10);
/// How often it may be tried.
const TRIES: i32 = 5;
/// Codes to one address, and within what time: whoever asks for more has to wait.
const LIMITS: [(usize, Duration); 3] =
    [(1, Duration::minutes(1)), (3, Duration::minutes(10)), (10, Duration::hours(24))];
/// How long it is known that codes went to an address.
const MEMORY: Duration = Duration::hours(24);

/// How long to wait for one more code, when these were sent before, newest first.
fn wait(sent: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<Duration> {
    let over = |&(count, within): &(usize, Duration)| Some(*sent.get(count - 1)? + within);
    LIMITS.iter().filter_map(over).filter(|over| *over > now).max().map(|over| over - now)
}

/// Six digits, each as likely as any other.
fn digits() -> anyhow::Result<String> {
    const ALL: u32 = 1_000_000;
    loop {
        let drawn = u32::from_le_bytes(crate::secret::random()?);
        // The last, incomplete million would favour small codes.
        if drawn < u32::MAX / ALL * ALL {
            return Ok(format!("{:06}", drawn % ALL));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_only_so_many_codes() {
        let now: DateTime<Utc> = "2026-11-16T09:00:00Z".parse().unwrap();
        let ago = |minutes: &[i64]| minutes.iter().map(|m| now - Duration::minutes(*m)).collect::<Vec<_>>();
        assert_eq!(wait(&[], now), None);
        assert_eq!(wait(&ago(&[0]), now), Some(Duration::minutes(1)));
        assert_eq!(wait(&ago(&[1]), now), None);
        assert_eq!(wait(&ago(&[1, 2, 4]), now), Some(Duration::minutes(6)));
        assert_eq!(wait(&ago(&[1, 2, 10]), now), None);
        let all_day: Vec<i64> = (1..=10).map(|n| n * 60).collect();
        assert_eq!(wait(&ago(&all_day), now), Some(Duration::hours(14)));
    }

    #[test]
    fn a_code_is_six_digits() {
        for _ in 0..100 {
            let code = digits().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }
}

//! When to try again: longer after each failure, never the same moment for everybody, and never
//! before the server asked.

/// Waiting after the first failure, milliseconds.
const FIRST: i64 = 15_000;
/// The longest that the phone waits by its own choice, milliseconds.
const LONGEST: i64 = 30 * 60_000;
/// The longest that a server can make the phone wait, milliseconds: a day.
const LONGEST_ASKED: i64 = 24 * 60 * 60_000;

/// The moment of the next try, milliseconds since 1970.
///
/// * `failures`: how often it failed in a row, at least 1.
/// * `asked`: the server's `Retry-After` in milliseconds, if it sent one.
/// * `spread`: any number that differs between phones; shifts the wait by up to a quarter.
pub(crate) fn next_try(now: i64, failures: u32, asked: Option<i64>, spread: u8) -> i64 {
    let doublings = failures.saturating_sub(1).min(16);
    let own = (FIRST << doublings).min(LONGEST);
    let shifted = own - own / 4 * i64::from(spread) / 255;
    let wait = shifted.max(asked.unwrap_or(0).clamp(0, LONGEST_ASKED));
    now.saturating_add(wait)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waiting_doubles_until_half_an_hour() {
        let waits: Vec<i64> = (1..=9).map(|n| next_try(0, n, None, 0) / 1000).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1800, 1800]);
    }

    proptest! {
        #[test]
        fn a_wait_is_never_too_short_nor_too_long(
            failures in any::<u32>(), spread in any::<u8>(), now in 0..4_102_444_800_000_i64,
        ) {
            let wait = next_try(now, failures, None, spread) - now;
            prop_assert!((FIRST * 3 / 4..=LONGEST).contains(&wait));
        }

        #[test]
        fn the_server_is_heeded_within_reason(
            failures in 1..20_u32, asked in any::<i64>(), spread in any::<u8>(), now in any::<i64>(),
        ) {
            let at = next_try(now, failures, Some(asked), spread);
            prop_assert!(at >= now.saturating_add(asked.clamp(0, LONGEST_ASKED)));
            prop_assert!(at <= now.saturating_add(LONGEST_ASKED));
        }

        #[test]
        fn more_failures_never_shorten_the_wait(failures in 1..40_u32, spread in any::<u8>()) {
            prop_assert!(next_try(0, failures + 1, None, spread) >= next_try(0, failures, None, spread));
        }
    }
}

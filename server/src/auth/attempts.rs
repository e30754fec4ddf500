//! Failed sign-ins, remembered for a while: who guesses has to wait.

use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Failures that are free.
const FREE: u32 = 5;
/// How long a failure is remembered.
const MEMORY: Duration = Duration::minutes(15);
/// Names remembered at once; beyond it the oldest are forgotten.
const NAMES_MAX: usize = 10_000;

/// Failures by city and login.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<Name, Failures>>);

/// City and login.
type Name = (i32, String);
/// How many, and when the last one was.
type Failures = (u32, DateTime<Utc>);

impl Attempts {
    /// Lets this name try now, counting it as a failure until it [`worked`](Self::worked), so that
    /// guesses made at once count too. Otherwise says how long to wait.
    pub fn begin(&self, city_id: i32, login: &str, now: DateTime<Utc>) -> Result<(), Duration> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= NAMES_MAX {
            failures.retain(|_, (_, last)| now - *last < MEMORY);
            if failures.len() >= NAMES_MAX {
                failures.clear();
            }
        }
        let entry = failures.entry((city_id, login.to_owned())).or_insert((0, now));
        let forgotten_in = MEMORY - (now - entry.1);
        if forgotten_in <= Duration::zero() {
            *entry = (0, now);
        }
        if entry.0 >= FREE {
            return Err(forgotten_in);
        }
        *entry = (entry.0 + 1, now);
        Ok(())
    }

    /// It worked.
    pub fn worked(&self, city_id: i32, login: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(city_id, login.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_guesses_has_to_wait_and_may_then_try_again() {
        let attempts = Attempts::default();
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
        for _ in 0..FREE {
            assert_eq!(attempts.begin(1, "ann", now), Ok(()));
        }
        let later = now + Duration::minutes(5);
        assert_eq!(attempts.begin(1, "ann", later), Err(Duration::minutes(10)));
        assert_eq!(attempts.begin(2, "ann", later), Ok(()), "another city's ann");
        assert_eq!(attempts.begin(1, "ann", now + MEMORY), Ok(()));
    }

    #[test]
    fn who_gets_in_starts_anew() {
        let attempts = Attempts::default();
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
        for _ in 0..3 * FREE {
            assert_eq!(attempts.begin(1, "ann", now), Ok(()));
            attempts.worked(1, "ann");
        }
    }
}

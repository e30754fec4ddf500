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
    /// Whether this name may try now.
    pub fn may_try(&self, city_id: i32, login: &str, now: DateTime<Utc>) -> bool {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = failures.get(&(city_id, login.to_owned()));
        known.is_none_or(|&(count, last)| count < FREE || now - last >= MEMORY)
    }

    /// It failed.
    pub fn failed(&self, city_id: i32, login: &str, now: DateTime<Utc>) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= NAMES_MAX {
            failures.retain(|_, (_, last)| now - *last < MEMORY);
            if failures.len() >= NAMES_MAX {
                failures.clear();
            }
        }
        let entry = failures.entry((city_id, login.to_owned())).or_insert((0, now));
        *entry = if now - entry.1 >= MEMORY { (1, now) } else { (entry.0 + 1, now) };
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
            assert!(attempts.may_try(1, "ann", now));
            attempts.failed(1, "ann", now);
        }
        assert!(!attempts.may_try(1, "ann", now));
        assert!(attempts.may_try(2, "ann", now), "another city's ann");
        assert!(attempts.may_try(1, "ann", now + MEMORY));
    }
}

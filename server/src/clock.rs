//! What time it is. Actions and SQL get `now` from here as a value; nothing else asks the system.

use chrono::{DateTime, Utc};
#[cfg(feature = "test-clock")]
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

#[cfg(all(feature = "test-clock", not(debug_assertions)))]
compile_error!("a release build has no door through which its clock could be moved");

/// The app's clock.
#[derive(Clone, Default)]
pub struct Clock {
    /// Microseconds that a story has moved the clock by.
    #[cfg(feature = "test-clock")]
    moved: Arc<AtomicI64>,
}

impl Clock {
    /// Now, to the microsecond, as the database keeps it.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    #[cfg_attr(not(feature = "test-clock"), expect(clippy::unused_self, reason = "only stories move it"))]
    pub fn now(&self) -> DateTime<Utc> {
        let system = Utc::now();
        #[cfg(feature = "test-clock")]
        let system = system + chrono::Duration::microseconds(self.moved.load(Ordering::Relaxed));
        DateTime::from_timestamp_micros(system.timestamp_micros()).unwrap_or(system)
    }

    /// Makes it `now`; it goes on from there.
    #[cfg(feature = "test-clock")]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn move_to(&self, now: DateTime<Utc>) {
        self.moved.store((now - Utc::now()).num_microseconds().unwrap_or(0), Ordering::Relaxed);
    }
}

//! What the statuses of a case do to its clocks.

use super::{Clock, Happening};
use crate::status::{Hands, Status};
use chrono::{DateTime, Utc};

impl Clock {
    /// The case went from one status to another at `now`; it had ended at `closed_at`, if it had.
    /// A case that comes back goes on where it stopped: what lay between is a pause, as far as this
    /// clock may pause.
    pub fn turned(&mut self, from: Status, to: Status, closed_at: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        let ended = closed_at.unwrap_or(now);
        match (from.hands(), to.hands()) {
            (Hands::Run, Hands::Stand) => self.happened(now, Happening::Paused),
            (Hands::Stand, Hands::Run | Hands::Stop) => self.happened(now, Happening::Resumed),
            (Hands::Stop, Hands::Stand) => self.happened(ended, Happening::Paused),
            (Hands::Stop, Hands::Run) => {
                self.happened(ended, Happening::Paused);
                self.happened(now, Happening::Resumed);
            }
            _ => {}
        }
    }
}

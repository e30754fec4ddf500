//! What a pass over the outbox of one account knows: no rows, no bytes, no network.

use crate::outbox::{Delivery, Kind, Obstacle, backoff};
use crate::platform::Network;

/// Bytes sent in one request; a photo that is larger goes in parts of this size.
pub(crate) const PART: u32 = 256 * 1024;
/// How long to wait at least before looking again where only a network is missing, milliseconds.
const LOOK_FOR_NETWORK: i64 = 15 * 60_000;
/// Failures after which a pass goes on with nothing else.
pub(super) const TROUBLES_MAX: u32 = 3;
/// The longest that anything waits, milliseconds: longer is a clock that was moved.
const LONGEST: i64 = 24 * 60 * 60_000;
/// Tries that ended with the app before something goes behind everything else.
const SUSPECT: u32 = 3;

/// A moment to wait for, and since when: a clock that was set back shows by the latter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wait {
    /// When it began.
    pub from: i64,
    /// When it is over.
    pub until: i64,
}

impl Wait {
    /// As the clock now stands: what was begun in its future begins anew, and nothing takes longer
    /// than a day.
    pub fn seen_at(self, now: i64) -> Self {
        let long = self.until.saturating_sub(self.from).clamp(0, LONGEST);
        let from = if self.from > now { now } else { self.from };
        Self { from, until: from.saturating_add(long) }
    }
}

/// A photo that is not with the city yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Photo {
    /// Its id.
    pub id: String,
    /// Bytes.
    pub size: u32,
    /// How much of it the city has; none when it has to be asked.
    pub arrived: Option<u32>,
}

/// One thing on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Task {
    /// Its place in the order in which things were handed over.
    pub seq: i64,
    /// The report that it is, or is about.
    pub report: String,
    /// What it is.
    pub kind: Kind,
    /// Whether somebody may come to harm.
    pub emergency: bool,
    /// How far it is.
    pub delivery: Delivery,
    /// Why it is parked.
    pub obstacle: Option<Obstacle>,
    /// What has to arrive before it.
    pub photos: Vec<Photo>,
    /// What of it has.
    pub arrived: Vec<Photo>,
    /// Tries in a row that began and did not end well.
    pub attempts: u32,
    /// Of these, how many the city itself could not answer.
    pub broken: u32,
    /// Not before its end.
    pub wait: Wait,
    /// The version of the case that it was made against.
    pub version: Option<i64>,
    /// Whether the newest version has to be asked for first: its author wants it done all the same.
    pub newest: bool,
    /// Whether its photos were sent anew because the city had forgotten them.
    pub photos_again: bool,
    /// Whether it had its turn in this pass.
    pub tried: bool,
}

impl Task {
    /// Whether it still has to be sent.
    pub fn is_open(&self) -> bool {
        matches!(self.delivery, Delivery::Waiting | Delivery::Sending)
    }

    /// Whether the app ended more than once in the middle of it.
    fn is_suspect(&self) -> bool {
        self.delivery == Delivery::Sending && self.attempts >= SUSPECT
    }
}

/// What a city said about being asked again, and how it went of late. Not kept when the app ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Passes in a row that ended in trouble.
    pub failures: u32,
    /// By the phone's own choice: nothing is looked for before, unless somebody asks for it.
    pub own: Wait,
    /// By the city's: nothing is sent before.
    pub asked: Wait,
}

/// Everything that decides what is sent next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct State {
    /// In the order of their sequence; those that were sent are left out.
    pub tasks: Vec<Task>,
    /// Whose answer is awaited.
    pub in_flight: Option<i64>,
    /// Bytes that one request carries: [`PART`], or more where the system carries it.
    pub part: u32,
    /// How the phone is connected.
    pub network: Network,
    /// Whether photos wait for a network that costs nothing.
    pub spare_metered: bool,
    /// Whether whoever it is has to sign in again first.
    pub signed_out: bool,
    /// How it went of late.
    pub rest: Rest,
    /// Whether this pass still sends.
    pub awake: bool,
    /// Whether the city has taken anything in it.
    pub heard: bool,
    /// Failures in a row in this pass.
    pub troubles: u32,
}

impl State {
    /// Whose turn it is at `now`.
    pub fn next(&self, now: i64) -> Option<&Task> {
        let can = self.network != Network::None && !self.signed_out && now >= self.rest.asked.until;
        let ready = self.tasks.iter().filter(|task| can && self.is_ready(task, now));
        ready.min_by_key(|task| (task.is_suspect(), task.seq))
    }

    fn is_ready(&self, task: &Task, now: i64) -> bool {
        task.is_open() && task.wait.until <= now && !self.is_held(task) && !self.is_spared(task)
    }

    /// Whether something about the same report has to be done first.
    fn is_held(&self, task: &Task) -> bool {
        let before = self.tasks.iter().take_while(|other| other.seq < task.seq);
        before.filter(|other| other.report == task.report).any(|other| other.delivery != Delivery::Sent)
    }

    /// Whether it waits for a network that costs nothing.
    fn is_spared(&self, task: &Task) -> bool {
        self.spare_metered && self.network == Network::Metered && !task.emergency && !task.photos.is_empty()
    }

    /// When to look again; none when nothing waits but for a person.
    pub fn wake_at(&self, now: i64) -> Option<i64> {
        if self.signed_out {
            return None;
        }
        let waiting = self.tasks.iter().filter(|task| task.is_open() && !self.is_held(task));
        let at = |task: &Task| {
            let offline = self.network == Network::None || self.is_spared(task);
            let least = if offline { now.saturating_add(LOOK_FOR_NETWORK) } else { i64::MIN };
            [task.wait, self.rest.own, self.rest.asked]
                .map(|wait| wait.seen_at(now).until)
                .into_iter()
                .fold(least, i64::max)
        };
        waiting.map(at).min()
    }

    /// The pass ends in trouble: the phone leaves the city in peace for longer each time.
    pub(super) fn rest(&mut self, now: i64, asked: Option<i64>, spread: u8) {
        self.awake = false;
        self.rest.failures = self.rest.failures.saturating_add(1);
        let until = backoff::next_try(now, self.rest.failures, None, spread);
        self.rest.own = Wait { from: now, until };
        if let Some(asked) = asked {
            let until = now.saturating_add(asked.clamp(0, LONGEST));
            self.rest.asked = Wait { from: now, until };
        }
    }

    /// Whatever waits, as the clock now stands; gives those whose wait is another one.
    pub(super) fn see_clock(&mut self, now: i64) -> Vec<i64> {
        self.rest.own = self.rest.own.seen_at(now);
        self.rest.asked = self.rest.asked.seen_at(now);
        let mut moved = Vec::new();
        for task in self.tasks.iter_mut().filter(|task| task.is_open()) {
            let seen = task.wait.seen_at(now);
            if seen != task.wait {
                task.wait = seen;
                moved.push(task.seq);
            }
        }
        moved
    }
}

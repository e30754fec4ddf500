//! The whole of what the outbox decides, as one function without any effect of its own: what is so
//! and what just happened give what is so then and what is to be done about it.

use super::state::{Photo, State, TROUBLES_MAX, Task, Wait};
use crate::error::{Refusal, RefusalCode};
use crate::outbox::{Delivery, Kind, Obstacle, backoff};
use crate::platform::Network;

/// Tries that the city itself could not answer before something is set aside: about a day of them.
const BROKEN_MAX: u32 = 50;

/// How soon to look whether there is a network again, milliseconds.
const LOOK_AGAIN: i64 = 60_000;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// There is time to send something.
    Woken { now: i64, network: Network, spare_metered: bool },
    /// Somebody handed something over.
    HandedOver { now: i64, task: Task },
    /// What was asked or sent for `seq` was answered.
    Answered { now: i64, seq: i64, answer: Answer },
    /// Nobody is signed in any more.
    TokenGone { now: i64 },
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The city has so many bytes of the photo.
    Part { arrived: u32 },
    /// It has all of it.
    Photo,
    /// The newest version of the case.
    Version(i64),
    /// It has the report or the deed; the case's version then, if it said so.
    Done { version: Option<i64> },
    /// Nothing came of it.
    Failed(Setback),
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setback {
    /// Nothing left the phone.
    NotConnected,
    /// This may pass. `asked` is the city's `Retry-After`, milliseconds.
    Later { asked: Option<i64> },
    /// The city was reached and could not answer.
    Broken,
    /// The city says no.
    Refused(Refusal),
    /// This version of the app cannot read what it is to send.
    Unreadable,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Keep a task as it now stands.
    Save(i64),
    /// Remember that a photo has arrived.
    PhotoArrived { seq: i64, photo: String },
    /// Forget that photos of a task had arrived: the city has forgotten them.
    PhotosForgotten(i64),
    /// Keep what the city said about a task that it has.
    KeepReceipt(i64),
    /// Ask how much of a photo is there.
    AskPart { seq: i64, photo: String },
    /// Send these bytes of a photo; all of them, when that is the whole.
    SendPart { seq: i64, photo: String, from: u32, to: u32, size: u32 },
    /// Ask for the newest version of the case.
    AskVersion(i64),
    /// Send the report.
    SendReport(i64),
    /// Send the deed.
    SendDeed { seq: i64, version: Option<i64> },
    /// Ask what happened to one's own cases.
    AskEvents,
    /// Look again at this moment; never, where nothing waits.
    WakeAt(Option<i64>),
}

impl Effect {
    /// The task whose answer is awaited, of those that bring one.
    pub fn awaited(&self) -> Option<i64> {
        match self {
            Self::AskPart { seq, .. }
            | Self::SendPart { seq, .. }
            | Self::AskVersion(seq)
            | Self::SendReport(seq)
            | Self::SendDeed { seq, .. } => Some(*seq),
            _ => None,
        }
    }
}

/// One step.
pub(crate) fn step(mut state: State, input: Input) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    let now = match input {
        Input::Woken { now, network, spare_metered } => {
            // What was under way in a pass that was dropped is begun anew.
            state.in_flight = None;
            (state.network, state.spare_metered) = (network, spare_metered);
            (state.awake, state.troubles) = (true, 0);
            state.heard = false;
            state.tasks.iter_mut().for_each(|task| task.tried = false);
            effects.extend(state.see_clock(now).into_iter().map(Effect::Save));
            now
        }
        Input::HandedOver { now, task } => {
            let at = state.tasks.partition_point(|other| other.seq < task.seq);
            state.tasks.insert(at, task);
            now
        }
        Input::TokenGone { now } => {
            if let Some(task) = state.in_flight.take().and_then(|seq| find(&mut state.tasks, seq)) {
                back_in_line(task);
                effects.push(Effect::Save(task.seq));
            }
            (state.signed_out, state.awake) = (true, false);
            now
        }
        Input::Answered { now, seq, answer } => {
            if state.in_flight != Some(seq) {
                return (state, effects);
            }
            heed(&mut state, now, seq, answer, &mut effects);
            now
        }
    };
    go_on(&mut state, now, &mut effects);
    (state, effects)
}

/// Begins the next one, or ends the pass.
fn go_on(state: &mut State, now: i64, effects: &mut Vec<Effect>) {
    if state.in_flight.is_some() {
        return;
    }
    let part = state.part;
    let next = if state.awake { state.next(now).map(|task| task.seq) } else { None };
    if let Some(task) = next.and_then(|seq| find(&mut state.tasks, seq)) {
        (task.delivery, task.tried) = (Delivery::Sending, true);
        task.attempts = task.attempts.saturating_add(1);
        let seq = task.seq;
        effects.extend([Effect::Save(seq), send(task, part)]);
        state.in_flight = Some(seq);
        return;
    }
    if state.awake && state.network != Network::None && !state.signed_out {
        effects.push(Effect::AskEvents);
    }
    state.awake = false;
    effects.push(Effect::WakeAt(state.wake_at(now)));
}

/// What a task needs next.
fn send(task: &mut Task, part: u32) -> Effect {
    let seq = task.seq;
    let Some(photo) = task.photos.first() else {
        return match task.kind {
            Kind::Report => Effect::SendReport(seq),
            Kind::Deed if task.newest => Effect::AskVersion(seq),
            Kind::Deed => Effect::SendDeed { seq, version: task.version },
        };
    };
    let (id, size) = (photo.id.clone(), photo.size);
    if size <= part {
        return Effect::SendPart { seq, photo: id, from: 0, to: size, size };
    }
    match photo.arrived {
        None => Effect::AskPart { seq, photo: id },
        Some(from) => {
            Effect::SendPart { seq, photo: id, from, to: from.saturating_add(part).min(size), size }
        }
    }
}

/// What a task needs after this photo has arrived.
fn send_next(task: &mut Task, photo: Photo, part: u32) -> Effect {
    task.arrived.push(photo);
    send(task, part)
}

/// What an answer changes.
fn heed(state: &mut State, now: i64, seq: i64, answer: Answer, effects: &mut Vec<Effect>) {
    let part = state.part;
    let Some(task) = find(&mut state.tasks, seq) else { return };
    match answer {
        Answer::Part { arrived } => {
            let Some(photo) = task.photos.first_mut() else { return };
            // Never further back, and never beyond its end: else two programs could argue for ever.
            let moved = photo.arrived.is_none_or(|before| arrived > before) && arrived <= photo.size;
            if !moved {
                photo.arrived = None;
                return set_back(state, now, seq, Setback::Broken, effects);
            }
            photo.arrived = Some(arrived);
            effects.push(send(task, part));
        }
        Answer::Photo => {
            if task.photos.is_empty() {
                return;
            }
            let photo = task.photos.remove(0);
            effects.extend([
                Effect::PhotoArrived { seq, photo: photo.id.clone() },
                send_next(task, photo, part),
            ]);
        }
        Answer::Version(version) => {
            (task.version, task.newest) = (Some(version), false);
            effects.extend([Effect::Save(seq), send(task, part)]);
        }
        Answer::Done { version } => {
            task.delivery = Delivery::Sent;
            let (report, against) = (task.report.clone(), task.version);
            state.tasks.retain(|other| other.seq != seq);
            effects.push(Effect::KeepReceipt(seq));
            follow(&mut state.tasks, &report, against, version, effects);
            (state.in_flight, state.troubles, state.rest.failures) = (None, 0, 0);
            state.rest.own = Wait::default();
            if !state.heard {
                state.heard = true;
                release(state, now, effects);
            }
        }
        Answer::Failed(setback) => set_back(state, now, seq, setback, effects),
    }
}

/// The city answers again: what only waited for that goes now, in its order.
fn release(state: &mut State, now: i64, effects: &mut Vec<Effect>) {
    let waits = |task: &&mut Task| task.is_open() && !task.tried && task.broken == 0 && task.wait.until > now;
    for task in state.tasks.iter_mut().filter(waits) {
        task.wait = Wait { from: now, until: now };
        effects.push(Effect::Save(task.seq));
    }
}

/// What was made against the same version of a case was made knowing of what was just done to it.
fn follow(
    tasks: &mut [Task],
    report: &str,
    against: Option<i64>,
    version: Option<i64>,
    effects: &mut Vec<Effect>,
) {
    let (Some(against), Some(version)) = (against, version) else { return };
    for task in tasks.iter_mut().filter(|task| task.is_open() && task.report == report) {
        if task.version != Some(against) {
            continue;
        }
        task.version = Some(version);
        effects.push(Effect::Save(task.seq));
    }
}

/// A try that failed: again later, or set aside for a person to decide.
fn set_back(state: &mut State, now: i64, seq: i64, setback: Setback, effects: &mut Vec<Effect>) {
    state.in_flight = None;
    let probing = state.rest.failures > 0;
    let Some(task) = find(&mut state.tasks, seq) else { return };
    let spread = spread(seq, task.attempts);
    effects.push(Effect::Save(seq));
    let asked = match setback {
        Setback::NotConnected => {
            back_in_line(task);
            (state.network, state.awake) = (Network::None, false);
            // Whoever looks by the clock, and not when there is a network again, looks now and then.
            state.rest.own = Wait { from: now, until: now.saturating_add(LOOK_AGAIN) };
            return;
        }
        Setback::Refused(refusal) if forgot_photos(&refusal) && !task.photos_again => {
            task.photos_again = true;
            task.photos.splice(0..0, task.arrived.drain(..));
            postpone(task, now, None, spread);
            effects.push(Effect::PhotosForgotten(seq));
            return;
        }
        Setback::Refused(refusal) if refusal.code == RefusalCode::VersionConflict => {
            return park(task, Obstacle::Changed { refusal });
        }
        Setback::Refused(refusal) => return park(task, Obstacle::Refused { refusal }),
        Setback::Unreadable => return park(task, Obstacle::Unreadable),
        Setback::Broken => {
            task.broken = task.broken.saturating_add(1);
            if task.broken >= BROKEN_MAX {
                return park(task, Obstacle::Stuck);
            }
            None
        }
        Setback::Later { asked } => {
            task.broken = 0;
            asked
        }
    };
    postpone(task, now, asked, spread);
    state.troubles += 1;
    if asked.is_some() || probing || state.troubles >= TROUBLES_MAX {
        state.rest(now, asked, spread);
    }
}

/// As if it had not been tried.
fn back_in_line(task: &mut Task) {
    task.delivery = Delivery::Waiting;
    task.attempts = task.attempts.saturating_sub(1);
}

fn postpone(task: &mut Task, now: i64, asked: Option<i64>, spread: u8) {
    task.delivery = Delivery::Waiting;
    task.wait = Wait { from: now, until: backoff::next_try(now, task.attempts.max(1), asked, spread) };
    for photo in &mut task.photos {
        photo.arrived = None;
    }
}

fn park(task: &mut Task, obstacle: Obstacle) {
    task.delivery = Delivery::Parked;
    task.obstacle = Some(obstacle);
}

/// Photos without a report are forgotten by the city after some days; the phone still has them.
fn forgot_photos(refusal: &Refusal) -> bool {
    refusal.fields.iter().any(|field| field.field == "photos" && field.code == "unknown_photo")
}

/// A number that differs from phone to phone and from try to try, without asking for chance.
fn spread(seq: i64, attempts: u32) -> u8 {
    let mixed = seq.wrapping_mul(2_654_435_761).wrapping_add(i64::from(attempts).wrapping_mul(40_503));
    mixed.to_le_bytes()[1]
}

fn find(tasks: &mut [Task], seq: i64) -> Option<&mut Task> {
    tasks.iter_mut().find(|task| task.seq == seq)
}

//! The pure step against every order of events that chance finds, with the app killed in between.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::state::{PART, Photo, Rest, State, Task, Wait};
use super::step::{Answer, Effect, Input, Setback, step};
use crate::error::{FieldProblem, Refusal, RefusalCode};
use crate::outbox::{Delivery, Kind, Obstacle};
use crate::platform::Network;

const NOW: i64 = 1_794_618_123_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn empty() -> State {
    State {
        part: PART,
        tasks: Vec::new(),
        in_flight: None,
        network: Network::None,
        spare_metered: false,
        signed_out: false,
        rest: Rest::default(),
        awake: false,
        heard: false,
        troubles: 0,
    }
}

fn task(seq: i64, report: &str, kind: Kind, photos: &[u32]) -> Task {
    let photo = |(n, size): (usize, &u32)| Photo { id: format!("{seq}.{n}"), size: *size, arrived: Some(0) };
    Task {
        seq,
        report: report.to_owned(),
        kind,
        emergency: false,
        delivery: Delivery::Waiting,
        obstacle: None,
        photos: photos.iter().enumerate().map(photo).collect(),
        arrived: Vec::new(),
        attempts: 0,
        broken: 0,
        wait: Wait { from: NOW, until: NOW },
        version: (kind == Kind::Deed).then_some(3),
        newest: false,
        photos_again: false,
        tried: false,
    }
}

fn refusal(code: RefusalCode) -> Refusal {
    Refusal { code, fields: Vec::new() }
}

fn woken(now: i64) -> Input {
    Input::Woken { now, network: Network::Free, spare_metered: false }
}

/// A phone around the step: what is kept survives its death, what is in memory does not.
struct World {
    state: State,
    kept: BTreeMap<i64, Task>,
    whole: BTreeMap<i64, Task>,
    sent: BTreeSet<i64>,
    in_flight: Option<Effect>,
    wake: Option<i64>,
    now: i64,
}

impl World {
    fn new() -> Self {
        Self {
            state: empty(),
            kept: BTreeMap::new(),
            whole: BTreeMap::new(),
            sent: BTreeSet::new(),
            in_flight: None,
            wake: None,
            now: NOW,
        }
    }

    fn hand_over(&mut self, report: u8, deed: bool, photos: &[u32]) {
        let seq = i64::try_from(self.whole.len()).unwrap() + 1;
        let kind = if deed { Kind::Deed } else { Kind::Report };
        // Two reports are never the same one; deeds are about any.
        let report = if deed { format!("r{report}") } else { format!("new{seq}") };
        let wait = Wait { from: self.now, until: self.now };
        let task = Task { wait, ..task(seq, &report, kind, photos) };
        self.kept.insert(seq, task.clone());
        self.whole.insert(seq, task.clone());
        self.take(Input::HandedOver { now: self.now, task });
    }

    fn take(&mut self, input: Input) {
        let was_in_flight = self.in_flight.is_some() && !matches!(input, Input::Answered { .. });
        let (state, effects) = step(self.state.clone(), input);
        self.state = state;
        let sends: Vec<&Effect> = effects.iter().filter(|effect| effect.awaited().is_some()).collect();
        assert!(sends.len() <= 1, "one at a time: {effects:?}");
        assert!(!was_in_flight || sends.is_empty(), "something is on its way already: {effects:?}");
        if let Some(send) = sends.first() {
            self.in_flight = Some((*send).clone());
        }
        for effect in effects {
            self.keep(&effect);
        }
        for (seq, task) in &self.kept {
            let there = self.state.tasks.iter().any(|other| other.seq == *seq);
            assert!(there != self.sent.contains(seq), "{task:?} is on the phone or with the city");
        }
    }

    fn keep(&mut self, effect: &Effect) {
        match effect {
            Effect::Save(seq) => {
                let task = self.state.tasks.iter().find(|task| task.seq == *seq).expect("it is there");
                let photos = self.kept[seq].photos.clone();
                self.kept.insert(*seq, Task { photos, ..task.clone() });
            }
            Effect::PhotoArrived { seq, photo } => {
                self.kept.get_mut(seq).unwrap().photos.retain(|kept| kept.id != *photo);
            }
            Effect::PhotosForgotten(seq) => {
                let photos = self.whole[seq].photos.clone();
                self.kept.get_mut(seq).unwrap().photos = photos;
            }
            Effect::KeepReceipt(seq) => {
                assert!(self.sent.insert(*seq), "{seq} was done twice");
                assert!(self.kept[seq].photos.is_empty(), "its photos are there first");
                let of = self.kept[seq].report.clone();
                let before = self.kept.range(..seq).filter(|(_, task)| task.report == of);
                assert!(before.map(|(seq, _)| seq).all(|seq| self.sent.contains(seq)), "in their order");
            }
            Effect::WakeAt(at) => {
                self.wake = *at;
                assert!(self.state.in_flight.is_none());
                assert!(at.is_none_or(|at| at <= self.now + 2 * DAY), "a year is no wait");
                let parked = |task: &Task| task.delivery == Delivery::Parked;
                let behind = |task: &Task| {
                    let mut before = self.state.tasks.iter().take_while(|other| other.seq < task.seq);
                    before.any(|other| other.report == task.report)
                };
                let waits = self.state.tasks.iter().any(|task| !parked(task) && !behind(task));
                assert_eq!(at.is_some(), waits, "what waits is looked at again");
            }
            _ => {}
        }
    }

    fn answer(&mut self, answer: Answer) {
        let Some(effect) = self.in_flight.take() else { return };
        let seq = effect.awaited().unwrap();
        let answer = match answer {
            Answer::Failed(setback) => Answer::Failed(setback),
            _ => good(&effect),
        };
        self.take(Input::Answered { now: self.now, seq, answer });
    }

    /// The app dies and is opened again.
    fn die(&mut self) {
        let left = self.kept.iter().filter(|(seq, _)| !self.sent.contains(seq));
        let tasks = left.map(|(_, task)| {
            let fresh = task.attempts == 0;
            let photos = task.photos.iter().cloned();
            let photos = photos.map(|photo| Photo { arrived: fresh.then_some(0), ..photo }).collect();
            let whole = self.whole[&task.seq].photos.iter();
            let arrived = whole.filter(|photo| task.photos.iter().all(|left| left.id != photo.id));
            Task { photos, arrived: arrived.cloned().collect(), ..task.clone() }
        });
        self.state = State { tasks: tasks.collect(), ..empty() };
        self.in_flight = None;
    }
}

/// What a city in good order answers.
fn good(effect: &Effect) -> Answer {
    match effect {
        Effect::SendPart { from: 0, to, size, .. } if to == size && *size <= PART => Answer::Photo,
        Effect::SendPart { to, size, .. } if to == size => Answer::Photo,
        Effect::SendPart { to, .. } => Answer::Part { arrived: *to },
        Effect::AskPart { .. } => Answer::Part { arrived: PART / 2 },
        Effect::AskVersion(_) => Answer::Version(9),
        _ => Answer::Done { version: Some(4) },
    }
}

#[derive(Debug, Clone)]
enum Event {
    HandOver { report: u8, deed: bool, photos: Vec<u32> },
    Clock(i64),
    Wake { network: Network, spare: bool },
    Answer(Option<Setback>),
    Die,
}

fn setback() -> impl Strategy<Value = Setback> {
    let field =
        FieldProblem { field: "photos".to_owned(), code: "unknown_photo".to_owned(), message: String::new() };
    prop_oneof![
        4 => Just(Setback::NotConnected),
        4 => Just(Setback::Later { asked: None }),
        2 => (0..DAY * 400).prop_map(|asked| Setback::Later { asked: Some(asked) }),
        2 => Just(Setback::Broken),
        1 => Just(Setback::Refused(refusal(RefusalCode::Invalid))),
        1 => Just(Setback::Refused(refusal(RefusalCode::VersionConflict))),
        1 => Just(Setback::Refused(Refusal { code: RefusalCode::Invalid, fields: vec![field] })),
        1 => Just(Setback::Unreadable),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let network = prop_oneof![Just(Network::None), Just(Network::Metered), Just(Network::Free)];
    let sizes = prop::collection::vec(prop_oneof![Just(1000_u32), Just(PART * 2 + 7)], 0..3);
    prop_oneof![
        3 => (0..3_u8, any::<bool>(), sizes)
            .prop_map(|(report, deed, photos)| Event::HandOver { report, deed, photos }),
        2 => prop_oneof![0..DAY, -400 * DAY..400 * DAY].prop_map(Event::Clock),
        4 => (network, any::<bool>()).prop_map(|(network, spare)| Event::Wake { network, spare }),
        12 => prop::option::weighted(0.4, setback()).prop_map(Event::Answer),
        1 => Just(Event::Die),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_happens_nothing_is_lost_nothing_is_done_twice_and_everything_ends(
        events in prop::collection::vec(event(), 1..120),
    ) {
        let mut world = World::new();
        for event in events {
            match event {
                Event::HandOver { report, deed, photos } => world.hand_over(report, deed, &photos),
                Event::Clock(by) => world.now += by,
                Event::Wake { network, spare } => {
                    world.in_flight = None;
                    world.take(Input::Woken { now: world.now, network, spare_metered: spare });
                }
                Event::Answer(None) => world.answer(Answer::Photo),
                Event::Answer(Some(setback)) => world.answer(Answer::Failed(setback)),
                Event::Die => world.die(),
            }
        }
        // From here on all is well: so everything arrives, unless a person has to decide.
        let mut passes = 0;
        loop {
            passes += 1;
            prop_assert!(passes < 50, "it never ends: {:?}", world.state);
            world.in_flight = None;
            world.take(woken(world.now));
            while world.in_flight.is_some() {
                world.answer(Answer::Photo);
            }
            let Some(at) = world.wake else { break };
            world.now = world.now.max(at);
        }
        let parked: BTreeSet<&str> = world.state.tasks.iter()
            .filter(|task| task.delivery == Delivery::Parked).map(|task| task.report.as_str()).collect();
        prop_assert!(world.state.tasks.iter().all(|task| parked.contains(task.report.as_str())));
        prop_assert_eq!(world.sent.len() + world.state.tasks.len(), world.whole.len());
    }

    #[test]
    fn a_clock_that_is_moved_neither_holds_anything_for_long_nor_makes_a_storm(
        jumps in prop::collection::vec(-4000 * DAY..4000 * DAY, 1..20),
    ) {
        let mut world = World::new();
        world.hand_over(0, false, &[]);
        let mut tries = 0;
        for jump in jumps {
            world.now += jump;
            world.take(woken(world.now));
            if world.in_flight.is_some() {
                tries += 1;
                world.answer(Answer::Failed(Setback::Later { asked: None }));
            }
            // A minute after each jump nothing more has been sent than once.
            world.take(woken(world.now));
            prop_assert!(world.in_flight.is_none(), "once is enough");
            let wake = world.wake.expect("it waits");
            prop_assert!(wake - world.now <= 30 * MINUTE, "{} minutes", (wake - world.now) / MINUTE);
        }
        prop_assert!(tries >= 1);
    }
}

/// A run, one line an input.
fn told(mut state: State, run: Vec<Input>) -> String {
    let mut lines = Vec::new();
    for input in run {
        let said = match &input {
            Input::HandedOver { task, .. } => format!("handed over {} of {}", task.seq, task.report),
            Input::Woken { network, spare_metered, .. } => format!("woken {network:?} spare {spare_metered}"),
            Input::Answered { seq, answer, .. } => format!("{seq}: {answer:?}"),
            Input::TokenGone { .. } => "token gone".to_owned(),
        };
        let (stepped, effects) = step(state, input);
        state = stepped;
        let seconds = |at: i64| format!("in {} s", (at - NOW) / 1000);
        let shown = effects.iter().map(|effect| match effect {
            Effect::WakeAt(at) => format!("WakeAt {}", at.map_or("never".to_owned(), seconds)),
            effect => format!("{effect:?}"),
        });
        lines.push(format!("{said}\n    {}", shown.collect::<Vec<_>>().join("\n    ")));
    }
    lines.join("\n")
}

fn answered(seq: i64, answer: Answer) -> Input {
    Input::Answered { now: NOW, seq, answer }
}

#[test]
fn a_report_goes_with_a_large_photo_and_what_is_done_to_it_follows() {
    let mut state = empty();
    state.tasks = vec![task(1, "r", Kind::Report, &[PART * 2 + 10, 500]), task(2, "r", Kind::Deed, &[])];
    let run = vec![
        woken(NOW),
        answered(1, Answer::Part { arrived: PART }),
        answered(1, Answer::Part { arrived: PART * 2 }),
        answered(1, Answer::Photo),
        answered(1, Answer::Photo),
        answered(1, Answer::Done { version: None }),
        answered(2, Answer::Done { version: Some(4) }),
    ];
    insta::assert_snapshot!(told(state, run));
}

#[test]
fn deeds_made_against_one_version_follow_each_other_and_a_conflict_is_a_choice() {
    let mut state = empty();
    let mut later = task(3, "r", Kind::Deed, &[]);
    later.version = Some(7);
    state.tasks = vec![
        task(1, "r", Kind::Deed, &[]),
        task(2, "r", Kind::Deed, &[]),
        later,
        task(4, "x", Kind::Deed, &[]),
    ];
    let conflict = Answer::Failed(Setback::Refused(refusal(RefusalCode::VersionConflict)));
    let run = vec![
        woken(NOW),
        answered(1, Answer::Done { version: Some(5) }),
        answered(2, conflict),
        answered(4, Answer::Done { version: Some(4) }),
    ];
    insta::assert_snapshot!(told(state, run));
}

#[test]
fn a_redo_asks_for_the_newest_version_first() {
    let mut state = empty();
    state.tasks = vec![Task { newest: true, ..task(1, "r", Kind::Deed, &[]) }];
    let run =
        vec![woken(NOW), answered(1, Answer::Version(8)), answered(1, Answer::Done { version: Some(9) })];
    insta::assert_snapshot!(told(state, run));
}

#[test]
fn a_city_in_trouble_is_left_in_peace_after_three_tries() {
    let mut state = empty();
    state.tasks = (1..=6).map(|seq| task(seq, &format!("r{seq}"), Kind::Report, &[])).collect();
    let later = || Answer::Failed(Setback::Later { asked: None });
    let run = vec![
        woken(NOW),
        answered(1, later()),
        answered(2, later()),
        answered(3, later()),
        woken(NOW),
        answered(4, Answer::Failed(Setback::Later { asked: Some(600_000) })),
        woken(NOW),
    ];
    insta::assert_snapshot!(told(state, run));
}

#[test]
fn photos_are_spared_on_a_metered_network_but_never_an_emergency() {
    let mut state = empty();
    let danger = Task { emergency: true, ..task(2, "b", Kind::Report, &[500]) };
    state.tasks = vec![task(1, "a", Kind::Report, &[500]), danger, task(3, "c", Kind::Report, &[])];
    let metered = || Input::Woken { now: NOW, network: Network::Metered, spare_metered: true };
    let run = vec![
        metered(),
        answered(2, Answer::Photo),
        answered(2, Answer::Done { version: None }),
        answered(3, Answer::Done { version: None }),
        woken(NOW),
    ];
    insta::assert_snapshot!(told(state, run));
}

#[test]
fn what_the_city_cannot_answer_for_a_day_is_set_aside_and_stops_nobody() {
    let mut state = empty();
    state.tasks = vec![task(1, "poison", Kind::Report, &[])];
    let (mut now, mut tries) = (NOW, 0);
    loop {
        let seq = 2 + tries;
        let other =
            Task { wait: Wait { from: now, until: now }, ..task(seq, &format!("r{seq}"), Kind::Report, &[]) };
        state.tasks.push(other);
        let (stepped, effects) = step(state, woken(now));
        let mut next = effects.iter().find_map(Effect::awaited);
        state = stepped;
        while let Some(seq) = next {
            let answer =
                if seq == 1 { Answer::Failed(Setback::Broken) } else { Answer::Done { version: None } };
            let (stepped, effects) = step(state, Input::Answered { now, seq, answer });
            state = stepped;
            next = effects.iter().find_map(Effect::awaited);
        }
        tries += 1;
        assert!(state.tasks.len() == 1, "the others went");
        if state.tasks[0].delivery == Delivery::Parked {
            break;
        }
        now = state.wake_at(now).unwrap();
    }
    assert_eq!(state.tasks[0].obstacle, Some(Obstacle::Stuck));
    assert!((DAY / 2..DAY * 2).contains(&(now - NOW)), "{} hours", (now - NOW) / MINUTE / 60);
}

#[test]
fn whoever_is_signed_out_loses_nothing_and_waits_for_a_person() {
    let mut state = empty();
    state.tasks = vec![task(1, "r", Kind::Deed, &[])];
    let (state, effects) = step(state, woken(NOW));
    assert_eq!(effects.iter().find_map(Effect::awaited), Some(1));
    let (state, effects) = step(state, Input::TokenGone { now: NOW });
    assert_eq!(effects, [Effect::Save(1), Effect::WakeAt(None)]);
    assert_eq!((state.tasks[0].delivery, state.tasks[0].attempts), (Delivery::Waiting, 0));
    let (state, effects) = step(state, woken(NOW + DAY));
    assert!(effects.iter().all(|effect| effect.awaited().is_none()) && state.tasks.len() == 1);
}

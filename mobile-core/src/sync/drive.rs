//! Does what [`step`] decides. Whatever was decided is kept before anything is sent for it, and an answer
//! is kept together with what follows from it: a pass may be dropped at any moment.

use std::collections::VecDeque;

use rusqlite::{Connection, Transaction};
use serde_json::Value;

use super::news;
use super::state::{Photo, Rest, State, Task, Wait};
use super::step::{Answer, Effect, Input, Setback, step};
use crate::client::{Call, Client, Failure, Progress, read};
use crate::error::{CoreError, RefusalCode};
use crate::outbox::{self, Item, Kind};
use crate::photo;
use crate::platform::Network;
use crate::storage::Storage;

/// What one pass is made with.
pub(crate) struct Pass<'a> {
    pub storage: &'a Storage,
    pub client: &'a Client,
    /// Bytes that one request carries.
    pub part: u32,
    /// Whether photos wait for a network that costs nothing.
    pub spare_metered: bool,
    /// The city's types of emergencies: their photos never wait.
    pub emergencies: &'a [String],
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// The ids of what was tried.
    pub tried: Vec<String>,
    /// When to look again.
    pub wake_at: Option<i64>,
}

/// Tries everything of one account that is due. What it learns about the city is left in `rest`.
pub(crate) async fn flush(pass: &Pass<'_>, rest: &mut Rest) -> Result<Passed, CoreError> {
    let mut passed = Passed::default();
    let mut state = pass.load(rest.clone())?;
    let mut known = state.tasks.last().map_or(0, |task| task.seq);
    let mut inputs = VecDeque::from([pass.woken()]);
    let (mut receipt, mut next) = (None, None);
    loop {
        while let Some(input) = inputs.pop_front() {
            let (stepped, effects) = step(state, input);
            state = stepped;
            rest.clone_from(&state.rest);
            pass.storage.write(|tx| pass.keep(tx, &state, &effects, receipt.as_deref()))?;
            receipt = None;
            for effect in effects {
                match effect {
                    Effect::WakeAt(at) => passed.wake_at = at,
                    Effect::AskEvents => news::ask(pass.storage, pass.client).await?,
                    effect => next = effect.awaited().map(|seq| (seq, effect)).or(next),
                }
            }
        }
        let Some((seq, effect)) = next.take() else { return Ok(passed) };
        let Some(item) = pass.item(seq)? else {
            // Its author took it back just now.
            state = pass.load(rest.clone())?;
            inputs.push_back(pass.woken());
            continue;
        };
        if !passed.tried.contains(&item.id) {
            passed.tried.push(item.id.clone());
        }
        let (answer, said) = pass.answer(&item, &effect).await?;
        receipt = said;
        inputs.push_back(pass.heard(seq, answer)?);
        for task in pass.since(known)? {
            known = task.seq;
            inputs.push_back(Input::HandedOver { now: pass.now(), task });
        }
    }
}

/// When something of the account has to be looked at next, as things stand.
pub(crate) fn wake_at(pass: &Pass<'_>, rest: &Rest) -> Result<Option<i64>, CoreError> {
    let mut state = pass.load(rest.clone())?;
    state.network = pass.client.platform.connectivity.network();
    state.spare_metered = pass.spare_metered;
    state.see_clock(pass.now());
    Ok(state.wake_at(pass.now()))
}

/// # Errors
/// The phone's own storage: then nothing was learnt, and the pass ends.
fn setback(failure: Failure) -> Result<Setback, CoreError> {
    Ok(match failure {
        Failure::NotConnected => Setback::NotConnected,
        Failure::Later { asked } => Setback::Later { asked },
        Failure::Broken => Setback::Broken,
        Failure::Refused(refusal) => Setback::Refused(refusal),
        Failure::Phone(error) => return Err(error),
    })
}

impl Pass<'_> {
    fn now(&self) -> i64 {
        self.client.platform.clock.now()
    }

    fn woken(&self) -> Input {
        let network = self.client.platform.connectivity.network();
        Input::Woken { now: self.now(), network, spare_metered: self.spare_metered }
    }

    /// What an effect brings, whatever it is.
    async fn answer(&self, item: &Item, effect: &Effect) -> Result<(Answer, Option<String>), CoreError> {
        match self.run(item, effect).await {
            Ok(answered) => Ok(answered),
            Err(failure) => Ok((Answer::Failed(setback(failure)?), None)),
        }
    }

    fn heard(&self, seq: i64, answer: Answer) -> Result<Input, CoreError> {
        let now = self.now();
        let unknown = matches!(&answer, Answer::Failed(Setback::Refused(refusal))
            if refusal.code == RefusalCode::Unauthorized);
        if unknown && self.is_signed_out()? {
            return Ok(Input::TokenGone { now });
        }
        Ok(Input::Answered { now, seq, answer })
    }

    /// What was handed over since.
    fn since(&self, known: i64) -> Result<Vec<Task>, CoreError> {
        self.storage.read(|db| {
            let items = outbox::all_of(db, self.client.account.id)?;
            items.iter().filter(|item| item.seq > known).map(|item| self.task(db, item)).collect()
        })
    }

    /// Whether this account is somebody's who has to sign in again. A safe that is locked says nothing of
    /// that, and holds up nobody else.
    fn is_signed_out(&self) -> Result<bool, CoreError> {
        let account = &self.client.account;
        match self.client.keyring.tokens(account) {
            Ok(tokens) => Ok(account.person.is_some() && tokens.is_none()),
            Err(CoreError::Offline) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn load(&self, rest: Rest) -> Result<State, CoreError> {
        let tasks = self.storage.read(|db| {
            let items = outbox::all_of(db, self.client.account.id)?;
            items.iter().map(|item| self.task(db, item)).collect()
        })?;
        Ok(State {
            tasks,
            in_flight: None,
            part: self.part,
            network: Network::None,
            spare_metered: self.spare_metered,
            signed_out: self.is_signed_out()?,
            rest,
            awake: false,
            heard: false,
            troubles: 0,
        })
    }

    fn task(&self, db: &Connection, item: &Item) -> Result<Task, CoreError> {
        let fresh = item.attempts == 0;
        let (arrived, photos) = outbox::photos_of(db, &item.id)?.into_iter().partition(|(sent, ..)| *sent);
        let photos_of = |all: Vec<(bool, String, u32)>| {
            all.into_iter().map(|(_, id, size)| Photo { id, size, arrived: fresh.then_some(0) }).collect()
        };
        Ok(Task {
            seq: item.seq,
            report: item.report_id.clone(),
            kind: item.kind,
            emergency: self.is_emergency(item),
            delivery: item.delivery,
            obstacle: item.obstacle.clone(),
            photos: photos_of(photos),
            arrived: photos_of(arrived),
            attempts: item.attempts,
            broken: item.broken,
            wait: Wait { from: item.waits_from, until: item.next_try_at },
            version: item.version,
            newest: item.newest,
            photos_again: item.photos_again,
            tried: false,
        })
    }

    fn is_emergency(&self, item: &Item) -> bool {
        let said: Option<Value> = serde_json::from_str(&item.body).ok();
        let kind = said.as_ref().and_then(|body| body["type"].as_str());
        item.kind == Kind::Report && kind.is_some_and(|kind| self.emergencies.iter().any(|one| one == kind))
    }

    fn item(&self, seq: i64) -> Result<Option<Item>, CoreError> {
        self.storage.read(|db| outbox::by_seq(db, seq))
    }

    /// Keeps what a step decided.
    fn keep(
        &self,
        tx: &Transaction<'_>,
        state: &State,
        effects: &[Effect],
        receipt: Option<&str>,
    ) -> Result<(), CoreError> {
        if effects.iter().all(|effect| effect.awaited().is_some()) {
            return Ok(());
        }
        let item = |seq: i64| outbox::by_seq(tx, seq);
        for effect in effects {
            match effect {
                Effect::Save(seq) => {
                    let task = state.tasks.iter().find(|task| task.seq == *seq);
                    if let (Some(item), Some(task)) = (item(*seq)?, task) {
                        outbox::save(tx, &saved(item, task))?;
                    }
                }
                Effect::PhotoArrived { photo, .. } => photo::store::set_sent(tx, photo)?,
                Effect::PhotosForgotten(seq) => {
                    if let Some(item) = item(*seq)? {
                        photo::store::set_all_unsent(tx, &item.id)?;
                    }
                }
                Effect::KeepReceipt(seq) => {
                    if let (Some(item), Some(receipt)) = (item(*seq)?, receipt) {
                        outbox::keep_receipt(tx, &item, receipt)?;
                        match serde_json::from_str(receipt) {
                            // What was done here is no news, and how the case stands now is known.
                            Ok(case) => news::keep(tx, item.account_id, &case, self.now())?,
                            Err(_) => news::watch(tx, item.account_id, &item.report_id)?,
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Sends or asks; gives the answer, and what the city said where that is to be kept.
    async fn run(&self, item: &Item, effect: &Effect) -> Result<(Answer, Option<String>), Failure> {
        let plain = |answer| Ok((answer, None));
        match effect {
            Effect::AskPart { photo, .. } => plain(told(self.client.ask_part(photo).await?)),
            Effect::SendPart { photo, from, to, size, .. } => {
                let bytes = self.storage.read(|db| outbox::part(db, photo, *from, *to))?;
                if *from == 0 && to == size {
                    self.client.put_photo(photo, bytes).await?;
                    return plain(Answer::Photo);
                }
                match self.client.send_part(photo, *from, to == size, bytes).await {
                    // A city that takes no parts takes the whole.
                    Err(Failure::Refused(refusal)) if refusal.code == RefusalCode::NotFound => {
                        let whole = self.storage.read(|db| outbox::part(db, photo, 0, *size))?;
                        self.client.put_photo(photo, whole).await?;
                        plain(Answer::Photo)
                    }
                    progress => plain(told(progress?)),
                }
            }
            Effect::AskVersion(_) => {
                let path = self.client.in_city(&format!("/reports/{}", item.report_id));
                let answer = self.client.send(Call::get(&path).with_secret(secret_of(item))).await?;
                plain(version_in(&answer.body).map_or(Answer::Failed(Setback::Broken), Answer::Version))
            }
            Effect::SendReport(_) => {
                // What cannot be read here could not be shown or corrected either.
                if serde_json::from_str::<domain::wire::report::SubmitReport>(&item.body).is_err() {
                    return plain(Answer::Failed(Setback::Unreadable));
                }
                let receipt = self.client.submit(&item.body).await?;
                Ok((Answer::Done { version: None }, Some(receipt)))
            }
            Effect::SendDeed { version, .. } => self.send_deed(item, *version).await,
            _ => plain(Answer::Failed(Setback::Unreadable)),
        }
    }

    async fn send_deed(
        &self,
        item: &Item,
        version: Option<i64>,
    ) -> Result<(Answer, Option<String>), Failure> {
        let Ok(Value::Object(mut body)) = serde_json::from_str::<Value>(&item.body) else {
            return Ok((Answer::Failed(Setback::Unreadable), None));
        };
        if let Some(version) = version {
            body.insert("seen_version".to_owned(), version.into());
        }
        let path = self.client.in_city(&item.path);
        let json = Value::Object(body).to_string();
        let call = Call::post(&path, &json).with_secret(secret_of(item)).named(&item.id);
        let answer = self.client.send(call).await?;
        // A page that a proxy shows in the city's place is no answer of the city.
        read::<Value>(&answer)?;
        let version = version_in(&answer.body);
        Ok((Answer::Done { version }, Some(String::from_utf8(answer.body).unwrap_or_default())))
    }
}

fn secret_of(item: &Item) -> Option<&str> {
    Some(item.secret.as_str()).filter(|secret| !secret.is_empty())
}

/// The version of a case, where an answer says it.
fn version_in(json: &[u8]) -> Option<i64> {
    serde_json::from_slice::<Value>(json).ok()?["version"].as_i64()
}

fn told(progress: Progress) -> Answer {
    if progress.is_whole { Answer::Photo } else { Answer::Part { arrived: progress.arrived } }
}

/// A row as its task now stands.
fn saved(item: Item, task: &Task) -> Item {
    Item {
        delivery: task.delivery,
        obstacle: task.obstacle.clone(),
        attempts: task.attempts,
        broken: task.broken,
        photos_again: task.photos_again,
        waits_from: task.wait.from,
        next_try_at: task.wait.until,
        version: task.version,
        newest: task.newest,
        ..item
    }
}

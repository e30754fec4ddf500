//! What is on its way to the cities, and what comes back from them.

use super::Core;
use crate::account;
use crate::client::Client;
use crate::error::CoreError;
use crate::outbox;
use crate::settings;
use crate::sync::drive::Pass;
use crate::sync::{self, PART, Rest, news};
use crate::view::{MyReport, ReportScreen};

/// The setting that lets photos wait for a network that costs nothing.
const SPARE_METERED: &str = "spare_metered";

#[uniffi::export]
impl Core {
    /// Sends what is due, in every account, asks what happened to one's own cases, and gives what was
    /// tried of the chosen account's reports, as they now stand. Call it when there is a network again,
    /// after something was handed over, and at `next_flush_at`. Cancelled, it goes on the next time.
    pub async fn flush(&self) -> Result<Vec<MyReport>, CoreError> {
        let mut rests = self.flushing.lock().await;
        let mut tried = Vec::new();
        for account in self.storage.read(account::all)? {
            let rest = rests.entry(account.id).or_default();
            tried.extend(self.pass(&self.client_of(account), rest, PART).await?);
        }
        let mine = self.my_reports()?;
        Ok(mine.into_iter().filter(|report| tried.contains(&report.id)).collect())
    }

    /// When to call `flush` next; `null` when nothing waits but for a person.
    pub fn next_flush_at(&self) -> Result<Option<i64>, CoreError> {
        // While a pass is on, what it learns is not known yet.
        let rests = self.flushing.try_lock().map(|rests| rests.clone()).unwrap_or_default();
        let spare_metered = self.spare_metered()?;
        let mut next: Option<i64> = None;
        for account in self.storage.read(account::all)? {
            let client = self.client_of(account);
            let emergencies = self.emergencies(&client)?;
            let pass = Pass {
                storage: &self.storage,
                client: &client,
                part: PART,
                spare_metered,
                emergencies: &emergencies,
            };
            let rest = rests.get(&client.account.id).cloned().unwrap_or_default();
            next = next.into_iter().chain(sync::wake_at(&pass, &rest)?).min();
        }
        Ok(next)
    }

    /// Tries something that is parked again as it is.
    pub fn retry(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::retry(tx, id, self.now()))
    }

    /// Does a parked deed all the same, to the case as it is now.
    pub fn redo(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::redo(tx, id, self.now()))
    }

    /// Throws something away that is parked, or a deed that nobody has tried to send yet.
    ///
    /// # Errors
    /// `Conflict` for everything else: what is under way may have arrived.
    pub fn discard(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::discard(tx, id))
    }

    /// Cases of the chosen account that changed since the app told of them, as they are now; `flush`
    /// asks for them. Each stays here until `told` says that its person has heard of it.
    pub fn changes(&self) -> Result<Vec<ReportScreen>, CoreError> {
        let account = self.chosen()?;
        let (_, words) = self.here(&account)?;
        let views = self.storage.read(|db| news::untold(db, account.id))?;
        Ok(views.into_iter().map(|view| ReportScreen::of(view, words)).collect())
    }

    /// The person has heard how this case changed.
    pub fn told(&self, report: &str) -> Result<(), CoreError> {
        let account = self.chosen()?.id;
        self.storage.write(|tx| news::told(tx, account, report))
    }

    /// Whether photos wait for a network that costs nothing, except those of emergencies.
    pub fn spare_metered(&self) -> Result<bool, CoreError> {
        Ok(self.storage.read(|db| settings::find(db, SPARE_METERED))?.is_some_and(|value| value == "yes"))
    }

    /// Lets photos wait for such a network, or not.
    pub fn set_spare_metered(&self, spare: bool) -> Result<(), CoreError> {
        self.storage.write(|tx| settings::keep(tx, SPARE_METERED, if spare { "yes" } else { "no" }))
    }
}

impl Core {
    /// Sends what is due in one account, photos in parts of so many bytes; gives the ids of what was tried.
    pub(super) async fn pass(
        &self,
        client: &Client,
        rest: &mut Rest,
        part: u32,
    ) -> Result<Vec<String>, CoreError> {
        let (spare_metered, emergencies) = (self.spare_metered()?, self.emergencies(client)?);
        let pass = Pass { storage: &self.storage, client, part, spare_metered, emergencies: &emergencies };
        Ok(sync::flush(&pass, rest).await?.tried)
    }

    /// The types whose photos never wait, as far as the phone knows the catalogue.
    fn emergencies(&self, client: &Client) -> Result<Vec<String>, CoreError> {
        let known = self.library.of(&client.account)?;
        let types = known.catalogue.iter().flat_map(|all| &all.categories).flat_map(|group| &group.types);
        Ok(types.filter(|kind| kind.emergency).map(|kind| kind.slug.clone()).collect())
    }
}

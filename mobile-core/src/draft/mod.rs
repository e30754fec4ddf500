//! A report while it is being written. Every change is kept at once, so that a call or an empty
//! battery costs nobody their words; the rules say what is still missing.

mod change;
mod list;
mod pages;
mod photos;
mod sheet;
mod store;
mod wizard;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::report::check_without_city;
use domain::text::{Language, say};
use domain::wire::report::SubmitReport;
use rusqlite::Transaction;
use uuid::Uuid;

use crate::account::{self, Account};
use crate::cache::Library;
use crate::error::{CoreError, FieldProblem, RefusalCode};
use crate::outbox::{self, Item};
use crate::photo;
use crate::platform::Clock;
use crate::random;
use crate::storage::Storage;
use crate::view::{DraftPhoto, DraftScreen, Place, Reachable};
pub(crate) use list::cards;
use sheet::{Missing, Sheet};

/// A report being written. Every change is kept on the phone at once.
#[derive(uniffi::Object)]
pub struct Draft {
    storage: Storage,
    language: Language,
    account: i64,
    library: Arc<Library>,
    clock: Arc<dyn Clock>,
    sheet: Mutex<Sheet>,
}

/// What drafts need of the phone.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub storage: Storage,
    pub language: Language,
    pub library: Arc<Library>,
    pub clock: Arc<dyn Clock>,
}

#[uniffi::export]
impl Draft {
    /// The id that the report will have.
    pub fn id(&self) -> String {
        self.sheet().id.to_string()
    }

    /// Says what kind of thing it is, by the type's slug. Another type asks other questions: the answers
    /// to those of the one before are put aside, and are there again when it is chosen again.
    pub fn choose_type(&self, slug: &str) -> Result<(), CoreError> {
        let asked = self.asked()?;
        let (version, group) = (asked.version(), asked.group_of(slug));
        self.change(|sheet| {
            sheet.set_type(Some(slug));
            sheet.category = group.or(sheet.category.take());
            sheet.catalogue = sheet.catalogue.or(version);
        })
    }

    /// Answers a question of the type: with an option's id, a number or words; blank takes it back.
    pub fn answer(&self, question: &str, answer: &str) -> Result<(), CoreError> {
        self.change(|sheet| {
            if answer.trim().is_empty() {
                sheet.answers.remove(question);
            } else {
                sheet.answers.insert(question.to_owned(), answer.to_owned());
            }
        })
    }

    /// Puts the pin, with the address in words if it is known.
    pub fn put_pin(&self, place: Place, address: Option<String>) -> Result<(), CoreError> {
        self.change(|sheet| {
            sheet.place = Some(place);
            sheet.address = address.filter(|text| !text.trim().is_empty());
        })
    }

    /// Says in the author's words what is wrong.
    pub fn describe(&self, text: &str) -> Result<(), CoreError> {
        self.change(|sheet| text.clone_into(&mut sheet.description))
    }

    /// Says how to reach the author; `null` to stay unknown.
    pub fn sign(&self, contact: Option<Reachable>) -> Result<(), CoreError> {
        self.change(|sheet| sheet.contact = contact.and_then(Reachable::into_contact))
    }

    /// Says when it was seen, milliseconds since 1970, if not just now.
    pub fn observe(&self, at: Option<i64>) -> Result<(), CoreError> {
        self.change(|sheet| sheet.observed_at = at)
    }

    /// What is written so far, and what is wrong with it; `step` says what is missing and comes next.
    pub fn screen(&self) -> Result<DraftScreen, CoreError> {
        let sheet = self.sheet().clone();
        let id = sheet.id.to_string();
        let photos = self.storage.read(|db| photo::store::list(db, &id))?;
        let wrong = self.wrong(&sheet.report(self.language, &photo_ids(&photos)));
        Ok(DraftScreen {
            id,
            issue_type: sheet.issue_type,
            place: sheet.place,
            address: sheet.address,
            description: sheet.description,
            answers: sheet.answers.into_iter().collect(),
            contact: sheet.contact.map(Reachable::from),
            photos,
            wrong,
        })
    }

    /// Throws the draft and its photos away.
    pub fn discard(&self) -> Result<(), CoreError> {
        let id = self.id();
        self.storage.write(|tx| {
            if outbox::find(tx, &id)?.is_some() {
                return Err(CoreError::Conflict);
            }
            store::delete(tx, &id)?;
            photo::store::delete_all(tx, &id)
        })
    }
}

impl Draft {
    /// A new one; nothing is kept before the first change.
    pub(crate) fn begin(phone: &Surroundings, account: &Account) -> Result<Self, CoreError> {
        let mut sheet = Sheet::begin(random::report_id(phone.clock.now())?, random::secret()?);
        sheet.catalogue = phone.library.of(account)?.version();
        Ok(Self::of(phone, account.id, sheet))
    }

    /// The one of an account that was begun last and not handed over.
    pub(crate) fn last(phone: &Surroundings, account: i64) -> Result<Option<Arc<Self>>, CoreError> {
        let sheet = phone.storage.read(|db| store::last(db, account))?;
        Ok(sheet.map(|sheet| Arc::new(Self::of(phone, account, sheet))))
    }

    /// One of an account by its id.
    pub(crate) fn find(phone: &Surroundings, account: i64, id: &str) -> Result<Option<Arc<Self>>, CoreError> {
        let sheet = phone.storage.read(|db| store::find(db, account, id))?;
        Ok(sheet.map(|sheet| Arc::new(Self::of(phone, account, sheet))))
    }

    /// A parked report becomes a draft again, under the same id.
    pub(crate) fn revise(phone: &Surroundings, id: &str) -> Result<Self, CoreError> {
        let (account, sheet) = phone.storage.write(|tx| {
            let item = outbox::take_back(tx, id)?;
            let sheet = Sheet::from(serde_json::from_str::<SubmitReport>(&item.body)?);
            store::save(tx, item.account_id, &sheet)?;
            Ok((item.account_id, sheet))
        })?;
        Ok(Self::of(phone, account, sheet))
    }

    fn of(phone: &Surroundings, account: i64, sheet: Sheet) -> Self {
        let Surroundings { storage, language, library, clock } = phone.clone();
        Self { storage, language, account, library, clock, sheet: Mutex::new(sheet) }
    }

    /// Hands the report over to the outbox: from here on it is the phone's duty to deliver it.
    /// Handing it over twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing or wrong.
    pub(crate) fn hand_over(&self, now: i64) -> Result<String, CoreError> {
        if self.storage.read(|db| outbox::find(db, &self.id()))?.is_none() {
            self.renew()?;
        }
        let sheet = self.sheet();
        let id = sheet.id.to_string();
        self.storage.write(|tx| {
            if outbox::find(tx, &id)?.is_none() {
                outbox::insert(tx, &self.sealed(tx, &sheet, now)?)?;
                store::delete(tx, &id)?;
            }
            Ok(())
        })?;
        Ok(id)
    }

    fn sealed(&self, tx: &Transaction<'_>, sheet: &Sheet, now: i64) -> Result<Item, CoreError> {
        let id = sheet.id.to_string();
        // Whoever signed in while it was open: theirs it is.
        let owner = store::account_of(tx, &id)?.unwrap_or(self.account);
        let account = account::find(tx, owner)?.ok_or(CoreError::Conflict)?;
        let photos = photo::store::list(tx, &id)?;
        let report = sheet.report(self.language, &photo_ids(&photos));
        let mut fields = self.wrong(&report);
        fields.extend(sheet.missing().into_iter().map(|missing| self.lack(missing)));
        if !fields.is_empty() {
            return Err(refuse(fields));
        }
        Ok(Item::report(account.id, id, sheet.secret.clone(), serde_json::to_string(&report)?, now))
    }

    fn wrong(&self, report: &SubmitReport) -> Vec<FieldProblem> {
        check_without_city(report).iter().map(|error| self.problem(&error.field, &error.code)).collect()
    }

    fn lack(&self, missing: Missing) -> FieldProblem {
        match missing {
            Missing::Place => self.problem("place", "required"),
            Missing::Type => self.problem("type", "required"),
        }
    }

    fn problem(&self, field: &str, code: &str) -> FieldProblem {
        let message = say(self.language, &format!("error_field_{code}"), &[]);
        FieldProblem { field: field.to_owned(), code: code.to_owned(), message }
    }

    fn change(&self, change: impl FnOnce(&mut Sheet)) -> Result<(), CoreError> {
        let mut sheet = self.sheet();
        let mut changed = sheet.clone();
        change(&mut changed);
        self.storage.write(|tx| store::save(tx, self.account, &changed))?;
        *sheet = changed;
        Ok(())
    }

    fn sheet(&self) -> MutexGuard<'_, Sheet> {
        self.sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse(fields: Vec<FieldProblem>) -> CoreError {
    CoreError::Rejected { code: RefusalCode::Invalid, fields }
}

fn photo_ids(photos: &[DraftPhoto]) -> Vec<Uuid> {
    photos.iter().filter_map(|photo| photo.id.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wizard_tests;

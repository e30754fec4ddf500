//! A report while it is being written. Every change is kept at once, so that a call or an empty
//! battery costs nobody their words; the rules say what is still missing.

mod photos;
mod sheet;
mod store;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::catalogue::without_answer;
use domain::report::check_without_city;
use domain::text::{Language, say};
use domain::wire::report::SubmitReport;
use rusqlite::Transaction;
use uuid::Uuid;

use crate::account;
use crate::error::{CoreError, FieldProblem, RefusalCode};
use crate::outbox::{self, Item};
use crate::photo;
use crate::random;
use crate::storage::Storage;
use crate::view::{DraftPhoto, DraftScreen, Missing, Place, Question, Reachable, Step};
use sheet::Sheet;

/// A report being written. Every change is kept on the phone at once.
#[derive(uniffi::Object)]
pub struct Draft {
    storage: Storage,
    language: Language,
    account: i64,
    sheet: Mutex<Sheet>,
}

#[uniffi::export]
impl Draft {
    /// The id that the report will have.
    pub fn id(&self) -> String {
        self.sheet().id.to_string()
    }

    /// Says what kind of thing it is, by the type's slug. Another type asks other questions, so the
    /// answers to those of the one before are forgotten.
    pub fn choose_type(&self, slug: &str) -> Result<(), CoreError> {
        self.change(|sheet| {
            if sheet.issue_type.as_deref() != Some(slug) {
                sheet.answers.clear();
            }
            sheet.issue_type = Some(slug.to_owned());
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

    /// Required ones of these questions that are still open, in their order: ask for them before
    /// sending. The report may go without.
    #[expect(clippy::needless_pass_by_value, reason = "records cross to the phones by value")]
    pub fn missing_answers(&self, questions: Vec<Question>) -> Vec<String> {
        let required = questions.iter().filter(|question| question.required);
        without_answer(required.map(|question| question.id.as_str()), &self.sheet().answers)
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

    /// Everything a screen needs: what is there, what is missing, what is wrong, what comes next.
    pub fn screen(&self) -> Result<DraftScreen, CoreError> {
        let sheet = self.sheet().clone();
        let id = sheet.id.to_string();
        let photos = self.storage.read(|db| photo::store::list(db, &id))?;
        let missing = sheet.missing();
        let wrong = self.wrong(&sheet.report(self.language, &photo_ids(&photos)));
        let next = match missing.first() {
            Some(Missing::Place) => Step::Place,
            Some(Missing::Type) => Step::Type,
            None if wrong.is_empty() => Step::Send,
            None => Step::Correct,
        };
        Ok(DraftScreen {
            id,
            issue_type: sheet.issue_type,
            place: sheet.place,
            address: sheet.address,
            description: sheet.description,
            answers: sheet.answers.into_iter().collect(),
            contact: sheet.contact.map(Reachable::from),
            photos,
            missing,
            wrong,
            next,
        })
    }

    /// What the city cannot do without, in the order in which to ask for it.
    pub fn missing(&self) -> Vec<Missing> {
        self.sheet().missing()
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
    pub(crate) fn begin(
        storage: Storage,
        language: Language,
        account: i64,
        now: i64,
    ) -> Result<Self, CoreError> {
        let sheet = Sheet::begin(random::report_id(now)?, random::secret()?);
        Ok(Self { storage, language, account, sheet: Mutex::new(sheet) })
    }

    /// The one of an account that was begun last and not handed over.
    pub(crate) fn last(
        storage: Storage,
        language: Language,
        account: i64,
    ) -> Result<Option<Arc<Self>>, CoreError> {
        let sheet = storage.read(|db| store::last(db, account))?;
        Ok(sheet.map(|sheet| Arc::new(Self { storage, language, account, sheet: Mutex::new(sheet) })))
    }

    /// A parked report becomes a draft again, under the same id.
    pub(crate) fn revise(storage: Storage, language: Language, id: &str) -> Result<Self, CoreError> {
        let (account, sheet) = storage.write(|tx| {
            let item = outbox::take_back(tx, id)?;
            let sheet = Sheet::from(serde_json::from_str::<SubmitReport>(&item.body)?);
            store::save(tx, item.account_id, &sheet)?;
            Ok((item.account_id, sheet))
        })?;
        Ok(Self { storage, language, account, sheet: Mutex::new(sheet) })
    }

    /// Hands the report over to the outbox: from here on it is the phone's duty to deliver it.
    /// Handing it over twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing or wrong.
    pub(crate) fn hand_over(&self, now: i64) -> Result<String, CoreError> {
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
        let account = account::find(tx, self.account)?.ok_or(CoreError::Conflict)?;
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

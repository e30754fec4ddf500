//! What somebody does to a case that the city has: a crew accepts, makes safe, resolves; an author
//! answers, rates, disputes. It is made ready like a report, kept at every change, handed over to the
//! same outbox, and guarded by the version of the case that was seen.

mod sheet;
mod store;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::text::{Language, say};
use domain::wire::report::ReportView;
use rusqlite::Transaction;

use crate::account::Account;
use crate::error::{CoreError, FieldProblem, RefusalCode};
use crate::outbox;
use crate::photo::{self, CancelToken, PhotoProgress};
use crate::random;
use crate::storage::Storage;
use crate::view::{DeedScreen, DraftPhoto, Place};

pub(crate) use sheet::{MET, Sheet};
use store::of_case;
pub(crate) use store::{Prepared, clear, of_account};

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum DeedKind {
    /// Moves the case: to one of the statuses that its screen offers.
    Move {
        /// The status, as the API calls it.
        to: String,
    },
    /// Takes a case that nobody has into one's own hands.
    Claim,
    /// The danger is fenced off; the repair may come later.
    MakeSafe,
    /// Ends a part of the work that the department was asked for.
    EndPart {
        /// Its id.
        part: String,
        /// Whether it was done, or is declined.
        done: bool,
    },
    /// Adds what its author knows.
    AddInformation,
    /// Somebody else has the same trouble.
    Support,
}

/// How a case ended, where its staff says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum DeedOutcome {
    /// Repaired.
    Fixed,
    /// Not repaired yet, but dealt with.
    MeasuresTaken,
}

/// Something about to be done to a case. Every change is kept on the phone at once.
#[derive(uniffi::Object)]
pub struct Deed {
    storage: Storage,
    language: Language,
    sheet: Mutex<Sheet>,
}

#[uniffi::export]
impl Deed {
    /// Its id, in the outbox too.
    pub fn id(&self) -> String {
        self.sheet().id.clone()
    }

    /// Says it in words; its author or the service reads them.
    pub fn say(&self, words: &str) -> Result<(), CoreError> {
        self.change(|sheet| words.clone_into(&mut sheet.note))
    }

    /// Says how the case ended.
    pub fn end_with(&self, outcome: DeedOutcome) -> Result<(), CoreError> {
        self.change(|sheet| sheet.outcome = Some(outcome))
    }

    /// Rates the work: 1 to 5 stars; `null` takes it back.
    pub fn rate(&self, stars: Option<u8>) -> Result<(), CoreError> {
        self.change(|sheet| sheet.rating = stars)
    }

    /// Adds a photo, or says `false` when it was cancelled and nothing is kept. `from` is where the phone
    /// was, and `taken_at` when, milliseconds since 1970: they are written into a photo of a result, so that
    /// the city can compare them with the case; never into one of an author.
    ///
    /// * `progress` is told how far it is.
    /// * `cancel` stops it, and so does whoever stops waiting for it.
    ///
    /// # Errors
    /// `Rejected` with field `photo` when it is no photo, damaged, or too large.
    #[uniffi::method(default(progress = None, cancel = None))]
    pub async fn add_photo(
        &self,
        bytes: Vec<u8>,
        from: Option<Place>,
        taken_at: i64,
        progress: Option<Arc<dyn PhotoProgress>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<bool, CoreError> {
        let Some(mut photo) = photo::make(bytes, progress, cancel, self.language).await? else {
            return Ok(false);
        };
        let sheet = self.sheet();
        if sheet.by_staff {
            photo.bytes = photo::stamp(photo.bytes, from, taken_at);
        }
        let id = random::photo_id()?.to_string();
        self.storage.write(|tx| {
            not_handed_over(tx, &sheet.id)?;
            store::save(tx, &sheet)?;
            photo::store::insert(tx, &sheet.id, &id, &photo)
        })?;
        Ok(true)
    }

    /// Takes a photo away again.
    pub fn remove_photo(&self, id: &str) -> Result<(), CoreError> {
        let sheet = self.sheet();
        self.storage.write(|tx| {
            not_handed_over(tx, &sheet.id)?;
            photo::store::delete(tx, &sheet.id, id)
        })
    }

    /// The JPEG of one of its photos, as it will be sent.
    pub fn photo(&self, id: &str) -> Result<Option<Vec<u8>>, CoreError> {
        let deed = self.id();
        self.storage.read(|db| photo::store::bytes(db, &deed, id))
    }

    /// Everything that its form shows: what is asked, what is there, what is missing.
    pub fn screen(&self) -> Result<DeedScreen, CoreError> {
        let sheet = self.sheet().clone();
        let photos = self.storage.read(|db| photo::store::list(db, &sheet.id))?;
        let missing = self.missing(&sheet, &photos);
        Ok(DeedScreen {
            id: sheet.id.clone(),
            report_id: sheet.report_id.clone(),
            kind: sheet.kind.clone(),
            title: sheet.title(self.language),
            fields: sheet.fields(self.language),
            note: sheet.note,
            outcome: sheet.outcome,
            rating: sheet.rating,
            photos,
            missing,
        })
    }

    /// Throws it away with its photos.
    ///
    /// # Errors
    /// `Conflict` when it was handed over.
    pub fn discard(&self) -> Result<(), CoreError> {
        let id = self.id();
        self.storage.write(|tx| {
            not_handed_over(tx, &id)?;
            store::delete(tx, &id)?;
            photo::store::delete_all(tx, &id)
        })
    }
}

impl Deed {
    /// Something about to be done to `case`, as it was seen; nothing is kept before the first change.
    ///
    /// # Errors
    /// `Conflict` when the case does not offer it any more.
    pub(crate) fn begin(
        storage: Storage,
        language: Language,
        account: &Account,
        case: &ReportView,
        kind: DeedKind,
        now: i64,
    ) -> Result<Self, CoreError> {
        let id = random::report_id(now)?.to_string();
        let sheet = Sheet::begin(id, account, case, kind).ok_or(CoreError::Conflict)?;
        Ok(Self { storage, language, sheet: Mutex::new(sheet) })
    }

    /// Those to a case that were begun and not handed over.
    pub(crate) fn begun(
        storage: &Storage,
        language: Language,
        account: i64,
        report: &str,
    ) -> Result<Vec<Arc<Self>>, CoreError> {
        let found = storage.read(|db| of_case(db, account, report))?;
        let open = found.into_iter().filter(|prepared| !prepared.handed_over);
        let deed = |prepared: Prepared| {
            Arc::new(Self { storage: storage.clone(), language, sheet: Mutex::new(prepared.sheet) })
        };
        Ok(open.map(deed).collect())
    }

    /// Hands it over: from here on the phone delivers it. Gives its id; twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing.
    pub(crate) fn hand_over(&self, now: i64) -> Result<String, CoreError> {
        let sheet = self.sheet();
        self.storage.write(|tx| {
            if outbox::find(tx, &sheet.id)?.is_some() {
                return Ok(());
            }
            let photos = photo::store::list(tx, &sheet.id)?;
            let fields = self.missing(&sheet, &photos);
            if !fields.is_empty() {
                return Err(CoreError::Rejected { code: RefusalCode::Invalid, fields });
            }
            store::save(tx, &sheet)?;
            outbox::deed(tx, sheet.parcel()?, now)
        })?;
        Ok(sheet.id.clone())
    }

    fn missing(&self, sheet: &Sheet, photos: &[DraftPhoto]) -> Vec<FieldProblem> {
        let message = |code: &str| say(self.language, &format!("error_field_{code}"), &[]);
        let problem = |(field, code): (&str, &str)| FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message(code),
        };
        sheet.missing(photos.len()).into_iter().map(problem).collect()
    }

    fn change(&self, change: impl FnOnce(&mut Sheet)) -> Result<(), CoreError> {
        let mut sheet = self.sheet();
        let mut changed = sheet.clone();
        change(&mut changed);
        self.storage.write(|tx| {
            not_handed_over(tx, &changed.id)?;
            store::save(tx, &changed)
        })?;
        *sheet = changed;
        Ok(())
    }

    fn sheet(&self) -> MutexGuard<'_, Sheet> {
        self.sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// # Errors
/// `Conflict` when a deed is in the outbox: what is under way is not touched.
fn not_handed_over(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    if outbox::find(tx, id)?.is_some() { Err(CoreError::Conflict) } else { Ok(()) }
}

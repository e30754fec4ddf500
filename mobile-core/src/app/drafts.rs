//! Reports being written.

use std::sync::Arc;

use super::Core;
use crate::draft::{self, Draft, Surroundings};
use crate::error::CoreError;
use crate::view::DraftCard;

#[uniffi::export]
impl Core {
    /// Begins a report. Nothing is kept before the first change.
    pub fn new_draft(&self) -> Result<Draft, CoreError> {
        Draft::begin(&self.surroundings(), &self.chosen()?)
    }

    /// The report that was begun last and not handed over, if any.
    pub fn last_draft(&self) -> Result<Option<Arc<Draft>>, CoreError> {
        Draft::last(&self.surroundings(), self.chosen()?.id)
    }

    /// Every report that was begun in the chosen account and not handed over, the last one first.
    pub fn drafts(&self) -> Result<Vec<DraftCard>, CoreError> {
        let account = self.chosen()?;
        let (known, words) = self.here(&account)?;
        draft::cards(&self.storage, account.id, &known, words)
    }

    /// One of them by its id; `null` when it was handed over or thrown away.
    pub fn draft(&self, id: &str) -> Result<Option<Arc<Draft>>, CoreError> {
        Draft::find(&self.surroundings(), self.chosen()?.id, id)
    }

    /// Hands a report over: from here on the phone delivers it. Gives its id; twice is no harm.
    ///
    /// # Errors
    /// `Rejected` with every field that is missing or wrong.
    pub fn enqueue(&self, draft: &Draft) -> Result<String, CoreError> {
        draft.hand_over(self.now())
    }

    /// Makes a parked report a draft again, to change it.
    pub fn revise(&self, id: &str) -> Result<Draft, CoreError> {
        Draft::revise(&self.surroundings(), id)
    }
}

impl Core {
    fn surroundings(&self) -> Surroundings {
        Surroundings {
            storage: self.storage.clone(),
            language: self.language,
            library: self.library.clone(),
            clock: self.platform.clock.clone(),
        }
    }
}

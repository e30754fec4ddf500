//! Reports being written.

use std::sync::Arc;

use super::Core;
use crate::draft::Draft;
use crate::error::CoreError;

#[uniffi::export]
impl Core {
    /// Begins a report. Nothing is kept before the first change.
    pub fn new_draft(&self) -> Result<Draft, CoreError> {
        Draft::begin(self.storage.clone(), self.language, self.chosen()?.id, self.now())
    }

    /// The report that was begun last and not handed over, if any.
    pub fn last_draft(&self) -> Result<Option<Arc<Draft>>, CoreError> {
        Draft::last(self.storage.clone(), self.language, self.chosen()?.id)
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
        Draft::revise(self.storage.clone(), self.language, id)
    }
}

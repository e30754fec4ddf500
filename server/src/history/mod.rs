//! Cases from where they were kept before. This room reads tables (CSV, also packed by gzip or xz) row by
//! row, by a city's [`crate::folder::Mapping`], and hands what fits to
//! [`crate::reports::bring_in`]; what does not fit is written down with its line and the reason.
//! [`agreement`] compares the deadlines that a table tells with those that the city's rules count.
//!
//! A row is known by the number that the case had: a file that is read again, or was read in part,
//! goes on where it stopped. `docs/history.md` is for whoever writes a mapping.

mod agreement;
mod batches;
mod file;
mod plan;
mod row;
mod target;

pub use agreement::Agreement;
pub use batches::{Batch, Batches, Refusal};
pub use file::FileError;
pub use row::Taken;

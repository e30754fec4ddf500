//! SQL of reports; of lists and tiles in [`super::lists`].

mod case;
mod file;
mod nearby;
mod read;
mod supports;

pub use case::{Changed, insert_note, lock, save, save_publication};
pub use file::{NewReport, filed, insert};
pub use nearby::{Around, Near, near};
pub use read::{Line, Name, Row, any, public_history, public_report, whole_history, whole_report};
pub use supports::{
    Counting, add_supports, delete_supports, hold_merges, insert_support, is_counted, lock_counting,
};

use domain::status::Status;

/// The status of a row.
pub fn status(name: &str) -> sqlx::Result<Status> {
    Status::called(name).ok_or_else(|| sqlx::Error::Decode(format!("no status {name}").into()))
}

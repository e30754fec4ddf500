//! SQL of reports; of lists and tiles in [`super::lists`].

mod case;
mod counts;
mod desk;
mod file;
mod filters;
mod read;

pub use case::{Changed, insert_note, lock, save, save_publication};
pub use counts::{Stack, held_by, stacks};
pub use desk::{DeskRow, page};
pub use file::{NewReport, filed, insert};
pub use filters::{Kept, count_others, forget, keep, kept, kept_by};
pub use read::{Line, Name, Row, any, public_history, public_report, whole_history, whole_report};

use domain::status::Status;

/// The status of a row.
pub fn status(name: &str) -> sqlx::Result<Status> {
    Status::called(name).ok_or_else(|| sqlx::Error::Decode(format!("no status {name}").into()))
}

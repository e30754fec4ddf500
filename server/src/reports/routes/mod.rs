//! `…/reports` and `…/desk/reports`: thin; each write begins and commits once.

mod assignee;
mod attachments;
mod bulk;
mod case;
mod desk;
mod filters;
mod ledger;
mod lists;
mod nearby;
mod own;
mod parts;
mod remarks;
mod route;
mod sheet;
mod standard;
mod supports;

pub use assignee::*;
pub use attachments::*;
pub use bulk::*;
pub use case::*;
pub use desk::*;
pub use filters::*;
pub use ledger::*;
pub use lists::*;
pub use nearby::*;
pub use own::*;
pub use parts::*;
pub use remarks::*;
pub use route::*;
pub use sheet::*;
pub use standard::*;
pub use supports::*;

#[cfg(any(test, feature = "fuzzing"))]
pub(super) use nearby::read as read_nearby;

use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Datelike, Utc};
use uuid::Uuid;

/// Reports of a page, unless asked otherwise, and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 200;

/// A place in a list in the order of time, as it goes to the caller.
fn written((at, id): (DateTime<Utc>, Uuid)) -> String {
    format!("{}.{id}", at.timestamp_micros())
}

/// A place in a list as it comes back.
pub(super) fn place_of(cursor: &str) -> ApiResult<(DateTime<Utc>, Uuid)> {
    let read = || {
        let (micros, id) = cursor.split_once('.')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        (at >= DateTime::UNIX_EPOCH && at.year() < 10_000).then_some((at, id.parse().ok()?))
    };
    read().ok_or_else(|| ApiError::field("cursor", "unreadable"))
}

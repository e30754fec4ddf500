//! `…/reports` and `…/desk/reports`: thin; each write begins and commits once.

mod assignee;
mod bulk;
mod case;
mod desk;
mod filters;
mod ledger;
mod lists;
mod nearby;
mod supports;

pub use assignee::*;
pub use bulk::*;
pub use case::*;
pub use desk::*;
pub use filters::*;
pub use ledger::*;
pub use lists::*;
pub use nearby::*;
pub use supports::*;

/// Reports of a page, unless asked otherwise, and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 200;

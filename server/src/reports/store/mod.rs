//! SQL of reports; of lists and tiles in [`super::lists`].

mod attachments;
mod case;
mod counts;
mod desk;
mod due;
mod file;
mod filters;
mod history;
mod imports;
mod inspections;
mod ledger;
mod links;
mod merge;
mod nearby;
mod own;
mod read;
mod remarks;
mod repeats;
mod standard;
mod subtasks;
mod supports;
mod warranties;

pub use attachments::{
    NewAttachment, attachment, attachments, attachments_of, count_attachments, delete_attachments,
    insert_attachment,
};
pub use case::{Case, Placed, insert_note, lock, save, save_place, save_publication, version};
pub use counts::{Stack, held_by, stacks};
pub use desk::{DeskRow, page};
pub use due::{Due, escalate, expired, mark_overdue, mark_soon};
pub use file::{NewReport, filed, insert};
pub use filters::{Kept, count_others, forget, keep, kept, kept_by};
pub use history::{
    Assignment, CorrectionLine, ExtensionRow, NewExtension, Transfer, TransferRow, additions,
    decide_extension, extension, extensions, has_open_extension, insert_assignment, insert_correction,
    insert_extension, insert_transfer, is_note_of, moments, public_extensions, public_transfers, transfers,
};
pub use imports::{NewPast, imported, insert_past};
pub use inspections::{
    InspectionRow, NewInspection, insert_inspection, inspection, inspections, public_inspections,
};
pub use ledger::{LedgerRow, ledger};
pub use links::{LinkRow, NewLink, end_link, good_links, insert_link, led, led_to, links};
pub use merge::{Original, attach, detach, lock_original, original_of, recount_supports};
pub use nearby::{Around, Near, near};
pub use own::{
    between, count_follows, delete_follow, followed, insert_follow, lock_author, own, save_author,
};
pub use read::{Line, Name, Row, any, public_history, public_report, whole_history, whole_report};
pub use remarks::{
    MentionRow, NewRemark, RemarkRow, count_remarks, delete_remarks, insert_remark, mark_read, mentions,
    readers, remark, remarks, unread,
};
pub use repeats::{Repeat, forget_repeats, repeat};
pub use standard::said_of;
pub use subtasks::{
    AskedRow, NewSubtask, SubtaskRow, asked_of, asked_subtasks, end_subtask, helpers, insert_subtask,
    public_subtasks, subtask, subtasks,
};
pub use supports::{
    Counting, add_supports, alone_in_merging, delete_supports, hold_merges, insert_support, is_counted,
    lock_counting,
};
pub use warranties::{
    Promise, WarrantyRow, promise, public_warranty, save_promise, save_warranty_of, under_warranty, warranty,
    withdraw_promise,
};

use domain::status::Status;

/// The status of a row.
pub fn status(name: &str) -> sqlx::Result<Status> {
    Status::called(name).ok_or_else(|| sqlx::Error::Decode(format!("no status {name}").into()))
}

//! A case as it will be once what waits in the outbox has arrived: whoever accepted it in a cellar goes on
//! from there. What may be done then is what the desk said of that status.

use domain::status::Status;
use domain::wire::desk::DeskOptions;
use domain::wire::parts::SubtaskStatus;
use domain::wire::report::ReportView;

use crate::deed::{DeedKind, Sheet};

/// The case after these deeds. Its version stays the one that was seen: the outbox gives each deed the
/// version that the one before it made.
pub(crate) fn ahead(mut view: ReportView, waiting: &[Sheet], options: Option<&DeskOptions>) -> ReportView {
    for sheet in waiting {
        match &sheet.kind {
            DeedKind::Move { to } => {
                let Some(to) = Status::called(to) else { continue };
                let moves = options.filter(|_| sheet.by_staff).map(|options| &options.moves);
                let from_there = moves.and_then(|moves| moves.iter().find(|moves| moves.from == to));
                view.choices = from_there.map(|moves| moves.choices.clone()).unwrap_or_default();
                view.status = to;
            }
            DeedKind::Claim => view.assignee.clone_from(&sheet.me),
            DeedKind::MakeSafe => view.made_safe_at = view.made_safe_at.or(Some(view.received_at)),
            DeedKind::EndPart { part, done } => {
                for subtask in view.subtasks.iter_mut().filter(|subtask| subtask.id.to_string() == *part) {
                    subtask.status = if *done { SubtaskStatus::Done } else { SubtaskStatus::Declined };
                    subtask.choices.clear();
                }
            }
            DeedKind::AddInformation | DeedKind::Support => {}
        }
    }
    view
}

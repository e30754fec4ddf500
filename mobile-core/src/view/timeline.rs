//! What happened to a report, line by line.

use domain::event::Kind;
use domain::status::Status;
use domain::wire::report::{ByView, HistoryLine};

use super::words::Words;

/// The picture beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum TimelineIcon {
    /// It came in.
    Received,
    /// Somebody else has it now.
    Handed,
    /// Somebody is at it.
    Work,
    /// A day was named.
    Planned,
    /// It waits for somebody.
    Waiting,
    /// The danger is fenced off, or nobody came in time.
    Danger,
    /// Somebody wrote something.
    Message,
    /// Its deadline passed or was moved.
    Deadline,
    /// Others have the same trouble, or it was counted with theirs.
    Together,
    /// Done.
    Done,
    /// Answered.
    Answered,
    /// Not accepted, or taken back.
    Declined,
    /// Its author rated the work or disagrees.
    Rated,
    /// Something about it was corrected.
    Corrected,
    /// What everybody may see was checked.
    Seen,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TimelineLine {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// When, in words.
    pub when: String,
    /// What happened.
    pub text: String,
    /// What staff wrote to the author, or the author to staff.
    pub note: Option<String>,
    /// Who did it, as far as this viewer may know.
    pub who: Option<String>,
    /// The picture beside it.
    pub icon: TimelineIcon,
}

/// The lines of a history, the oldest first. Several checks of what is public in a row are one line.
pub(super) fn lines(history: Vec<HistoryLine>, mine: bool, words: Words) -> Vec<TimelineLine> {
    let mut kinds = history.iter().map(|line| line.kind).skip(1).collect::<Vec<_>>().into_iter();
    let shown = history.into_iter().filter(|line| {
        let next = kinds.next();
        line.kind != Kind::PublicationChanged || next != Some(Kind::PublicationChanged)
    });
    shown.map(|line| TimelineLine::of(line, mine, words)).collect()
}

impl TimelineLine {
    fn of(line: HistoryLine, mine: bool, words: Words) -> Self {
        Self {
            at: line.at.timestamp_millis(),
            when: words.moment(line.at),
            who: who(&line, mine, words),
            icon: icon(line.kind, line.status),
            text: line.words,
            note: line.note,
        }
    }
}

/// Staff sees names; everybody else sees what only the author can have done.
fn who(line: &HistoryLine, mine: bool, words: Words) -> Option<String> {
    if let Some(ByView { who, name }) = &line.by {
        return Some(name.clone().unwrap_or_else(|| words.say(&format!("by_{who}"), &[])));
    }
    let by_author = match line.kind {
        Kind::Submitted | Kind::InformationAdded | Kind::Rated => true,
        Kind::StatusChanged => {
            matches!(line.status, Status::Confirmed | Status::Disputed | Status::Withdrawn)
        }
        _ => false,
    };
    by_author.then(|| words.say(if mine { "by_you" } else { "by_author" }, &[]))
}

fn icon(kind: Kind, status: Status) -> TimelineIcon {
    match kind {
        Kind::Submitted | Kind::Imported => TimelineIcon::Received,
        Kind::Assigned | Kind::Transferred | Kind::AssigneeChanged | Kind::LinkMade | Kind::LinkEnded => {
            TimelineIcon::Handed
        }
        Kind::StatusChanged => of_status(status),
        Kind::PublicationChanged => TimelineIcon::Seen,
        Kind::TypeCorrected | Kind::PlaceCorrected => TimelineIcon::Corrected,
        Kind::MadeSafe | Kind::Escalated => TimelineIcon::Danger,
        Kind::InformationAdded
        | Kind::RemarkAdded
        | Kind::Mentioned
        | Kind::AttachmentAdded
        | Kind::AttachmentRemoved => TimelineIcon::Message,
        Kind::ExtensionAsked | Kind::Extended | Kind::ExtensionRefused | Kind::DueSoon | Kind::Overdue => {
            TimelineIcon::Deadline
        }
        Kind::SubtaskAdded
        | Kind::SubtaskDone
        | Kind::SubtaskDeclined
        | Kind::SubtaskCancelled
        | Kind::Inspected => TimelineIcon::Work,
        Kind::Merged
        | Kind::Unmerged
        | Kind::Absorbed
        | Kind::Released
        | Kind::Supported
        | Kind::SupportWithdrawn => TimelineIcon::Together,
        Kind::Rated => TimelineIcon::Rated,
    }
}

fn of_status(status: Status) -> TimelineIcon {
    match status {
        Status::Submitted | Status::InModeration | Status::Registered => TimelineIcon::Received,
        Status::Assigned => TimelineIcon::Handed,
        Status::Accepted | Status::InProgress | Status::InReview | Status::Reopened => TimelineIcon::Work,
        Status::Planned => TimelineIcon::Planned,
        Status::WaitingForResident | Status::WaitingForPartner => TimelineIcon::Waiting,
        Status::Resolved | Status::Confirmed | Status::ClosedByTime => TimelineIcon::Done,
        Status::Explained | Status::Forwarded => TimelineIcon::Answered,
        Status::Disputed => TimelineIcon::Rated,
        Status::Duplicate => TimelineIcon::Together,
        Status::Declined | Status::Withdrawn | Status::Cancelled => TimelineIcon::Declined,
    }
}

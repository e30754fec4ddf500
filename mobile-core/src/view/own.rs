//! What the author of a report may do next with it.

use domain::event::Kind;
use domain::publication::Viewer;
use domain::status::Status;
use domain::wire::report::{HistoryLine, ReportView};

use super::words::Words;
use crate::deed::DeedKind;

/// Something that an author may do, with the words of its button.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OwnChoice {
    /// To begin it by; its form says what is asked.
    pub kind: DeedKind,
    /// The words of the button that opens the form.
    pub button: String,
    /// What it means.
    pub text: String,
    /// The words of the button that does it.
    pub send_button: String,
}

/// What an author is told and may do.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OwnCase {
    /// The heading.
    pub title: String,
    /// What is awaited of them, or that nothing is.
    pub text: String,
    /// What the service asked, in its words.
    pub question: Option<String>,
    /// What they may do, the likeliest first.
    pub choices: Vec<OwnChoice>,
}

impl OwnCase {
    /// Nothing for everybody but the author.
    pub(super) fn of(report: &ReportView, words: Words) -> Option<Self> {
        if report.viewer != Viewer::Reporter {
            return None;
        }
        let may = |to: Status| report.choices.iter().any(|choice| choice.to == to);
        let asked = report.status == Status::WaitingForResident;
        let adds = may_add(report);
        let question = question(report).filter(|_| asked);
        let until = report.disputable_until.map(|at| words.day_of(at)).unwrap_or_default();
        let until = [("until", until.as_str())];
        let say = |key: &str| words.say(key, &[]);
        let (title, text) = if asked {
            let stands =
                report.clocks.iter().any(|clock| clock.pauses.iter().any(|pause| pause.until.is_none()));
            (say("own_asked_title"), say(if stands { "own_asked_stands" } else { "own_asked_runs" }))
        } else if may(Status::Confirmed) {
            (say("own_check_title"), words.say("own_check_text", &until))
        } else if may(Status::Disputed) {
            (say("own_disagree_title"), words.say("own_disagree_text", &until))
        } else {
            let key = match report.status {
                Status::Disputed => "own_disputed_text",
                _ if adds => "own_open_text",
                _ => "own_closed_text",
            };
            (say("screen_report_own_title"), say(key))
        };
        let to = |status: Status| DeedKind::Move { to: status.name().to_owned() };
        let deeds = [
            (asked, DeedKind::AddInformation, "own_answer"),
            (may(Status::Confirmed), to(Status::Confirmed), "own_confirm"),
            (may(Status::Disputed), to(Status::Disputed), "own_dispute"),
            (adds && !asked, DeedKind::AddInformation, "own_add"),
            (may(Status::Withdrawn), to(Status::Withdrawn), "own_withdraw"),
        ];
        let open = deeds.into_iter().filter(|(may, ..)| *may);
        let mut choices: Vec<_> = open.map(|(_, kind, name)| OwnChoice::of(kind, name, words)).collect();
        if let (Some(answer), Some(question)) = (choices.first_mut().filter(|_| asked), &question) {
            answer.text.clone_from(question);
        }
        Some(Self { title, text, question, choices })
    }
}

impl OwnChoice {
    fn of(kind: DeedKind, name: &str, words: Words) -> Self {
        let say = |part: &str| words.say(&format!("{name}{part}"), &[]);
        Self { kind, button: say(""), text: say("_text"), send_button: say("_send") }
    }
}

/// Whether its author may still add something.
pub(crate) fn may_add(report: &ReportView) -> bool {
    let is_own = report.viewer == Viewer::Reporter;
    is_own && (report.closed_at.is_none() || report.disputable_until.is_some())
}

/// What the service asked last.
fn question(report: &ReportView) -> Option<String> {
    let asked =
        |line: &&HistoryLine| line.kind == Kind::StatusChanged && line.status == Status::WaitingForResident;
    report.history.iter().rev().find(asked)?.note.clone()
}

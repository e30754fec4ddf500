//! What the author of a report may do next with it.

use domain::event::Kind;
use domain::publication::Viewer;
use domain::status::Status;
use domain::wire::report::{HistoryLine, ReportView};

use super::words::Words;

/// Something that an author does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum OwnDeed {
    /// Answers what the service asked.
    Answer,
    /// Agrees that it is solved, with a rating.
    Confirm,
    /// Disagrees, with a reason.
    Dispute,
    /// Adds something.
    Add,
    /// Takes the report back.
    Withdraw,
}

/// A deed with the words of its button and its form.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OwnChoice {
    /// Which.
    pub deed: OwnDeed,
    /// The words of the button that opens the form.
    pub button: String,
    /// The heading of the form.
    pub title: String,
    /// What it means.
    pub text: String,
    /// What is to be written; empty words are enough unless `words_needed`.
    pub words_label: String,
    /// Whether something has to be written.
    pub words_needed: bool,
    /// Whether photos may come along.
    pub photos: bool,
    /// Whether a rating of 1 to 5 may come along, and what it is of.
    pub rating_label: Option<String>,
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
        let adds = report.closed_at.is_none() || report.disputable_until.is_some();
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
        let deeds = [
            (asked, OwnDeed::Answer),
            (may(Status::Confirmed), OwnDeed::Confirm),
            (may(Status::Disputed), OwnDeed::Dispute),
            (adds && !asked, OwnDeed::Add),
            (may(Status::Withdrawn), OwnDeed::Withdraw),
        ];
        let choices = deeds.into_iter().filter(|(may, _)| *may).map(|(_, deed)| OwnChoice::of(deed, words));
        let mut choices: Vec<_> = choices.collect();
        if let (Some(answer), Some(question)) = (choices.first_mut().filter(|_| asked), &question) {
            answer.text.clone_from(question);
        }
        Some(Self { title, text, question, choices })
    }
}

impl OwnChoice {
    fn of(deed: OwnDeed, words: Words) -> Self {
        let (name, label) = match deed {
            OwnDeed::Answer => ("own_answer", "own_answer_words"),
            OwnDeed::Confirm => ("own_confirm", "own_note"),
            OwnDeed::Dispute => ("own_dispute", "own_dispute_reason"),
            OwnDeed::Add => ("own_add", "own_add_words"),
            OwnDeed::Withdraw => ("own_withdraw", "ask_note_reason"),
        };
        let say = |key: &str| words.say(key, &[]);
        let rated = matches!(deed, OwnDeed::Confirm | OwnDeed::Dispute);
        Self {
            deed,
            button: say(name),
            title: say(&format!("{name}_title")),
            text: say(&format!("{name}_text")),
            words_label: say(label),
            words_needed: matches!(deed, OwnDeed::Answer | OwnDeed::Add | OwnDeed::Dispute),
            photos: matches!(deed, OwnDeed::Answer | OwnDeed::Add | OwnDeed::Dispute),
            rating_label: rated.then(|| say("own_rating")),
            send_button: say(&format!("{name}_send")),
        }
    }
}

/// What the service asked last.
fn question(report: &ReportView) -> Option<String> {
    let asked =
        |line: &&HistoryLine| line.kind == Kind::StatusChanged && line.status == Status::WaitingForResident;
    report.history.iter().rev().find(asked)?.note.clone()
}

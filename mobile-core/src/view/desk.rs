//! Cases as those who work on them see them.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::permission::Action;
use domain::status::{Shape as CaseShape, Status};
use domain::text::{Language, day, say};
use domain::wire::desk as wire;
use domain::wire::parts::{SubtaskCard, SubtaskStatus, SubtaskView};
use domain::wire::report::{HistoryLine, ReportView};

use super::{Place, ReportCard, ReportScreen, WaitingDeed, Words, whole};
use crate::deed::{DeedKind, MET};

/// In which order a round is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum RoundOrder {
    /// The nearest first.
    Nearest,
    /// What is due first.
    Deadline,
}

/// A case of somebody's round.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct DeskCard {
    /// As everybody's lists show it.
    pub card: ReportCard,
    /// Danger that nobody has made safe: before everything else.
    pub danger: bool,
    /// Who has it; `null` for nobody.
    pub assignee: Option<String>,
    /// The crew that has it.
    pub crew: Option<String>,
    /// Metres from where the phone is, if it knows.
    pub metres: Option<u32>,
    /// The same in words.
    pub distance: Option<String>,
    /// What was done to it here and has not arrived, in words.
    pub waiting: Option<String>,
    /// Whether something of that needs a decision.
    pub undecided: bool,
}

/// One thing that may be done to a case, as a button.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CaseAction {
    /// To begin it by.
    pub kind: DeedKind,
    /// What the button says.
    pub label: String,
    /// Whether one press is enough: nothing is asked.
    pub at_once: bool,
    /// Whether it is the next step of the work.
    pub main: bool,
}

/// A part of the work that a department was asked for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CasePart {
    /// Its id.
    pub id: String,
    /// Who does it.
    pub department: String,
    /// What is to be done.
    pub task: Option<String>,
    /// How it stands, in words.
    pub text: String,
    /// How this phone's owner may end it.
    pub actions: Vec<CaseAction>,
}

/// A part of somebody's case that one's department was asked for.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PartCard {
    /// Its id.
    pub id: String,
    /// The case that it is a part of.
    pub report_id: String,
    /// The number to name the case by.
    pub number: String,
    /// What kind of thing.
    pub title: String,
    /// What is to be done.
    pub task: String,
    /// How it stands and by when it is needed, in words.
    pub text: String,
    /// Who has the case.
    pub owner: String,
    /// Where it is.
    pub place: Place,
    /// Where it is, in words.
    pub address: Option<String>,
}

/// A question of the type, and what the author answered.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CaseAnswer {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// A case, for whoever may do something about it.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct CaseScreen {
    /// As everybody's screens show it, with what this person may see.
    pub report: ReportScreen,
    /// What may be done, the next step first.
    pub actions: Vec<CaseAction>,
    /// Parts of the work that others do.
    pub parts: Vec<CasePart>,
    /// What its author answered.
    pub answers: Vec<CaseAnswer>,
    /// Who has it; `null` for nobody.
    pub assignee: Option<String>,
    /// The crew that has it.
    pub crew: Option<String>,
    /// What was done to it here and has not arrived.
    pub waiting: Vec<WaitingDeed>,
}

impl DeskCard {
    pub(crate) fn of(
        card: wire::DeskCard,
        from: Option<Place>,
        waiting: &[WaitingDeed],
        words: Words,
    ) -> Self {
        let place = domain::place::Place { lat: card.card.place.lat, lon: card.card.place.lon };
        let metres = from.map(|from| whole(domain::place::Place::from(from).metres_to(place)));
        Self {
            danger: card.card.shape == CaseShape::Danger,
            assignee: card.assignee.map(|person| person.name),
            crew: card.crew.map(|crew| crew.name),
            distance: metres.map(|metres| words.distance(metres.into())),
            metres,
            waiting: waiting.last().map(|deed| deed.text.clone()),
            undecided: waiting.iter().any(|deed| deed.overtaken || !deed.problems.is_empty()),
            card: ReportCard::of(card.card, words),
        }
    }

    /// Danger before everything, then as it is asked for.
    pub(crate) fn sort(cards: &mut [(chrono::DateTime<chrono::Utc>, Self)], order: RoundOrder) {
        cards.sort_by_key(|(due, card)| {
            let far = card.metres.filter(|_| order == RoundOrder::Nearest).unwrap_or(0);
            (Reverse(card.danger), far, *due, card.card.number.clone())
        });
    }
}

impl CaseScreen {
    pub(crate) fn of(view: ReportView, waiting: Vec<WaitingDeed>, words: Words) -> Self {
        let language = words.language;
        Self {
            actions: actions(&view, language),
            parts: view.subtasks.iter().map(|part| CasePart::of(part, language)).collect(),
            answers: view
                .answers
                .iter()
                .map(|answer| CaseAnswer { question: answer.question.clone(), answer: answer.answer.clone() })
                .collect(),
            assignee: view.assignee.as_ref().map(|person| person.name.clone()),
            crew: view.crew.as_ref().map(|crew| crew.name.clone()),
            waiting,
            report: ReportScreen::of(view, words),
        }
    }
}

impl CasePart {
    fn of(part: &SubtaskView, language: Language) -> Self {
        let id = part.id.to_string();
        let ways = [
            (SubtaskStatus::Done, true, "action_subtask_done"),
            (SubtaskStatus::Declined, false, "action_subtask_declined"),
        ];
        let offered = ways.into_iter().filter(|(status, ..)| part.choices.contains(status));
        let action = |(_, done, label): (SubtaskStatus, bool, &str)| CaseAction {
            kind: DeedKind::EndPart { part: id.clone(), done },
            label: say(language, label, &[]),
            at_once: false,
            main: done,
        };
        let text = standing(part.status, part.due_on, language);
        Self {
            actions: offered.map(action).collect(),
            department: part.department.title.clone(),
            task: part.task.clone(),
            text,
            id,
        }
    }
}

impl PartCard {
    pub(crate) fn of(part: SubtaskCard, language: Language) -> Self {
        Self {
            id: part.id.to_string(),
            report_id: part.report_id.to_string(),
            number: part.number.to_string(),
            title: part.issue_type.title,
            text: standing(SubtaskStatus::Asked, part.due_on, language),
            task: part.task,
            owner: part.owner.title,
            place: Place { lat: part.place.lat, lon: part.place.lon },
            address: part.address,
        }
    }
}

/// How a part stands, and by when it is needed.
fn standing(status: SubtaskStatus, due: Option<NaiveDate>, language: Language) -> String {
    let words = say(language, &format!("subtask_{}", status.name()), &[]);
    match due.filter(|_| status == SubtaskStatus::Asked) {
        Some(due) => {
            let until = say(language, "subtask_until", &[("day", &day(due, language))]);
            format!("{words}, {until}")
        }
        None => words,
    }
}

/// The work itself, the next step first; then ways aside.
const STEPS: [Status; 5] =
    [Status::Confirmed, Status::Accepted, Status::InProgress, Status::Resolved, Status::InReview];

/// What a phone offers to do with a case: its table's moves as far as they ask for nothing but a photo,
/// an outcome and words; the rest is done at the desk.
fn actions(view: &ReportView, language: Language) -> Vec<CaseAction> {
    let mut moves: Vec<_> = view
        .choices
        .iter()
        .filter(|choice| choice.needs.iter().all(|need| MET.contains(need)))
        .filter_map(|choice| Some((choice.to, &choice.needs, label(view.status, choice.to)?)))
        .collect();
    moves.sort_by_key(|(to, ..)| STEPS.iter().position(|step| step == to).unwrap_or(STEPS.len()));
    let next = moves.first().map(|(to, ..)| *to).filter(|to| STEPS.contains(to));
    let moves = moves.into_iter().map(|(to, needs, label)| CaseAction {
        kind: DeedKind::Move { to: to.name().to_owned() },
        label: say(language, label, &[]),
        at_once: needs.is_empty() && matches!(to, Status::Accepted | Status::InProgress),
        main: next == Some(to),
    });
    let safe = view.may.contains(&Action::Change) && view.emergency && view.made_safe_at.is_none();
    let safe = (safe && view.status.is_open()).then(|| CaseAction {
        kind: DeedKind::MakeSafe,
        label: say(language, "action_made_safe", &[]),
        at_once: false,
        main: true,
    });
    let claim = may_claim(view).then(|| CaseAction {
        kind: DeedKind::Claim,
        label: say(language, "hands_take", &[]),
        at_once: true,
        main: false,
    });
    safe.into_iter().chain(claim).chain(moves).collect()
}

/// Whether somebody may take the case into their own hands: nobody has it.
pub(crate) fn may_claim(view: &ReportView) -> bool {
    view.may.contains(&Action::Claim) && view.assignee.is_none() && view.status.is_open()
}

/// What a move is called; none for those that people do not make by hand.
fn label(from: Status, to: Status) -> Option<&'static str> {
    Some(match (from, to) {
        (Status::WaitingForResident | Status::WaitingForPartner, Status::InProgress) => {
            "action_to_in_progress_on"
        }
        (Status::InReview, Status::InProgress) => "action_to_in_progress_again",
        (Status::InReview, Status::Resolved) => "action_to_resolved_checked",
        (Status::Disputed, Status::Reopened) => "action_to_reopened_disputed",
        (Status::Disputed, Status::Explained) => "action_to_explained_disputed",
        (_, Status::Accepted) => "action_to_accepted",
        (_, Status::InProgress) => "action_to_in_progress",
        (_, Status::Resolved) => "action_to_resolved",
        (_, Status::InReview) => "action_to_in_review",
        (_, Status::Explained) => "action_to_explained",
        (_, Status::Declined) => "action_to_declined",
        (_, Status::WaitingForResident) => "action_to_waiting_for_resident",
        (_, Status::WaitingForPartner) => "action_to_waiting_for_partner",
        (_, Status::Confirmed) => "own_confirm",
        (_, Status::Disputed) => "own_dispute",
        (_, Status::Withdrawn) => "own_withdraw",
        _ => return None,
    })
}

/// What others did to a case since a line of its history, the last five.
pub(crate) fn changes_since(view: &ReportView, seen: i64) -> Vec<String> {
    let new: Vec<&HistoryLine> = view.history.iter().filter(|line| line.n > seen).collect();
    new.iter().rev().take(5).rev().map(|line| line.words.clone()).collect()
}

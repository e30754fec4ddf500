//! What is said with a deed, what it needs by the city's own table, and how it goes over the wire.

use domain::permission::Action;
use domain::publication::Viewer;
use domain::status::{Need, Status};
use domain::text::{Language, say};
use domain::wire::parts::SubtaskStatus;
use domain::wire::report::{Person, ReportView};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{DeedKind, DeedOutcome};
use crate::account::Account;
use crate::error::CoreError;
use crate::outbox::NewDeed;
use crate::random;
use crate::view::{DeedField, DeedFieldKind, may_add, may_claim};

/// Needs that a phone can meet; moves that ask for more are made at the desk.
pub(crate) const MET: [Need; 3] = [Need::Photo, Need::Outcome, Need::Reason];

/// The state of a deed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Made on this phone; its name to the city.
    pub id: String,
    /// In whose name.
    pub account: i64,
    /// Who that is, where the city has to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<Person>,
    /// To which case.
    pub report_id: String,
    /// What is done.
    pub kind: DeedKind,
    /// What the city's table asks for with it.
    pub needs: Vec<Need>,
    /// Where the case stood.
    pub from: Status,
    /// The version of the case that was seen.
    pub version: i32,
    /// The last line of its history that was seen.
    pub seen: i64,
    /// Whether staff does it.
    pub by_staff: bool,
    /// In words.
    pub note: String,
    /// How the case ended.
    pub outcome: Option<DeedOutcome>,
    /// 1 to 5.
    pub rating: Option<u8>,
}

impl Sheet {
    /// None, when the case does not offer it.
    pub fn begin(id: String, account: &Account, case: &ReportView, kind: DeedKind) -> Option<Self> {
        let me = (kind == DeedKind::Claim).then(|| person(account)).flatten();
        let needs = match &kind {
            DeedKind::Move { to } => {
                let choice = case.choices.iter().find(|choice| choice.to.name() == to)?;
                choice.needs.iter().all(|need| MET.contains(need)).then(|| choice.needs.clone())?
            }
            DeedKind::Claim => (may_claim(case) && me.is_some()).then(Vec::new)?,
            DeedKind::MakeSafe => {
                (case.may.contains(&Action::Change) && case.made_safe_at.is_none()).then(Vec::new)?
            }
            DeedKind::EndPart { part, done } => {
                let part = case.subtasks.iter().find(|subtask| subtask.id.to_string() == *part)?;
                let (status, need) = end(*done);
                part.choices.contains(&status).then(|| vec![need])?
            }
            DeedKind::AddInformation => may_add(case).then(|| vec![Need::Reason])?,
            DeedKind::Support => Vec::new(),
        };
        Some(Self {
            id,
            account: account.id,
            me,
            report_id: case.id.to_string(),
            kind,
            needs,
            from: case.status,
            version: case.version,
            seen: case.history.last().map_or(0, |line| line.n),
            by_staff: case.viewer == Viewer::Staff,
            note: String::new(),
            outcome: None,
            rating: None,
        })
    }

    /// What is missing: the field, and what is wrong with it.
    pub fn missing(&self, photos: usize) -> Vec<(&'static str, &'static str)> {
        let asked = |need| self.needs.contains(&need);
        let mut missing = Vec::new();
        if asked(Need::Photo) && photos == 0 {
            missing.push(("photos", "required"));
        }
        if asked(Need::Reason) && self.note.trim().is_empty() {
            missing.push(("note", "required"));
        }
        if self.rating.is_some_and(|stars| !(1..=5).contains(&stars)) {
            missing.push(("rating", "out_of_range"));
        }
        missing
    }

    /// What its form asks for, in this order.
    pub fn fields(&self, language: Language) -> Vec<DeedField> {
        let asked = |need| self.needs.contains(&need);
        let field =
            |kind, label: &str, required| DeedField { kind, label: say(language, label, &[]), required };
        let mut fields = Vec::new();
        let result =
            matches!(&self.kind, DeedKind::Move { to } if ["resolved", "in_review"].contains(&to.as_str()));
        if self.shows() {
            let label = if result { "screen_resolve_photo" } else { "ask_photos" };
            fields.push(field(DeedFieldKind::Photos, label, asked(Need::Photo)));
        }
        if asked(Need::Outcome) {
            fields.push(field(DeedFieldKind::Outcome, "screen_resolve_outcome", false));
        }
        if self.rates() {
            fields.push(field(DeedFieldKind::Rating, "own_rating", false));
        }
        if !matches!(self.kind, DeedKind::Support | DeedKind::Claim) {
            fields.push(field(DeedFieldKind::Note, self.note_label(), asked(Need::Reason)));
        }
        fields
    }

    fn note_label(&self) -> &'static str {
        match &self.kind {
            DeedKind::MakeSafe => "ask_note_safe",
            DeedKind::EndPart { .. } => "ask_note_part",
            DeedKind::AddInformation if self.answers() => "own_answer_words",
            DeedKind::AddInformation => "own_add_words",
            DeedKind::Move { to } if to == "disputed" => "own_dispute_reason",
            DeedKind::Move { to } if to == "withdrawn" => "ask_note_reason",
            DeedKind::Move { .. } if !self.by_staff => "own_note",
            DeedKind::Move { .. } if self.needs.contains(&Need::Reason) => "ask_note_reason",
            _ => "screen_resolve_note",
        }
    }

    /// Whether what is added answers the service's question.
    fn answers(&self) -> bool {
        self.from == Status::WaitingForResident
    }

    /// Whether photos may come along.
    fn shows(&self) -> bool {
        match &self.kind {
            DeedKind::Support | DeedKind::Claim => false,
            DeedKind::Move { to } => self.by_staff || to == "disputed",
            _ => true,
        }
    }

    fn rates(&self) -> bool {
        !self.by_staff
            && matches!(&self.kind, DeedKind::Move { to } if ["confirmed", "disputed"].contains(&to.as_str()))
    }

    /// What it is called, as a heading.
    pub fn title(&self, language: Language) -> String {
        let key = match &self.kind {
            DeedKind::Move { to } => match to.as_str() {
                "resolved" | "in_review" => "screen_resolve_title",
                "confirmed" => "own_confirm_title",
                "disputed" => "own_dispute_title",
                "withdrawn" => "own_withdraw_title",
                to => return say(language, &format!("ask_{to}"), &[]),
            },
            DeedKind::Claim => "hands_take",
            DeedKind::MakeSafe => "ask_made_safe",
            DeedKind::EndPart { done: true, .. } => "ask_subtask_done",
            DeedKind::EndPart { done: false, .. } => "ask_subtask_declined",
            DeedKind::AddInformation if self.answers() => "own_answer_title",
            DeedKind::AddInformation => "own_add_title",
            DeedKind::Support => "deed_support",
        };
        say(language, key, &[])
    }

    /// What it is called once it is done, such as “Made safe”.
    pub fn done(&self, language: Language) -> String {
        let key = match &self.kind {
            DeedKind::Move { to } => return say(language, &format!("case_status_{to}"), &[]),
            DeedKind::Claim => "deed_claim",
            DeedKind::MakeSafe => "round_did_safe",
            DeedKind::EndPart { done: true, .. } => "deed_part_done",
            DeedKind::EndPart { done: false, .. } => "deed_part_declined",
            DeedKind::AddInformation => "deed_information",
            DeedKind::Support => "deed_support",
        };
        say(language, key, &[])
    }

    /// As it goes into the outbox.
    pub fn parcel(&self) -> Result<NewDeed, CoreError> {
        let report = &self.report_id;
        let mut body = Map::new();
        let note = self.note.trim();
        if !note.is_empty() && self.kind != DeedKind::AddInformation {
            body.insert("note".to_owned(), note.into());
        }
        let mut versioned = true;
        let path = match &self.kind {
            DeedKind::Move { to } => {
                body.insert("to".to_owned(), to.as_str().into());
                if self.needs.contains(&Need::Outcome) {
                    let outcome = self.outcome.unwrap_or(DeedOutcome::Fixed);
                    body.insert("outcome".to_owned(), json!(outcome));
                }
                if let Some(stars) = self.rating {
                    body.insert("rating".to_owned(), stars.into());
                }
                format!("/reports/{report}/transitions")
            }
            DeedKind::Claim => {
                body.insert("assignee".to_owned(), json!(self.me.as_ref().map(|me| me.id)));
                format!("/reports/{report}/assignee")
            }
            DeedKind::MakeSafe => format!("/reports/{report}/made-safe"),
            DeedKind::EndPart { part, done } => {
                body.insert("status".to_owned(), json!(end(*done).0));
                format!("/reports/{report}/subtasks/{part}/end")
            }
            DeedKind::AddInformation => {
                versioned = false;
                body.insert("id".to_owned(), self.id.as_str().into());
                body.insert("text".to_owned(), note.into());
                format!("/reports/{report}/information")
            }
            DeedKind::Support => {
                versioned = false;
                body.insert("secret".to_owned(), random::secret()?.into());
                format!("/reports/{report}/supports")
            }
        };
        Ok(NewDeed {
            id: self.id.clone(),
            account_id: self.account,
            report_id: report.clone(),
            path,
            body: Value::Object(body),
            version: versioned.then_some(self.version.into()),
        })
    }
}

/// Whoever acts in an account, as cases name them.
fn person(account: &Account) -> Option<Person> {
    let person = account.person.as_ref()?;
    Some(Person { id: person.id.parse().ok()?, name: person.name.clone().unwrap_or_default() })
}

/// How a part of the work ends, and what has to come with it.
fn end(done: bool) -> (SubtaskStatus, Need) {
    if done { (SubtaskStatus::Done, Need::Photo) } else { (SubtaskStatus::Declined, Need::Reason) }
}

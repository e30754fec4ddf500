//! What a person is told and asked about an issue type.

use domain::catalogue as rules;
use domain::wire::catalogue as wire;

/// Whether a photo is asked for. No report is refused for the lack of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoRule {
    /// Asked for before sending.
    Required,
    /// Offered.
    Wanted,
    /// Not asked for.
    NotAsked,
}

impl From<rules::PhotoRule> for PhotoRule {
    fn from(rule: rules::PhotoRule) -> Self {
        match rule {
            rules::PhotoRule::Required => Self::Required,
            rules::PhotoRule::Wanted => Self::Wanted,
            rules::PhotoRule::None => Self::NotAsked,
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum QuestionKind {
    /// With the id of one of its options.
    Choice,
    /// With a whole number.
    Number,
    /// In words.
    Text,
}

impl From<rules::QuestionKind> for QuestionKind {
    fn from(kind: rules::QuestionKind) -> Self {
        match kind {
            rules::QuestionKind::Choice => Self::Choice,
            rules::QuestionKind::Number => Self::Number,
            rules::QuestionKind::Text => Self::Text,
        }
    }
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AnswerOption {
    /// What is sent.
    pub id: String,
    /// For people.
    pub title: String,
}

/// A question of a type.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Question {
    /// What the answer is given under.
    pub id: String,
    /// For people.
    pub title: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What a choice is between.
    pub options: Vec<AnswerOption>,
    /// Asked for before sending; a report may go without it all the same.
    pub required: bool,
    /// What a number may be at least.
    pub min: Option<i32>,
    /// What a number may be at most.
    pub max: Option<i32>,
}

impl From<wire::QuestionView> for Question {
    fn from(question: wire::QuestionView) -> Self {
        let options = question.options.into_iter();
        Self {
            id: question.id,
            title: question.title,
            kind: question.kind.into(),
            options: options.map(|option| AnswerOption { id: option.id, title: option.title }).collect(),
            required: question.required,
            min: question.min,
            max: question.max,
        }
    }
}

/// Something that does not belong to a type.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NotHere {
    /// What it is; where no type takes it, also whom to ask.
    pub text: String,
    /// Slug of the type to choose instead.
    pub instead: Option<String>,
}

impl From<wire::NotHereView> for NotHere {
    fn from(not_here: wire::NotHereView) -> Self {
        Self { text: not_here.text, instead: not_here.instead }
    }
}

/// What to do where there is danger.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Danger {
    /// What to do.
    pub text: String,
    /// Whom to call.
    pub phone: String,
}

impl From<wire::DangerView> for Danger {
    fn from(danger: wire::DangerView) -> Self {
        Self { text: danger.text, phone: danger.phone }
    }
}

/// The way to a person, for what no type fits.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NoneFits {
    /// Who answers.
    pub department: String,
    /// What to do.
    pub text: String,
    /// Where to call, if there is a number.
    pub phone: Option<String>,
}

impl From<wire::NoneFitsView> for NoneFits {
    fn from(none_fits: wire::NoneFitsView) -> Self {
        Self { department: none_fits.department.title, text: none_fits.text, phone: none_fits.phone }
    }
}

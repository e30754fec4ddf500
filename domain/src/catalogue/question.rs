//! Questions of an issue type, asked because the answer changes the work.

use crate::text::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// With the id of one of its options.
    Choice,
    /// With a whole number.
    Number,
    /// In words.
    Text,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Stable name: what is sent.
    pub id: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl AnswerOption {
    /// For people.
    pub fn title(&self, language: Language) -> &str {
        language.choose(&self.ru, &self.en)
    }
}

/// A question of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable name: what the answer is sent under.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Asked for before sending; a report is taken without it all the same.
    #[serde(default)]
    pub required: bool,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
    /// What a number may be at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i32>,
    /// What a number may be at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i32>,
    /// What a choice is between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<AnswerOption>,
}

impl Question {
    /// For people.
    pub fn title(&self, language: Language) -> &str {
        language.choose(&self.ru, &self.en)
    }

    /// An answer to it as people say it: the title of an option, other answers as they were given.
    pub fn in_words<'a>(&'a self, answer: &'a str, language: Language) -> &'a str {
        let option = self.options.iter().find(|option| option.id == answer.trim());
        option.map_or(answer, |option| option.title(language))
    }

    /// What is wrong with an answer to it. A blank one is none at all, which is never wrong.
    pub fn wrong(&self, answer: &str) -> Option<&'static str> {
        let options = self.options.iter().map(|option| option.id.as_str());
        wrong_answer(self.kind, options, (self.min, self.max), answer)
    }
}

/// What is wrong with an answer to a question of this kind, with these options, and bounds of a number.
pub fn wrong_answer<'a>(
    kind: QuestionKind,
    mut options: impl Iterator<Item = &'a str>,
    (min, max): (Option<i32>, Option<i32>),
    answer: &str,
) -> Option<&'static str> {
    let answer = answer.trim();
    if answer.is_empty() {
        return None;
    }
    match kind {
        QuestionKind::Text => None,
        QuestionKind::Choice => {
            let known = options.any(|option| option == answer);
            (!known).then_some("unknown_option")
        }
        QuestionKind::Number => match answer.parse::<i32>() {
            Err(_) => Some("not_a_number"),
            Ok(number) => {
                let fits = min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max);
                (!fits).then_some("out_of_range")
            }
        },
    }
}

/// Which of the `required` questions have no answer yet, in their order.
pub fn without_answer<'a>(
    required: impl Iterator<Item = &'a str>,
    answers: &BTreeMap<String, String>,
) -> Vec<String> {
    required
        .filter(|id| answers.get(*id).is_none_or(|answer| answer.trim().is_empty()))
        .map(str::to_owned)
        .collect()
}

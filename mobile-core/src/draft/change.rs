//! The city changed its catalogue while a report was being written: what that means for it, and how to go
//! over to the new one without losing a word.

use domain::wire::catalogue::IssueTypeView;

use super::Sheet;
use super::pages::Written;
use crate::cache::find_type;

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// The city does not take the type any more.
    TypeGone,
    /// An answer has no question any more, or does not answer it: its words.
    QuestionGone(String),
    /// There is one more question: its words.
    QuestionNew(String),
}

impl Written<'_> {
    /// What has changed since the report was begun.
    pub fn changes(&self) -> Vec<Change> {
        let (Some(begun), Some(newest)) = (self.catalogue, self.newest) else { return Vec::new() };
        if self.type_is_gone() {
            return vec![Change::TypeGone];
        }
        let Some(slug) = self.sheet.issue_type.as_deref().filter(|_| begun.version != newest.version) else {
            return Vec::new();
        };
        let before = find_type(begun, slug).map(|(_, issue_type)| issue_type);
        let now = find_type(newest, slug).map(|(_, issue_type)| issue_type);
        let gone = homeless(self.sheet, now).map(|(id, _)| Change::QuestionGone(title(before, id)));
        let known = |id: &str| before.is_none_or(|before| before.questions.iter().any(|one| one.id == id));
        let new = now.into_iter().flat_map(|now| &now.questions).filter(|question| !known(&question.id));
        gone.chain(new.map(|question| Change::QuestionNew(question.title.clone()))).collect()
    }

    /// The report as the newest catalogue takes it: answers that have no place there go to the end of the
    /// description, with their questions.
    pub fn renewed(&self) -> Sheet {
        let mut sheet = self.sheet.clone();
        let Some(newest) = self.newest else { return sheet };
        sheet.catalogue = Some(newest.version);
        let now = sheet.issue_type.as_deref().and_then(|slug| find_type(newest, slug)).map(|(_, one)| one);
        let before = self.chosen();
        for (id, answer) in homeless(self.sheet, now) {
            let line = format!("{}: {}", title(before, id), in_words(before, id, answer));
            if !sheet.description.is_empty() {
                sheet.description.push('\n');
            }
            sheet.description.push_str(&line);
            sheet.answers.remove(id);
        }
        if now.is_none() {
            sheet.issue_type = None;
        }
        sheet
    }
}

/// Answers that a type does not ask for, or would refuse.
fn homeless<'a>(
    sheet: &'a Sheet,
    now: Option<&'a IssueTypeView>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fits = move |id: &str, answer: &str| {
        let mut questions = now.into_iter().flat_map(|now| &now.questions);
        questions.find(|question| question.id == id).is_some_and(|question| question.wrong(answer).is_none())
    };
    let answers = sheet.answers.iter().map(|(id, answer)| (id.as_str(), answer.as_str()));
    answers.filter(move |(id, answer)| !fits(id, answer))
}

fn title(issue_type: Option<&IssueTypeView>, id: &str) -> String {
    let mut questions = issue_type.into_iter().flat_map(|one| &one.questions);
    questions
        .find(|question| question.id == id)
        .map_or_else(|| id.to_owned(), |question| question.title.clone())
}

fn in_words<'a>(issue_type: Option<&'a IssueTypeView>, id: &str, answer: &'a str) -> &'a str {
    let mut questions = issue_type.into_iter().flat_map(|one| &one.questions);
    questions.find(|question| question.id == id).map_or(answer, |question| question.in_words(answer))
}

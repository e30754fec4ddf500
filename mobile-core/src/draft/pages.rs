//! Which pages a report has, how far each is, and which comes next. Pure rules; the catalogue may be the
//! one that the report was begun with, or missing on a phone that has not heard of it.

use domain::wire::catalogue::{CatalogueView, IssueTypeView};

use super::sheet::{Missing, Sheet};
use crate::cache::find_type;
use crate::view::{Page, PageState};

/// What the rules look at.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub sheet: &'a Sheet,
    /// What the report was begun with.
    pub catalogue: Option<&'a CatalogueView>,
    /// What the city takes now.
    pub newest: Option<&'a CatalogueView>,
    pub photos: usize,
    /// Where something is written that the city would refuse.
    pub refused: &'a [Page],
}

impl<'a> Written<'a> {
    /// The chosen type, in the words in which it was chosen.
    pub fn chosen(&self) -> Option<&'a IssueTypeView> {
        let slug = self.sheet.issue_type.as_deref()?;
        let (_, issue_type) = self.catalogue.and_then(|catalogue| find_type(catalogue, slug))?;
        Some(issue_type)
    }

    /// Whether the city has stopped taking the chosen type.
    pub fn type_is_gone(&self) -> bool {
        let slug = self.sheet.issue_type.as_deref().filter(|slug| !slug.is_empty());
        slug.zip(self.newest).is_some_and(|(slug, newest)| find_type(newest, slug).is_none())
    }

    /// Every page of this report with its state.
    pub fn pages(&self) -> Vec<(Page, PageState)> {
        let missing = self.sheet.missing();
        let needed = |has: bool| if has { PageState::Done } else { PageState::Needed };
        let has_type = !missing.contains(&Missing::Type) && !self.type_is_gone();
        let has_category = has_type || self.sheet.category.is_some();
        let mut pages: Vec<_> = self.photo_page().into_iter().collect();
        pages.push((Page::Place, needed(!missing.contains(&Missing::Place))));
        pages.push((Page::Category, needed(has_category)));
        pages.push((Page::Type, needed(has_type)));
        if let Some(issue_type) = self.chosen().filter(|one| !one.questions.is_empty()) {
            pages.push((Page::Questions, self.questions(issue_type)));
        }
        pages.push((Page::Send, PageState::Open));
        for (page, state) in &mut pages {
            if self.refused.contains(page) && *state != PageState::Needed {
                *state = PageState::Wrong;
            }
        }
        pages
    }

    fn questions(&self, issue_type: &IssueTypeView) -> PageState {
        let answers = &self.sheet.answers;
        let wrong = |question: &domain::wire::catalogue::QuestionView| {
            answers.get(&question.id).is_some_and(|answer| question.wrong(answer).is_some())
        };
        if issue_type.questions.iter().any(wrong) {
            PageState::Wrong
        } else if !issue_type.missing_answers(answers).is_empty() || answers.is_empty() {
            PageState::Open
        } else {
            PageState::Done
        }
    }

    /// A type that photos would tell nothing of, or too much, has no such page.
    fn photo_page(&self) -> Option<(Page, PageState)> {
        let not_asked = self.chosen().is_some_and(|one| one.photo == domain::catalogue::PhotoRule::None);
        match self.photos {
            0 if not_asked => None,
            0 => Some((Page::Photos, PageState::Open)),
            _ => Some((Page::Photos, PageState::Done)),
        }
    }
}

/// The page on which a field of a report is written.
pub(super) fn page_of(field: &str) -> Page {
    match field {
        "photos" => Page::Photos,
        "address" => Page::Place,
        field if field.starts_with("answers") => Page::Questions,
        _ => Page::Send,
    }
}

/// The page to show: the first that is needed or wrong, or that is open and was not left as it is.
pub(super) fn current(pages: &[(Page, PageState)], left: &[Page]) -> Page {
    let waits = |(page, state): &&(Page, PageState)| match state {
        PageState::Needed | PageState::Wrong => true,
        PageState::Open => *page == Page::Send || !left.contains(page),
        PageState::Done => false,
    };
    pages.iter().find(waits).map_or(Page::Send, |(page, _)| *page)
}

//! A report being written, as its pages show it: the rules of [`super::pages`] in the person's words.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::catalogue::{MonthDay, PhotoRule};
use domain::outline::Whereabouts;
use domain::report::check_without_city;
use domain::text::day;
use domain::wire::catalogue::{CatalogueView, IssueTypeView};

use super::change::Change;
use super::pages::{Written, current, page_of};
use super::{Draft, Sheet, store};
use crate::account;
use crate::cache::{Knowledge, find_type};
use crate::error::CoreError;
use crate::photo;
use crate::view::{
    Category, ChosenType, DangerAdvice, Hint, HintKind, NotHere, Page, PageLine, PageState, Question,
    WizardStep, Words,
};

#[uniffi::export]
impl Draft {
    /// Where the report stands: the page to show, what each page says, what comes next. Needs no network.
    pub fn step(&self) -> Result<WizardStep, CoreError> {
        let asked = self.asked()?;
        Ok(asked.step())
    }

    /// Chooses the group of types; a chosen type of another group is given up.
    pub fn choose_category(&self, slug: &str) -> Result<(), CoreError> {
        let asked = self.asked()?;
        let of_it = |one: &str| asked.group_of(one).is_none_or(|group| group == slug);
        self.change(|sheet| {
            if sheet.issue_type.as_deref().is_some_and(|one| !of_it(one)) {
                sheet.set_type(None);
            }
            sheet.category = Some(slug.to_owned());
        })
    }

    /// Leaves a page as it is: the next one is shown from now on. What is needed stays needed.
    pub fn leave(&self, page: Page) -> Result<(), CoreError> {
        self.change(|sheet| {
            if !sheet.left.contains(&page) {
                sheet.left.push(page);
            }
        })
    }

    /// Goes over to what the city asks now. Answers that have no question any more go to the end of the
    /// description, so that nothing is lost.
    pub fn take_changes(&self) -> Result<(), CoreError> {
        let renewed = self.asked()?.written().renewed();
        self.change(|sheet| *sheet = renewed.clone())
    }
}

/// A report and everything that its pages depend on.
pub(super) struct Asked {
    sheet: Sheet,
    photos: usize,
    refused: Vec<Page>,
    known: Arc<Knowledge>,
    catalogue: Option<Arc<CatalogueView>>,
    words: Words,
}

impl Draft {
    pub(super) fn asked(&self) -> Result<Asked, CoreError> {
        let sheet = self.sheet().clone();
        let id = sheet.id.to_string();
        let (account, photos) =
            self.storage.read(|db| Ok((account::find(db, self.account)?, photo::store::list(db, &id)?)))?;
        let account = account.ok_or(CoreError::Conflict)?;
        let known = self.library.of(&account)?;
        let begun =
            sheet.catalogue.map(|version| self.library.catalogue_of(&account, version)).transpose()?;
        let catalogue = begun.flatten().or_else(|| known.catalogue.clone());
        let words = Words::at(self.language, known.zone(), self.clock.now());
        let report = sheet.report(self.language, &super::photo_ids(&photos));
        let refused = check_without_city(&report).iter().map(|wrong| page_of(&wrong.field)).collect();
        Ok(Asked { sheet, photos: photos.len(), refused, known, catalogue, words })
    }
}

impl Asked {
    pub fn written(&self) -> Written<'_> {
        Written {
            sheet: &self.sheet,
            catalogue: self.catalogue.as_deref(),
            newest: self.known.catalogue.as_deref(),
            photos: self.photos,
            refused: &self.refused,
        }
    }

    /// The version of the catalogue that the report is written by.
    pub fn version(&self) -> Option<i32> {
        self.catalogue.as_ref().map(|catalogue| catalogue.version)
    }

    /// The group that a type is in.
    pub fn group_of(&self, slug: &str) -> Option<String> {
        let found = self.catalogue.as_deref().and_then(|catalogue| find_type(catalogue, slug));
        found.map(|(group, _)| group.slug.clone())
    }

    fn step(&self) -> WizardStep {
        let written = self.written();
        let (words, pages) = (&self.words, written.pages());
        let page = current(&pages, &self.sheet.left);
        let number = pages.iter().position(|(one, _)| *one == page).unwrap_or_default();
        let lines = pages.iter().map(|(page, state)| self.line(*page, *state)).collect();
        let blocked = |state: &PageState| matches!(state, PageState::Needed | PageState::Wrong);
        let may_send = !pages.iter().any(|(_, state)| blocked(state));
        let as_is = pages.iter().any(|(page, state)| *page != Page::Send && *state == PageState::Open);
        let chosen = written.chosen();
        let (promise, first_visit) = chosen.map(|one| self.promise(one)).unwrap_or_default();
        let position = [("number", &*(number + 1).to_string()), ("count", &*pages.len().to_string())];
        let categories = self.catalogue.iter().flat_map(|catalogue| catalogue.categories.clone());
        WizardStep {
            page,
            title: words.say(&format!("draft_page_{}", page.name()), &[]),
            position: words.say("draft_page_of", &position),
            pages: lines,
            next: pages.get(number + 1).map(|(page, _)| *page),
            categories: categories.map(Category::from).collect(),
            category: self.category(),
            chosen: chosen.map(ChosenType::of),
            danger: chosen.and_then(|one| self.danger(one)),
            promise,
            first_visit,
            district: self.district(),
            hints: self.hints(),
            may_send,
            send_button: words.say(if as_is { "action_send_as_is" } else { "action_send" }, &[]),
        }
    }

    fn line(&self, page: Page, state: PageState) -> PageLine {
        let is_open_end = page == Page::Send && state == PageState::Open;
        let how = if is_open_end { page.name() } else { state.name() };
        PageLine {
            page,
            title: self.words.say(&format!("draft_page_{}", page.name()), &[]),
            state,
            state_text: self.words.say(&format!("draft_state_{how}"), &[]),
            written: self.written_on(page),
        }
    }

    fn written_on(&self, page: Page) -> Option<String> {
        let sheet = &self.sheet;
        match page {
            Page::Photos => super::list::photos_in_words(self.photos, self.words.language),
            Page::Place => sheet.address.clone().or_else(|| self.district()),
            Page::Category => {
                let slug = self.category()?;
                let mut groups = self.catalogue.iter().flat_map(|catalogue| &catalogue.categories);
                groups.find(|group| group.slug == slug).map(|group| group.title.clone())
            }
            Page::Type => self.written().chosen().map(|one| one.title.clone()),
            Page::Questions => {
                let of = self.written().chosen()?.questions.len().to_string();
                let values = [("count", &*sheet.answers.len().to_string()), ("of", &*of)];
                (!sheet.answers.is_empty()).then(|| self.words.say("draft_answers_of", &values))
            }
            Page::Send => Some(sheet.description.clone()).filter(|text| !text.is_empty()),
        }
    }

    /// The chosen group, or that of the chosen type.
    fn category(&self) -> Option<String> {
        let of_type = self.sheet.issue_type.as_deref().and_then(|slug| self.group_of(slug));
        of_type.or_else(|| self.sheet.category.clone())
    }

    fn promise(&self, issue_type: &IssueTypeView) -> (Option<String>, Option<String>) {
        let Some(promise) = self.known.promise(issue_type, self.words.now) else {
            return (Some(self.words.say("draft_promise_unknown", &[])), None);
        };
        let due = self.words.day_of(promise.due_at);
        let visit = promise.first_action_due_at.map(|at| {
            let at = self.words.exact(at);
            self.words.say("draft_visit", &[("at", &at)])
        });
        (Some(self.words.say("draft_promise", &[("due", &due)])), visit)
    }

    fn danger(&self, issue_type: &IssueTypeView) -> Option<DangerAdvice> {
        let danger = issue_type.danger.clone()?;
        let button = self.words.say("action_call", &[("phone", &danger.phone)]);
        Some(DangerAdvice { text: danger.text, phone: danger.phone, button })
    }

    fn whereabouts(&self) -> Option<Whereabouts<'_>> {
        let place = self.sheet.place.map(domain::place::Place::from)?;
        self.known.whereabouts(place)
    }

    fn district(&self) -> Option<String> {
        match self.whereabouts()? {
            Whereabouts::In(territory) => Some(territory.title.clone()),
            Whereabouts::Inside => Some(self.words.say("draft_no_district", &[])),
            Whereabouts::Outside => None,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints: Vec<Hint> =
            self.written().changes().iter().map(|change| self.changed(change)).collect();
        if self.whereabouts() == Some(Whereabouts::Outside) {
            let text = self.words.say("error_field_outside_city", &[]);
            hints.push(plain(HintKind::Outside, Page::Place, text));
        }
        if let Some(issue_type) = self.written().chosen() {
            self.hints_of(issue_type, &mut hints);
        }
        hints
    }

    fn changed(&self, change: &Change) -> Hint {
        let about = |key, question: &str| self.words.say(key, &[("question", question)]);
        match change {
            Change::TypeGone => plain(HintKind::TypeGone, Page::Type, self.words.say("draft_type_gone", &[])),
            Change::QuestionGone(title) => {
                plain(HintKind::Changed, Page::Questions, about("draft_question_gone", title))
            }
            Change::QuestionNew(title) => {
                plain(HintKind::Changed, Page::Questions, about("draft_question_new", title))
            }
        }
    }

    fn hints_of(&self, issue_type: &IssueTypeView, hints: &mut Vec<Hint>) {
        if let Some(season) = issue_type.season.filter(|season| !season.contains(self.words.today())) {
            let values = [("from", &*self.day_of_year(season.from)), ("to", &*self.day_of_year(season.to))];
            hints.push(plain(HintKind::Season, Page::Type, self.words.say("draft_season", &values)));
        }
        for id in issue_type.missing_answers(&self.sheet.answers) {
            let title = issue_type.questions.iter().find(|question| question.id == id).map(|one| &*one.title);
            let values = [("question", title.unwrap_or_default())];
            let text = self.words.say("draft_question_required", &values);
            hints.push(plain(HintKind::Question, Page::Questions, text));
        }
        hints.extend(self.photo_hint(issue_type));
        for not_here in &issue_type.not_here {
            let instead = not_here.instead.as_deref().zip(self.catalogue.as_deref());
            let instead = instead.and_then(|(slug, catalogue)| find_type(catalogue, slug));
            let title = instead.map(|(_, one)| self.words.say("draft_instead", &[("title", &one.title)]));
            hints.push(Hint {
                instead: instead.map(|(_, one)| one.slug.clone()),
                button: title,
                ..plain(HintKind::Scope, Page::Type, not_here.text.clone())
            });
        }
    }

    /// That a photo would help and how to take it, while there is none: its page comes before the type's.
    fn photo_hint(&self, issue_type: &IssueTypeView) -> Option<Hint> {
        let required = self.words.say("draft_photo_required", &[]);
        let text = match issue_type.photo {
            _ if self.photos > 0 => return None,
            PhotoRule::Required => format!("{required} {}", issue_type.photograph),
            PhotoRule::Wanted => issue_type.photograph.clone(),
            PhotoRule::None => return None,
        };
        let text = text.trim_end().to_owned();
        (!text.is_empty()).then(|| plain(HintKind::Photo, Page::Photos, text))
    }

    fn day_of_year(&self, day_of_year: MonthDay) -> String {
        // A leap year has every day that a year can have.
        let date = format!("2024-{}", String::from(day_of_year)).parse::<NaiveDate>();
        date.map_or_else(|_| String::from(day_of_year), |date| day(date, self.words.language))
    }
}

fn plain(kind: HintKind, page: Page, text: String) -> Hint {
    Hint { kind, page, text, instead: None, button: None }
}

impl ChosenType {
    fn of(issue_type: &IssueTypeView) -> Self {
        let IssueTypeView { slug, title, belongs, not_here, photograph, questions, .. } = issue_type.clone();
        Self {
            slug,
            title,
            belongs,
            not_here: not_here.into_iter().map(NotHere::from).collect(),
            photograph,
            questions: questions.into_iter().map(Question::from).collect(),
        }
    }
}

impl Draft {
    /// The report as the newest catalogue takes it, kept as such.
    ///
    /// # Errors
    /// `Rejected` with field `type` when the city does not take the type any more.
    pub(super) fn renew(&self) -> Result<(), CoreError> {
        let asked = self.asked()?;
        if asked.written().type_is_gone() {
            return Err(super::refuse(vec![self.problem("type", "unknown_type")]));
        }
        if asked.written().changes().is_empty() {
            return Ok(());
        }
        let renewed = asked.written().renewed();
        let mut sheet = self.sheet();
        self.storage.write(|tx| store::save(tx, self.account, &renewed))?;
        *sheet = renewed;
        Ok(())
    }
}

//! `issue-types/<slug>.toml`: what a person is told and asked about each issue type. A city that has
//! no file of its own for a type takes it from the folder that its `base` names. A base is made for
//! many cities: what it says of types that this one does not have is left out.

use super::problem::Problems;
use super::rows::{ISSUE_TYPES, IssueType};
use super::settings::{self, Settings};
use super::{document, table};
use domain::catalogue::{
    ASSET_WITHIN_MAX, AssetRule, Content, DUPLICATE_RADIUS_MAX, Question, QuestionKind, WARRANTY_DAYS_MAX,
};
use domain::clock::{Target, Unit};
use domain::report::ANSWERS_MAX;
use std::collections::HashSet;
use std::path::Path;

const FOLDER: &str = "issue-types";
/// Characters of a text: it is read standing in the street.
const TEXT_MAX: usize = 400;
/// Days of a type's own deadline.
const DEADLINE_MAX: u32 = 1000;
/// Characters of a phone number.
const PHONE_MAX: usize = 30;

/// Gives every type its content.
pub fn read(dir: &Path, settings: &Settings, types: &mut [IssueType], problems: &mut Problems) {
    // What could not be read is told once, not once for each type.
    if types.is_empty() || *settings == Settings::default() {
        return;
    }
    let offered: HashSet<String> = types.iter().map(|issue_type| issue_type.slug.clone()).collect();
    let own = names(&dir.join(FOLDER));
    for name in own.iter().filter(|name| !offered.contains(*name)) {
        let file = format!("{FOLDER}/{name}.toml");
        problems.add(&file, format!("no type of this name is in {ISSUE_TYPES}"));
    }
    let of_base = settings.base.as_deref().map(|base| (base, names(&dir.join(base).join(FOLDER))));
    if let Some((base, _)) = of_base.as_ref().filter(|(_, names)| names.is_empty()) {
        problems.add(settings::FILE, format!("base: there are no files in {base}/{FOLDER}"));
        return;
    }
    for issue_type in types {
        let file = format!("{FOLDER}/{}.toml", issue_type.slug);
        let (file, known) = match &of_base {
            _ if own.contains(&issue_type.slug) => (file, &offered),
            Some((base, names)) if names.contains(&issue_type.slug) => (format!("{base}/{file}"), names),
            _ => {
                problems.add(&file, "is missing: what belongs to this type, in every language");
                continue;
            }
        };
        if let Some(mut content) = document::read::<Content>(dir, &file, problems) {
            Checked { file: &file, known, problems }.content(issue_type, &content);
            if content.publication.over(settings.publication).contradicts_itself() {
                let reason = "the report is hidden, so nothing of it can be published";
                problems.add_named(&file, "publication", reason);
            }
            content.not_here.retain(|not_here| not_here.instead.as_ref().is_none_or(|i| offered.contains(i)));
            issue_type.content = content;
        }
    }
}

/// The types that a folder has files for.
fn names(folder: &Path) -> HashSet<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        Some(name.strip_suffix(".toml")?.to_owned())
    });
    names.collect()
}

/// A file that is being checked.
struct Checked<'a> {
    file: &'a str,
    /// Types that may be named.
    known: &'a HashSet<String>,
    problems: &'a mut Problems,
}

impl Checked<'_> {
    fn wrong(&mut self, key: &str, reason: impl Into<String>) {
        self.problems.add_named(self.file, key, reason);
    }

    fn content(&mut self, issue_type: &IssueType, content: &Content) {
        self.words("belongs", &content.belongs.ru, &content.belongs.en);
        self.words("photograph", &content.photograph.ru, &content.photograph.en);
        if content.duplicate_radius_m > DUPLICATE_RADIUS_MAX {
            self.wrong("duplicate_radius_m", format!("is more than {DUPLICATE_RADIUS_MAX}"));
        }
        if content.warranty_days.is_some_and(|days| !(1..=WARRANTY_DAYS_MAX).contains(&days)) {
            self.wrong("warranty_days", format!("is not from 1 to {WARRANTY_DAYS_MAX}"));
        }
        if let Some(Target { days, unit, .. }) = content.deadline {
            let in_days = matches!(unit, Unit::CalendarDays | Unit::WorkingDays);
            if !in_days || !(1..=DEADLINE_MAX).contains(&days) {
                self.wrong(
                    "deadline",
                    format!("is not of 1 to {DEADLINE_MAX} calendar_days or working_days"),
                );
            }
        }
        if let Some(danger) = &content.danger {
            self.words("danger", &danger.ru, &danger.en);
            if let Some(phone) = &danger.phone {
                self.phone("danger.phone", phone);
            }
        } else if issue_type.emergency {
            self.wrong("danger", "is missing: the type is dangerous, say what to do");
        }
        match &content.asset {
            Some(rule) => self.asset(rule),
            None if issue_type.owner_by == "asset" => {
                self.wrong(
                    "asset",
                    "is missing: the owner is found by the asset, say of which kinds and how near",
                );
            }
            None => {}
        }
        for not_here in &content.not_here {
            self.words("not_here", &not_here.ru, &not_here.en);
            if let Some(instead) = &not_here.instead {
                self.instead(issue_type, instead);
            }
        }
        self.questions(&content.questions);
    }

    fn asset(&mut self, rule: &AssetRule) {
        if rule.kinds.is_empty() {
            self.wrong("asset.kinds", "is empty");
        }
        if !(1..=ASSET_WITHIN_MAX).contains(&rule.within) {
            self.wrong("asset.within", format!("is not between 1 and {ASSET_WITHIN_MAX} metres"));
        }
    }

    fn instead(&mut self, issue_type: &IssueType, instead: &str) {
        if instead == issue_type.slug {
            self.wrong("not_here", format!("instead “{instead}” is this type itself"));
        } else if !self.known.contains(instead) {
            self.wrong("not_here", format!("instead “{instead}” is no type"));
        }
    }

    fn questions(&mut self, questions: &[Question]) {
        if questions.len() > ANSWERS_MAX {
            self.wrong("questions", format!("are more than {ANSWERS_MAX}"));
        }
        self.ids("questions", questions.iter().map(|question| question.id.as_str()));
        for question in questions {
            let key = format!("questions.{}", question.id);
            self.words(&key, &question.ru, &question.en);
            let is_choice = question.kind == QuestionKind::Choice;
            if is_choice != (question.options.len() > 1) {
                self.wrong(&key, "a choice, and nothing else, needs two options or more");
            }
            if question.kind != QuestionKind::Number && (question.min.is_some() || question.max.is_some()) {
                self.wrong(&key, "only a number has min and max");
            }
            if question.min.zip(question.max).is_some_and(|(min, max)| min > max) {
                self.wrong(&key, "min is more than max");
            }
            self.ids(&key, question.options.iter().map(|option| option.id.as_str()));
            for option in &question.options {
                self.words(&format!("{key}.{}", option.id), &option.ru, &option.en);
            }
        }
    }

    /// Stable names, each there once.
    fn ids<'a>(&mut self, key: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for id in ids {
            if !table::is_slug(id) {
                self.wrong(key, format!("id “{id}” is not a name of small letters, digits and hyphens"));
            }
            if !seen.insert(id) {
                self.wrong(key, format!("id “{id}” is there already"));
            }
        }
    }

    /// The same thing said in every language.
    fn words(&mut self, key: &str, ru: &str, en: &str) {
        for (language, text) in [("ru", ru), ("en", en)] {
            if let Some(reason) = wrong_text(text, TEXT_MAX) {
                self.wrong(&format!("{key}.{language}"), reason);
            }
        }
    }

    fn phone(&mut self, key: &str, phone: &str) {
        if let Some(reason) = wrong_text(phone, PHONE_MAX) {
            self.wrong(key, reason);
        }
    }
}

/// What is wrong with a text for people.
fn wrong_text(text: &str, max: usize) -> Option<String> {
    if text.trim().is_empty() {
        Some("is empty".to_owned())
    } else if text.chars().count() > max {
        Some(format!("is longer than {max} characters"))
    } else {
        text.chars().any(char::is_control).then(|| "has control characters".to_owned())
    }
}

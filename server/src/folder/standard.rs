//! `standard-texts.toml`: what departments say again and again, in both languages. A city that has none
//! takes those of the folder that its `base` names.

use super::CityFolder;
use super::document;
use super::problem::Problems;
use domain::standard::{PLACEHOLDERS, StandardText, TEXT_MAX, unknown_placeholder};
use domain::text::Titles;
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;

const FILE: &str = "standard-texts.toml";
/// Texts of a city: more nobody chooses from.
const TEXTS_MAX: usize = 500;
const TITLE_MAX: usize = 100;

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    text: Vec<StandardText>,
}

/// Reads it, and checks it with the types and departments of the city.
pub fn read(dir: &Path, folder: &CityFolder, problems: &mut Problems) -> Vec<StandardText> {
    let types: HashSet<&str> = folder.issue_types.iter().map(|t| &*t.slug).collect();
    let departments: HashSet<&str> = folder.departments.iter().map(|d| &*d.slug).collect();
    let of_base = folder.settings.base.as_deref().map(|base| format!("{base}/{FILE}"));
    let files = [Some(FILE.to_owned()), of_base];
    let Some(file) = files.into_iter().flatten().find(|file| dir.join(file).exists()) else {
        return Vec::new();
    };
    let texts = document::read::<Texts>(dir, &file, problems).unwrap_or_default().text;
    if texts.len() > TEXTS_MAX {
        problems.add(&file, format!("has more than {TEXTS_MAX} texts"));
    }
    let mut seen = HashSet::new();
    for text in &texts {
        let mut wrong = |what: String| problems.add(&file, format!("{}: {what}", text.slug));
        if !super::table::is_slug(&text.slug) || !seen.insert(&text.slug) {
            wrong("is no slug, or is there twice".to_owned());
        }
        if text.occasions.is_empty() {
            wrong("is for nothing".to_owned());
        }
        for (what, words, max) in [("title", &text.title, TITLE_MAX), ("text", &text.text, TEXT_MAX)] {
            if let Some(problem) = check(words, max) {
                wrong(format!("{what} {problem}"));
            }
        }
        for (what, named, known) in
            [("type", &text.types, &types), ("department", &text.departments, &departments)]
        {
            if let Some(slug) = named.iter().find(|slug| !known.is_empty() && !known.contains(slug.as_str()))
            {
                wrong(format!("{what} “{slug}” is unknown"));
            }
        }
    }
    texts
}

/// What is wrong with words in one of the languages.
fn check(words: &Titles, max: usize) -> Option<String> {
    for (language, text) in [("ru", &words.ru), ("en", &words.en)] {
        if text.trim().is_empty() || text.chars().count() > max {
            return Some(format!("{language} is empty or longer than {max} characters"));
        }
        if let Some(name) = unknown_placeholder(text) {
            let known = PLACEHOLDERS.join("}, {");
            return Some(format!("{language}: {{{name}}} is none of {{{known}}}"));
        }
    }
    None
}

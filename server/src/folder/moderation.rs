//! `moderation.toml`: what makes a person look at a report first. A city that has none takes that of
//! the folder that its `base` names, and one without either doubts nothing.

use super::document;
use super::problem::Problems;
use super::settings::Settings;
use domain::moderation::{Rules, check_entry, shape};
use std::collections::HashSet;
use std::path::Path;

const FILE: &str = "moderation.toml";
/// Entries of the list: each is looked for in every report.
const WORDS_MAX: usize = 2000;

/// Reads and checks it.
pub fn read(dir: &Path, settings: &Settings, problems: &mut Problems) -> Rules {
    let of_base = settings.base.as_deref().map(|base| format!("{base}/{FILE}"));
    let Some(file) =
        [Some(FILE.to_owned()), of_base].into_iter().flatten().find(|file| dir.join(file).exists())
    else {
        return Rules::default();
    };
    let Some(rules) = document::read::<Rules>(dir, &file, problems) else {
        return Rules::default();
    };
    check(&file, &rules, problems);
    rules
}

fn check(file: &str, rules: &Rules, problems: &mut Problems) {
    if rules.words.len() > WORDS_MAX {
        problems.add(file, format!("has more than {WORDS_MAX} words"));
    }
    let mut seen = HashSet::new();
    for entry in &rules.words {
        if let Err(reason) = check_entry(entry) {
            problems.add_named(file, "words", reason);
        } else if !seen.insert(shape(entry)) {
            problems.add_named(file, "words", format!("“{entry}” is there already"));
        }
    }
    if rules.capitals.is_some_and(|percent| !(1..=100).contains(&percent)) {
        problems.add_named(file, "capitals", "is not from 1 to 100 percent");
    }
    if rules.repeats == Some(0) {
        problems.add_named(file, "repeats", "is 0: every report would wait");
    }
}

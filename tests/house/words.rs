//! What the phones say: every key that their screens name is in the locales, and none waits in vain.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Map, Value};

use crate::{files, root};

/// What stands for the count in the forms of a plural.
const FORMS: [&str; 4] = ["_one", "_few", "_many", "_other"];

fn strings() -> Map<String, Value> {
    let json = fs::read_to_string(root().join("locales/ru.json")).expect("Russian");
    serde_json::from_str(&json).expect("flat JSON")
}

/// Everything in quotes in the sources of the app that reads as a key.
fn quoted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["core/src/main", "ui/src/main", "app/src/main"] {
        for file in
            ["kt", "xml"].into_iter().flat_map(|kind| files(&root().join("android").join(folder), kind))
        {
            let code = fs::read_to_string(&file).expect("a source file");
            found.extend(words(&code));
        }
    }
    found
}

fn words(code: &str) -> impl Iterator<Item = String> {
    code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$')).map(str::to_owned)
}

#[test]
fn what_the_phones_say_is_in_the_locales() {
    let strings = strings();
    let said = quoted();
    let is_there = |key: &str| {
        strings.contains_key(key) || FORMS.iter().any(|form| strings.contains_key(&format!("{key}{form}")))
    };
    let asked: Vec<_> = said.iter().filter(|word| word.starts_with("app_") && !word.contains('$')).collect();
    assert!(asked.len() > 100, "only {} keys were found", asked.len());
    for key in asked {
        let begins = strings.keys().any(|there| there.starts_with(key.as_str()));
        assert!(is_there(key) || (key.ends_with('_') && begins), "{key} is not in the locales");
    }
}

#[test]
fn no_words_of_the_phones_wait_in_vain() {
    let mut said = quoted();
    // What the web's page says of itself, where it is installed, is called so too.
    said.extend(words(&fs::read_to_string(root().join("web/vite.config.ts")).expect("a source file")));
    let begun: Vec<_> = said.iter().filter_map(|word| word.split_once('$')).map(|(start, _)| start).collect();
    for key in strings().keys().filter(|key| key.starts_with("app_")) {
        let stem = FORMS.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key);
        let is_made = begun.iter().any(|start| start.len() > "app_".len() && key.starts_with(start));
        // A question has its words under the key of what it asks about.
        let of = key.rsplit_once('_').is_some_and(|(of, _)| of.starts_with("app_") && said.contains(of));
        assert!(said.contains(key) || said.contains(stem) || of || is_made, "nobody says {key}");
    }
}

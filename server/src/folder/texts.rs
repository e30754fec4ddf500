//! `texts/consent.<language>.md`: what people agree to before they leave their contacts. The first line
//! is the version, the same in every language; the rest is what people read, with `{contact}` and
//! `{account}` for the days of these terms: other terms are other words.

use super::problem::Problems;
use super::table;
use domain::consent::VERSION_MAX;
use domain::retention::Retention;
use std::path::Path;

/// A page; what is longer nobody reads.
const MAX_BYTES: u64 = 64 * 1024;

/// The consent of a city.
#[derive(Debug, Clone, Default)]
pub struct Consent {
    pub version: String,
    pub ru: String,
    pub en: String,
}

pub fn read(dir: &Path, retention: Retention, problems: &mut Problems) -> Consent {
    let Some((version, ru)) = text(dir, "texts/consent.ru.md", problems) else { return Consent::default() };
    let Some((of_english, en)) = text(dir, "texts/consent.en.md", problems) else {
        return Consent::default();
    };
    if version != of_english {
        let reason = format!("is of version {of_english}, the Russian text of {version}");
        problems.add_line("texts/consent.en.md", 1, reason);
    }
    let filled = |text: String| {
        text.replace("{contact}", &retention.contact.to_string())
            .replace("{account}", &retention.account.to_string())
    };
    Consent { version, ru: filled(ru), en: filled(en) }
}

fn text(dir: &Path, file: &str, problems: &mut Problems) -> Option<(String, String)> {
    let Ok(all) = String::from_utf8(table::bytes(dir, file, MAX_BYTES, problems)?) else {
        problems.add(file, "is not UTF-8");
        return None;
    };
    let (first, rest) = all.split_once('\n').unwrap_or((&all, ""));
    let version = first.strip_prefix("version:").map(str::trim).unwrap_or_default();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.".contains(&b);
    if version.is_empty() || version.len() > VERSION_MAX || !version.bytes().all(plain) {
        problems.add_line(
            file,
            1,
            "is not “version: ” and a name such as 2026-11-22: letters, digits, - and .",
        );
        return None;
    }
    if rest.trim().is_empty() {
        problems.add(file, "says nothing");
        return None;
    }
    Some((version.to_owned(), rest.trim().to_owned()))
}

//! Words: the languages, titles in each of them, and the sentences that the server and the
//! phones say alike. The strings live in `locales/` under keys that all clients share.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Language {
    /// By its ISO 639-1 code, a region after it ignored (`en-GB` is English).
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "ru" => Some(Self::Ru),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The one of two texts that is in this language.
    pub fn choose<'a>(self, ru: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ru => ru,
            Self::En => en,
        }
    }
}

/// A title in every language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Titles {
    /// The title in `language`.
    pub fn get(&self, language: Language) -> &str {
        language.choose(&self.ru, &self.en)
    }
}

type Strings = HashMap<String, String>;

static RU: LazyLock<Strings> = LazyLock::new(|| read(include_str!("../../locales/ru.json")));
static EN: LazyLock<Strings> = LazyLock::new(|| read(include_str!("../../locales/en.json")));

fn read(json: &str) -> Strings {
    serde_json::from_str(json).unwrap_or_default()
}

/// `22 ноября`, `22 November`: a day of the year it is said in.
pub fn day(date: NaiveDate, language: Language) -> String {
    let month = say(language, &format!("month_of_date_{:02}", date.month()), &[]);
    format!("{} {month}", date.day())
}

/// The string under `key` with its `{placeholders}` filled; the key itself when there is none,
/// so that a missing string is seen and not silently empty.
pub fn say(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let strings = match language {
        Language::Ru => &*RU,
        Language::En => &*EN,
    };
    let Some(pattern) = strings.get(key) else {
        return key.to_owned();
    };
    values.iter().fold(pattern.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Like [`say`] for a string that depends on a count: picks `key_one`, `key_few`, `key_many` or
/// `key_other` by the plural rules of the language (CLDR) and fills `{count}`.
pub fn count(language: Language, key: &str, count: i64, values: &[(&str, &str)]) -> String {
    let n = count.unsigned_abs();
    let form = match (language, n % 10, n % 100) {
        (Language::En, _, _) if n == 1 => "one",
        (Language::En, _, _) => "other",
        (Language::Ru, 1, tens) if tens != 11 => "one",
        (Language::Ru, 2..=4, tens) if !(12..=14).contains(&tens) => "few",
        (Language::Ru, _, _) => "many",
    };
    let number = count.to_string();
    let mut all = vec![("count", number.as_str())];
    all.extend_from_slice(values);
    say(language, &format!("{key}_{form}"), &all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_can_be_read() {
        let count = |json| serde_json::from_str::<Strings>(json).expect("locales are flat JSON").len();
        assert!(count(include_str!("../../locales/ru.json")) > 0);
        assert!(count(include_str!("../../locales/en.json")) > 0);
    }

    #[test]
    fn placeholders_are_filled() {
        let words = say(Language::En, "routed_because_territory", &[("territory", "North")]);
        assert!(words.contains("North"), "{words}");
    }

    #[test]
    fn a_language_is_known_by_its_code() {
        assert_eq!(Language::from_code("en-GB"), Some(Language::En));
        assert_eq!(Language::from_code("RU"), Some(Language::Ru));
        assert_eq!(Language::from_code("de"), None);
    }
}

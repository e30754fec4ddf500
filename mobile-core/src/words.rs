//! The words of the screens themselves. They are the same strings that the server and the web say, so that
//! placeholders and plurals have one rule.

use std::collections::HashMap;

use domain::text;

use crate::view::Language;

/// The words under `key` with their `{placeholders}` filled from `values`. A key that there is none of comes
/// back as itself, so that it is seen and not silently empty.
#[uniffi::export]
#[expect(
    clippy::implicit_hasher,
    clippy::needless_pass_by_value,
    reason = "maps cross to the phones as they are"
)]
pub fn say(language: Language, key: &str, values: HashMap<String, String>) -> String {
    text::say(language.into(), key, &pairs(&values))
}

/// The words under `key` in the form that `n` asks for (`key_one`, `key_few`, `key_many`, `key_other`), with
/// `{count}` and the other placeholders filled. Where there is no such form, the form's key comes back.
#[uniffi::export]
#[expect(
    clippy::implicit_hasher,
    clippy::needless_pass_by_value,
    reason = "maps cross to the phones as they are"
)]
pub fn count(language: Language, key: &str, n: i64, values: HashMap<String, String>) -> String {
    text::count(language.into(), key, n, &pairs(&values))
}

/// In one order, whatever order the map has.
fn pairs(values: &HashMap<String, String>) -> Vec<(&str, &str)> {
    let mut pairs: Vec<_> = values.iter().map(|(name, value)| (&**name, &**value)).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<const N: usize>(values: [(&str, &str); N]) -> HashMap<String, String> {
        values.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    #[test]
    fn words_are_said_with_what_is_put_into_them() {
        let step = values([("count", "6"), ("number", "2")]);
        assert_eq!(say(Language::En, "draft_page_of", step.clone()), "Step 2 of 6");
        assert_eq!(say(Language::Ru, "draft_page_of", step), "Шаг 2 из 6");
        assert_eq!(say(Language::En, "no_such_words", values([])), "no_such_words");
    }

    #[test]
    fn a_number_has_the_form_of_its_language() {
        let said = |language, n| count(language, "support_count", n, values([]));
        assert_eq!([1, 2].map(|n| said(Language::En, n)), ["1 person has it too", "2 people have it too"]);
        assert_eq!(
            [1, 3, 5, 21].map(|n| said(Language::Ru, n)),
            ["У 1 человека тоже", "У 3 человек тоже", "У 5 человек тоже", "У 21 человека тоже"]
        );
        assert_eq!(count(Language::En, "no_such_words", 1, values([])), "no_such_words_one");
    }
}

//! Words that a person has to look at before others may see them: what a city's `moderation.toml`
//! doubts in a report. A doubt decides nothing but who looks first: the report waits in moderation,
//! or, where there is danger, goes on at once with its words hidden.
//!
//! Words are compared by their shape, so that `казино`, `КАЗИНО` and `kазин0` with a Latin letter
//! and a digit are one: small letters, `ё` as `е`, and letters and digits that look alike as one of them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Letters below which a text is too short to shout.
const SHOUT_MIN: usize = 20;
/// Letters that a stem such as `казин*` has at least: a shorter one would hit half the language.
pub const STEM_MIN: usize = 3;
/// Ends of addresses that people write without `http`.
const ENDINGS: [&str; 12] =
    ["ru", "com", "net", "org", "info", "su", "me", "io", "xyz", "top", "рф", "online"];

/// What a city doubts, as its `moderation.toml` says; what is left out is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Whole words, or the beginnings of words with a `*` behind.
    pub words: Vec<String>,
    /// Links that a text may have.
    pub links: Option<u32>,
    /// Percent of the letters that may be capitals, in a text of 20 letters or more.
    pub capitals: Option<u32>,
    /// How often one device may send the same text within a day.
    pub repeats: Option<u32>,
}

/// Why somebody has to look. For staff only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Doubt {
    /// A word of the city's list, as the list has it.
    Word {
        /// The entry of the list, never the author's own words.
        entry: String,
    },
    /// More links than the city lets through.
    Links,
    /// Mostly capitals.
    Capitals,
    /// The same text from the same device, again and again.
    Repeated,
    /// Whoever sent it is banned, and it is about danger, so that it came in all the same.
    Banned,
}

impl Doubt {
    /// The name on the wire and in the keys of `locales/`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Word { .. } => "word",
            Self::Links => "links",
            Self::Capitals => "capitals",
            Self::Repeated => "repeated",
            Self::Banned => "banned",
        }
    }
}

impl Rules {
    /// Everything to doubt in `text` and in how often its device sent it before, each once, in a
    /// fixed order. `sent_before` counts the last 24 hours.
    pub fn doubts(&self, text: &str, sent_before: u32) -> BTreeSet<Doubt> {
        let mut found: BTreeSet<Doubt> =
            self.words.iter().filter(|entry| has_word(text, entry)).map(|entry| word(entry)).collect();
        if self.links.is_some_and(|most| links(text) > most) {
            found.insert(Doubt::Links);
        }
        if self.capitals.is_some_and(|most| shouts(text, most)) {
            found.insert(Doubt::Capitals);
        }
        if self.repeats.is_some_and(|most| !text.trim().is_empty() && sent_before >= most) {
            found.insert(Doubt::Repeated);
        }
        found
    }
}

fn word(entry: &str) -> Doubt {
    Doubt::Word { entry: entry.to_owned() }
}

/// What is wrong with an entry of the list of words, for whoever writes it.
///
/// # Errors
/// A reason in English.
pub fn check_entry(entry: &str) -> Result<(), String> {
    let (stem, letters) = (entry.ends_with('*'), entry.strip_suffix('*').unwrap_or(entry));
    if letters.is_empty() || !letters.chars().all(char::is_alphanumeric) {
        return Err(format!("“{entry}” is not one word of letters and digits, with or without a * behind"));
    }
    if stem && letters.chars().count() < STEM_MIN {
        return Err(format!("“{entry}” is shorter than {STEM_MIN} letters: it would hit too much"));
    }
    Ok(())
}

/// The shape of a text: letters and digits that look alike are one, whatever their case or alphabet.
/// Doing it again changes nothing.
pub fn shape(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(alike).collect()
}

fn alike(letter: char) -> char {
    match letter {
        'a' | '@' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' | 'ё' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' | '0' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        '3' => 'з',
        other => other,
    }
}

fn has_word(text: &str, entry: &str) -> bool {
    let text = shape(text);
    let (stem, wanted) = (entry.ends_with('*'), shape(entry.trim_end_matches('*')));
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| if stem { word.starts_with(&wanted) } else { word == wanted })
}

fn links(text: &str) -> u32 {
    let found = text.split_whitespace().filter(|part| is_link(&part.to_lowercase())).count();
    u32::try_from(found).unwrap_or(u32::MAX)
}

fn is_link(part: &str) -> bool {
    if part.contains("://") || part.starts_with("www.") {
        return true;
    }
    let host =
        part.split(['/', '?', '#']).next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    // An e-mail address names a person, not a page.
    !host.contains('@')
        && host.rsplit_once('.').is_some_and(|(name, end)| name.len() > 1 && ENDINGS.contains(&end))
}

fn shouts(text: &str, most: u32) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    letters.len() >= SHOUT_MIN && capitals * 100 > letters.len() * most as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules() -> Rules {
        let words = ["казин*", "дурак", "casino"].map(str::to_owned).to_vec();
        Rules { words, links: Some(1), capitals: Some(70), repeats: Some(3) }
    }

    fn names(text: &str) -> Vec<&'static str> {
        rules().doubts(text, 0).iter().map(Doubt::name).collect()
    }

    #[test]
    fn a_word_is_known_in_whatever_letters_it_is_written() {
        for text in
            ["Ты дурак!", "ДУРАК", "дypaк", "дур@к", "вот,дурак.вот", "лучшее казино", "КА3ИН0", "cаsinо"]
        {
            assert_eq!(names(text), ["word"], "{text}");
        }
        for text in ["дурака валяют", "Не горит фонарь", "магазин закрыт", "", "casinos"]
        {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_link_may_be_a_map_two_are_an_advertisement() {
        assert!(names("See https://example.org/pit").is_empty());
        assert_eq!(names("https://a.example www.b.example"), ["links"]);
        assert_eq!(names("купи на shop.ru и на market.рф/акция"), ["links"]);
        assert!(names("ул.Ленина, д.5, кв.6, пиши ann@mail.ru или bob@mail.ru").is_empty());
    }

    #[test]
    fn shouting_is_most_of_a_text_in_capitals() {
        assert_eq!(names("КОГДА ЭТО КОНЧИТСЯ СКАЖИТЕ НАКОНЕЦ"), ["capitals"]);
        assert!(names("ЖКХ не чинит ЛЭП").is_empty(), "too short, and abbreviations");
        assert!(names("У дома по ул. Мира не горит фонарь, ТСЖ молчит").is_empty());
    }

    #[test]
    fn the_same_text_may_come_thrice() {
        let repeated = |before| rules().doubts("Яма", before).contains(&Doubt::Repeated);
        assert!(!repeated(2) && repeated(3));
        assert!(rules().doubts("  ", 100).is_empty(), "many have nothing to add to the photo");
    }

    #[test]
    fn a_city_without_rules_doubts_nothing() {
        assert!(Rules::default().doubts("ДУРАК http://a http://b КАЗИНО ВЫИГРАЙ СЕЙЧАС", 100).is_empty());
    }

    #[test]
    fn an_entry_is_one_word() {
        for good in ["дурак", "казин*", "18plus"] {
            assert_eq!(check_entry(good), Ok(()), "{good}");
        }
        for bad in ["", "*", "ка*", "два слова", "a*b", "кто-то"] {
            assert!(check_entry(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_shape_of_a_shape_is_itself(text in "\\PC{0,60}") {
            prop_assert_eq!(shape(&shape(&text)), shape(&text));
        }

        #[test]
        fn disguises_do_not_hide_a_word(before in "[а-я ]{0,20}", capitals in proptest::collection::vec(any::<bool>(), 5), latin in any::<bool>()) {
            let word: String = "дурак".chars().zip(&capitals).map(|(letter, &capital)| {
                let letter = match letter { 'у' if latin => 'y', 'р' if latin => 'p', 'а' if latin => 'a', other => other };
                if capital { letter.to_uppercase().next().unwrap() } else { letter }
            }).collect();
            let text = format!("{before} {word}!");
            prop_assert!(rules().doubts(&text, 0).iter().any(|doubt| doubt.name() == "word"), "{}", text);
        }

        #[test]
        fn more_text_never_takes_a_word_or_a_link_away(text in "\\PC{0,60}", more in "\\PC{0,60}") {
            let kept = |text: &str| rules().doubts(text, 0).into_iter().filter(|d| *d != Doubt::Capitals).collect::<Vec<_>>();
            let longer = kept(&format!("{text} {more}"));
            prop_assert!(kept(&text).iter().all(|doubt| longer.contains(doubt)));
        }
    }
}

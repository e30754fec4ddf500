//! Names of streets: what kind of street, and which.

use super::sound;

/// Kinds of streets. A kind that somebody typed may be wrong, so it only decides among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// улица
    Street,
    /// проспект
    Avenue,
    /// переулок
    Lane,
    /// бульвар
    Boulevard,
    /// набережная
    Embankment,
    /// площадь
    Square,
    /// шоссе
    Highway,
    /// проезд
    Passage,
    /// тупик
    DeadEnd,
    /// аллея
    Alley,
    /// микрорайон, квартал
    Quarter,
    /// линия
    Line,
    /// дорога, тракт
    Road,
}

/// How each kind is written. Abbreviations: GOST R 6.30-2003 and the address rules of the federal
/// register (order of the Ministry of Finance of 5 November 2015 No 171n), and what people type.
const WRITTEN: [(Kind, &[&str]); 13] = [
    (Kind::Street, &["улица", "ул", "street", "st", "str", "ulitsa", "ulica"]),
    (Kind::Avenue, &["проспект", "просп", "пр-т", "пр-кт", "прт", "avenue", "ave", "av", "prospekt"]),
    (Kind::Lane, &["переулок", "пер", "пер-к", "lane", "ln", "pereulok"]),
    (Kind::Boulevard, &["бульвар", "б-р", "бр", "бул", "бульв", "boulevard", "blvd", "bulvar"]),
    (Kind::Embankment, &["набережная", "наб", "embankment", "emb", "naberezhnaya"]),
    (Kind::Square, &["площадь", "пл", "площ", "square", "sq", "ploshchad"]),
    (Kind::Highway, &["шоссе", "ш", "highway", "hwy", "shosse"]),
    (Kind::Passage, &["проезд", "пр-д", "прд", "пр-зд", "passage", "proezd", "proyezd"]),
    (Kind::DeadEnd, &["тупик", "туп", "tupik"]),
    (Kind::Alley, &["аллея", "ал", "alley", "alleya"]),
    (Kind::Quarter, &["микрорайон", "мкр", "мкрн", "м-н", "квартал", "кв-л", "quarter", "mikrorayon"]),
    (Kind::Line, &["линия", "лин", "line", "liniya"]),
    (Kind::Road, &["дорога", "дор", "тракт", "road", "rd", "doroga"]),
];

/// `пр` is both an avenue and a passage: it says only that a street is meant.
const SOME_KIND: &str = "пр";

/// What a word says about the kind.
pub(super) enum Said {
    Kind(Kind),
    SomeKind,
    Name,
}

/// Whether `word` (small letters, without dots) names a kind of street.
pub(super) fn kind_of(word: &str) -> Said {
    if word == SOME_KIND {
        return Said::SomeKind;
    }
    match WRITTEN.iter().find(|(_, spellings)| spellings.contains(&word)) {
        Some((kind, _)) => Said::Kind(*kind),
        None => Said::Name,
    }
}

impl Kind {
    /// A short name, for comparing in a database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Avenue => "avenue",
            Self::Lane => "lane",
            Self::Boulevard => "boulevard",
            Self::Embankment => "embankment",
            Self::Square => "square",
            Self::Highway => "highway",
            Self::Passage => "passage",
            Self::DeadEnd => "dead_end",
            Self::Alley => "alley",
            Self::Quarter => "quarter",
            Self::Line => "line",
            Self::Road => "road",
        }
    }
}

/// A street's name in parts. Two names are equal when they are the same street written differently:
/// “1-я ул. Гончарова” and “улица Гончарова 1-я”.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StreetName {
    kind: Option<Kind>,
    words: Vec<String>,
}

impl StreetName {
    /// Reads a name, or what somebody typed for one.
    pub fn read(name: &str) -> Self {
        Self::of(tokens(name).iter().map(String::as_str))
    }

    pub(super) fn of<'a>(tokens: impl Iterator<Item = &'a str>) -> Self {
        let (mut kind, mut words, mut kinds) = (None, Vec::new(), Vec::new());
        for token in tokens {
            match kind_of(token) {
                Said::Kind(said) if kind.is_none() => {
                    kind = Some(said);
                    kinds.push(sound(token));
                }
                Said::SomeKind => kinds.push(sound(token)),
                _ => words.extend(parts(token)),
            }
        }
        // “Набережная улица”, “Проспект”: what is called after a kind keeps it as its name.
        if words.is_empty() {
            words = kinds;
        }
        words.sort_unstable();
        Self { kind, words }
    }

    /// What kind of street it says it is.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// What is compared: its words without the kind, as they sound, in the order of the alphabet.
    pub fn key(&self) -> String {
        self.words.join(" ")
    }
}

/// Words of a text: small letters, split at spaces and signs; hyphens and slashes stay for now.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let sign = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | '\''));
    text.to_lowercase()
        .replace(['–', '—', '‑'], "-")
        .split(sign)
        .map(|token| token.trim_matches(['-', '/', '\'']).to_owned())
        .filter(|token| !token.is_empty())
        .collect()
}

/// The sounds of a word and of what its hyphens join; “1-я” and “2nd” are their numbers.
fn parts(token: &str) -> Vec<String> {
    if let Some(number) = ordinal(token) {
        return vec![number.to_owned()];
    }
    token.split(['-', '/']).map(sound).filter(|part| !part.is_empty()).collect()
}

/// The number in “1-я”, “3-го”, “2й”, “2nd”.
fn ordinal(token: &str) -> Option<&str> {
    const ENDS: [&str; 16] =
        ["я", "й", "е", "го", "му", "ая", "ий", "ый", "ой", "ое", "ья", "ти", "st", "nd", "rd", "th"];
    let digits = token.find(|c: char| !c.is_ascii_digit()).filter(|&digits| digits > 0)?;
    let (number, end) = token.split_at(digits);
    let end = end.strip_prefix('-').unwrap_or(end);
    ENDS.contains(&end).then_some(number)
}

/// Whether a word is such a number, which no house has.
pub(super) fn is_ordinal(token: &str) -> bool {
    token.contains('-') && ordinal(token).is_some()
        || ["st", "nd", "rd", "th", "го", "ая", "ый"].iter().any(|end| token.ends_with(end))
            && ordinal(token).is_some()
}

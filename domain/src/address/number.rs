//! House numbers: “12 А”, “5/7”, “д. 5 корп. 2 стр. 1”, “вл. 27”.

use super::sound;

/// Letters of a key, at most.
const KEY_MAX: usize = 20;

/// What stands before a number and says only that it is one: house, estate.
const BEFORE: [&str; 12] =
    ["д", "дом", "дмвлд", "домовладение", "владение", "влд", "вл", "в", "уч", "участок", "house", "no"];

/// The key of a house number, or nothing if the text is none: `12a`, `5/7`, `5k2s1`. Equal keys mean the
/// same house: “5 корпус 2”, “5к2”, “5, k. 2”. Case, spaces and dots mean nothing; Russian letters are
/// written in Latin, so that “12a” finds “12А”.
pub fn number_key(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let runs = runs(text.trim().trim_start_matches('№'));
    let mut key = String::new();
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let next_is_digits = runs.get(at + 1).is_some_and(|next| matches!(next, Run::Digits(_)));
        match run {
            Run::Digits(digits) if digits.len() <= 5 && !key.ends_with(|c: char| c.is_ascii_digit()) => {
                key.push_str(digits);
            }
            Run::Slash if key.ends_with(|c: char| c.is_ascii_alphanumeric()) && next_is_digits => {
                key.push('/');
            }
            Run::Letters(word) if key.is_empty() && BEFORE.contains(word) && next_is_digits => {}
            Run::Letters(word) if !key.is_empty() => key.push_str(&part(word, next_is_digits)?),
            _ => return None,
        }
        at += 1;
    }
    let good = key.starts_with(|c: char| c.is_ascii_digit()) && key.len() <= KEY_MAX;
    good.then_some(key)
}

/// What letters after the number say: a building, a structure, or a letter of the number.
fn part(word: &str, number_follows: bool) -> Option<String> {
    match word {
        "корпус" | "корп" | "кор" | "к" | "korpus" | "korp" | "k" | "bldg" | "building" if number_follows => {
            Some("k".to_owned())
        }
        "строение" | "строен" | "стр" | "с" | "stroenie" | "str" | "s" if number_follows => {
            Some("s".to_owned())
        }
        // “корп. А”: the letter comes next.
        "корпус" | "корп" | "korpus" | "korp" => Some("k".to_owned()),
        "литера" | "литер" | "лит" | "litera" | "liter" | "lit" => Some(String::new()),
        "строение" | "стр" | "stroenie" => Some("s".to_owned()),
        _ if word.chars().count() <= 2 => {
            let letters: String = word.chars().map(|letter| sound(&letter.to_string())).collect();
            (!letters.is_empty()).then_some(letters)
        }
        _ => None,
    }
}

enum Run<'a> {
    Digits(&'a str),
    Letters(&'a str),
    Slash,
}

/// Digits, letters and slashes in turn; whatever else stands between them ends a run.
fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = class(first);
        let end = rest.find(|c: char| class(c) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match kind {
            Class::Digit => runs.push(Run::Digits(run)),
            Class::Letter => runs.push(Run::Letters(run)),
            Class::Slash => runs.push(Run::Slash),
            Class::Between => {}
        }
        rest = after;
    }
    runs
}

#[derive(PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Slash,
    Between,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '/' | '\\' => Class::Slash,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Between,
    }
}

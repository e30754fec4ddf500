//! What somebody types to find a place.

use super::number::number_key;
use super::words::{StreetName, is_ordinal, tokens};

/// Letters of a question, at most; what is longer is not read.
pub const TEXT_MAX: usize = 200;

/// One way to understand a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The name's key, as [`StreetName::key`]; never empty.
    pub words: String,
    /// What kind of street they said it was.
    pub kind: Option<super::Kind>,
    /// The house number's key, as [`number_key`].
    pub number: Option<String>,
}

/// A question with all the ways to understand it, the likeliest first: “8 марта 5” is house 5 in
/// “8 марта”, “5 Гончарова” is house 5 or a street called “5 Гончарова”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Three at most; none of a text without words.
    pub readings: Vec<Reading>,
}

/// Words that say only that a city or a country comes.
const OF_CITY: [&str; 6] = ["г", "гор", "город", "city", "россия", "рф"];
/// From here on it is about a part of the house.
const WITHIN: [&str; 12] =
    ["кв", "квартира", "под", "подъезд", "подьезд", "этаж", "эт", "офис", "оф", "flat", "apt", "office"];

impl Query {
    /// Reads a question asked in a city of these names. Nothing comes of a text without words.
    pub fn read(text: &str, city: &[&str]) -> Self {
        let text: String = text.chars().take(TEXT_MAX).collect();
        let mut tokens = tokens(&text);
        if let Some(end) = within(&tokens) {
            tokens.truncate(end);
        }
        tokens.retain(|token| !is_postcode(token));
        drop_city(&mut tokens, city);
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let mut readings = Vec::new();
        let mut add = |name: &[&str], number: Option<String>| {
            let name = StreetName::of(name.iter().copied());
            let reading = Reading { words: name.key(), kind: name.kind(), number };
            if !reading.words.is_empty() && !readings.contains(&reading) {
                readings.push(reading);
            }
        };
        let number = |part: &[&str]| match part {
            [first, ..] if !is_ordinal(first) => number_key(&part.join(" ")),
            _ => None,
        };
        if let Some((name, number)) =
            (1..tokens.len()).find_map(|at| Some((&tokens[..at], number(&tokens[at..])?)))
        {
            add(name, Some(number));
        }
        if let Some((name, number)) =
            (1..tokens.len()).rev().find_map(|at| Some((&tokens[at..], number(&tokens[..at])?)))
        {
            add(name, Some(number));
        }
        add(&tokens, None);
        Self { readings }
    }
}

/// Where the question turns to a flat: at such a word before a number.
fn within(tokens: &[String]) -> Option<usize> {
    let digits = |token: &String| token.starts_with(|c: char| c.is_ascii_digit());
    (1..tokens.len())
        .find(|&at| WITHIN.contains(&tokens[at].as_str()) && tokens.get(at + 1).is_none_or(digits))
}

fn is_postcode(token: &str) -> bool {
    token.len() == 6 && token.bytes().all(|b| b.is_ascii_digit())
}

/// The city's own name in front says nothing about where in it; unless nothing else is there.
fn drop_city(asked: &mut Vec<String>, city: &[&str]) {
    let said = asked.iter().take_while(|token| OF_CITY.contains(&token.as_str())).count();
    if said < asked.len() {
        asked.drain(..said);
    }
    for name in city {
        let name = tokens(name);
        if !name.is_empty() && asked.len() > name.len() && asked.starts_with(&name) {
            asked.drain(..name.len());
        }
    }
}

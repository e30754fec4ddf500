//! The link or QR code by which a phone comes to a city, the same as the web app's addresses:
//!
//! ```text
//! https://city.example/                                     the server and its own city
//! https://city.example/c/small-town                         another one of its cities
//! https://city.example/report?at=57.6204,36.3992&type=road-street-lighting
//! https://city.example/c/small-town/report?at=57.6204,36.3992#pin=sha256/…
//! ```
//!
//! A code on a lamp post is made by whoever likes: what does not read as such an address is
//! refused, and nothing is asked of a server that it names before a person agreed.

mod host;

use urlencoding::{decode, encode};

use crate::error::{CoreError, FieldProblem, RefusalCode};
use crate::view::{Language, Place};

/// A link is no longer, nor is a QR code that a phone can read.
const LONGEST: usize = 2048;
/// Keys of one server: the one in use, the next one, and some to spare.
const MOST_PINS: usize = 8;

/// What a link says; show `server` and ask before trusting it.
#[derive(Debug, Clone, Default, PartialEq, uniffi::Record)]
pub struct CityLink {
    /// `https://` and the host, a port if it is not the usual one; `http://` only for this machine.
    pub server: String,
    /// The city's slug; `null` for the one that the server shows by itself.
    pub city: Option<String>,
    /// Where the report begins, as the code on a lamp post knows.
    pub place: Option<Place>,
    /// Of which type it is, by its slug.
    pub issue_type: Option<String>,
    /// Keys that the server's certificate has to have one of, `sha256/…`; none for any that the
    /// system trusts.
    pub pins: Vec<String>,
}

/// Reads a city's link.
///
/// # Errors
/// `Rejected` with the field that cannot be read: `link`, `place` or `pin`.
#[uniffi::export]
pub fn read_link(text: &str, language: Language) -> Result<CityLink, CoreError> {
    parse(text).map_err(|wrong| {
        let (field, code) = wrong.names();
        let message = domain::text::say(language.into(), &format!("error_field_{code}"), &[]);
        let problem = FieldProblem { field: field.to_owned(), code: code.to_owned(), message };
        CoreError::Rejected { code: RefusalCode::Invalid, fields: vec![problem] }
    })
}

/// The link that says this, for a QR code or to be sent to a neighbour.
#[uniffi::export]
#[expect(clippy::needless_pass_by_value, reason = "records cross to the phones by value")]
pub fn write_link(link: CityLink) -> String {
    let CityLink { server, city, place, issue_type, pins } = &link;
    let city = city.as_ref().map(|slug| format!("/c/{}", encode(slug))).unwrap_or_default();
    // A hundred-thousandth of a degree is a metre.
    let at = place.map(|Place { lat, lon }| format!("at={lat:.5},{lon:.5}"));
    let issue_type = issue_type.as_ref().map(|slug| format!("type={}", encode(slug)));
    let query: Vec<_> = at.into_iter().chain(issue_type).collect();
    let path = match (query.is_empty(), city.is_empty()) {
        (false, _) => format!("/report?{}", query.join("&")),
        (true, true) => "/".to_owned(),
        (true, false) => String::new(),
    };
    let pins: Vec<_> = pins.iter().map(|pin| format!("pin={pin}")).collect();
    let pins = if pins.is_empty() { String::new() } else { format!("#{}", pins.join("&")) };
    format!("{server}{city}{path}{pins}")
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Link,
    /// It goes over the open network unencrypted.
    Open,
    Place,
    Pin,
}

impl Wrong {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Link => ("link", "not_a_city_link"),
            Self::Open => ("link", "not_encrypted"),
            Self::Place => ("place", "unreadable"),
            Self::Pin => ("pin", "unreadable"),
        }
    }
}

fn parse(text: &str) -> Result<CityLink, Wrong> {
    let text = text.trim();
    if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Wrong::Link);
    }
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (scheme, rest) = text.split_once("://").ok_or(Wrong::Link)?;
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let server = host::server(scheme, authority)?;
    let city = city(path)?;
    let at = value(query, "at").map(|at| read_at(&at).ok_or(Wrong::Place)).transpose()?;
    let issue_type = value(query, "type").map(|slug| named(&slug)).transpose()?;
    Ok(CityLink { server, city, place: at, issue_type, pins: pins(fragment)? })
}

/// The city of `/`, `/report`, `/c/{city}` and `/c/{city}/report`.
fn city(path: &str) -> Result<Option<String>, Wrong> {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] | ["report"] => Ok(None),
        ["c", city] | ["c", city, "report"] => Ok(Some(named(&decode(city).map_err(|_| Wrong::Link)?)?)),
        _ => Err(Wrong::Link),
    }
}

fn named(slug: &str) -> Result<String, Wrong> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let reads = (1..=100).contains(&slug.len()) && slug.bytes().all(plain);
    if reads { Ok(slug.to_owned()) } else { Err(Wrong::Link) }
}

/// The first value of a name, as browsers read it.
fn value(query: &str, name: &str) -> Option<String> {
    values(query, name).next()
}

fn values<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    // What is no text after decoding is no value that anything here would take.
    pairs
        .filter(move |(key, _)| *key == name)
        .map(|(_, value)| decode(value).map(Into::into).unwrap_or_default())
}

/// `57.6204,36.3992`, and a zoom that only a map is interested in.
fn read_at(at: &str) -> Option<Place> {
    let number = |part: &str| {
        let plain = part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        part.parse::<f64>().ok().filter(|_| plain)
    };
    let numbers: Vec<_> = at.split(',').map(number).collect::<Option<_>>()?;
    let ([lat, lon] | [lat, lon, _]) = numbers[..] else { return None };
    let place = Place { lat, lon };
    domain::place::Place::from(place).is_on_the_globe().then_some(place)
}

fn pins(fragment: &str) -> Result<Vec<String>, Wrong> {
    let pins: Vec<_> = values(fragment, "pin").take(MOST_PINS + 1).collect();
    if pins.len() > MOST_PINS || !pins.iter().all(|pin| is_pin(pin)) {
        return Err(Wrong::Pin);
    }
    Ok(pins)
}

/// `sha256/` and 32 bytes in Base64: 43 letters, of which the last one tells four bits, and `=`.
pub(crate) fn is_pin(pin: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    pin.strip_prefix("sha256/").and_then(|hash| hash.strip_suffix('=')).is_some_and(|hash| {
        hash.len() == 43
            && hash.bytes().all(letter)
            && hash.bytes().last().is_some_and(|last| b"AEIMQUYcgkosw048".contains(&last))
    })
}

#[cfg(test)]
mod tests;

//! Names of things: the human number of a report and the secret that proves who filed it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A report's human number, `2026-000123`: the city's local year of receipt and a count within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Number {
    /// The year, in the city's time zone, in which the report was received.
    pub year: i32,
    /// Counts from 1 within the year; wider than six digits when a city needs it.
    pub count: i32,
}

/// The text is not a report number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a report number such as 2026-000123")]
pub struct NotANumber;

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.count)
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (year, count) = text.split_once('-').ok_or(NotANumber)?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || count.len() < 6 || !digits(year) || !digits(count) {
            return Err(NotANumber);
        }
        let (Ok(year), Ok(count)) = (year.parse(), count.parse()) else {
            return Err(NotANumber);
        };
        Ok(Self { year, count })
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for Number {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

/// Whether `text` can be a tracking secret: 128 bits or more as 32 to 128 hexadecimal digits.
/// The client makes it; the server keeps only its hash.
pub fn is_secret(text: &str) -> bool {
    (32..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_was_written() {
        let number = Number { year: 2026, count: 123 };
        assert_eq!(number.to_string(), "2026-000123");
        assert_eq!("2026-000123".parse(), Ok(number));
        assert_eq!("2026-1234567".parse(), Ok(Number { year: 2026, count: 1_234_567 }));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "2026", "2026-1", "26-000001", "2026-00000x", "2026--00001", "2026-99999999999"] {
            assert_eq!(text.parse::<Number>(), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn a_secret_has_at_least_128_bits() {
        assert!(is_secret("00112233445566778899aabbccddeeff"));
        assert!(!is_secret("00112233445566778899aabbccddee"));
        assert!(!is_secret("00112233445566778899aabbccddeexx"));
    }
}

//! A part of the year, the same every year.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day of any year; written `11-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl From<NaiveDate> for MonthDay {
    fn from(date: NaiveDate) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

impl From<MonthDay> for String {
    fn from(MonthDay { month, day }: MonthDay) -> Self {
        format!("{month:02}-{day:02}")
    }
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // A leap year has every day that a year can have.
        format!("2024-{text}")
            .parse::<NaiveDate>()
            .ok()
            .map(Self::from)
            .filter(|day| String::from(*day) == text)
            .ok_or_else(|| format!("“{text}” is not a day of the year such as 11-01"))
    }
}

/// From a day to a day, both included; over New Year where the first is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Its first day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("11-01")))]
    pub from: MonthDay,
    /// Its last day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("04-30")))]
    pub to: MonthDay,
}

impl Season {
    /// Whether `date` is in it.
    pub fn contains(self, date: NaiveDate) -> bool {
        let day = MonthDay::from(date);
        if self.from <= self.to {
            (self.from..=self.to).contains(&day)
        } else {
            day >= self.from || day <= self.to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(from: &str, to: &str) -> Season {
        serde_json::from_value(serde_json::json!({ "from": from, "to": to })).unwrap()
    }

    fn is_in(season: Season, date: &str) -> bool {
        season.contains(date.parse().unwrap())
    }

    #[test]
    fn a_winter_goes_over_new_year() {
        let winter = season("11-01", "04-15");
        for day in ["2026-11-01", "2026-12-31", "2027-01-01", "2028-02-29", "2027-04-15"] {
            assert!(is_in(winter, day), "{day}");
        }
        assert!(!is_in(winter, "2026-10-31") && !is_in(winter, "2027-04-16"));
    }

    #[test]
    fn a_summer_stays_in_its_year() {
        let summer = season("05-01", "05-01");
        assert!(is_in(summer, "2026-05-01"));
        assert!(!is_in(summer, "2026-04-30") && !is_in(summer, "2026-05-02"));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["02-30", "13-01", "1-1", "2026-01-01", "", "+1-01"] {
            assert!(MonthDay::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}

//! Days, moments and distances as people say them, in the city's zone.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use domain::clock::local_day;
use domain::text::{Language, day, say};

/// Where and when words are said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub language: Language,
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

impl Words {
    /// As they are said at `now`, milliseconds since 1970.
    pub fn at(language: Language, zone: Tz, now: i64) -> Self {
        Self { language, zone, now: moment(now) }
    }

    /// The string under `key`.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        say(self.language, key, values)
    }

    /// Today in the city.
    pub fn today(&self) -> NaiveDate {
        local_day(self.now, self.zone)
    }

    /// `22 ноября`, and `22 ноября 2025` where the year is another one.
    pub fn date(&self, date: NaiveDate) -> String {
        let said = day(date, self.language);
        if date.year() == self.today().year() { said } else { format!("{said} {}", date.year()) }
    }

    /// The local day of a moment.
    pub fn day_of(&self, at: DateTime<Utc>) -> String {
        self.date(local_day(at, self.zone))
    }

    /// `сегодня, 14:05`, `вчера, 14:05`, `22 ноября, 14:05`.
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{}, {}:{:02}", self.relative_day(at), local.hour(), local.minute())
    }

    /// `22 ноября, 14:05`, whatever day it is.
    pub fn exact(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{}, {}:{:02}", self.date(local.date_naive()), local.hour(), local.minute())
    }

    /// `сегодня`, `вчера`, `22 ноября`.
    pub fn relative_day(&self, at: DateTime<Utc>) -> String {
        match (self.today() - local_day(at, self.zone)).num_days() {
            0 => self.say("time_today", &[]),
            1 => self.say("time_yesterday", &[]),
            _ => self.day_of(at),
        }
    }

    /// Nobody walks by single metres: tens up to a kilometre, then tenths of one.
    #[expect(clippy::cast_possible_truncation, reason = "at most half around the earth")]
    pub fn distance(&self, metres: f64) -> String {
        if metres < HERE {
            return self.say("distance_here", &[]);
        }
        if metres < 995.0 {
            let tens = ((metres / 10.0).round() as i64 * 10).max(20);
            return self.say("distance_m", &[("count", &tens.to_string())]);
        }
        let tenths = (metres / 100.0).round() as i64;
        let (whole, part) = (tenths / 10, tenths % 10);
        let point = self.language.choose(",", ".");
        let count =
            if part == 0 || whole >= 100 { whole.to_string() } else { format!("{whole}{point}{part}") };
        self.say("distance_km", &[("count", &count)])
    }
}

/// A moment of the phone's clock, milliseconds since 1970.
pub(crate) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Metres on the globe, which are not negative, as whole ones.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most half around the earth")]
pub(crate) fn whole(metres: f64) -> u32 {
    metres.round() as u32
}

/// Nearer than this, a number would only confuse; metres.
const HERE: f64 = 15.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: Language) -> Words {
        let now = "2026-11-22T21:30:00Z".parse().unwrap();
        Words { language, zone: chrono_tz::Europe::Moscow, now }
    }

    #[test]
    fn moments_are_said_by_the_citys_day() {
        let said = |language, at: &str| words(language).moment(at.parse().unwrap());
        // In Moscow it is half past midnight of the 23rd.
        assert_eq!(said(Language::Ru, "2026-11-22T21:05:00Z"), "сегодня, 0:05");
        assert_eq!(said(Language::Ru, "2026-11-22T20:59:00Z"), "вчера, 23:59");
        assert_eq!(said(Language::En, "2026-11-20T11:05:00Z"), "20 November, 14:05");
        assert_eq!(said(Language::Ru, "2025-11-20T11:05:00Z"), "20 ноября 2025, 14:05");
    }

    #[test]
    fn distances_are_said_as_they_are_walked() {
        let said = |metres| words(Language::Ru).distance(metres);
        assert_eq!(said(3.0), "прямо здесь");
        assert_eq!(said(17.0), "20 м");
        assert_eq!(said(148.0), "150 м");
        assert_eq!(said(996.0), "1 км");
        assert_eq!(said(1249.0), "1,2 км");
        assert_eq!(words(Language::En).distance(1249.0), "1.2 km");
    }
}

//! Consent to the use of personal data (Federal law 152-FZ, article 9): to a text of a known version,
//! for named purposes.

use chrono::{DateTime, Duration, Utc};

/// Days for which a replaced text may still be agreed to: a report that was made offline comes with
/// the text that its author could read then.
pub const REPLACED_DAYS: i64 = 30;
/// Characters of a version, at most.
pub const VERSION_MAX: usize = 40;

/// What personal data is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To ask and to answer the author of a report.
    Answer,
    /// To know a resident again who signs in, and to show them their reports.
    Account,
}

impl Purpose {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Account => "account",
        }
    }
}

/// Whether a text that was replaced at `retired_at`, if it was, may be agreed to at `now`.
pub fn is_good(retired_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    retired_at.is_none_or(|at| now - at <= Duration::days(REPLACED_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_text_is_good_for_a_month() {
        let replaced = DateTime::<Utc>::UNIX_EPOCH;
        assert!(is_good(None, replaced));
        assert!(is_good(Some(replaced), replaced + Duration::days(30)));
        assert!(!is_good(Some(replaced), replaced + Duration::days(30) + Duration::seconds(1)));
    }
}

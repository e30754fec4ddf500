//! Which facts people are told who wait for a case, and in which words.

use crate::event::Kind;
use crate::status::Status;

/// Whom a fact concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The author alone: it is they who are asked.
    Author,
    /// Everybody who follows the case.
    Followers,
}

/// A fact worth a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// The key of its words in `locales/`.
    pub key: &'static str,
    /// Whom it concerns.
    pub audience: Audience,
}

/// What is told of a fact; most facts are in the case's history and wake nobody up.
pub fn news(kind: Kind, status: Status) -> Option<News> {
    let followers = |key| Some(News { key, audience: Audience::Followers });
    match (kind, status) {
        (Kind::Extended, _) => followers("news_extended"),
        (Kind::MadeSafe, _) => followers("news_made_safe"),
        (Kind::StatusChanged, Status::WaitingForResident) => {
            Some(News { key: "news_waiting_for_resident", audience: Audience::Author })
        }
        (Kind::StatusChanged, status) => followers(match status {
            Status::Accepted => "news_accepted",
            Status::InProgress => "news_in_progress",
            Status::Planned => "news_planned",
            Status::Resolved => "news_resolved",
            Status::Reopened => "news_reopened",
            Status::Explained => "news_explained",
            Status::Declined => "news_declined",
            Status::Duplicate => "news_duplicate",
            Status::Forwarded => "news_forwarded",
            Status::Cancelled => "news_cancelled",
            _ => return None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, say};

    #[test]
    fn a_question_is_for_its_author_and_remarks_are_for_nobody() {
        let asked = news(Kind::StatusChanged, Status::WaitingForResident);
        assert_eq!(asked.map(|news| news.audience), Some(Audience::Author));
        assert_eq!(news(Kind::RemarkAdded, Status::Accepted), None);
        assert_eq!(news(Kind::Supported, Status::Accepted), None);
        assert_eq!(news(Kind::StatusChanged, Status::InReview), None, "a result that may still be refused");
    }

    #[test]
    fn everything_that_is_told_has_words() {
        for (&kind, &status) in Kind::ALL.iter().flat_map(|k| Status::ALL.iter().map(move |s| (k, s))) {
            for language in [Language::Ru, Language::En] {
                if let Some(News { key, .. }) = news(kind, status) {
                    assert_ne!(say(language, key, &[]), key);
                }
                if news(kind, status).is_some() {
                    assert!(!kind.is_internal());
                }
            }
        }
    }
}

//! What messages say. The words are in `locales/`; nothing that somebody typed becomes a subject.

use domain::reach::Way;
use domain::text::{Language, say};

/// A subject, which text messages do not have, and what is below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub subject: Option<String>,
    pub body: String,
}

impl Words {
    /// A code to sign in with.
    pub fn of_code(language: Language, way: Way, city: &str, code: &str, minutes: i64) -> Self {
        let minutes = minutes.to_string();
        let values = [("city", city), ("code", code), ("minutes", minutes.as_str())];
        match way {
            Way::Email => Self {
                subject: Some(say(language, "mail_code_subject", &values)),
                body: say(language, "mail_code_body", &values),
            },
            Way::Sms => Self { subject: None, body: say(language, "sms_code", &values) },
        }
    }
}

//! Residents who want an account: signing in by a one-time code, who they are, what is theirs.

use super::problem::Problem;
use super::report::ReportCard;
use super::session::{Client, SessionView};
use crate::text::Language;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a code goes: one of both.
#[derive(Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeTo {
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A phone number with its country code; spaces, dashes and brackets do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Asks for a one-time code.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskCode {
    /// Where to.
    pub to: CodeTo,
    /// The language of the message and of a new account; of the request when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The version of the text about personal data that was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
}

/// A code is on its way, whether or not anybody is known there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    /// Goes along with the code.
    pub id: Uuid,
    /// Until when the code is good.
    pub expires_at: DateTime<Utc>,
    /// When another one may be asked for.
    pub resend_after: DateTime<Utc>,
}

/// Which ways codes are sent here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeWays {
    /// By e-mail.
    pub email: bool,
    /// By text message.
    pub phone: bool,
}

/// Signs a resident in; whoever is not known gets an account.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnterCode {
    /// Of the answer to [`AskCode`].
    pub code_id: Uuid,
    /// Six digits.
    pub code: String,
    /// What signs in.
    #[serde(default)]
    pub client: Client,
    /// What a new account is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Proves another e-mail address or phone number of an account.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProveReach {
    /// Of the answer to [`AskCode`].
    pub code_id: Uuid,
    /// Six digits.
    pub code: String,
}

/// A resident, as they see themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResidentView {
    /// The account.
    pub id: Uuid,
    /// What they are called, if they said so.
    pub name: Option<String>,
    /// The e-mail address that they proved.
    pub email: Option<String>,
    /// The phone number that they proved, E.164.
    pub phone: Option<String>,
    /// The language of messages to them.
    pub language: Language,
    /// Whether mails tell them what became of their cases.
    pub mails: bool,
    /// Since when they have the account.
    pub created_at: DateTime<Utc>,
    /// The city's slug.
    pub city: String,
}

/// A session of a resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResidentSession {
    /// Who is signed in.
    pub resident: ResidentView,
    /// For phones: goes into `Authorization: Bearer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// For phones: good for one refresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Seconds that the access token lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}

/// What a refresh gives: a session of staff, or of a resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Refreshed {
    /// Of a member of staff.
    Staff(SessionView),
    /// Of a resident.
    Resident(ResidentSession),
}

/// Changes what a resident says of themselves; what is left out stays.
#[derive(Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeResident {
    /// What they are called; empty for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language of messages to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether mails tell them what became of their cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mails: Option<bool>,
}

/// Where a resident is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedInAt {
    /// The session.
    pub id: Uuid,
    /// What signed in.
    pub client: Client,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the quarter of an hour.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Everywhere that a resident is signed in, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedInList {
    /// One for each browser and phone.
    pub sessions: Vec<SignedInAt>,
}

/// A report that was filed without an account, with the secret that proves by whom.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnReport {
    /// The report.
    pub id: Uuid,
    /// The secret that it was filed with.
    pub secret: String,
}

/// Takes reports into the account, up to 100.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkReports {
    /// Which.
    pub reports: Vec<OwnReport>,
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkResult {
    /// The report.
    pub id: Uuid,
    /// Whether it is the account's now.
    pub linked: bool,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What became of each, in the order of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkResults {
    /// One for each.
    pub results: Vec<LinkResult>,
}

/// Reports of an account, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnReports {
    /// A page of them.
    pub reports: Vec<ReportCard>,
    /// For the page after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_json_snapshot;
    use serde_json::json;
    use uuid::uuid;

    const ID: Uuid = uuid!("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f");

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn resident() -> ResidentView {
        ResidentView {
            id: ID,
            name: Some("Vera".into()),
            email: Some("vera@mail.example".into()),
            phone: None,
            language: Language::Ru,
            mails: true,
            created_at: at("2026-11-16T09:00:00Z"),
            city: "small-town".into(),
        }
    }

    #[test]
    fn a_resident_signs_in() {
        let to = CodeTo { email: Some("vera@mail.example".into()), phone: None };
        assert_json_snapshot!(AskCode { to, language: Some(Language::Ru), consent: Some("2026-11".into()) });
        let (expires_at, resend_after) = (at("2026-11-16T09:10:00Z"), at("2026-11-16T09:01:00Z"));
        assert_json_snapshot!(CodeSent { id: ID, expires_at, resend_after });
        assert_json_snapshot!(EnterCode {
            code_id: ID,
            code: "042917".into(),
            client: Client::Phone,
            name: None
        });
        let session = ResidentSession {
            resident: resident(),
            access_token: Some("a".into()),
            refresh_token: Some("r".into()),
            expires_in: Some(900),
        };
        assert_json_snapshot!(Refreshed::Resident(session));
        assert!(serde_json::from_value::<AskCode>(json!({ "to": {}, "login": "x" })).is_err());
    }

    #[test]
    fn what_is_theirs() {
        let session = SignedInAt {
            id: ID,
            client: Client::Web,
            created_at: at("2026-11-16T09:00:00Z"),
            seen_at: at("2026-11-16T12:00:00Z"),
            current: true,
        };
        assert_json_snapshot!(SignedInList { sessions: vec![session] });
        let results = vec![LinkResult { id: ID, linked: true, problem: None }];
        assert_json_snapshot!(LinkResults { results });
        assert_json_snapshot!(OwnReports { reports: Vec::new(), next: Some("17".into()) });
    }
}

//! What abuse brings about: a challenge to be solved, a ban with its appeal, what staff is told of
//! whoever sent a report.

use crate::id::Number;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// To be solved before the same request is sent again, with `X-Proof: <text>:<answer>`: a number such
/// that the SHA-256 of `<text>:<answer>` begins with `bits` zero bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// As it has to come back.
    pub text: String,
    /// Zero bits that are asked for.
    pub bits: u32,
    /// Until when the answer counts; it counts once.
    pub expires_at: DateTime<Utc>,
}

/// How far an appeal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Appeal {
    /// None was made: one may be.
    Open,
    /// Somebody will look at it.
    Waiting,
    /// The ban stays.
    Refused,
    /// The ban was lifted.
    Granted,
}

/// What whoever is banned is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BanNotice {
    /// The ban.
    pub id: Uuid,
    /// Why, in the words of staff.
    pub reason: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// How far an appeal is.
    pub appeal: Appeal,
    /// What staff answered to the appeal.
    pub answer: Option<String>,
    /// Proves to `POST …/bans/{id}/appeal` that the ban is theirs.
    pub token: String,
}

/// By what whoever is banned is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BanBy {
    /// The key of their browser or phone.
    Device,
    /// Their account.
    Account,
    /// Their network address, which others may share: for a week at most.
    Address,
    /// The e-mail that came with the report.
    Email,
    /// The phone that came with the report.
    Phone,
}

impl BanBy {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Device, Self::Account, Self::Address, Self::Email, Self::Phone];

    /// The name in the database and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Account => "account",
            Self::Address => "address",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// Bans the author of a report. Sent again with the same id it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BanAuthor {
    /// Made by the sender.
    pub id: Uuid,
    /// By what they are known again; what this report does not tell is left out.
    pub by: Vec<BanBy>,
    /// Why; whoever is banned reads it.
    pub reason: String,
    /// For how many days, 1 to 366; by address 7 at most.
    pub days: u32,
}

/// Asks to lift a ban; once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AppealBan {
    /// From the notice of the ban.
    pub token: String,
    /// Why it is wrong.
    pub text: String,
}

/// Lifts a ban, or keeps it against an appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideBan {
    /// Whether it ends.
    pub lift: bool,
    /// Why; whoever is banned reads it.
    pub words: String,
}

/// A ban as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BanView {
    /// The ban.
    pub id: Uuid,
    /// The report that led to it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, examples("2026-000123")))]
    pub report: Option<Number>,
    /// By what they are known again.
    pub by: Vec<BanBy>,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who.
    pub made_by: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// When it was lifted, if it was.
    pub lifted_at: Option<DateTime<Utc>>,
    /// How far an appeal is.
    pub appeal: Appeal,
    /// What the banned wrote.
    pub appeal_text: Option<String>,
    /// When they did.
    pub appealed_at: Option<DateTime<Utc>>,
    /// What staff answered, or why it was lifted.
    pub answer: Option<String>,
}

/// Bans of a city, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BanPage {
    /// The bans.
    pub bans: Vec<BanView>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// Why a person should look at a report first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DoubtView {
    /// `word`, `links`, `capitals`, `repeated`, `banned`.
    pub kind: String,
    /// In words.
    pub words: String,
}

/// What staff is told of whoever sent a report: nothing that names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SenderView {
    /// Why a person should look at it first.
    pub doubts: Vec<DoubtView>,
    /// Whether this one was marked as a false alarm.
    pub false_alarm: bool,
    /// Other reports of theirs about danger that were false alarms, lately.
    pub false_alarms: u32,
    /// A danger that should be checked by phone first: it is not escalated by itself.
    pub check_by_phone: bool,
    /// Until when they are banned, if they are.
    pub banned_until: Option<DateTime<Utc>>,
    /// By what they could be banned.
    pub known_by: Vec<BanBy>,
}

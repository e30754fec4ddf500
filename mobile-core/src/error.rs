//! What can go wrong, as far as a screen can act on it. Causes that only a programmer could use
//! do not cross to the phones, except a word for support when its own storage fails.

use domain::text::{Language, say};
use domain::wire::problem::{Code, FieldError, Problem};
use serde::{Deserialize, Serialize};

/// Why something did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CoreError {
    /// No answer from the city; nothing is lost, try again later.
    #[error("no connection to the city")]
    Offline,
    /// Sign in again.
    #[error("nobody is signed in")]
    SignedOut,
    /// The rules say no.
    #[error("refused: {code:?}")]
    Rejected {
        /// The kind of refusal.
        code: RefusalCode,
        /// What is wrong with which field.
        fields: Vec<FieldProblem>,
    },
    /// Somebody was there before, or it is too late to change this.
    #[error("changed meanwhile")]
    Conflict,
    /// The phone could not keep or find something.
    #[error("storage: {detail}")]
    Storage {
        /// For support; nothing personal. `full` where the phone has no room left: nothing is lost then.
        detail: String,
    },
}

impl CoreError {
    /// A refusal that concerns no field.
    pub(crate) fn plain(code: RefusalCode) -> Self {
        Self::Rejected { code, fields: Vec::new() }
    }

    /// A refusal of one field, in words.
    pub(crate) fn field(code: RefusalCode, field: &str, problem: &str, language: Language) -> Self {
        let message = say(language, &format!("error_field_{problem}"), &[]);
        let fields = vec![FieldProblem { field: field.to_owned(), code: problem.to_owned(), message }];
        Self::Rejected { code, fields }
    }
}

impl From<rusqlite::Error> for CoreError {
    /// SQLite's message names tables and codes, never what was stored.
    fn from(error: rusqlite::Error) -> Self {
        let full = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
        Self::Storage { detail: if full { "full".to_owned() } else { error.to_string() } }
    }
}

impl From<serde_json::Error> for CoreError {
    /// The category only: a message could quote what was stored.
    fn from(error: serde_json::Error) -> Self {
        Self::Storage { detail: format!("unreadable json: {:?}", error.classify()) }
    }
}

/// The kind of refusal; a closed set shared with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The request cannot be read.
    BadRequest,
    /// Fields are wrong.
    Invalid,
    /// Nobody is signed in.
    Unauthorized,
    /// Whoever is signed in may not.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The id is taken by something else.
    Conflict,
    /// Somebody else changed it since it was seen.
    VersionConflict,
    /// Too large.
    TooLarge,
    /// This kind of file is not taken.
    UnsupportedMedia,
    /// Too many requests.
    RateLimited,
    /// Whoever sends is banned, for a while.
    Banned,
    /// Cannot answer now.
    Unavailable,
    /// The server's fault.
    Internal,
}

impl From<Code> for RefusalCode {
    fn from(code: Code) -> Self {
        match code {
            Code::BadRequest => Self::BadRequest,
            Code::Invalid => Self::Invalid,
            Code::Unauthorized => Self::Unauthorized,
            Code::Forbidden | Code::SecondFactorRequired => Self::Forbidden,
            Code::NotFound | Code::LinkOver => Self::NotFound,
            Code::Conflict => Self::Conflict,
            Code::VersionConflict => Self::VersionConflict,
            Code::TooLarge => Self::TooLarge,
            Code::UnsupportedMedia | Code::HeicNotHere => Self::UnsupportedMedia,
            Code::RateLimited | Code::ProofNeeded => Self::RateLimited,
            Code::Banned => Self::Banned,
            Code::Unavailable | Code::ReadOnly => Self::Unavailable,
            Code::Internal => Self::Internal,
        }
    }
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
pub struct FieldProblem {
    /// Which field, `contact.email` for one inside another.
    pub field: String,
    /// What is wrong with it, for programs.
    pub code: String,
    /// What is wrong with it, for people; empty when only the code is known.
    pub message: String,
}

impl From<FieldError> for FieldProblem {
    fn from(error: FieldError) -> Self {
        Self { field: error.field, code: error.code, message: error.message }
    }
}

/// A refusal that stays with what was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: RefusalCode,
    /// What is wrong with which field.
    pub fields: Vec<FieldProblem>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let fields = problem.errors.into_iter().map(FieldProblem::from).collect();
        Self { code: problem.code.into(), fields }
    }
}

impl From<Refusal> for CoreError {
    fn from(refusal: Refusal) -> Self {
        match refusal.code {
            RefusalCode::Unauthorized => Self::SignedOut,
            RefusalCode::Conflict | RefusalCode::VersionConflict => Self::Conflict,
            code => Self::Rejected { code, fields: refusal.fields },
        }
    }
}

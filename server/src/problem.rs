//! The only error response: RFC 9457 problem details with a closed set of codes. Causes are
//! logged once, here, and never sent.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use domain::text::{Language, say};
use domain::wire::abuse::{BanNotice, Challenge};
use domain::wire::problem::{Code, FieldError, Problem};

use crate::app::App;
use crate::context::language_of;
use crate::listen::was_too_slow;

/// What a request can fail with.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("the request cannot be read: {0}")]
    BadRequest(String),
    #[error("fields are wrong: {0:?}")]
    Invalid(Vec<FieldError>),
    #[error("nobody is signed in")]
    Unauthorized,
    #[error("not allowed")]
    Forbidden,
    #[error("a second factor has to be set up first")]
    SecondFactorRequired,
    #[error("no such thing")]
    NotFound,
    #[error("the link is no longer good")]
    LinkOver,
    #[error("the id is taken")]
    Conflict,
    #[error("changed by somebody else")]
    VersionConflict,
    #[error("too large")]
    TooLarge,
    #[error("too slow")]
    TooSlow,
    #[error("this kind of file is not taken")]
    UnsupportedMedia,
    #[error("HEIC cannot be read here")]
    HeicNotHere,
    #[error("too many requests")]
    RateLimited(Duration),
    #[error("a proof of work is asked for")]
    ProofNeeded(Box<Challenge>),
    #[error("the sender is banned")]
    Banned(Box<BanNotice>),
    #[error("not available now: {0}")]
    Unavailable(String),
    #[error("nothing can be written now")]
    ReadOnly,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// One field at fault.
    pub fn field(field: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Banned(_) | Self::SecondFactorRequired => StatusCode::FORBIDDEN,
            Self::NotFound | Self::LinkOver => StatusCode::NOT_FOUND,
            Self::Conflict | Self::VersionConflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::UnsupportedMedia | Self::HeicNotHere => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited(_) | Self::ProofNeeded(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) | Self::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::BadRequest(_) => Code::BadRequest,
            Self::Invalid(_) => Code::Invalid,
            Self::Unauthorized => Code::Unauthorized,
            Self::Forbidden => Code::Forbidden,
            Self::SecondFactorRequired => Code::SecondFactorRequired,
            Self::NotFound => Code::NotFound,
            Self::LinkOver => Code::LinkOver,
            Self::Conflict => Code::Conflict,
            Self::VersionConflict => Code::VersionConflict,
            Self::TooLarge => Code::TooLarge,
            Self::UnsupportedMedia => Code::UnsupportedMedia,
            Self::HeicNotHere => Code::HeicNotHere,
            Self::RateLimited(_) => Code::RateLimited,
            Self::ProofNeeded(_) => Code::ProofNeeded,
            Self::Banned(_) => Code::Banned,
            // Clients do the same about both: they come again.
            Self::TooSlow | Self::Unavailable(_) => Code::Unavailable,
            Self::ReadOnly => Code::ReadOnly,
            Self::Internal(_) => Code::Internal,
        }
    }
}

/// What the database says when it cannot answer for now, and the same request may come again; or never.
impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        // Texts have no such character in PostgreSQL, and no honest sender writes it.
        if code.as_deref() == Some("22021") {
            return Self::BadRequest("U+0000".to_owned());
        }
        // A standby, or a database that its operator closed for writing.
        if code.as_deref() == Some("25006") {
            return Self::ReadOnly;
        }
        let passing = match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            sqlx::Error::Database(_) => code.is_some_and(|code| {
                code.starts_with("08")
                    || matches!(
                        code.as_ref(),
                        "57P01"
                            | "57P02"
                            | "57P03"
                            | "53100"
                            | "53300"
                            | "55P03"
                            | "57014"
                            | "40001"
                            | "40P01"
                    )
            }),
            _ => false,
        };
        if passing { Self::Unavailable(error.to_string()) } else { Self::Internal(error.into()) }
    }
}

impl ApiError {
    /// Why a body could not be read to its end.
    pub fn of_body(error: &axum::Error) -> Self {
        if was_too_slow(error) { Self::TooSlow } else { Self::TooLarge }
    }
}

/// A disk that is full or a bucket that is silent may be otherwise later.
impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull, TimedOut};
        if matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem | TimedOut) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Internal(error.into())
        }
    }
}

impl ApiError {
    /// Writes down what the sender is not told.
    fn log(&self) {
        match self {
            Self::Internal(cause) => tracing::error!(error = format!("{cause:#}"), "request failed"),
            Self::Unavailable(cause) => tracing::warn!(cause, "request put off"),
            _ => {}
        }
    }

    /// Still without words.
    fn problem(&self) -> Problem {
        let status = self.status();
        Problem {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            code: self.code(),
            detail: match self {
                Self::BadRequest(detail) => detail.clone(),
                _ => String::new(),
            },
            errors: match self {
                Self::Invalid(errors) => errors.clone(),
                _ => Vec::new(),
            },
            request_id: None,
            challenge: match self {
                Self::ProofNeeded(challenge) => Some((**challenge).clone()),
                _ => None,
            },
            ban: match self {
                Self::Banned(ban) => Some((**ban).clone()),
                _ => None,
            },
        }
    }

    /// What is told of one of many things that were asked for at once. Logged here.
    pub fn of_one(&self, language: Language) -> Problem {
        self.log();
        let mut problem = self.problem();
        put_into_words(&mut problem, language);
        problem
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let (status, problem) = (self.status(), self.problem());
        let retry_after = match &self {
            Self::RateLimited(wait) => Some(wait.num_seconds().max(1)),
            Self::TooSlow | Self::Unavailable(_) => Some(5),
            Self::ReadOnly => Some(30),
            _ => None,
        };
        let mut response = status.into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Box::new(problem));
        response
    }
}

/// Puts problems into words, in the language of the request, else of the city, and adds the
/// request's id.
pub async fn speak(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = language_of(request.headers(), request.uri().query());
    let slug = request.uri().path().split('/').skip_while(|part| !matches!(*part, "cities" | "tiles")).nth(1);
    let language = asked.unwrap_or_else(|| app.cities.language(slug.unwrap_or_default()));
    let request_id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let mut response = next.run(request).await;
    let Some(mut problem) = response.extensions_mut().remove::<Box<Problem>>() else {
        return response;
    };
    put_into_words(&mut problem, language);
    problem.request_id = request_id;
    let kept = |name: &HeaderName| *name == header::RETRY_AFTER || name.as_str().starts_with("upload-");
    let told = response.headers().iter().filter(|(name, _)| kept(name));
    let told: Vec<_> = told.map(|(name, value)| (name.clone(), value.clone())).collect();
    let mut spoken = (response.status(), axum::Json(&*problem)).into_response();
    let headers = spoken.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(told);
    spoken
}

fn put_into_words(problem: &mut Problem, language: Language) {
    let code = serde_json::to_value(problem.code).unwrap_or_default();
    let (until, reason) = problem
        .ban
        .as_ref()
        .map_or_else(Default::default, |ban| (ban.until.format("%d.%m.%Y").to_string(), ban.reason.clone()));
    let values = [("until", until.as_str()), ("reason", reason.as_str())];
    let said = say(language, &format!("error_{}", code.as_str().unwrap_or_default()), &values);
    problem.detail = if problem.detail.is_empty() { said } else { format!("{said} ({})", problem.detail) };
    for error in &mut problem.errors {
        error.message = say(language, &format!("error_field_{}", error.code), &[]);
    }
}

/// For what has no route.
pub async fn no_such_path() -> ApiError {
    ApiError::NotFound
}

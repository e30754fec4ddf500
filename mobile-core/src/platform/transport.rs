//! The door to the network, implemented by each phone itself.
//!
//! Android and iOS have their own stacks with the system's trust store, proxies and background
//! transfers; the core only says what to send and judges what came back.

use std::collections::HashMap;

/// How a request wants to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum HttpMethod {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Puts a whole thing under an address of its own; safe to repeat.
    Put,
    /// Takes it away; safe to repeat.
    Delete,
}

/// One request, complete: the platform adds nothing but its own user agent.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpRequest {
    /// How it wants to be understood.
    pub method: HttpMethod,
    /// Absolute address.
    pub url: String,
    /// Header fields; names are lower case.
    pub headers: HashMap<String, String>,
    /// The bytes to send, if any.
    pub body: Option<Vec<u8>>,
    /// Keys of which the server's own certificate has to have one, beside being trusted as usual:
    /// `sha256/` and the hash of its SubjectPublicKeyInfo in Base64 (as in RFC 7469). Checked before
    /// anything is sent; another key is no answer. Empty for any certificate that the system trusts.
    pub pins: Vec<String>,
}

/// What came back, whatever its status: a refusal is an answer too.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpResponse {
    /// HTTP status code.
    pub status: u16,
    /// Header fields; the case of names does not matter.
    pub headers: HashMap<String, String>,
    /// The bytes that came.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// A header's value by its name, whatever the case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TransportError {
    /// The phone has no network: certainly nothing was sent.
    #[error("not connected")]
    NotConnected,
    /// Something was tried and no whole answer came; the server may have it.
    #[error("no answer")]
    NoAnswer,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for TransportError {
    /// A platform that fails in a way it did not declare may have sent something.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::NoAnswer
    }
}

/// Sends one request and waits for its answer; neither retries nor follows redirects.
#[uniffi::export(with_foreign)]
#[async_trait::async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request`. Any HTTP status is an answer, not an error.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}

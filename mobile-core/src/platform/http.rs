//! A transport of our own, on reqwest and rustls: for desktops and tests. Phones bring theirs.

use std::collections::HashMap;
use std::error::Error;
use std::io::{Error as IoError, ErrorKind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, Method, redirect};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError, certificate_pin};

/// Until when an answer is waited for, and how long it may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub read: Duration,
    /// For all of it, sending included.
    pub whole: Duration,
    /// Bytes of an answer: no answer to a phone is longer, whatever sits between it and the city.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(15), read: seconds(60), whole: seconds(300), answer: 8 * 1024 * 1024 }
    }
}

/// HTTP as a desktop has it: the system's trust store and proxies, no redirects, no cookies. Needs
/// tokio's runtime around it.
pub struct HttpTransport {
    limits: Limits,
    /// Trusted beside what the system trusts.
    roots: Vec<CertificateDer<'static>>,
    /// Connections are shared by the requests that trust the same keys.
    clients: Mutex<HashMap<Vec<String>, Client>>,
}

impl HttpTransport {
    /// One that trusts what the system trusts.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, roots: Vec::new(), clients: Mutex::default() }
    }

    /// One that trusts these authorities too, DER.
    #[must_use]
    pub fn trusting(self, roots: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self { roots: roots.into_iter().map(CertificateDer::from).collect(), ..self }
    }

    fn client(&self, pins: &[String]) -> Result<Client, TransportError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(pins) {
            return Ok(client.clone());
        }
        let client = self.build(pins).map_err(|_| TransportError::NoAnswer)?;
        clients.insert(pins.to_vec(), client.clone());
        Ok(client)
    }

    fn build(&self, pins: &[String]) -> Result<Client, Box<dyn Error>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let system = Verifier::new_with_extra_roots(self.roots.clone(), provider.clone())?;
        let verifier = Pins { system: Arc::new(system), pins: pins.to_vec() };
        let tls = ClientConfig::builder_with_provider(provider as Arc<CryptoProvider>)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let Limits { connect, read, whole, .. } = self.limits;
        Ok(Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(connect)
            .read_timeout(read)
            .timeout(whole)
            .build()?)
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

#[async_trait::async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            HttpMethod::Get => Method::GET,
            HttpMethod::Post => Method::POST,
            HttpMethod::Put => Method::PUT,
            HttpMethod::Delete => Method::DELETE,
        };
        if !request.pins.is_empty() && !request.url.starts_with("https://") {
            return Err(TransportError::NoAnswer);
        }
        let mut sent = self.client(&request.pins)?.request(method, &request.url);
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        if let Some(body) = request.body {
            sent = sent.body(body);
        }
        let mut answer = sent.send().await.map_err(|error| trouble(&error))?;
        let mut headers: HashMap<String, String> = HashMap::new();
        for (name, value) in answer.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            let field = headers.entry(name.to_string()).or_default();
            *field = if field.is_empty() { value.into_owned() } else { format!("{field}, {value}") };
        }
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|_| TransportError::NoAnswer)? {
            if body.len() + part.len() > self.limits.answer {
                return Err(TransportError::NoAnswer);
            }
            body.extend_from_slice(&part);
        }
        Ok(HttpResponse { status, headers, body })
    }
}

/// Without a way to the server nothing was sent; whatever else happened, something may have been.
fn trouble(error: &reqwest::Error) -> TransportError {
    let no_way = |cause: &(dyn Error + 'static)| {
        let kind = cause.downcast_ref::<IoError>().map(IoError::kind);
        matches!(
            kind,
            Some(ErrorKind::NetworkDown | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable)
        ) || cause.to_string() == "dns error"
    };
    let causes = std::iter::successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source());
    if error.is_connect() && causes.into_iter().any(no_way) {
        TransportError::NotConnected
    } else {
        TransportError::NoAnswer
    }
}

/// The system's opinion first, then the server's own key. Keys further up the chain are not looked
/// at: anybody may put a certificate into a chain that is not needed there.
#[derive(Debug)]
struct Pins {
    system: Arc<Verifier>,
    pins: Vec<String>,
}

impl ServerCertVerifier for Pins {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let trusted =
            self.system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        let refused = rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure);
        let pinned = |pin| self.pins.contains(&pin);
        if self.pins.is_empty() || certificate_pin(end_entity.to_vec()).is_some_and(pinned) {
            Ok(trusted)
        } else {
            Err(refused)
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

//! The transport of desktops and tests, and the pins of a server, with a real TLS server.
#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "peer/phone.rs"]
mod phone;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mobile_core::view::Language;
use mobile_core::{
    CityLink, Core, CoreError, HttpMethod, HttpRequest, HttpTransport, Limits, Transport, TransportError,
    read_link,
};
use phone::Phone;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// An authority that only these tests trust, and keys that it has certified for `localhost`.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    root: Vec<u8>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), root }
    }

    fn certify(&self, key: &KeyPair) -> CertificateDer<'static> {
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.signed_by(key, &self.issuer).unwrap().der().clone()
    }
}

fn pin(key: &KeyPair) -> String {
    format!("sha256/{}", STANDARD.encode(Sha256::digest(key.subject_public_key_info())))
}

/// A server whose key can be changed under way, and what it was asked.
struct Server {
    url: String,
    asked: Mutex<Vec<String>>,
    shaken: AtomicUsize,
    tls: Mutex<Arc<ServerConfig>>,
    /// Nothing is answered to `/slow`.
    answer: fn(&str) -> String,
}

impl Server {
    async fn start(authority: &Authority, key: &KeyPair, answer: fn(&str) -> String) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let tls = Mutex::new(config(authority, key));
        let server =
            Arc::new(Self { url, asked: Mutex::default(), shaken: AtomicUsize::new(0), tls, answer });
        let host = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = host.clone();
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        server
    }

    /// The server comes with another key from now on.
    fn change_key(&self, authority: &Authority, key: &KeyPair) {
        *self.tls.lock().unwrap() = config(authority, key);
    }

    async fn serve(self: Arc<Self>, stream: tokio::net::TcpStream) {
        let tls = TlsAcceptor::from(self.tls.lock().unwrap().clone());
        self.shaken.fetch_add(1, SeqCst);
        let Ok(mut stream) = tls.accept(stream).await else { return };
        let mut request = Vec::new();
        while !is_whole(&request) {
            let mut part = [0; 4096];
            match stream.read(&mut part).await {
                Ok(count @ 1..) => request.extend_from_slice(&part[..count]),
                _ => return,
            }
        }
        let request = String::from_utf8_lossy(&request).into_owned();
        self.asked.lock().unwrap().push(request.clone());
        if request.contains("/slow") {
            std::future::pending::<()>().await;
        }
        let answer = (self.answer)(&request);
        // Whoever asked may have heard enough.
        let _sent = stream.write_all(answer.as_bytes()).await;
        let _closed = stream.shutdown().await;
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn config(authority: &Authority, key: &KeyPair) -> Arc<ServerConfig> {
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![authority.certify(key)], private)
        .unwrap();
    Arc::new(config)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    body.len() >= length.unwrap_or(0)
}

fn respond(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn echo(_: &str) -> String {
    respond("200 OK\r\nx-twice: a\r\nx-twice: b", "hello")
}

fn get(url: String, pins: &[&String]) -> HttpRequest {
    let pins = pins.iter().map(|pin| (*pin).clone()).collect();
    HttpRequest { method: HttpMethod::Get, url, headers: HashMap::new(), body: None, pins }
}

#[tokio::test]
async fn a_server_is_heard_only_when_it_has_one_of_the_pinned_keys() {
    let (authority, key, next) =
        (Authority::new(), KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let server = Server::start(&authority, &key, echo).await;
    let http = HttpTransport::default().trusting([authority.root.clone()]);
    let ask = |pins: &[&String]| http.send(get(format!("{}/", server.url), pins));

    assert_eq!(ask(&[]).await.unwrap().body, b"hello");
    assert_eq!(ask(&[&pin(&next), &pin(&key)]).await.unwrap().status, 200);
    assert_eq!(server.asked().len(), 2);
    assert_eq!(ask(&[&pin(&next)]).await, Err(TransportError::NoAnswer));
    // The authority's own key is in every chain it signs: it does not stand for the server's.
    assert_eq!(ask(&[&pin(authority.issuer.key())]).await, Err(TransportError::NoAnswer));
    assert_eq!((server.asked().len(), server.shaken.load(SeqCst)), (2, 4), "nothing was sent to it");
}

#[tokio::test]
async fn a_pin_does_not_stand_for_the_system_s_trust() {
    let (authority, key) = (Authority::new(), KeyPair::generate().unwrap());
    let server = Server::start(&authority, &key, echo).await;
    let stranger = HttpTransport::default();
    assert_eq!(stranger.send(get(server.url.clone(), &[&pin(&key)])).await, Err(TransportError::NoAnswer));
    assert_eq!(stranger.send(get(server.url.clone(), &[])).await, Err(TransportError::NoAnswer));
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_request_goes_as_it_is_and_a_redirect_is_an_answer() {
    let (authority, key) = (Authority::new(), KeyPair::generate().unwrap());
    let server = Server::start(&authority, &key, |request| match request {
        moved if moved.contains("/moved") => respond("307 Temporary Redirect\r\nlocation: /elsewhere", ""),
        _ => echo(""),
    });
    let server = server.await;
    let http = HttpTransport::default().trusting([authority.root.clone()]);
    let headers = HashMap::from([("x-report-secret".to_owned(), "abc".to_owned())]);
    let body = Some(b"a photo".to_vec());
    let put = HttpRequest {
        method: HttpMethod::Put,
        headers,
        body,
        ..get(format!("{}/photos/1", server.url), &[])
    };
    let answer = http.send(put).await.unwrap();
    assert_eq!(answer.headers["x-twice"], "a, b");
    let moved = http.send(get(format!("{}/moved", server.url), &[])).await.unwrap();
    assert_eq!((moved.status, moved.headers["location"].as_str()), (307, "/elsewhere"));
    let asked = server.asked();
    assert!(asked[0].starts_with("PUT /photos/1 HTTP/1.1\r\n") && asked[0].ends_with("\r\n\r\na photo"));
    assert!(asked[0].contains("x-report-secret: abc\r\n"));
    assert_eq!(asked.len(), 2);
}

#[tokio::test]
async fn an_answer_that_never_ends_or_never_comes_is_none() {
    let (authority, key) = (Authority::new(), KeyPair::generate().unwrap());
    let server = Server::start(&authority, &key, |_| respond("200 OK", &"x".repeat(70_000))).await;
    let limits = Limits { answer: 60_000, read: Duration::from_millis(300), ..Limits::default() };
    let http = HttpTransport::new(limits).trusting([authority.root.clone()]);
    for path in ["/long", "/slow"] {
        let answer = http.send(get(format!("{}{path}", server.url), &[])).await;
        assert_eq!(answer, Err(TransportError::NoAnswer), "{path}");
    }
    let open = get("http://127.0.0.1:1/".to_owned(), &[&pin(&key)]);
    assert_eq!(http.send(open).await, Err(TransportError::NoAnswer), "there is no key to be pinned");
    let nobody = get("http://127.0.0.1:1/".to_owned(), &[]);
    assert_eq!(http.send(nobody).await, Err(TransportError::NoAnswer));
}

fn town(request: &str) -> String {
    let town = |slug: &str, default: bool| {
        format!(
            r#"{{"slug":"{slug}","title":"Town {slug}","default":{default},"time_zone":"Europe/Moscow","languages":["en"],
                "emergency_phone":"112","center":{{"lat":57.6,"lon":36.4}},"zoom":15,"bounds":[36,57,37,58],
                "territories":[],"demo":false,"mail":true}}"#
        )
    };
    let path = request.split(' ').nth(1).unwrap();
    match path {
        "/api/v1/cities" => {
            respond("200 OK", &format!(r#"{{"cities":[{},{}]}}"#, town("north", false), town("south", true)))
        }
        "/api/v1/cities/north" => respond("200 OK", &town("north", false)),
        "/api/v1/cities/south" => respond("200 OK", &town("south", true)),
        _ => respond("404 Not Found\r\ncontent-type: application/problem+json", r#"{"code":"not_found"}"#),
    }
}

#[tokio::test]
async fn a_link_brings_a_city_with_its_pins_and_no_link_takes_them_away() {
    let (authority, key, next) =
        (Authority::new(), KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let server = Server::start(&authority, &key, town).await;
    let dir = TempDir::new().unwrap();
    let http = Arc::new(HttpTransport::default().trusting([authority.root.clone()]));
    let core = Core::open(dir.path().to_str().unwrap(), Language::En, Phone::at(0).platform(http)).unwrap();
    let link = |path: &str, pins: &[&KeyPair]| -> CityLink {
        let pins: Vec<_> = pins.iter().map(|key| format!("pin={}", pin(key))).collect();
        read_link(&format!("{}{path}#{}", server.url, pins.join("&")), Language::En).unwrap()
    };

    assert_eq!(core.add_city_by_link(link("/", &[&next])).await, Err(CoreError::Offline), "not its key");
    assert!(core.accounts().unwrap().is_empty());
    let own = core.add_city_by_link(link("/", &[&key, &next])).await.unwrap();
    assert_eq!((own.city.as_str(), own.title.as_str(), own.chosen), ("south", "Town south", true));
    let other = core.add_city_by_link(link("/c/north", &[])).await.unwrap();
    assert_eq!(other.city, "north");
    let again = core.add_city_by_link(link("/c/south", &[])).await.unwrap();
    assert_eq!((again.id, core.accounts().unwrap().len()), (own.id, 2));
    let unknown = core.add_city_by_link(link("/c/west", &[])).await;
    assert!(matches!(unknown, Err(CoreError::Rejected { .. })), "{unknown:?}");

    let thief = KeyPair::generate().unwrap();
    server.change_key(&authority, &thief);
    let before = server.asked().len();
    for pins in [&[][..], &[&thief]] {
        let fooled = core.add_city_by_link(link("/", pins)).await;
        assert_eq!(fooled, Err(CoreError::Offline));
    }
    core.city().await.unwrap(); // the kept one
    assert_eq!(server.asked().len(), before + 1, "the thief learnt which link was shown, and no more");

    server.change_key(&authority, &next);
    core.add_city_by_link(link("/", &[&next])).await.unwrap();
    server.change_key(&authority, &key);
    let known = server.asked().len();
    core.city().await.unwrap();
    assert_eq!(server.asked().len(), known, "the old key is no longer good");
}

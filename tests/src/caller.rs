//! Somebody who talks to the server.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use std::sync::Once;
use uuid::Uuid;

#[derive(Clone)]
pub struct Caller {
    http: Client,
    address: String,
    headers: HeaderMap,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Caller {
    pub fn new(address: &str) -> Caller {
        static TLS: Once = Once::new();
        TLS.call_once(|| {
            // Nothing is encrypted here, but the client wants to know how it would be.
            let _installed = rustls::crypto::ring::default_provider().install_default();
        });
        let http = Client::builder().timeout(crate::server::PATIENCE).build().expect("a client");
        Caller { http, address: address.to_owned(), headers: HeaderMap::new() }
    }

    /// From another address of this machine, 127.0.0.2 and on: another network to the server.
    #[must_use]
    pub fn from_network(mut self, ip: &str) -> Caller {
        let ip: std::net::IpAddr = ip.parse().expect("an address");
        let http = Client::builder().timeout(crate::server::PATIENCE).local_address(ip);
        self.http = http.build().expect("a client");
        self
    }

    #[must_use]
    pub fn with(mut self, header: &'static str, value: &str) -> Caller {
        let value = HeaderValue::from_str(value).expect("a header value");
        self.headers.insert(HeaderName::from_static(header), value);
        self
    }

    /// Says where a request comes from, as browsers do for the city's own pages.
    #[must_use]
    pub fn in_browser(self) -> Caller {
        let address = self.address.clone();
        self.with("origin", &address).with("sec-fetch-site", "same-origin")
    }

    /// The same person at another address of the city.
    #[must_use]
    pub fn to(mut self, address: &str) -> Caller {
        address.clone_into(&mut self.address);
        self
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// `path` is below the city, or absolute with a leading slash.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/api/v1/cities/{}/{path}", crate::CITY)
        };
        self.http.request(method, format!("{}{path}", self.address)).headers(self.headers.clone())
    }

    /// Sends a request that was made with [`Caller::request`].
    pub async fn finish(&self, request: RequestBuilder) -> Answer {
        self.send(request).await.expect("the server answers")
    }

    async fn send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, bytes: response.bytes().await?.to_vec() })
    }

    /// Posts to a server that may die meanwhile; nothing came back then.
    pub async fn attempt(&self, path: &str, body: &Value) -> Option<Answer> {
        self.send(self.request(Method::POST, path).json(body)).await.ok()
    }

    /// The same for reading.
    pub async fn try_get(&self, path: &str) -> Option<Answer> {
        self.send(self.request(Method::GET, path)).await.ok()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await.expect("the server answers")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.attempt(path, body).await.expect("the server answers")
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await.expect("the server answers")
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(body)).await.expect("the server answers")
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await.expect("the server answers")
    }

    pub async fn put_photo(&self, id: Uuid, bytes: &[u8]) -> Answer {
        self.try_put_photo(id, bytes).await.expect("the server answers")
    }

    /// The same to a server that may die meanwhile.
    pub async fn try_put_photo(&self, id: Uuid, bytes: &[u8]) -> Option<Answer> {
        let request = self.request(Method::PUT, &format!("photos/{id}"));
        self.send(request.header("content-type", "image/jpeg").body(bytes.to_vec())).await.ok()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body, if the status is this one. Answers without a body give `null`.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "unexpected answer: {}", self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// Expects a refusal, as problem details with this code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        problem
    }

    /// Expects that exactly this field is at fault, in this way.
    #[track_caller]
    pub fn refused_for(&self, field: &str, code: &str) {
        let problem = self.refused(422, "invalid");
        let errors = problem["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{problem}");
        assert_eq!(
            (errors[0]["field"].as_str(), errors[0]["code"].as_str()),
            (Some(field), Some(code)),
            "{problem}"
        );
        assert!(errors[0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{problem}");
    }

    /// The value of a cookie that the answer sets.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> String {
        let set = self.headers.get_all(SET_COOKIE);
        let mut values =
            set.iter().filter_map(|cookie| cookie.to_str().ok()?.strip_prefix(name)?.strip_prefix('='));
        let value = values.next().unwrap_or_else(|| panic!("no cookie {name}: {}", self.text()));
        value.split(';').next().unwrap_or_default().to_owned()
    }
}

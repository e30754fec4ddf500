//! Talking to a provider: what it says of itself (Discovery 1.0), its keys, codes for tokens. What it
//! said is remembered for a while; keys are asked for anew when a token names one that is not known.

use super::token::{self, Claims, Fault, Opened};
use crate::app::App;
use crate::config;
use crate::folder::Oidc;
use crate::outbound::Outbound;
use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::jwk::Jwk;
use reqwest::{Method, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use urlencoding::encode;

/// How long what a provider says of itself holds.
const MEMORY: Duration = Duration::hours(1);
/// How often keys are asked for anew, at most: anybody can send tokens that name unknown ones.
const KEYS_REST: Duration = Duration::minutes(1);
/// How long a provider that did not answer is left alone.
const DOWN_REST: Duration = Duration::seconds(5);
/// Keys of one provider, at most.
const KEYS_MAX: usize = 100;

/// Every provider that was asked, by issuer.
#[derive(Default)]
pub struct Providers(Mutex<HashMap<String, Arc<tokio::sync::Mutex<Known>>>>);

/// What is remembered of a provider.
#[derive(Default)]
struct Known {
    said: Option<Said>,
    failed_at: Option<DateTime<Utc>>,
}

struct Said {
    metadata: Arc<Metadata>,
    at: DateTime<Utc>,
    keys: Arc<Vec<Jwk>>,
    keys_at: DateTime<Utc>,
}

/// What a provider says of itself, as far as we ask.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default, rename = "authorization_response_iss_parameter_supported")]
    pub names_itself: bool,
}

/// What a code was good for.
#[derive(Deserialize)]
pub struct Tokens {
    pub id_token: String,
    pub access_token: Option<String>,
}

/// Why there is no answer that counts.
#[derive(Debug, thiserror::Error)]
pub enum Silence {
    #[error("the provider does not answer as it should: {0:#}")]
    Unavailable(anyhow::Error),
    #[error("the provider refuses: {0}")]
    Refused(String),
}

impl From<anyhow::Error> for Silence {
    fn from(error: anyhow::Error) -> Self {
        Self::Unavailable(error)
    }
}

impl Metadata {
    /// Where a browser signs in.
    pub fn authorization(&self) -> Result<Url> {
        web_address(&self.authorization_endpoint)
    }

    /// Where a browser signs out.
    pub fn end_session(&self) -> Option<Url> {
        web_address(self.end_session_endpoint.as_deref()?).ok()
    }
}

/// An address that a browser may be sent to.
fn web_address(text: &str) -> Result<Url> {
    let url = Url::parse(text).context("not an address")?;
    if !matches!(url.scheme(), "https" | "http") {
        bail!("not an address of the web");
    }
    Ok(url)
}

impl Providers {
    fn of(&self, issuer: &str) -> Arc<tokio::sync::Mutex<Known>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(issuer.to_owned()).or_default().clone()
    }
}

/// What the provider says of itself.
pub async fn metadata(app: &App, issuer: &str) -> Result<Arc<Metadata>, Silence> {
    let known = app.providers.of(issuer);
    let mut known = known.lock().await;
    Ok(known.fresh(app, issuer).await?.metadata.clone())
}

/// What a token says, if the provider signed it.
pub async fn open(app: &App, issuer: &str, token: &str) -> Result<Result<Opened, Fault>, Silence> {
    let known = app.providers.of(issuer);
    let mut known = known.lock().await;
    let said = known.fresh(app, issuer).await?;
    let opened = token::open(token, &said.keys);
    let now = app.clock.now();
    if !matches!(opened, Err(Fault::UnknownKey)) || now - said.keys_at < KEYS_REST {
        return Ok(opened);
    }
    said.keys_at = now;
    said.keys = Arc::new(keys(&app.outbound, &said.metadata.jwks_uri).await?);
    Ok(token::open(token, &said.keys))
}

impl Known {
    /// What was said not too long ago; else the provider is asked.
    async fn fresh(&mut self, app: &App, issuer: &str) -> Result<&mut Said> {
        let now = app.clock.now();
        if self.said.as_ref().is_none_or(|said| now - said.at >= MEMORY) {
            if self.failed_at.is_some_and(|at| now - at < DOWN_REST) {
                bail!("it did not answer a moment ago");
            }
            match ask(&app.outbound, issuer, now).await {
                Ok(said) => (self.said, self.failed_at) = (Some(said), None),
                Err(error) => {
                    self.failed_at = Some(now);
                    return Err(error);
                }
            }
        }
        self.said.as_mut().context("asked just now")
    }
}

async fn ask(outbound: &Outbound, issuer: &str, now: DateTime<Utc>) -> Result<Said> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let metadata: Metadata = get(outbound, &address, None).await.context("its configuration")?;
    if metadata.issuer != issuer {
        bail!("it is not the issuer that the city names");
    }
    let keys = keys(outbound, &metadata.jwks_uri).await?;
    Ok(Said { metadata: Arc::new(metadata), at: now, keys: Arc::new(keys), keys_at: now })
}

/// The keys that we can read; others of the provider are for others.
async fn keys(outbound: &Outbound, address: &str) -> Result<Vec<Jwk>> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let set: Set = get(outbound, address, None).await.context("its keys")?;
    let readable = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
    Ok(readable.take(KEYS_MAX).collect())
}

/// Gives the code, and the verifier that the request was made with, for tokens.
pub async fn exchange(
    app: &App,
    (oidc, city): (&Oidc, &str),
    metadata: &Metadata,
    form: &[(&str, &str)],
) -> Result<Tokens, Silence> {
    let secret = config::oidc_secret(city)?;
    let mut request = app.outbound.request(Method::POST, &metadata.token_endpoint)?;
    let mut form: Vec<(&str, &str)> = form.to_vec();
    let methods = metadata.token_endpoint_auth_methods_supported.as_deref();
    // A provider that says nothing takes Basic (Discovery 1.0 §3).
    let basic = methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"));
    match &secret {
        // RFC 6749 §2.3.1: both are encoded as in a form first.
        Some(secret) if basic => {
            request = request.basic_auth(encode(&oidc.client_id), Some(encode(secret.expose())));
        }
        Some(secret) => form.extend([("client_id", &*oidc.client_id), ("client_secret", secret.expose())]),
        None => form.push(("client_id", &oidc.client_id)),
    }
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(form_of(&form))
        .build()
        .map_err(|error| anyhow!(error.without_url()))?;
    let answer = app.outbound.send(request).await?;
    if answer.status.is_client_error() {
        return Err(Silence::Refused(refusal(&answer.body)));
    }
    if !answer.status.is_success() {
        return Err(anyhow!("its token endpoint answers {}", answer.status).into());
    }
    let tokens = serde_json::from_slice(&answer.body);
    Ok(tokens.map_err(|_| anyhow!("its token endpoint answers no tokens"))?)
}

/// The name of the error; what else a provider says could be anything.
fn refusal(body: &[u8]) -> String {
    let said: Option<Value> = serde_json::from_slice(body).ok();
    error_name(said.as_ref().and_then(|said| said.get("error")?.as_str()))
}

/// A provider's error, if it is a plain name that may stand in a log.
pub fn error_name(said: Option<&str>) -> String {
    let plain = |text: &&str| text.len() <= 60 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    said.filter(plain).unwrap_or("without a reason").to_owned()
}

/// What the provider says of a person where it is asked for it; nothing if it has no such place.
pub async fn userinfo(app: &App, metadata: &Metadata, access_token: &str) -> Result<Option<Claims>, Silence> {
    let Some(address) = &metadata.userinfo_endpoint else { return Ok(None) };
    Ok(Some(get(&app.outbound, address, Some(access_token)).await.context("what it says of a person")?))
}

async fn get<T: DeserializeOwned>(outbound: &Outbound, address: &str, bearer: Option<&str>) -> Result<T> {
    let mut request = outbound.request(Method::GET, address)?.header("accept", "application/json");
    if let Some(token) = bearer {
        request = request.bearer_auth(token);
    }
    let answer = outbound.send(request.build().map_err(reqwest::Error::without_url)?).await?;
    if !answer.status.is_success() {
        bail!("the answer is {}", answer.status);
    }
    // Never the body itself: it may hold what was meant for nobody's log.
    serde_json::from_slice(&answer.body).map_err(|_| anyhow!("the answer cannot be read"))
}

fn form_of(pairs: &[(&str, &str)]) -> String {
    let said: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    said.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_what_was_put_in() {
        assert_eq!(form_of(&[("a", "b c&d=e"), ("f", "ж%")]), "a=b%20c%26d%3De&f=%D0%B6%25");
    }

    #[test]
    fn only_plain_names_of_errors_reach_the_log() {
        assert_eq!(error_name(Some("access_denied")), "access_denied");
        assert_eq!(error_name(Some("<script>")), "without a reason");
        assert_eq!(refusal(br#"{"error":"invalid_grant","error_description":"x"}"#), "invalid_grant");
        assert_eq!(refusal(b"<html>"), "without a reason");
    }
}

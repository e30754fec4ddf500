//! The city's API as the phone calls it: builds requests, judges answers. Keeps nothing.

use std::collections::HashMap;
use std::sync::Arc;

use domain::text::Language;
use domain::wire::abuse::Challenge;
use domain::wire::problem::{Code, Problem};
use domain::wire::report::{Receipt, ReportPage, ReportView};
use domain::wire::resident::Refreshed;
use domain::wire::session::Refresh;
use serde::de::DeserializeOwned;
use urlencoding::encode;

use crate::account::{Account, Keyring, Tokens};
use crate::error::{CoreError, Refusal, RefusalCode};
use crate::platform::{HttpMethod, HttpRequest, HttpResponse, Platform, TransportError};
use crate::view::{Bounds, MapFilter, PhotoSize};
use crate::{proof, random};

/// Why a call brought nothing.
#[derive(Debug, PartialEq)]
pub(crate) enum Failure {
    /// Nothing left the phone.
    NotConnected,
    /// No usable answer this time. The server may have done it all the same.
    Later {
        /// The server's `Retry-After`, milliseconds.
        asked: Option<i64>,
    },
    /// The city itself was reached and could not answer.
    Broken,
    /// The server says no, and will say so again.
    Refused(Refusal),
    /// The phone's own storage.
    Phone(CoreError),
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::NotConnected => Self::NotConnected,
            TransportError::NoAnswer => Self::Later { asked: None },
        }
    }
}

impl From<CoreError> for Failure {
    /// A safe that is locked opens later.
    fn from(error: CoreError) -> Self {
        match error {
            CoreError::Offline => Self::Later { asked: None },
            error => Self::Phone(error),
        }
    }
}

impl From<Failure> for CoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotConnected | Failure::Later { .. } | Failure::Broken => Self::Offline,
            Failure::Refused(refusal) => refusal.into(),
            Failure::Phone(error) => error,
        }
    }
}

/// An access token that ends sooner than this is changed before it is used, milliseconds.
const SOON: i64 = 30_000;

/// Where tiles are; everything else is under the API's root.
const TILES: &str = "/tiles/";

/// Speaks to the city of one account, in its name.
pub(crate) struct Client {
    pub platform: Platform,
    pub keyring: Arc<Keyring>,
    pub account: Account,
    pub language: Language,
    /// By which the city tells this phone from others.
    pub device: String,
}

/// One request, as far as its sender has to say it.
pub(crate) struct Call<'a> {
    method: HttpMethod,
    path: &'a str,
    secret: Option<&'a str>,
    headers: Vec<(&'static str, String)>,
    body: Option<(&'a str, Vec<u8>)>,
}

/// How much of a photo the city has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Bytes from its beginning.
    pub arrived: u32,
    /// Whether that is all of it.
    pub is_whole: bool,
}

impl<'a> Call<'a> {
    /// Reads what is at `path`.
    pub fn get(path: &'a str) -> Self {
        Self { method: HttpMethod::Get, path, secret: None, headers: Vec::new(), body: None }
    }

    /// Takes away what is at `path`.
    pub fn delete(path: &'a str) -> Self {
        Self { method: HttpMethod::Delete, path, secret: None, headers: Vec::new(), body: None }
    }

    /// Puts bytes of this media type at `path`.
    pub fn put(path: &'a str, kind: &'a str, body: Vec<u8>) -> Self {
        Self { method: HttpMethod::Put, path, secret: None, headers: Vec::new(), body: Some((kind, body)) }
    }

    /// Sends JSON to `path`.
    pub fn post(path: &'a str, json: &str) -> Self {
        let body = Some(("application/json", json.as_bytes().to_vec()));
        Self { method: HttpMethod::Post, path, secret: None, headers: Vec::new(), body }
    }

    /// Under a name: sent again under it, it is done once.
    pub fn named(mut self, name: &str) -> Self {
        self.headers.push(("idempotency-key", name.to_owned()));
        self
    }

    /// With JSON.
    pub fn with_json(self, json: &'a str) -> Self {
        Self { body: Some(("application/json", json.as_bytes().to_vec())), ..self }
    }

    /// As the author of a report, who proves it by its secret.
    pub fn with_secret(self, secret: Option<&'a str>) -> Self {
        Self { secret, ..self }
    }

    /// Unless the answer still is the one called so by its ETag: then 304 comes back.
    pub fn unless(mut self, held: Option<&str>) -> Self {
        self.headers.extend(held.map(|held| ("if-none-match", held.to_owned())));
        self
    }
}

impl Client {
    /// What a city says about itself under `what`: nothing for the city, else `/catalogue`. With the
    /// answer comes its ETag; nothing comes when the one that is `held` is still good.
    pub async fn about_city(
        &self,
        what: &str,
        held: Option<&str>,
    ) -> Result<Option<(String, Option<String>)>, Failure> {
        let answer = self.send(Call::get(&self.in_city(what)).unless(held)).await?;
        if answer.status == 304 {
            return Ok(None);
        }
        let etag = answer.header("etag").map(str::to_owned);
        let body = String::from_utf8(answer.body).map_err(|_| Failure::Later { asked: None })?;
        Ok(Some((body, etag)))
    }

    /// A report as this account sees it, or as its author does with the secret.
    pub async fn report(&self, id: &str, secret: Option<&str>) -> Result<ReportView, Failure> {
        let path = self.in_city(&format!("/reports/{}", encode(id)));
        read(&self.send(Call::get(&path).with_secret(secret)).await?)
    }

    /// A report as everybody sees it.
    pub async fn public_report(&self, id: &str) -> Result<ReportView, Failure> {
        let path = self.in_city(&format!("/reports/{}", encode(id)));
        read(&self.send_unsigned(Call::get(&path)).await?)
    }

    /// A report by its number, as whoever asks may see it.
    pub async fn report_by_number(&self, number: &str) -> Result<ReportView, Failure> {
        let path = self.in_city(&format!("/reports/by-number/{}", encode(number)));
        read(&self.send(Call::get(&path)).await?)
    }

    /// A page of the reports that `filter` means in a part of the map, after the one whose `next` was
    /// `cursor`.
    pub async fn reports(
        &self,
        area: Bounds,
        filter: &MapFilter,
        cursor: Option<&str>,
    ) -> Result<ReportPage, Failure> {
        let Bounds { west, south, east, north } = area;
        let which = filter.query().map(|words| format!("&{words}")).unwrap_or_default();
        let after = cursor.map(|cursor| format!("&cursor={}", encode(cursor))).unwrap_or_default();
        let path = self.in_city(&format!("/reports?bbox={west},{south},{east},{north}{which}{after}"));
        read(&self.send(Call::get(&path)).await?)
    }

    /// The JPEG of a photo; one that is hidden only with its report's secret.
    pub async fn photo(&self, id: &str, size: PhotoSize, secret: Option<&str>) -> Result<Vec<u8>, Failure> {
        let path = self.in_city(&format!("/photos/{}/{}", encode(id), size.name()));
        Ok(self.send(Call::get(&path).with_secret(secret)).await?.body)
    }

    /// Sends a photo; again is no harm.
    pub async fn put_photo(&self, id: &str, jpeg: Vec<u8>) -> Result<(), Failure> {
        let path = self.in_city(&format!("/photos/{}", encode(id)));
        self.send(Call::put(&path, "image/jpeg", jpeg)).await?;
        Ok(())
    }

    /// How much of a photo that was begun in parts is there.
    pub async fn ask_part(&self, id: &str) -> Result<Progress, Failure> {
        let path = self.in_city(&format!("/photos/{}/upload", encode(id)));
        let call = Call { headers: vec![("x-device", self.device.clone())], ..Call::get(&path) };
        let answer = self.exchange(call).await?;
        match progress(&answer) {
            Some(progress) => Ok(progress),
            None if answer.status == 404 => Ok(Progress { arrived: 0, is_whole: false }),
            None => Err(judge(answer).err().unwrap_or(Failure::Broken)),
        }
    }

    /// Sends the next part of a photo; what the city has then, also where it expected another part.
    pub async fn send_part(
        &self,
        id: &str,
        at: u32,
        last: bool,
        bytes: Vec<u8>,
    ) -> Result<Progress, Failure> {
        let path = self.in_city(&format!("/photos/{}/upload", encode(id)));
        let headers = vec![
            ("upload-offset", at.to_string()),
            ("upload-complete", if last { "?1" } else { "?0" }.to_owned()),
        ];
        let body = Some(("application/partial-upload", bytes));
        let call = Call { method: HttpMethod::Post, path: &path, secret: None, headers, body };
        let answer = self.exchange(call).await?;
        progress(&answer).ok_or_else(|| judge(answer).err().unwrap_or(Failure::Broken))
    }

    /// Sends a report; again gives the same receipt. The receipt as JSON, known to be one.
    pub async fn submit(&self, report: &str) -> Result<String, Failure> {
        let answer = self.send(Call::post(&self.in_city("/reports"), report)).await?;
        read::<Receipt>(&answer)?;
        String::from_utf8(answer.body).map_err(|_| Failure::Later { asked: None })
    }

    /// The path of something of the account's city.
    pub fn in_city(&self, path: &str) -> String {
        format!("/cities/{}{path}", encode(&self.account.city))
    }

    /// Sends a call and judges the answer. A session that has run out is renewed on the way, once.
    pub async fn send(&self, call: Call<'_>) -> Result<HttpResponse, Failure> {
        judge(self.exchange(call).await?)
    }

    /// The same with whatever came back.
    async fn exchange(&self, call: Call<'_>) -> Result<HttpResponse, Failure> {
        let mut tokens = self.keyring.tokens(&self.account)?;
        // What somebody did is not sent in nobody's name; everybody may look.
        if tokens.is_none() && self.account.person.is_some() && call.method != HttpMethod::Get {
            return Err(signed_out());
        }
        let now = self.platform.clock.now();
        if let Some(old) = tokens.as_ref().filter(|old| old.access_until.saturating_sub(now) < SOON) {
            tokens = Some(self.renew(&old.access).await?);
        }
        let request = self.request(call);
        let answer = self.proven(request.clone(), tokens.as_ref()).await?;
        let (401, Some(old)) = (answer.status, tokens) else { return Ok(answer) };
        let renewed = self.renew(&old.access).await?;
        self.proven(request, Some(&renewed)).await
    }

    /// The same without saying who asks.
    pub async fn send_unsigned(&self, call: Call<'_>) -> Result<HttpResponse, Failure> {
        judge(self.proven(self.request(call), None).await?)
    }

    fn request(&self, call: Call<'_>) -> HttpRequest {
        let mut headers = HashMap::from([("accept-language".to_owned(), self.language.code().to_owned())]);
        if call.method != HttpMethod::Get {
            headers.insert("x-device".to_owned(), self.device.clone());
        }
        if let Some(secret) = call.secret {
            headers.insert("x-report-secret".to_owned(), secret.to_owned());
        }
        headers.extend(call.headers.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let body = call.body.map(|(kind, bytes)| {
            headers.insert("content-type".to_owned(), kind.to_owned());
            bytes
        });
        let root = if call.path.starts_with(TILES) { "" } else { "/api/v1" };
        HttpRequest {
            method: call.method,
            url: format!("{}{}{}", self.account.server, root, call.path),
            headers,
            body,
            pins: Vec::new(),
        }
    }

    /// The answer to a request, with the proof of work that the city may ask for.
    async fn proven(
        &self,
        mut request: HttpRequest,
        tokens: Option<&Tokens>,
    ) -> Result<HttpResponse, Failure> {
        if let Some(tokens) = tokens {
            request.headers.insert("authorization".to_owned(), format!("Bearer {}", tokens.access));
        }
        for _ in 0..proof::TRIES {
            let response = self.platform.transport.send(request.clone()).await?;
            let Some(challenge) = challenge(&response) else { return Ok(response) };
            let answer = proof::answer(challenge).await.ok_or(Failure::Later { asked: None })?;
            request.headers.insert("x-proof".to_owned(), answer);
        }
        Err(Failure::Later { asked: None })
    }

    /// New tokens in place of those whose access token is `old`, unless somebody just did it.
    ///
    /// The change has a name that is kept before it is sent: when its answer is lost, the next try is
    /// the same change to the city and not a thief's.
    async fn renew(&self, old: &str) -> Result<Tokens, Failure> {
        let _one_at_a_time = self.keyring.changing.lock().await;
        let held = self.keyring.tokens(&self.account)?.ok_or_else(signed_out)?;
        if held.access != old {
            return Ok(held);
        }
        let attempt = held.attempt.clone().map_or_else(random::secret, Ok)?;
        let named = Tokens { attempt: Some(attempt.clone()), ..held };
        self.keyring.keep(&self.account, named.clone())?;
        let asked = Refresh { refresh_token: named.refresh, attempt: Some(attempt) };
        let json = serde_json::to_string(&asked).map_err(CoreError::from)?;
        let answer = self.send_unsigned(Call::post("/sessions/refresh", &json)).await;
        // Whoever signed in or out meanwhile has the last word.
        let held = self.keyring.tokens(&self.account)?.ok_or_else(signed_out)?;
        if held.refresh != asked.refresh_token {
            return Ok(held);
        }
        match answer {
            Ok(answer) => {
                let (access, refresh, seconds) = match read::<Refreshed>(&answer)? {
                    Refreshed::Staff(session) => {
                        (session.access_token, session.refresh_token, session.expires_in)
                    }
                    Refreshed::Resident(session) => {
                        (session.access_token, session.refresh_token, session.expires_in)
                    }
                };
                let tokens = self.tokens(access, refresh, seconds).ok_or(Failure::Later { asked: None })?;
                self.keyring.keep(&self.account, tokens.clone())?;
                Ok(tokens)
            }
            Err(Failure::Refused(refusal)) if refusal.code == RefusalCode::Unauthorized => {
                self.keyring.forget(&self.account)?;
                Err(Failure::Refused(refusal))
            }
            Err(failure) => Err(failure),
        }
    }

    /// What an answer to signing in gave, as it is kept.
    pub fn tokens(
        &self,
        access: Option<String>,
        refresh: Option<String>,
        seconds: Option<i64>,
    ) -> Option<Tokens> {
        let now = self.platform.clock.now();
        let access_until = now.saturating_add(seconds?.saturating_mul(1000));
        Some(Tokens { access: access?, access_until, refresh: refresh?, attempt: None })
    }
}

fn signed_out() -> Failure {
    Failure::Refused(Refusal { code: RefusalCode::Unauthorized, fields: Vec::new() })
}

/// What has to be solved before the city takes the request, if that is what it says.
fn challenge(response: &HttpResponse) -> Option<Challenge> {
    if response.status != 429 {
        return None;
    }
    let problem: Problem = serde_json::from_slice(&response.body).ok()?;
    problem.challenge.filter(|_| problem.code == Code::ProofNeeded)
}

/// Only the city's own refusals count as such. Whatever else comes, a hotel's sign-in page or a
/// proxy's apology, means that the city was not reached.
fn judge(response: HttpResponse) -> Result<HttpResponse, Failure> {
    let asked = response
        .header("retry-after")
        .and_then(|seconds| seconds.trim().parse::<i64>().ok())
        .map(|seconds| seconds.saturating_mul(1000));
    let problem =
        response.header("content-type").is_some_and(|kind| kind.starts_with("application/problem+json"));
    match response.status {
        200..=299 | 304 => Ok(response),
        408 | 425 | 429 => Err(Failure::Later { asked }),
        400..=499 if problem => Err(Failure::Refused(refusal(&response))),
        500 if problem => Err(Failure::Broken),
        _ => Err(Failure::Later { asked }),
    }
}

/// How far an upload is, where an answer says so.
fn progress(response: &HttpResponse) -> Option<Progress> {
    if !matches!(response.status, 201 | 204 | 409) {
        return None;
    }
    let arrived = response.header("upload-offset")?.trim().parse().ok()?;
    Some(Progress { arrived, is_whole: response.header("upload-complete")?.trim() == "?1" })
}

/// A newer server may refuse for reasons that this phone has no word for.
fn refusal(response: &HttpResponse) -> Refusal {
    serde_json::from_slice::<Problem>(&response.body)
        .map_or(Refusal { code: RefusalCode::BadRequest, fields: Vec::new() }, Refusal::from)
}

/// What an answer says.
pub(crate) fn read<T: DeserializeOwned>(response: &HttpResponse) -> Result<T, Failure> {
    let json = response.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    serde_json::from_slice(&response.body)
        .map_err(|_| if json { Failure::Broken } else { Failure::Later { asked: None } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &str, body: &str) -> HttpResponse {
        let headers = HashMap::from([
            ("Content-Type".to_owned(), kind.to_owned()),
            ("Retry-After".to_owned(), "30".to_owned()),
        ]);
        HttpResponse { status, headers, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn a_sign_in_page_of_a_hotel_is_no_refusal() {
        let page = judge(answer(403, "text/html", "<html>Welcome</html>"));
        assert_eq!(page.unwrap_err(), Failure::Later { asked: Some(30_000) });
        let page = judge(answer(200, "text/html", "<html>Welcome</html>")).unwrap();
        assert_eq!(read::<Receipt>(&page).unwrap_err(), Failure::Later { asked: None });
    }

    #[test]
    fn a_refusal_with_an_unknown_code_is_still_a_refusal() {
        let refused = judge(answer(422, "application/problem+json", r#"{"code":"of_tomorrow"}"#));
        let refusal = Refusal { code: RefusalCode::BadRequest, fields: Vec::new() };
        assert_eq!(refused.unwrap_err(), Failure::Refused(refusal));
    }

    #[test]
    fn a_server_in_trouble_is_asked_again_when_it_says() {
        let later = Failure::Later { asked: Some(30_000) };
        for status in [429, 502, 503] {
            let answered = judge(answer(status, "application/problem+json", "{}"));
            assert_eq!(answered.unwrap_err(), later);
        }
        assert_eq!(judge(answer(500, "text/html", "")).unwrap_err(), later);
        assert_eq!(judge(answer(500, "application/problem+json", "{}")).unwrap_err(), Failure::Broken);
    }
}

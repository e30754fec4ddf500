//! The city's API as the phone calls it: builds requests, judges answers. Keeps nothing.

use std::collections::HashMap;
use std::sync::Arc;

use domain::text::Language;
use domain::wire::abuse::Challenge;
use domain::wire::problem::{Code, Problem};
use domain::wire::report::{Receipt, ReportPage, ReportView};
use serde::de::DeserializeOwned;
use urlencoding::encode;

use crate::error::{CoreError, Refusal, RefusalCode};
use crate::proof;
use crate::transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError};
use crate::view::{Bounds, PhotoSize};

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
    /// The server says no, and will say so again.
    Refused(Refusal),
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::NotConnected => Self::NotConnected,
            TransportError::NoAnswer => Self::Later { asked: None },
        }
    }
}

impl From<Failure> for CoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotConnected | Failure::Later { .. } => Self::Offline,
            Failure::Refused(refusal) => refusal.into(),
        }
    }
}

/// Speaks to one server in one language.
pub(crate) struct Client {
    transport: Arc<dyn Transport>,
    base_url: String,
    language: Language,
    /// By which the city tells this phone from others.
    device: String,
}

impl Client {
    pub fn new(transport: Arc<dyn Transport>, base_url: &str, language: Language, device: String) -> Self {
        Self { transport, base_url: base_url.trim_end_matches('/').to_owned(), language, device }
    }

    /// What a city says about itself under `what`: nothing for the city, else `/catalogue`.
    pub async fn about_city(&self, city: &str, what: &str) -> Result<String, Failure> {
        let answer = self.send(HttpMethod::Get, city, what, None, None).await?;
        String::from_utf8(answer.body).map_err(|_| Failure::Later { asked: None })
    }

    /// A report as its author sees it, or as everybody does without the secret.
    pub async fn report(&self, city: &str, id: &str, secret: Option<&str>) -> Result<ReportView, Failure> {
        let path = format!("/reports/{}", encode(id));
        read(&self.send(HttpMethod::Get, city, &path, secret, None).await?)
    }

    /// A page of the reports in a part of the map, after the one whose `next` was `cursor`.
    pub async fn reports(
        &self,
        city: &str,
        area: Bounds,
        cursor: Option<&str>,
    ) -> Result<ReportPage, Failure> {
        let Bounds { west, south, east, north } = area;
        let after = cursor.map(|cursor| format!("&cursor={}", encode(cursor))).unwrap_or_default();
        let path = format!("/reports?bbox={west},{south},{east},{north}{after}");
        read(&self.send(HttpMethod::Get, city, &path, None, None).await?)
    }

    /// The JPEG of a photo; one that is hidden only with its report's secret.
    pub async fn photo(
        &self,
        city: &str,
        id: &str,
        size: PhotoSize,
        secret: Option<&str>,
    ) -> Result<Vec<u8>, Failure> {
        let path = format!("/photos/{}/{}", encode(id), size.name());
        Ok(self.send(HttpMethod::Get, city, &path, secret, None).await?.body)
    }

    /// Sends a photo; again is no harm.
    pub async fn put_photo(&self, city: &str, id: &str, jpeg: Vec<u8>) -> Result<(), Failure> {
        let path = format!("/photos/{}", encode(id));
        self.send(HttpMethod::Put, city, &path, None, Some(("image/jpeg", jpeg))).await?;
        Ok(())
    }

    /// Sends a report; again gives the same receipt. The receipt as JSON, known to be one.
    pub async fn submit(&self, city: &str, report: &str) -> Result<String, Failure> {
        let body = Some(("application/json", report.as_bytes().to_vec()));
        let answer = self.send(HttpMethod::Post, city, "/reports", None, body).await?;
        read::<Receipt>(&answer)?;
        String::from_utf8(answer.body).map_err(|_| Failure::Later { asked: None })
    }

    async fn send(
        &self,
        method: HttpMethod,
        city: &str,
        path: &str,
        secret: Option<&str>,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<HttpResponse, Failure> {
        let mut headers = HashMap::from([("accept-language".to_owned(), self.language.code().to_owned())]);
        if method != HttpMethod::Get {
            headers.insert("x-device".to_owned(), self.device.clone());
        }
        if let Some(secret) = secret {
            headers.insert("x-report-secret".to_owned(), secret.to_owned());
        }
        let body = body.map(|(kind, bytes)| {
            headers.insert("content-type".to_owned(), kind.to_owned());
            bytes
        });
        let url = format!("{}/api/v1/cities/{}{path}", self.base_url, encode(city));
        let mut request = HttpRequest { method, url, headers, body };
        for _ in 0..proof::TRIES {
            let response = self.transport.send(request.clone()).await?;
            let Some(challenge) = challenge(&response) else { return judge(response) };
            let answer = proof::answer(challenge).await.ok_or(Failure::Later { asked: None })?;
            request.headers.insert("x-proof".to_owned(), answer);
        }
        Err(Failure::Later { asked: None })
    }
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
        200..=299 => Ok(response),
        408 | 425 | 429 => Err(Failure::Later { asked }),
        400..=499 if problem => Err(Failure::Refused(refusal(&response))),
        _ => Err(Failure::Later { asked }),
    }
}

/// A newer server may refuse for reasons that this phone has no word for.
fn refusal(response: &HttpResponse) -> Refusal {
    serde_json::from_slice::<Problem>(&response.body)
        .map_or(Refusal { code: RefusalCode::BadRequest, fields: Vec::new() }, Refusal::from)
}

fn read<T: DeserializeOwned>(response: &HttpResponse) -> Result<T, Failure> {
    serde_json::from_slice(&response.body).map_err(|_| Failure::Later { asked: None })
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
        for status in [429, 500, 503] {
            let answered = judge(answer(status, "application/problem+json", "{}"));
            assert_eq!(answered.unwrap_err(), later);
        }
    }
}

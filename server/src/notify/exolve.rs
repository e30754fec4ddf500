//! Text messages by MTS Exolve, a Russian operator's HTTP interface: `POST …/messaging/v1/SendSMS` with
//! a bearer key and `number` (from whom), `destination` (to whom, digits), `text`; the answer has a
//! `message_id` (docs.exolve.ru, SMS API, SendSMS). It knows no id of ours: when an answer is lost the
//! message may come twice.

use super::{Carrier, Fault, Letter};
use crate::config::{Config, Secret};
use crate::outbound::Outbound;
use anyhow::{Context, Result, ensure};
use axum::http::{Method, StatusCode};
use futures::future::BoxFuture;
use serde_json::{Value, json};

/// An account there.
pub struct Exolve {
    outbound: Outbound,
    url: String,
    from: String,
    key: Secret,
}

impl Exolve {
    pub fn open(config: &Config, outbound: &Outbound) -> Result<Self> {
        ensure!(!config.sms_from.is_empty(), "CITYCENTER_SMS_FROM says who sends text messages");
        let _admitted = outbound.request(Method::POST, &config.sms_url).context("CITYCENTER_SMS_URL")?;
        Ok(Self {
            outbound: outbound.clone(),
            url: config.sms_url.clone(),
            from: config.sms_from.expose().to_owned(),
            key: config.sms_key.clone(),
        })
    }

    async fn send(&self, letter: &Letter) -> Result<(StatusCode, Vec<u8>)> {
        let message = json!({
            "number": self.from,
            "destination": letter.address.trim_start_matches('+'),
            "text": letter.words.body,
        });
        let request = self.outbound.request(Method::POST, &self.url)?;
        let answer =
            self.outbound.send(request.bearer_auth(self.key.expose()).json(&message).build()?).await?;
        Ok((answer.status, answer.body))
    }
}

impl Carrier for Exolve {
    fn carry<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            match self.send(letter).await {
                Ok((status, body)) => understood(status, &body),
                Err(_) => Err(Fault::Passing("the gateway does not answer".to_owned())),
            }
        })
    }
}

/// What an answer means. Its words may name the number, and are not logged.
fn understood(status: StatusCode, body: &[u8]) -> Result<(), Fault> {
    let named = || serde_json::from_slice::<Value>(body).is_ok_and(|answer| !answer["message_id"].is_null());
    let said = format!("the gateway says {}", status.as_u16());
    match status.as_u16() {
        200..300 if named() => Ok(()),
        // Sent or not: nobody knows, and twice is worse.
        200..300 => Err(Fault::Final("the gateway gave no message_id".to_owned())),
        // Ours to put right: the key, the balance.
        401..=403 | 408 | 429 | 500.. => Err(Fault::Passing(said)),
        _ => Err(Fault::Final(said)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_with_an_id_was_sent() {
        let of = |status: u16, body: &str| understood(StatusCode::from_u16(status).unwrap(), body.as_bytes());
        assert_eq!(of(200, r#"{"message_id":"439166538239448548"}"#), Ok(()));
        assert!(matches!(of(200, "{}"), Err(Fault::Final(_))));
        assert!(matches!(of(400, "{}"), Err(Fault::Final(_))));
        for later in [401, 403, 429, 500, 503] {
            assert!(matches!(of(later, ""), Err(Fault::Passing(_))), "{later}");
        }
    }
}

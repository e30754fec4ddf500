//! Residents who sign in by a code.

use crate::post::{MailServer, code_in};
use crate::reports::CONSENT;
use crate::{Caller, Town};
use serde_json::{Value, json};

/// Asks for a code by e-mail in English; gives its id and the code.
pub async fn code_by_mail(caller: &Caller, mail: &MailServer, address: &str) -> (Value, String) {
    let asked = json!({ "to": { "email": address }, "language": "en", "consent": CONSENT });
    let sent = caller.post("sign-in-codes", &asked).await.expect(202);
    (sent["id"].clone(), code_in(&mail.next().await.text))
}

/// The body that enters a code.
pub fn entering((id, code): (Value, String)) -> Value {
    json!({ "code_id": id, "code": code })
}

/// Somebody who signs in with a browser, by a code to this address.
pub async fn resident(town: &Town, mail: &MailServer, address: &str) -> Caller {
    let anybody = town.anybody();
    let body = entering(code_by_mail(&anybody, mail, address).await);
    let answer = anybody.post("resident-sessions", &body).await;
    let cookie = answer.cookie("resident");
    answer.expect(201);
    anybody.with("cookie", &format!("resident={cookie}")).in_browser()
}

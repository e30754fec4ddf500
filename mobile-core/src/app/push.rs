//! Being woken when something happens.

use domain::wire::news::{DropPush, KeepPush, PushKey};
use urlencoding::encode;

use super::Core;
use crate::account::PersonKind;
use crate::client::{Call, Client, Failure, read};
use crate::error::CoreError;
use crate::outbox::{self, Delivery, Kind};
use crate::settings;

/// Under which the address that the cities have is kept.
const ADDRESS: &str = "push_endpoint";
/// Reports that a phone without an account is told of: the newest.
const REPORTS_MAX: usize = 50;

#[uniffi::export]
impl Core {
    /// Lets the city wake this phone: for a resident who is signed in whatever happens to their cases, else
    /// what happens to the reports that were made here. Staff is not woken: their round asks. Call it at the start, after a report was sent, and when
    /// the distributor gave another address. Gives whether the city can wake the phone now; without that
    /// `flush` still hears what happened, whenever it is called.
    pub async fn register_push(&self) -> Result<bool, CoreError> {
        let client = self.client()?;
        let staff = client.account.person.as_ref().is_some_and(|person| person.kind == PersonKind::Staff);
        let Some(registration) = self.platform.push.clone().filter(|_| !staff) else { return Ok(false) };
        let path = client.in_city("/push-key");
        let key: PushKey = read(&client.send(Call::get(&path)).await?)?;
        let Some(address) = registration.address(key.key.clone()) else { return Ok(false) };
        let keep = serde_json::to_string(&KeepPush {
            endpoint: address.endpoint.clone(),
            p256dh: address.p256dh,
            auth: address.auth,
            key: key.key,
            language: self.language,
        })?;
        self.storage.write(|tx| settings::keep(tx, ADDRESS, &address.endpoint))?;
        for (path, secret) in self.doors(&client)? {
            let call = Call::put(&path, "application/json", keep.clone().into_bytes());
            match client.send(call.with_secret(secret.as_deref())).await {
                // A report that is gone has no news.
                Ok(_) | Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(true)
    }

    /// The city wakes this phone no more.
    pub async fn unregister_push(&self) -> Result<(), CoreError> {
        let client = self.client()?;
        let Some(endpoint) = self.storage.read(|db| settings::find(db, ADDRESS))? else { return Ok(()) };
        let drop = serde_json::to_string(&DropPush { endpoint })?;
        for (path, secret) in self.doors(&client)? {
            let call = Call::delete(&path).with_json(&drop).with_secret(secret.as_deref());
            match client.send(call).await {
                Ok(_) | Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(())
    }
}

impl Core {
    /// Where the address is left: at the account, or at each report with its secret.
    fn doors(&self, client: &Client) -> Result<Vec<(String, Option<String>)>, CoreError> {
        let account = &client.account;
        if self.keyring.tokens(account)?.is_some() {
            return Ok(vec![(client.in_city("/me/push"), None)]);
        }
        let own = self.storage.read(|db| outbox::list_of(db, account.id))?;
        let sent =
            own.into_iter().filter(|item| item.kind == Kind::Report && item.delivery == Delivery::Sent);
        let door = |item: outbox::Item| {
            (client.in_city(&format!("/reports/{}/push", encode(&item.report_id))), Some(item.secret))
        };
        Ok(sent.rev().take(REPORTS_MAX).map(door).collect())
    }
}

//! Signing in and out, in the chosen account's city.

use domain::wire::resident::{AskCode, CodeSent, CodeTo, EnterCode, LinkReports, OwnReport, ResidentSession};
use domain::wire::session::{self as wire, SecondFactor, SecondFactorAsked, SessionView};
use serde::Serialize;
use uuid::Uuid;

use super::Core;
use crate::account::{self, Account, AccountCard, Person, PersonKind, Tokens};
use crate::client::{Call, Client, read};
use crate::error::{CoreError, RefusalCode};
use crate::outbox::{self, Delivery};

/// A one-time code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CodeAsked {
    /// Goes along with the code.
    pub id: String,
    /// Until when it is good, milliseconds since 1970.
    pub expires_at: i64,
    /// When another one may be asked for, milliseconds since 1970.
    pub resend_after: i64,
}

/// What came of a password.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SignIn {
    /// In.
    Done {
        /// Chosen from now on.
        account: AccountCard,
    },
    /// Right so far: now the code of the second factor.
    CodeNeeded {
        /// Goes along with the code.
        token: String,
    },
}

#[uniffi::export]
impl Core {
    /// Asks for a one-time code for a resident.
    ///
    /// * `reach`: an e-mail address, or a phone number with its country code.
    /// * `consent`: the version of the text that they agreed to, as the city names it.
    pub async fn ask_code(&self, reach: &str, consent: Option<String>) -> Result<CodeAsked, CoreError> {
        let reach = reach.trim().to_owned();
        let to = if reach.contains('@') {
            CodeTo { email: Some(reach), phone: None }
        } else {
            CodeTo { email: None, phone: Some(reach) }
        };
        let client = self.client()?;
        let asked = json(&AskCode { to, language: Some(self.language), consent })?;
        let path = client.in_city("/sign-in-codes");
        let sent: CodeSent = read(&client.send_unsigned(Call::post(&path, &asked)).await?)?;
        Ok(CodeAsked {
            id: sent.id.to_string(),
            expires_at: sent.expires_at.timestamp_millis(),
            resend_after: sent.resend_after.timestamp_millis(),
        })
    }

    /// Signs a resident in. Reports that this phone made before without a name become theirs.
    ///
    /// # Errors
    /// `Rejected` with field `code` when it is wrong or has run out.
    pub async fn enter_code(
        &self,
        id: &str,
        code: &str,
        name: Option<String>,
    ) -> Result<AccountCard, CoreError> {
        let code_id = id.parse().map_err(|_| CoreError::plain(RefusalCode::NotFound))?;
        let client = self.client()?;
        let code = code.chars().filter(|c| !c.is_whitespace()).collect();
        let entered = json(&EnterCode { code_id, code, client: wire::Client::Phone, name })?;
        let path = client.in_city("/resident-sessions");
        let session: ResidentSession = read(&client.send_unsigned(Call::post(&path, &entered)).await?)?;
        let person = Person {
            id: session.resident.id.to_string(),
            name: session.resident.name,
            kind: PersonKind::Resident,
            department: None,
        };
        let tokens = client.tokens(session.access_token, session.refresh_token, session.expires_in);
        let account = self.settle(&client.account, &person, tokens)?;
        self.claim(&client.account, &account).await;
        self.card(&account, true)
    }

    /// Signs a member of staff in.
    ///
    /// # Errors
    /// `SignedOut` when name or password are wrong.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<SignIn, CoreError> {
        let client = self.client()?;
        let asked = json(&wire::SignIn {
            login: login.trim().to_owned(),
            password: password.to_owned(),
            city: Some(client.account.city.clone()),
            client: wire::Client::Phone,
        })?;
        let answer = client.send_unsigned(Call::post("/sessions", &asked)).await?;
        if answer.status == 202 {
            let asked: SecondFactorAsked = read(&answer)?;
            return Ok(SignIn::CodeNeeded { token: asked.token });
        }
        Ok(SignIn::Done { account: self.staff(&client, read(&answer)?)? })
    }

    /// The code of the second factor, from the authenticator or from paper.
    ///
    /// # Errors
    /// `SignedOut` when it is wrong or came too late.
    pub async fn second_factor(&self, token: &str, code: &str) -> Result<AccountCard, CoreError> {
        let client = self.client()?;
        let given = json(&SecondFactor { token: token.to_owned(), code: code.trim().to_owned() })?;
        let answer = client.send_unsigned(Call::post("/sessions/second-factor", &given)).await?;
        self.staff(&client, read(&answer)?)
    }

    /// Signs out of the chosen account, also without a network: then the city ends the session when it
    /// runs out. What was seen is forgotten; what waits in the outbox stays until the same person signs in
    /// again. The city without a name is chosen.
    pub async fn sign_out(&self) -> Result<AccountCard, CoreError> {
        let client = self.client()?;
        let _told = client.send(Call::delete("/sessions/current")).await;
        self.keyring.forget(&client.account)?;
        let id = client.account.id;
        let nobody = self.storage.write(|tx| {
            let nobody = account::nobody_beside(tx, &client.account)?;
            if nobody.id != id {
                account::forget_seen(tx, id)?;
                if !account::is_in_use(tx, id)? {
                    account::forget(tx, id)?;
                }
            }
            account::choose(tx, nobody.id)?;
            Ok(nobody)
        })?;
        self.storage.sweep()?;
        self.card(&nobody, true)
    }
}

impl Core {
    fn staff(&self, client: &Client, session: SessionView) -> Result<AccountCard, CoreError> {
        let person = Person {
            id: session.user.id.to_string(),
            name: Some(session.user.name),
            kind: PersonKind::Staff,
            department: session.user.department.map(|department| department.title),
        };
        let tokens = client.tokens(session.access_token, session.refresh_token, session.expires_in);
        let account = self.settle(&client.account, &person, tokens)?;
        self.card(&account, true)
    }

    /// Somebody is signed in: their account is chosen, and what was being written is theirs.
    fn settle(&self, from: &Account, person: &Person, tokens: Option<Tokens>) -> Result<Account, CoreError> {
        let tokens = tokens.ok_or(CoreError::Offline)?;
        let account = self.storage.write(|tx| {
            let account = match account::of_person(tx, &from.server, &from.city, &person.id)? {
                Some(known) => known,
                None => account::add(tx, &from.server, &from.city, Some(person))?,
            };
            account::save_person(tx, account.id, person)?;
            if from.person.is_none() && person.kind == PersonKind::Resident {
                account::move_drafts(tx, from.id, account.id)?;
            }
            Ok(Account { person: Some(person.clone()), ..account })
        })?;
        self.keyring.keep(&account, tokens)?;
        self.storage.write(|tx| account::choose(tx, account.id))?;
        Ok(account)
    }

    /// Reports that the phone made before its owner had an account; without a network they stay
    /// nobody's, and their secrets still open them.
    async fn claim(&self, before: &Account, now: &Account) {
        let own = self.storage.read(|db| outbox::list_of(db, before.id)).unwrap_or_default();
        let sent = own.into_iter().filter(|item| item.delivery == Delivery::Sent);
        let reports: Vec<OwnReport> = sent
            .filter_map(|item| Some(OwnReport { id: item.id.parse::<Uuid>().ok()?, secret: item.secret }))
            .collect();
        let client = self.client_of(now.clone());
        let path = client.in_city("/me/reports");
        for some in reports.chunks(100) {
            if let Ok(body) = json(&LinkReports { reports: some.to_vec() }) {
                let _linked = client.send(Call::post(&path, &body)).await;
            }
        }
    }
}

fn json(what: &impl Serialize) -> Result<String, CoreError> {
    Ok(serde_json::to_string(what)?)
}

//! Who sends, as far as it can be told without asking who they are: the key of their browser or phone
//! (`X-Device`), their network address, their account. Only marks of these, keyed hashes, are ever stored.

use crate::app::App;
use crate::network::{household, neighbours};
use crate::secret::{Mark, Seal};
use axum::http::request::Parts;
use domain::id::is_secret;
use domain::wire::report::Contact;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;

/// By whom things are counted. Only its mark is ever stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Device([u8; 32]),
    Account(Uuid),
    /// One address, of IPv6 the 64 bits that one household has.
    Address(IpAddr),
    /// Its neighbours: 24 bits, of IPv6 48.
    Network(IpAddr),
}

impl Key {
    /// What stands for it outside this process.
    pub fn mark(&self, seal: &Seal) -> Mark {
        match self {
            Self::Device(device) => seal.mark("device", &[device]),
            Self::Account(id) => seal.mark("account", &[id.as_bytes()]),
            Self::Address(ip) => seal.mark("address", &[ip.to_string().as_bytes()]),
            Self::Network(ip) => seal.mark("network", &[ip.to_string().as_bytes()]),
        }
    }
}

/// Who sends a request.
#[derive(Debug, Clone, Default)]
pub struct Sender {
    device: Option<[u8; 32]>,
    address: Option<IpAddr>,
    proof: Option<String>,
}

impl Sender {
    /// What a request tells. An address inside the machine tells nothing: a proxy that does not say for
    /// whom it asks would make the whole city one sender.
    pub fn of(app: &App, parts: &Parts) -> Self {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let device = text("x-device").filter(|key| is_secret(key));
        let client = app.abuse.client(parts);
        Self {
            device: device.map(|key| Sha256::digest(key.to_ascii_lowercase()).into()),
            address: client.filter(|ip| app.config.count_loopback || !ip.is_loopback()),
            proof: text("x-proof").map(str::to_owned),
        }
    }

    /// The answer to a challenge that came along.
    pub fn proof(&self) -> Option<&str> {
        self.proof.as_deref()
    }

    /// By whom the request is counted.
    pub fn keys(&self, account: Option<Uuid>) -> Vec<Key> {
        let device = self.device.map(Key::Device);
        let place = self.address.map(|ip| [Key::Address(household(ip)), Key::Network(neighbours(ip))]);
        device.into_iter().chain(account.map(Key::Account)).chain(place.into_iter().flatten()).collect()
    }

    /// What is kept of the sender, and looked for among the banned.
    pub fn origin(&self, seal: &Seal, account: Option<Uuid>, contact: Option<&Contact>) -> Origin {
        let (email, phone) = contact.map_or((None, None), |c| (c.email.as_deref(), c.phone.as_deref()));
        Origin {
            device: self.device.map(|device| Key::Device(device).mark(seal)),
            account: account.map(|id| Key::Account(id).mark(seal)),
            address: self.address.map(|ip| Key::Address(household(ip)).mark(seal)),
            email: email.and_then(|email| email_mark(seal, email)),
            phone: phone.and_then(|phone| phone_mark(seal, phone)),
        }
    }
}

/// Of an e-mail, however it is written.
pub fn email_mark(seal: &Seal, email: &str) -> Option<Mark> {
    let email = email.trim().to_lowercase();
    (!email.is_empty()).then(|| seal.mark("email", &[email.as_bytes()]))
}

/// Of a phone, however it is written: by its last ten digits, since a country code may be left out.
pub fn phone_mark(seal: &Seal, phone: &str) -> Option<Mark> {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits[digits.len().saturating_sub(10)..].iter().collect();
    (last.len() >= 5).then(|| seal.mark("phone", &[last.as_bytes()]))
}

/// Marks of whoever sent something; none of what came from inside.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub device: Option<Mark>,
    pub account: Option<Mark>,
    pub address: Option<Mark>,
    pub email: Option<Mark>,
    pub phone: Option<Mark>,
}

impl Origin {
    /// All of them, for looking among the banned.
    pub fn marks(&self) -> Vec<Mark> {
        [&self.device, &self.account, &self.address, &self.email, &self.phone]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_and_an_email_are_known_however_they_are_written() {
        let seal = Seal::new(b"secret");
        let phone = phone_mark(&seal, "+7 (900) 000-00-01");
        assert!(phone.is_some());
        assert_eq!(phone, phone_mark(&seal, "89000000001"));
        assert_ne!(phone, phone_mark(&seal, "+7 900 000-00-02"));
        assert_eq!((phone_mark(&seal, "call me"), email_mark(&seal, "  ")), (None, None));
        assert_eq!(email_mark(&seal, " Ann@Example.org"), email_mark(&seal, "ann@example.org"));
        assert_ne!(
            email_mark(&seal, "ann@example.org"),
            email_mark(&Seal::new(b"another"), "ann@example.org")
        );
    }

    #[test]
    fn a_household_is_one_address_and_its_street_one_network() {
        let of = |ip: &str| {
            let sender = Sender { address: Some(ip.parse().unwrap()), ..Sender::default() };
            sender.keys(None)
        };
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:9::4"));
        assert_eq!(of("2001:db8:1:2::3")[1], of("2001:db8:1:7::3")[1]);
        assert_ne!(of("203.0.113.9")[0], of("203.0.113.8")[0]);
        assert_eq!(of("203.0.113.9")[1], of("203.0.113.8")[1]);
        assert!(Sender::default().keys(None).is_empty());
    }
}

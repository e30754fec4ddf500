//! The key in every mail by which its reader ends what it was sent for. It is made and not kept: a keyed
//! hash of whom it is for.

use crate::secret::Seal;
use uuid::Uuid;

const PURPOSE: &str = "news";

/// Why somebody gets a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They gave the address with their report.
    Contact,
    /// They have an account.
    Account,
    /// They subscribed.
    Subscription,
}

impl Why {
    const ALL: [Self; 3] = [Self::Contact, Self::Account, Self::Subscription];

    /// The name in SQL, of which the first letter begins the key.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Account => "account",
            Self::Subscription => "subscription",
        }
    }

    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

fn parts(city_id: i32, why: Why, id: Uuid) -> [Vec<u8>; 3] {
    [city_id.to_be_bytes().to_vec(), why.name().into(), id.as_bytes().to_vec()]
}

/// The key of the report, account or subscription `id`.
pub fn key(seal: &Seal, city_id: i32, why: Why, id: Uuid) -> String {
    let [city, name, id] = parts(city_id, why, id);
    let made = hex::encode(seal.bytes(PURPOSE, &[&city, &name, &id]));
    format!("{}{made}", &why.name()[..1])
}

/// What a key is for, if it is one of `id`.
pub fn read(seal: &Seal, city_id: i32, id: Uuid, key: &str) -> Option<Why> {
    let why = Why::ALL.into_iter().find(|why| key.starts_with(&why.name()[..1]))?;
    let given = hex::decode(&key[1..]).ok()?;
    let [city, name, id] = parts(city_id, why, id);
    seal.fits(PURPOSE, &[&city, &name, &id], &given).then_some(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_one_thing_of_one_city() {
        let (seal, id) = (Seal::new(b"town"), Uuid::from_u128(7));
        let made = key(&seal, 1, Why::Subscription, id);
        assert_eq!(read(&seal, 1, id, &made), Some(Why::Subscription));
        assert_eq!(read(&seal, 2, id, &made), None);
        assert_eq!(read(&seal, 1, Uuid::from_u128(8), &made), None);
        assert_eq!(read(&seal, 1, id, &made.replacen('s', "c", 1)), None, "a mail of another kind");
        assert_eq!(read(&seal, 1, id, ""), None);
        assert_eq!(read(&seal, 1, id, "sя"), None);
    }
}

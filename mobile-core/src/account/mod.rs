//! Whom this phone acts for: a city on a server, and whoever is signed in there or nobody. A phone
//! holds several; one is chosen, and everything that a screen asks is asked in its name. What was
//! handed over to the outbox keeps its account, whichever is chosen when it is sent.

mod keyring;
mod store;

use serde::{Deserialize, Serialize};

pub(crate) use keyring::{Keyring, Tokens};
pub(crate) use store::{
    add, adopt, all, choose, chosen, disown, find, forget, forget_seen, is_in_use, move_drafts,
    nobody_beside, of_person, save_person, throw_away,
};

/// What whoever is signed in may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// Reports and follows.
    Resident,
    /// Works on cases.
    Staff,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
pub struct Person {
    /// Their id in the city.
    pub id: String,
    /// What they are called; residents need not say.
    pub name: Option<String>,
    /// What they may do here.
    pub kind: PersonKind,
    /// The department that they work for.
    pub department: Option<String>,
}

/// A city and who acts in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// On this phone only.
    pub id: i64,
    /// `https://…` without a path; empty while an older version's city has not been added anew.
    pub server: String,
    /// The city's slug.
    pub city: String,
    /// Whoever is, or was last, signed in.
    pub person: Option<Person>,
}

impl Account {
    /// The name of its tokens in the phone's safe.
    pub fn secret_name(&self) -> String {
        format!("account-{}", self.id)
    }
}

/// An account in a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AccountCard {
    /// To choose it by.
    pub id: i64,
    /// `https://…` without a path.
    pub server: String,
    /// The city's slug.
    pub city: String,
    /// The city's name; its slug until the phone has heard it.
    pub title: String,
    /// Who acts; `null` for nobody in particular.
    pub person: Option<Person>,
    /// Whether they still are signed in. When not, what waits in their name waits on.
    pub signed_in: bool,
    /// Whether it is the one that screens show.
    pub chosen: bool,
}

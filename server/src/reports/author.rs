//! Whoever says that they filed a report: by its secret, or by the account that it belongs to.

use super::secret_hash;
use crate::context::Caller;
use uuid::Uuid;

/// What they show for it.
#[derive(Debug, Clone)]
pub struct Author {
    secret_hash: Option<Vec<u8>>,
    resident_id: Option<Uuid>,
}

impl Author {
    /// What a caller shows, if anything.
    pub fn of(caller: &Caller) -> Option<Self> {
        let secret_hash = caller.secret.as_deref().map(secret_hash);
        let resident_id = caller.resident.map(|resident| resident.id);
        (secret_hash.is_some() || resident_id.is_some()).then_some(Self { secret_hash, resident_id })
    }

    /// Whether they filed the report with this hash, which belongs to this account.
    pub fn wrote(&self, secret_hash: &[u8], author_id: Option<Uuid>) -> bool {
        self.knows(secret_hash) || self.owns(author_id)
    }

    /// Whether they have its secret.
    pub fn knows(&self, secret_hash: &[u8]) -> bool {
        self.secret_hash.as_deref() == Some(secret_hash)
    }

    /// Whether it is of their account.
    pub fn owns(&self, author_id: Option<Uuid>) -> bool {
        self.resident_id.is_some() && self.resident_id == author_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_wrote_a_report_without_an_account_because_they_have_none() {
        let nobody = Author { secret_hash: None, resident_id: None };
        assert!(!nobody.wrote(b"x", None));
        let ann = Author { secret_hash: None, resident_id: Some(Uuid::from_u128(1)) };
        assert!(ann.wrote(b"x", Some(Uuid::from_u128(1))));
        assert!(!ann.wrote(b"x", Some(Uuid::from_u128(2))) && !ann.wrote(b"x", None));
    }
}

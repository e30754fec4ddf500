//! What is done about personal data: a file for each verb.

mod consent;
mod contact;
mod erase;
mod export;

pub use consent::{Consenting, Subject, consent, current, load};
pub use contact::{Reading, own_contact, read_contact, withdraw};
pub use erase::{
    Erasing, erase_report, erase_resident, find_report, find_resident, kept, reports_of, would_erase,
};
pub use export::{export_report, export_resident};

use super::store::{self, Owned};
use crate::context::Caller;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::reports::secret_hash;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who wants something done about the data of a report.
pub enum Owner {
    /// Whoever has its secret, as it was sent.
    Secret(String),
    /// Whose account it belongs to.
    Resident(Uuid),
    /// Somebody at the terminal, who answers for it.
    Terminal,
}

impl Owner {
    /// Whoever shows a secret, else a resident who is signed in.
    pub fn of(caller: &Caller) -> ApiResult<Self> {
        match (&caller.secret, caller.resident) {
            (Some(secret), _) => Ok(Self::Secret(secret.clone())),
            (None, Some(resident)) => Ok(Self::Resident(resident.id)),
            (None, None) => Err(ApiError::Unauthorized),
        }
    }

    /// Who it is in the audit log.
    pub fn by(&self) -> By {
        match self {
            Self::Secret(_) => By::Author,
            Self::Resident(_) => By::Resident,
            Self::Terminal => By::System,
        }
    }

    /// Whether the report is theirs.
    fn holds(&self, report: &Owned) -> bool {
        match self {
            Self::Secret(secret) => secret_hash(secret) == report.secret_hash,
            Self::Resident(id) => report.author_id == Some(*id),
            Self::Terminal => true,
        }
    }

    /// Whether it was theirs until it was erased: what is kept of a secret is then hashed once more, so
    /// that it opens nothing, and is known all the same by who asks again.
    fn held(&self, report: &Owned) -> bool {
        match self {
            Self::Secret(secret) => closed(&secret_hash(secret)) == report.secret_hash,
            Self::Resident(_) => false,
            Self::Terminal => true,
        }
    }
}

/// What is kept of a secret that opens nothing any more.
fn closed(hash: &[u8]) -> Vec<u8> {
    Sha256::digest(hash).to_vec()
}

/// Locks a report that has to be the caller's.
async fn own(tx: &mut Tx, report_id: Uuid, owner: &Owner) -> ApiResult<Owned> {
    let report = store::lock(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    if owner.holds(&report) { Ok(report) } else { Err(ApiError::Forbidden) }
}

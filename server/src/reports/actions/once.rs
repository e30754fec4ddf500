//! Changes that may be sent again because an answer was lost: each is done once.

use crate::auth::Session;
use crate::db::{Tx, broke};
use crate::problem::{ApiError, ApiResult};
use crate::reports::store::{self, Repeat};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A change that its sender may have named.
pub struct Once(Option<Repeat>);

impl Once {
    /// The same name means the same change of the same report by the same person; by nobody among the
    /// users, when its author or a contractor does it.
    pub fn new(
        name: Option<Uuid>,
        session: Option<&Session>,
        report_id: Uuid,
        asked: &impl Serialize,
    ) -> ApiResult<Self> {
        let Some(id) = name else { return Ok(Self(None)) };
        let words = serde_json::to_vec(asked).map_err(anyhow::Error::from)?;
        let digest = Sha256::digest(words).to_vec();
        Ok(Self(Some(Repeat { id, user_id: session.map(|session| session.user_id), report_id, digest })))
    }

    /// Whether it was done before. If not, it counts as done as soon as the transaction is.
    pub async fn was_done(&self, tx: &mut Tx) -> ApiResult<bool> {
        let Some(asked) = &self.0 else { return Ok(false) };
        match store::repeat(tx, asked).await {
            Ok(None) => Ok(false),
            Ok(Some(done)) if done == *asked => Ok(true),
            Ok(Some(_)) => Err(ApiError::Conflict),
            Err(error) if broke(&error, "repeats_report_id_fkey") => Err(ApiError::NotFound),
            Err(error) => Err(error.into()),
        }
    }
}

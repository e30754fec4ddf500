//! Whether the audit log is as it was written: every entry is hashed anew, from the first.

use super::{hashed, store};
use sqlx::PgPool;

/// Entries read at once.
const PAGE: i64 = 1000;

/// The end of a log that is whole: what an auditor may note down elsewhere and hold against it later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub n: i64,
    pub hash: Vec<u8>,
}

/// What is wrong, and from where on.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("entry {0} is not what was written")]
    Changed(i64),
    #[error("entry {0} is missing")]
    Missing(i64),
    #[error("there are entries after {0}, which the city never counted")]
    Added(i64),
    #[error("the log was counted up to another entry {0}: it was written anew")]
    Replaced(i64),
    #[error("entry {0} is not the one that was noted: the log was written anew")]
    NotAsNoted(i64),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Walks the log of a city. `noted` is the head of an earlier walk.
pub async fn walk(db: &PgPool, city_id: i32, noted: Option<&Head>) -> Result<Head, Broken> {
    let counted = store::head(db, city_id).await?;
    let mut at = Head { n: 0, hash: Vec::new() };
    loop {
        let rows = store::after(db, city_id, at.n, PAGE).await?;
        let Some(last) = rows.last().map(|row| row.n) else { break };
        for row in rows {
            if row.n != at.n + 1 {
                return Err(Broken::Missing(at.n + 1));
            }
            at.n = row.n;
            let said = (row.deed.as_str(), row.actor.as_str(), row.actor_id, row.subject_id, &row.details);
            if hashed(&at.hash, city_id, row.n, row.at, said) != row.hash {
                return Err(Broken::Changed(row.n));
            }
            at.hash = row.hash;
            if noted.is_some_and(|noted| noted.n == at.n && noted.hash != at.hash) {
                return Err(Broken::NotAsNoted(at.n));
            }
        }
        at.n = last;
    }
    // The log may have grown while it was read; it never shrinks.
    if at.n < counted.n {
        return Err(Broken::Missing(at.n + 1));
    }
    let now = store::head(db, city_id).await?;
    if at.n > now.n {
        return Err(Broken::Added(now.n));
    }
    if at.n == now.n && at.hash != now.hash {
        return Err(Broken::Replaced(now.n));
    }
    match noted {
        Some(noted) if noted.n > at.n => Err(Broken::Missing(at.n + 1)),
        _ => Ok(at),
    }
}

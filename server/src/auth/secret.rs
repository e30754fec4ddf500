//! Secrets that we hand out and keep only a hash of.

use sha2::{Digest, Sha256};

/// 256 bits of the system's randomness, as text for a link.
pub fn fresh() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What to keep of it. There is nothing to guess, so nothing has to be slow.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

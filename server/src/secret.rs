//! Secrets: made of the system's randomness, kept as hashes, and sealed with the installation's own.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// So many bytes of the system's randomness.
///
/// # Errors
/// When the system has none to give.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 256 bits, as text for a link.
pub fn fresh() -> anyhow::Result<String> {
    Ok(hex::encode(random::<32>()?))
}

/// What to keep of it. There is nothing to guess, so nothing has to be slow.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// A keyed hash: who does not have the installation's secret cannot try all addresses or phones.
pub type Mark = Vec<u8>;

/// Makes marks, each for one purpose.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl Seal {
    /// With a key made from the installation's secret, which signs other things too.
    pub fn new(secret: &[u8]) -> Self {
        let own = Sha256::new().chain_update("seal").chain_update(secret).finalize();
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mac = Hmac::new_from_slice(&own).expect("a key");
        Self(mac)
    }

    fn keyed(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut keyed = self.0.clone();
        for part in [&[purpose.as_bytes()], parts].concat() {
            keyed.update(&part.len().to_be_bytes());
            keyed.update(part);
        }
        keyed
    }

    /// What only this installation can make of `parts`.
    pub fn bytes(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.keyed(purpose, parts).finalize().into_bytes().into()
    }

    /// The same, to be kept.
    pub fn mark(&self, purpose: &str, parts: &[&[u8]]) -> Mark {
        self.bytes(purpose, parts).to_vec()
    }

    /// Whether it is the mark of these, in the same time either way.
    pub fn fits(&self, purpose: &str, parts: &[&[u8]], mark: &[u8]) -> bool {
        self.keyed(purpose, parts).verify_slice(mark).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_of_its_purpose_parts_and_installation() {
        let seal = Seal::new(b"one");
        let mark = seal.mark("code", &[b"1", b"23"]);
        assert!(seal.fits("code", &[b"1", b"23"], &mark));
        assert!(!seal.fits("code", &[b"12", b"3"], &mark), "parts are not run together");
        assert!(!seal.fits("email", &[b"1", b"23"], &mark));
        assert!(!seal.fits("code", &[b"1", b"23"], &mark[..31]));
        assert!(!Seal::new(b"two").fits("code", &[b"1", b"23"], &mark));
    }
}

//! How the city wakes this phone.

/// Where messages to this phone go: an address of the Web Push protocol (RFC 8030, encrypted by RFC
/// 8291), which UnifiedPush distributors and browsers give alike.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PushAddress {
    /// The distributor's `https` address for this phone.
    pub endpoint: String,
    /// The phone's public key, P-256 uncompressed, base64url without padding.
    pub p256dh: String,
    /// 16 bytes that both sides know, base64url without padding.
    pub auth: String,
}

/// Registers this phone with whatever can wake it.
#[uniffi::export(with_foreign)]
pub trait PushRegistration: Send + Sync {
    /// The address under which the city whose public VAPID key (RFC 8292) this is may wake the
    /// phone; `null` when the person does not want it or nothing on this phone can. The same key
    /// gives the same address until the distributor changes it.
    fn address(&self, server_key: String) -> Option<PushAddress>;
}

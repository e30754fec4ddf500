//! The safe for what opens doors.

/// Why the safe did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SecretError {
    /// Closed until somebody unlocks the phone: later it will open.
    #[error("locked")]
    Locked,
    /// It will not open any more.
    #[error("broken")]
    Broken,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for SecretError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Broken
    }
}

/// The phone's safe: Keystore, Keychain (`kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly`, so that the
/// outbox works in the background and no backup carries it away). Names are ASCII of up to 40
/// characters, values text of up to 4 KB.
#[uniffi::export(with_foreign)]
pub trait SecretStore: Send + Sync {
    /// What is kept under this name.
    fn read(&self, name: String) -> Result<Option<String>, SecretError>;
    /// Keeps `value` in place of what was there; it has arrived when this returns.
    fn write(&self, name: String, value: String) -> Result<(), SecretError>;
    /// Forgets it; nothing there is no error.
    fn remove(&self, name: String) -> Result<(), SecretError>;
}

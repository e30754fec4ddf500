//! What network there is.

/// How the phone is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum Network {
    /// Not at all.
    None,
    /// By a network where each megabyte is paid for, or that the person wants spared.
    Metered,
    /// By one that costs nothing more.
    Free,
}

/// The phone's own opinion of its network: `ConnectivityManager`, `NWPathMonitor`. It may be wrong;
/// only an answer proves a connection.
#[uniffi::export(with_foreign)]
pub trait Connectivity: Send + Sync {
    /// How it is connected right now.
    fn network(&self) -> Network;
}

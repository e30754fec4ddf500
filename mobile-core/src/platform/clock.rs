//! What time it is.

/// The phone's clock. People and networks set it, back and forth: the core never counts on it to
/// tell what came first.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 in UTC.
    fn now(&self) -> i64;
}

//! What the phone brings: the network and its state, the clock, the safe for secrets, and how the
//! city can wake it. Everything in here is a trait that Kotlin, Swift or a test implements; the core
//! itself asks the system for nothing but files and randomness.

mod background;
mod certificate;
mod clock;
mod connectivity;
#[cfg(feature = "http")]
mod http;
pub(crate) mod pinned;
mod push;
mod secrets;
mod transport;

use std::sync::Arc;

pub use background::{Background, Handover};
pub(crate) use background::{Bodies, HandingOver};
pub use certificate::certificate_pin;
pub use clock::Clock;
pub use connectivity::{Connectivity, Network};
#[cfg(feature = "http")]
pub use http::{HttpTransport, Limits};
pub(crate) use pinned::Pinned;
pub use push::{PushAddress, PushRegistration};
pub use secrets::{SecretError, SecretStore};
pub use transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError};

/// All of it, handed over when the core is opened.
#[derive(Clone, uniffi::Record)]
pub struct Platform {
    /// Sends requests.
    pub transport: Arc<dyn Transport>,
    /// Says what time it is.
    pub clock: Arc<dyn Clock>,
    /// Says what network there is.
    pub connectivity: Arc<dyn Connectivity>,
    /// Keeps what opens doors.
    pub secrets: Arc<dyn SecretStore>,
    /// Lets the city wake this phone; `null` where nothing can.
    pub push: Option<Arc<dyn PushRegistration>>,
}

//! What the phones share: writing a report, delivering it through bad networks, and showing what
//! became of it. Android and iOS hold one [`Core`] and bring network, clock and safe as a [`Platform`].
//!
//! Quick tour: [`Draft`] is a report being written and asks the rules of `domain` what is
//! missing; [`Core::enqueue`] hands it to the outbox; [`Core::flush`] delivers it; the records of
//! [`view`] are ready to be drawn, in the person's language.
#![warn(missing_docs)]
// The exported functions are `extern "C"` with fixed names, which the compiler counts as unsafe.
#![allow(unsafe_code)]

mod account;
mod app;
mod cache;
mod client;
mod crew;
mod deed;
mod device;
mod draft;
mod error;
mod link;
mod outbox;
mod photo;
mod platform;
mod proof;
mod random;
mod settings;
mod storage;
mod sync;
#[cfg(test)]
mod town;
pub mod view;
mod words;

pub use account::{AccountCard, Person, PersonKind};
pub use app::{CodeAsked, Core, SignIn};
pub use deed::{Deed, DeedKind, DeedOutcome};
pub use draft::Draft;
pub use error::{CoreError, FieldProblem, Refusal, RefusalCode};
pub use link::{CityLink, read_link, write_link};
pub use outbox::{Delivery, Obstacle};
pub use photo::{CancelToken, PhotoHint, PhotoProgress, look_at_photo};
pub use platform::{
    Background, Clock, Connectivity, Handover, HttpMethod, HttpRequest, HttpResponse, Network, Platform,
    PushAddress, PushRegistration, SecretError, SecretStore, Transport, TransportError, certificate_pin,
};
#[cfg(feature = "http")]
pub use platform::{HttpTransport, Limits};
pub use words::{count, say};

uniffi::setup_scaffolding!();

//! What the phones share: writing a report, delivering it through bad networks, and showing what
//! became of it. Android and iOS hold one [`Core`] and bring the network as a [`Transport`].
//!
//! Quick tour: [`Draft`] is a report being written and asks the rules of `domain` what is
//! missing; [`Core::enqueue`] hands it to the outbox; [`Core::flush`] delivers it; the records of
//! [`view`] are ready to be drawn, in the person's language. There is no clock in here: every
//! `now` comes from the app.
#![warn(missing_docs)]
// The exported functions are `extern "C"` with fixed names, which the compiler counts as unsafe.
#![allow(unsafe_code)]

mod app;
mod cache;
mod client;
mod device;
mod draft;
mod error;
mod link;
mod outbox;
mod photo;
mod proof;
mod random;
mod storage;
mod sync;
mod transport;
pub mod view;

pub use app::Core;
pub use draft::Draft;
pub use error::{CoreError, FieldProblem, Refusal, RefusalCode};
pub use link::{CityLink, read_link, write_link};
pub use outbox::Delivery;
pub use photo::{CancelToken, PhotoHint, PhotoProgress, look_at_photo};
pub use transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError};

uniffi::setup_scaffolding!();

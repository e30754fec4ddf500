//! What stories are told with: the real binary, a real PostGIS, HTTP only.
//!
//! A story opens a [`Town`]: a server of its own, on a database of its own that already holds the
//! city `small-town` and its [`STAFF`], with a clock that the story moves. It talks to it as a
//! [`Caller`] and closes it at the end; closing fails when the server has logged an error.
//!
//! The binary is `target/<profile>/citycenter`, built with `--features test-clock`, or what
//! `CITYCENTER_BIN` names. All towns share one PostGIS cluster per run ([`keeper`]), which the
//! binary itself runs.

#![expect(clippy::missing_panics_doc, reason = "a story that cannot go on panics, everywhere")]

pub mod balancer;
pub mod bucket;
pub mod caller;
pub mod chance;
pub mod collector;
pub mod feed;
pub mod folder;
pub mod keeper;
pub mod oidc;
pub mod phone;
pub mod pocket;
pub mod post;
pub mod push;
pub mod raw;
pub mod reports;
pub mod residents;
pub mod server;
pub mod tile;
pub mod town;

pub use caller::{Answer, Caller};
pub use server::Server;
pub use town::{STAFF, Town};

/// The city of all stories.
pub const CITY: &str = "small-town";

/// Whether a time lies within a minute such as `2026-11-16T09:00`: clocks go on while stories do.
pub fn is_within(time: &serde_json::Value, minute: &str) -> bool {
    time.as_str().is_some_and(|time| time.starts_with(minute) && time.ends_with('Z'))
}

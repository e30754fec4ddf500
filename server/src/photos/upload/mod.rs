//! Photos that arrive in parts, so that a network that breaks off costs one part and not the photo: the
//! resumable uploads of the IETF's draft (`Upload-Offset`, `Upload-Complete`) under the id that the phone made.
//! Parts wait beside the photos until the last one is here; then the photo is received like any other.

mod actions;
pub mod routes;
mod store;

pub use actions::{finish, forget};

//! Photos: what a stranger's bytes become before anybody sees them, and where they lie.
//!
//! [`prepare`] checks and re-encodes (so nothing but pixels survives: no place, no camera, no
//! trailing data); [`Store`] keeps the results as files. Neither decides who may see a photo.

mod prepare;
mod store;

pub use prepare::{PhotoProblem, Prepared, as_is, prepare};
pub use store::Store;

/// The sizes that every photo is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Small,
    Medium,
    Large,
}

impl Size {
    pub const ALL: [Size; 3] = [Size::Small, Size::Medium, Size::Large];

    /// The longest side in pixels; smaller photos are not enlarged.
    pub fn longest_side(self) -> u32 {
        match self {
            Size::Small => 320,
            Size::Medium => 1024,
            Size::Large => 2048,
        }
    }

    /// The name in paths and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
        }
    }

    pub fn from_name(name: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.name() == name)
    }
}

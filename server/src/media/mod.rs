//! Photos: what a stranger's bytes become before anybody sees them, and where they lie.
//!
//! [`Decoders`] check and re-encode (so nothing but pixels survives: no place, no camera, no
//! trailing data) and make parts unreadable; [`Store`] keeps the results as files,
//! on the disk or in a bucket. Neither decides
//! who may see a photo.

mod bucket;
mod decode;
mod decoders;
mod disk;
mod edit;
mod files;
mod heif;
mod prepare;
mod store;
#[cfg(test)]
mod tests;

pub use decoders::Decoders;
#[cfg(any(test, feature = "fuzzing"))]
pub use decoders::prepare_at_once;
pub use files::FileKind;
pub use heif::Heif;
pub use prepare::{Pictures, Prepared, as_is, sides};
pub use store::{Kept, Store, attachment, names};

/// Why a photo is refused, or not decoded now.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PhotoProblem {
    #[error("the photo is larger than {} MB", decode::MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("the photo has more than {} million pixels", decode::MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    #[error("the file is not a JPEG, PNG, WebP or HEIC picture")]
    UnsupportedFormat,
    #[error("this machine has no decoder of HEIC")]
    HeicNotHere,
    #[error("the photo is damaged or incomplete")]
    Broken,
    #[error("decoding the photo takes too long")]
    TooSlow,
    #[error("many photos are being decoded")]
    Busy,
    #[error("the photo could not be decoded: {0}")]
    Failed(String),
}

impl From<std::io::Error> for PhotoProblem {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

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

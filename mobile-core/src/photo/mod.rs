//! A photo made ready on the phone: upright, no larger than needed, and telling nothing but what
//! is seen on it. Where and when it was taken is read first, as a suggestion to its author.

mod decode;
mod making;
mod marks;
mod shrink;
mod stamp;
pub(crate) mod store;
mod watch;

use std::sync::{Mutex, PoisonError};

use domain::shot::Shot;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};

use crate::view::Place;

pub(crate) use making::make;
pub(crate) use stamp::stamp;
use watch::Watch;
pub use watch::{CancelToken, PhotoProgress};

/// Longest side that is sent, in pixels: what the city keeps, and enough to read a house number
/// across a street.
const LONGEST_SIDE: u32 = 2048;
/// JPEG quality: below it, cracks in asphalt begin to smear.
const QUALITY: u8 = 85;

/// One photo after the other, so that memory is bounded however many are added at once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A photo ready to be kept and sent.
pub(crate) struct Photo {
    /// JPEG without metadata.
    pub bytes: Vec<u8>,
    /// Pixels, upright.
    pub width: u32,
    /// Pixels, upright.
    pub height: u32,
    /// What the camera had noted.
    pub hint: PhotoHint,
}

/// What the camera noted beside the picture; shown to the author, never sent by itself.
#[derive(Debug, Clone, Default, PartialEq, uniffi::Record)]
pub struct PhotoHint {
    /// Where it was taken.
    pub place: Option<Place>,
    /// When it was taken, milliseconds since 1970 in UTC. Absent when the camera noted only
    /// its own clock without saying where that clock stands.
    pub taken_at: Option<i64>,
}

/// Why there is no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhotoProblem {
    /// Another kind of file.
    NoPhoto,
    /// Cut off or damaged.
    Broken,
    /// More than the city takes.
    TooManyPixels,
    /// Written in a way that would take too much memory or time.
    TooHeavy,
    /// Nobody wants it any more.
    Cancelled,
}

impl PhotoProblem {
    /// The word of the field error.
    fn code(self) -> &'static str {
        match self {
            Self::NoPhoto => "not_a_photo",
            Self::Broken | Self::Cancelled => "broken",
            Self::TooManyPixels => "too_many_pixels",
            Self::TooHeavy => "takes_too_long",
        }
    }
}

/// Where and when a photo was taken, as its camera noted it: at once, for the pin, while the photo
/// itself is still to be added. Knows the metadata of JPEG, PNG, WebP and HEIC.
#[uniffi::export]
#[expect(clippy::needless_pass_by_value, reason = "borrowed bytes would be a direct buffer in Kotlin")]
pub fn look_at_photo(bytes: Vec<u8>) -> PhotoHint {
    Shot::read(&bytes).into()
}

/// Makes a photo of any JPEG, PNG or WebP. Takes a moment. Where pixels are damaged, it is grey: what is
/// left may be of use, and its author sees it.
fn prepare(bytes: &[u8], watch: &Watch) -> Result<Photo, PhotoProblem> {
    let _others_wait = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let hint = Shot::read(bytes).into();
    let (picture, orientation) = decode::decode(bytes, watch)?;
    let mut picture = DynamicImage::ImageRgb8(fit(picture));
    watch.tell(90);
    picture.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    picture.write_with_encoder(encoder).map_err(|_| PhotoProblem::Broken)?;
    watch.tell(100);
    let (width, height) = (picture.width(), picture.height());
    if watch.is_over() {
        Err(PhotoProblem::Cancelled)
    } else {
        Ok(Photo { bytes: jpeg, width, height, hint })
    }
}

fn fit(picture: RgbImage) -> RgbImage {
    let longest = picture.width().max(picture.height());
    if longest <= LONGEST_SIDE {
        return picture;
    }
    let part = |side: u32| (side * LONGEST_SIDE).div_ceil(longest);
    shrink::shrink(&picture, part(picture.width()), part(picture.height()))
}

impl From<Shot> for PhotoHint {
    fn from(shot: Shot) -> Self {
        let place = shot.place.map(|place| Place { lat: place.lat, lon: place.lon });
        Self { place, taken_at: shot.certain().map(|at| at.timestamp_millis()) }
    }
}

#[cfg(test)]
mod tests;

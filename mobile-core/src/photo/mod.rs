//! A photo made ready on the phone: upright, no larger than needed, and telling nothing but what
//! is seen on it. Where and when it was taken is read first, as a suggestion to its author.

mod stamp;
pub(crate) mod store;

use std::io::Cursor;

use domain::shot::Shot;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::view::Place;

pub(crate) use stamp::stamp;

/// Longest side that is sent, in pixels: enough to read a house number across a street.
const LONGEST_SIDE: u32 = 2560;
/// JPEG quality: below it, cracks in asphalt begin to smear.
const QUALITY: u8 = 85;
/// Memory that one photo may take while decoding; a 100-megapixel photo fits.
const DECODING_BYTES: u64 = 512 * 1024 * 1024;

/// A photo ready to be kept and sent.
#[derive(Debug)]
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

/// The bytes are no picture, or a broken one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoPicture;

/// Makes a photo of any JPEG, PNG or WebP.
///
/// # Errors
/// [`NoPicture`] when the bytes are nothing of that.
pub(crate) fn prepare(bytes: &[u8]) -> Result<Photo, NoPicture> {
    let hint = Shot::read(bytes).into();
    let picture = upright(bytes).map_err(|_| NoPicture)?;
    let picture = if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::CatmullRom)
    } else {
        picture
    };
    let picture = picture.into_rgb8();
    let (width, height) = picture.dimensions();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&picture).map_err(|_| NoPicture)?;
    Ok(Photo { bytes: jpeg, width, height, hint })
}

fn upright(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODING_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

impl From<Shot> for PhotoHint {
    fn from(shot: Shot) -> Self {
        let place = shot.place.map(|place| Place { lat: place.lat, lon: place.lon });
        Self { place, taken_at: shot.certain().map(|at| at.timestamp_millis()) }
    }
}

#[cfg(test)]
mod tests;

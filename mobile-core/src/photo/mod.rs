//! A photo made ready on the phone: upright, no larger than needed, and telling nothing but what
//! is seen on it. Where and when it was taken is read first, as a suggestion to its author.

pub(crate) mod store;

use std::io::Cursor;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use exif::{Exif, In, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::view::Place;

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
    let hint = read_hint(bytes);
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

/// Broken or missing metadata is no hint, and no error either.
fn read_hint(bytes: &[u8]) -> PhotoHint {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
        return PhotoHint::default();
    };
    PhotoHint { place: place(&exif), taken_at: taken_at(&exif) }
}

fn place(exif: &Exif) -> Option<Place> {
    let lat = degrees(exif, Tag::GPSLatitude)? * sign(exif, Tag::GPSLatitudeRef, "S");
    let lon = degrees(exif, Tag::GPSLongitude)? * sign(exif, Tag::GPSLongitudeRef, "W");
    // Cameras that have not found themselves write zeros.
    let found = lat != 0.0 || lon != 0.0;
    let real = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    (found && real).then_some(Place { lat, lon })
}

fn degrees(exif: &Exif, tag: Tag) -> Option<f64> {
    let [degrees, minutes, seconds] = three(exif, tag)?;
    let value = degrees + minutes / 60.0 + seconds / 3600.0;
    value.is_finite().then_some(value)
}

fn sign(exif: &Exif, tag: Tag, negative: &str) -> f64 {
    if text(exif, tag).as_deref() == Some(negative) { -1.0 } else { 1.0 }
}

fn three(exif: &Exif, tag: Tag) -> Option<[f64; 3]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(parts) => match parts.as_slice() {
            [a, b, c] => Some([a.to_f64(), b.to_f64(), c.to_f64()]),
            _ => None,
        },
        _ => None,
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => {
            let line = String::from_utf8_lossy(lines.first()?);
            Some(line.trim_matches(['\0', ' ']).to_owned())
        }
        _ => None,
    }
}

/// Only times that are certain: the satellites' own, or a local one with its offset.
fn taken_at(exif: &Exif) -> Option<i64> {
    satellite_time(exif).or_else(|| local_time(exif))
}

fn satellite_time(exif: &Exif) -> Option<i64> {
    let date = NaiveDate::parse_from_str(&text(exif, Tag::GPSDateStamp)?, "%Y:%m:%d").ok()?;
    let [hours, minutes, seconds] = three(exif, Tag::GPSTimeStamp)?;
    let seconds = hours * 3600.0 + minutes * 60.0 + seconds;
    if !(0.0..86_401.0).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within one day, checked above")]
    let milliseconds = (seconds * 1000.0) as i64;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis() + milliseconds)
}

fn local_time(exif: &Exif) -> Option<i64> {
    let local = text(exif, Tag::DateTimeOriginal)?;
    NaiveDateTime::parse_from_str(&local, "%Y:%m:%d %H:%M:%S").ok()?;
    let offset = text(exif, Tag::OffsetTimeOriginal)?;
    let whole = DateTime::parse_from_str(&format!("{local} {offset}"), "%Y:%m:%d %H:%M:%S %:z");
    whole.ok().map(|at| at.timestamp_millis())
}

#[cfg(test)]
mod tests;

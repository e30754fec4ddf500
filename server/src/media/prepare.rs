//! From a stranger's bytes to three clean JPEGs.
//!
//! Pure and slow (tens to hundreds of milliseconds): callers run it off the runtime's threads
//! and a few at a time, since decoding may take [`MEMORY`] bytes.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::Size;

const MAX_BYTES: usize = 20 * 1024 * 1024;
const MAX_PIXELS: u64 = 50_000_000;
const MAX_SIDE: u32 = 20_000;
/// Room for the largest allowed picture with eight bits and four channels, and some to spare.
const MEMORY: u64 = 256 * 1024 * 1024;
const QUALITY: u8 = 82;

/// Why a photo is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PhotoProblem {
    #[error("the photo is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("the photo has more than {} million pixels", MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    #[error("the file is not a JPEG, PNG or WebP picture")]
    UnsupportedFormat,
    #[error("the photo is damaged or incomplete")]
    Broken,
}

/// A photo as the city keeps it. Width and height are those of the original, held upright.
#[derive(Debug)]
pub struct Prepared {
    pub width: u32,
    pub height: u32,
    small: Vec<u8>,
    medium: Vec<u8>,
    large: Vec<u8>,
    /// Of the original bytes: tells a repeated upload from another photo under the same id.
    pub sha256: [u8; 32],
}

impl Prepared {
    /// The JPEG of this size.
    pub fn bytes(&self, size: Size) -> &[u8] {
        match size {
            Size::Small => &self.small,
            Size::Medium => &self.medium,
            Size::Large => &self.large,
        }
    }
}

/// Checks, decodes, turns upright, scales and re-encodes. The content decides the format; what
/// the sender calls it does not matter.
pub fn prepare(bytes: &[u8]) -> Result<Prepared, PhotoProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(PhotoProblem::TooLarge);
    }
    let (picture, orientation) = decode(bytes)?;
    let (width, height) = (picture.width(), picture.height());

    let mut large = fit(&DynamicImage::ImageRgb8(flatten(picture)), Size::Large);
    large.apply_orientation(orientation);
    let medium = fit(&large, Size::Medium);
    let small = fit(&medium, Size::Small);

    let (width, height) = if turns_sideways(orientation) { (height, width) } else { (width, height) };
    Ok(Prepared {
        width,
        height,
        small: encode(&small)?,
        medium: encode(&medium)?,
        large: encode(&large)?,
        sha256: Sha256::digest(bytes).into(),
    })
}

/// A clean JPEG of our own: the same bytes in every size. Preparing dozens of them anew would only
/// delay the start of a demo.
pub fn as_is(bytes: Vec<u8>) -> Result<Prepared, PhotoProblem> {
    let reader = ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Jpeg);
    let (width, height) = reader.into_dimensions().map_err(|error| problem(&error))?;
    let sha256 = Sha256::digest(&bytes).into();
    Ok(Prepared { width, height, small: bytes.clone(), medium: bytes.clone(), large: bytes, sha256 })
}

/// Every limit is checked against the header, before the pixels take any memory.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), PhotoProblem> {
    let format = image::guess_format(bytes).map_err(|_| PhotoProblem::UnsupportedFormat)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PhotoProblem::UnsupportedFormat);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);

    let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoProblem::TooManyPixels);
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(PhotoProblem::Broken);
    }
    // A damaged description of a whole picture is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = match format {
        ImageFormat::Jpeg => decode_jpeg(bytes)?,
        _ => DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?,
    };
    Ok((picture, orientation))
}

/// Strictly: where pixels are damaged, `image` would fill the rest with grey and report nothing.
fn decode_jpeg(bytes: &[u8]) -> Result<DynamicImage, PhotoProblem> {
    let side = MAX_SIDE as usize;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().map_err(|_| PhotoProblem::Broken)?;
    let (width, height) = decoder.dimensions().ok_or(PhotoProblem::Broken)?;
    let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err(PhotoProblem::Broken);
    };
    RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8).ok_or(PhotoProblem::Broken)
}

/// The decoder fills what is missing of a cut-off JPEG with grey and reports nothing, so the end
/// mark is looked for here. Bytes after it (phones append short films) are of no interest.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xDA;
    const END_OF_IMAGE: u8 = 0xD9;
    let mut at = 2; // behind the start mark
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (0xFF, END_OF_IMAGE) => return true,
            (0xFF, 0xFF) => at += 1, // padding before a mark
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD7) => at += 2,
            // A segment says its length; skipping it skips a thumbnail with its own end mark.
            (0xFF, mark) => {
                let Some(length) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                if mark == START_OF_SCAN {
                    at = next_mark(bytes, at);
                }
            }
            _ => at = next_mark(bytes, at),
        }
    }
    false
}

/// The place of the next 0xFF at or after `from`.
fn next_mark(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| *byte == 0xFF).map_or(bytes.len(), |found| from + found)
}

fn problem(error: &ImageError) -> PhotoProblem {
    match error {
        ImageError::Limits(_) => PhotoProblem::TooManyPixels,
        ImageError::Unsupported(_) => PhotoProblem::UnsupportedFormat,
        _ => PhotoProblem::Broken,
    }
}

/// JPEG knows no transparency: see-through pixels show white, as on a page.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let mut page = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(
        picture.width(),
        picture.height(),
        image::Rgba([255, 255, 255, 255]),
    ));
    image::imageops::overlay(&mut page, &picture.into_rgba8(), 0, 0);
    page.into_rgb8()
}

fn fit(picture: &DynamicImage, size: Size) -> DynamicImage {
    let longest = size.longest_side();
    if picture.width().max(picture.height()) <= longest {
        return picture.clone();
    }
    picture.resize(longest, longest, FilterType::CatmullRom)
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, PhotoProblem> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
        .map_err(|error| problem(&error))?;
    Ok(bytes)
}

fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

#[cfg(test)]
#[path = "prepare_tests.rs"]
mod tests;

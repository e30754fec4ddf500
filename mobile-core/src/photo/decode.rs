//! From a stranger's bytes to an upright picture, no larger than needed. What a header says is
//! checked before the pixels take any memory.
//!
//! A JPEG is decoded at a half, a quarter or an eighth right away where that is still large enough
//! (T.81 keeps blocks of 8 × 8 pixels; fewer of their frequencies give fewer pixels), so that 48
//! megapixels need no more memory than twelve.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use jpeg_decoder::{CodingProcess, Decoder, ImageInfo, PixelFormat};

use super::watch::{Watch, Watched};
use super::{LONGEST_SIDE, PhotoProblem, marks};

/// Most pixels of a photo, as the city takes it.
const MAX_PIXELS: u64 = 50_000_000;
/// Most pixels of those pictures that have to be held as a whole while they are decoded.
const MAX_HELD_PIXELS: u64 = 25_000_000;
/// Memory for a picture that is no JPEG: eight bytes for each of its pixels.
const HELD_BYTES: u64 = MAX_HELD_PIXELS * 8;
/// Cameras write about ten.
const MAX_SCANS: usize = 32;
/// A side this near to the longest one is not worth decoding twice as many pixels each way: half
/// of twelve megapixels is two thousand pixels wide.
const NEARLY: u16 = 1984;
const _: () = assert!(LONGEST_SIDE - NEARLY as u32 == LONGEST_SIDE / 32);

/// The picture of these bytes, and how to turn it upright. Of an animation the first picture.
pub(super) fn decode(bytes: &[u8], watch: &Watch) -> Result<(RgbImage, Orientation), PhotoProblem> {
    let format = image::guess_format(bytes).map_err(|_| PhotoProblem::NoPhoto)?;
    let decoded = match format {
        ImageFormat::Jpeg => jpeg(bytes, watch),
        ImageFormat::Png | ImageFormat::WebP => whole(bytes, format, watch),
        _ => Err(PhotoProblem::NoPhoto),
    };
    if watch.is_over() { Err(PhotoProblem::Cancelled) } else { decoded }
}

fn jpeg(bytes: &[u8], watch: &Watch) -> Result<(RgbImage, Orientation), PhotoProblem> {
    let broken = |_| PhotoProblem::Broken;
    if marks::scans(bytes).ok_or(PhotoProblem::Broken)? > MAX_SCANS {
        return Err(PhotoProblem::TooHeavy);
    }
    let mut decoder = Decoder::new(Watched::new(bytes, watch));
    decoder.read_info().map_err(broken)?;
    let info = decoder.info().ok_or(PhotoProblem::Broken)?;
    let pixels = u64::from(info.width) * u64::from(info.height);
    check(pixels, info.coding_process == CodingProcess::DctProgressive)?;
    // Black and white of a scanner and the colours of a press are for the decoder that knows them.
    if info.pixel_format != PixelFormat::RGB24 || info.coding_process == CodingProcess::Lossless {
        return whole(bytes, ImageFormat::Jpeg, watch);
    }
    let (width, height) = enough(info);
    let (width, height) = decoder.scale(width, height).map_err(broken)?;
    let orientation = decoder.exif_data().and_then(Orientation::from_exif_chunk);
    let pixels = decoder.decode().map_err(broken)?;
    let picture = RgbImage::from_raw(width.into(), height.into(), pixels).ok_or(PhotoProblem::Broken)?;
    Ok((picture, orientation.unwrap_or(Orientation::NoTransforms)))
}

/// The smallest size that is worth decoding. The decoder stops at the first that reaches one of
/// its sides, so only the longer one is named: a thin picture is one pixel high at any size.
fn enough(info: ImageInfo) -> (u16, u16) {
    if info.width > info.height { (NEARLY, u16::MAX) } else { (u16::MAX, NEARLY) }
}

fn check(pixels: u64, held: bool) -> Result<(), PhotoProblem> {
    match pixels {
        _ if pixels > MAX_PIXELS => Err(PhotoProblem::TooManyPixels),
        _ if held && pixels > MAX_HELD_PIXELS => Err(PhotoProblem::TooHeavy),
        _ => Ok(()),
    }
}

fn whole(bytes: &[u8], format: ImageFormat, watch: &Watch) -> Result<(RgbImage, Orientation), PhotoProblem> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(HELD_BYTES);
    let mut reader = ImageReader::with_format(Watched::new(bytes, watch), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
    let (width, height) = decoder.dimensions();
    check(u64::from(width) * u64::from(height), true)?;
    // A damaged description of a whole picture is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?;
    Ok((flatten(picture), orientation))
}

fn problem(error: &ImageError) -> PhotoProblem {
    match error {
        ImageError::Limits(_) => PhotoProblem::TooHeavy,
        _ => PhotoProblem::Broken,
    }
}

/// JPEG knows no transparency: see-through pixels show white, as on a page.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u16::from(value), u16::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        image::Rgb([red, green, blue].map(|value| over_white(value, alpha)))
    })
}

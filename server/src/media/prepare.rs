//! From an upright picture to three clean JPEGs: nothing but pixels survives.
//!
//! Pure and slow (tens to hundreds of milliseconds): [`super::Decoders`] runs it off the runtime's
//! threads and a few at a time.

use super::decode::{self, Position, decode, problem};
use super::{PhotoProblem, Size};
use domain::shot::Shot;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, RgbImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::time::Instant;

const QUALITY: u8 = 82;

/// A picture in every size.
#[derive(Debug, PartialEq, Eq)]
pub struct Pictures {
    small: Vec<u8>,
    medium: Vec<u8>,
    large: Vec<u8>,
}

impl Pictures {
    /// The JPEG of this size.
    pub fn bytes(&self, size: Size) -> &[u8] {
        match size {
            Size::Small => &self.small,
            Size::Medium => &self.medium,
            Size::Large => &self.large,
        }
    }

    /// Scales and encodes.
    pub(super) fn of(picture: &DynamicImage) -> Result<Self, PhotoProblem> {
        let large = fit(picture, Size::Large);
        let medium = fit(&large, Size::Medium);
        let small = fit(&medium, Size::Small);
        Ok(Self { small: encode(&small)?, medium: encode(&medium)?, large: encode(&large)? })
    }
}

/// A photo as the city keeps it. Width and height are those of the original, held upright.
#[derive(Debug)]
pub struct Prepared {
    pub width: u32,
    pub height: u32,
    pub pictures: Pictures,
    /// What the camera wrote; nothing of it is in the pictures.
    pub shot: Shot,
    /// Of the original bytes: tells a repeated upload from another photo under the same id.
    pub sha256: [u8; 32],
}

/// Checks, decodes, turns upright, scales and re-encodes. `sent` is what came; `bytes` are the same,
/// unless a decoder beside this one made a JPEG of them.
pub(super) fn prepare(
    sent: &[u8],
    bytes: &[u8],
    position: Position,
    until: Instant,
) -> Result<Prepared, PhotoProblem> {
    let (picture, orientation) = decode(bytes, position, until)?;
    let (width, height) = (picture.width(), picture.height());
    // Turning the smaller picture is quicker.
    let mut large = fit(&DynamicImage::ImageRgb8(flatten(picture)), Size::Large);
    large.apply_orientation(orientation);
    let (width, height) = if turns_sideways(orientation) { (height, width) } else { (width, height) };
    let (pictures, shot) = (Pictures::of(&large)?, Shot::read(sent));
    Ok(Prepared { width, height, pictures, shot, sha256: Sha256::digest(sent).into() })
}

/// A clean JPEG of our own: the same bytes in every size. Preparing dozens of them anew would only
/// delay the start of a demo.
pub fn as_is(bytes: Vec<u8>) -> Result<Prepared, PhotoProblem> {
    let (width, height) = sides(&bytes)?;
    let sha256 = Sha256::digest(&bytes).into();
    let pictures = Pictures { small: bytes.clone(), medium: bytes.clone(), large: bytes };
    Ok(Prepared { width, height, pictures, shot: Shot::default(), sha256 })
}

/// Width and height of a picture of our own.
pub fn sides(jpeg: &[u8]) -> Result<(u32, u32), PhotoProblem> {
    let reader = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg);
    reader.into_dimensions().map_err(|error| problem(&error))
}

/// A picture of our own, decoded again.
pub(super) fn reread(jpeg: &[u8], until: Instant) -> Result<RgbImage, PhotoProblem> {
    Ok(decode::decode(jpeg, Position::Upright, until)?.0.into_rgb8())
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

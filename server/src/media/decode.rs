//! From a stranger's bytes to an upright picture. The content decides the format; what the sender
//! calls it does not matter. Every limit is checked against the header, before the pixels take any
//! memory; who reads on after the deadline finds no more bytes.

use super::PhotoProblem;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::{BufRead, Cursor, Error, ErrorKind, Read, Seek, SeekFrom};
use std::time::Instant;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

pub(super) const MAX_BYTES: usize = 20 * 1024 * 1024;
pub(super) const MAX_PIXELS: u64 = 50_000_000;
const MAX_SIDE: u32 = 20_000;
/// Room for the largest allowed picture with eight bits and four channels, and some to spare.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Cameras write about ten; each one more makes the decoder go over all the pixels again.
const MAX_SCANS: usize = 32;

/// Whether what a camera wrote about its position still has to be obeyed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    AsWritten,
    /// The picture was turned upright already.
    Upright,
}

/// The picture of these bytes, not yet turned, and how to turn it. Of an animation the picture that
/// programs without animations show.
pub(super) fn decode(
    bytes: &[u8],
    position: Position,
    until: Instant,
) -> Result<(DynamicImage, Orientation), PhotoProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(PhotoProblem::TooLarge);
    }
    read(bytes, position, until).map_err(|problem| match problem {
        PhotoProblem::Broken if Instant::now() >= until => PhotoProblem::TooSlow,
        problem => problem,
    })
}

fn read(
    bytes: &[u8],
    position: Position,
    until: Instant,
) -> Result<(DynamicImage, Orientation), PhotoProblem> {
    let format = image::guess_format(bytes).map_err(|_| PhotoProblem::UnsupportedFormat)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PhotoProblem::UnsupportedFormat);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Timed::new(bytes, until), format);
    reader.limits(limits);

    let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoProblem::TooManyPixels);
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(PhotoProblem::Broken);
    }
    let orientation = match position {
        // A damaged description of a whole picture is no reason to refuse the picture.
        Position::AsWritten => decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Position::Upright => Orientation::NoTransforms,
    };
    let picture = match format {
        ImageFormat::Jpeg => decode_jpeg(bytes, until)?,
        _ => DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?,
    };
    Ok((picture, orientation))
}

/// Strictly: where pixels are damaged, `image` would fill the rest with grey and report nothing.
fn decode_jpeg(bytes: &[u8], until: Instant) -> Result<DynamicImage, PhotoProblem> {
    let side = MAX_SIDE as usize;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Timed::new(bytes, until), options);
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

pub(super) fn problem(error: &ImageError) -> PhotoProblem {
    match error {
        ImageError::Limits(_) => PhotoProblem::TooManyPixels,
        ImageError::Unsupported(_) => PhotoProblem::UnsupportedFormat,
        _ => PhotoProblem::Broken,
    }
}

/// Bytes that can be read until a moment.
struct Timed<'a> {
    bytes: Cursor<&'a [u8]>,
    until: Instant,
    reads: u32,
}

impl<'a> Timed<'a> {
    fn new(bytes: &'a [u8], until: Instant) -> Self {
        Self { bytes: Cursor::new(bytes), until, reads: 0 }
    }

    /// Decoders read byte by byte: the clock is asked now and then.
    fn look(&mut self) -> std::io::Result<()> {
        const NOW_AND_THEN: u32 = 256;
        self.reads = self.reads.wrapping_add(1);
        let over = self.reads % NOW_AND_THEN == 1 && Instant::now() >= self.until;
        if over { Err(Error::from(ErrorKind::TimedOut)) } else { Ok(()) }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.look()?;
        self.bytes.read(into)
    }
}

impl BufRead for Timed<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.look()?;
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.bytes.consume(count);
    }
}

impl Seek for Timed<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

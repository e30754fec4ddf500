//! Photos as they really arrive: turned, with a place inside, cut off, or meant to harm.

mod formats;
mod heic;
mod turns;

use super::decode::MAX_BYTES;
use super::prepare_at_once as prepare;
use super::{PhotoProblem, Prepared, Size};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;
use std::time::{Duration, Instant};

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];

/// Red above blue, twice as wide as high.
fn upright() -> RgbImage {
    RgbImage::from_fn(80, 40, |_, y| Rgb(if y < 20 { RED } else { BLUE }))
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).unwrap();
    bytes
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// What a camera writes: an orientation and a GPS latitude reference.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend([0, 2]);
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]); // orientation
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]); // where the GPS block lies
    tiff.extend([0; 4]);
    tiff.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// Puts it behind the start mark, with words for XMP, a comment and a colour profile.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let said = |mark: u8, words: &[u8]| {
        let length = u16::try_from(words.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, mark], &length[..], words].concat()
    };
    let xmp = said(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
    let more = [xmp, said(0xFE, b"a comment"), said(0xE2, b"ICC_PROFILE\0\x01\x01abc")].concat();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &more, &jpeg[2..]].concat()
}

fn shown(prepared: &Prepared) -> DynamicImage {
    image::load_from_memory(prepared.pictures.bytes(Size::Large)).unwrap()
}

fn is_near(pixel: Rgba<u8>, wanted: [u8; 3]) -> bool {
    pixel.0.iter().zip(wanted).all(|(got, wanted)| got.abs_diff(wanted) < 40)
}

#[test]
fn a_photo_is_shown_upright_however_the_camera_was_held() {
    for orientation in 1..=8 {
        let turned = Orientation::from_exif(orientation).unwrap();
        // What a camera in that position stores: the upright picture, turned the other way.
        let inverse = match turned {
            Orientation::Rotate90 => Orientation::Rotate270,
            Orientation::Rotate270 => Orientation::Rotate90,
            same => same,
        };
        let mut stored = DynamicImage::ImageRgb8(upright());
        stored.apply_orientation(inverse);
        for (kind, bytes) in [
            ("JPEG", with_exif(&jpeg(&stored.to_rgb8()), orientation)),
            ("PNG", formats::png_with(&png(&stored), *b"eXIf", &exif(orientation))),
            ("WebP", formats::webp_with_exif(&stored, &exif(orientation))),
        ] {
            let prepared = prepare(&bytes).unwrap();
            assert_eq!((prepared.width, prepared.height), (80, 40), "{kind}, orientation {orientation}");
            let shown = shown(&prepared);
            assert_eq!(shown.dimensions(), (80, 40), "{kind}, orientation {orientation}");
            assert!(is_near(shown.get_pixel(40, 5), RED), "{kind}, orientation {orientation}");
            assert!(is_near(shown.get_pixel(40, 35), BLUE), "{kind}, orientation {orientation}");
        }
    }
}

#[test]
fn nothing_that_the_camera_wrote_survives() {
    let prepared = prepare(&with_exif(&jpeg(&upright()), 1)).unwrap();
    for size in Size::ALL {
        let kept = prepared.pictures.bytes(size);
        for said in [&b"Exif"[..], b"xmpmeta", b"a comment", b"ICC_PROFILE"] {
            assert!(!kept.windows(said.len()).any(|window| window == said), "{}", size.name());
        }
    }
}

#[test]
fn three_sizes_are_made_and_none_is_enlarged() {
    let prepared = prepare(&jpeg(&RgbImage::from_pixel(2400, 600, Rgb(RED)))).unwrap();
    let sides =
        Size::ALL.map(|size| image::load_from_memory(prepared.pictures.bytes(size)).unwrap().dimensions());
    assert_eq!(sides, [(320, 80), (1024, 256), (2048, 512)]);

    let little = prepare(&jpeg(&upright())).unwrap();
    for size in Size::ALL {
        assert_eq!(image::load_from_memory(little.pictures.bytes(size)).unwrap().dimensions(), (80, 40));
    }
}

#[test]
fn see_through_pixels_show_white() {
    let prepared = prepare(&png(&RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])).into())).unwrap();
    assert!(is_near(shown(&prepared).get_pixel(8, 8), [255, 255, 255]));
}

#[test]
fn webp_is_welcome() {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(upright()).write_to(&mut bytes, ImageFormat::WebP).unwrap();
    assert!(is_near(shown(&prepare(&bytes.into_inner()).unwrap()).get_pixel(40, 5), RED));
}

#[test]
fn a_cut_off_photo_is_broken() {
    let whole = jpeg(&RgbImage::from_fn(300, 300, |x, y| Rgb([x, y, x * y].map(|n| n.to_le_bytes()[0]))));
    for kept in [whole.len() - 1, whole.len() / 2, 40] {
        assert_eq!(
            prepare(&whole[..kept]).unwrap_err(),
            PhotoProblem::Broken,
            "{kept} of {} bytes",
            whole.len()
        );
    }
    // The end mark of a thumbnail inside the header is not the end of the photo.
    let thumbnail = [&[0xFF, 0xE2, 0, 6][..], &[0xFF, 0xD8, 0xFF, 0xD9]].concat();
    let cut = [&whole[..2], &thumbnail, &whole[2..whole.len() / 2]].concat();
    assert_eq!(prepare(&cut).unwrap_err(), PhotoProblem::Broken);
    let png = png(&DynamicImage::ImageRgb8(upright()));
    assert_eq!(prepare(&png[..png.len() / 2]).unwrap_err(), PhotoProblem::Broken);
}

#[test]
fn a_photo_with_damaged_pixels_is_broken() {
    let whole = jpeg(&RgbImage::from_fn(300, 300, |x, y| Rgb([x, y, x * y].map(|n| n.to_le_bytes()[0]))));
    let (before, after) = whole.split_at(whole.len() / 2);
    let damaged = [before, &[0xFF, 0xC0], after].concat();
    assert_eq!(prepare(&damaged).err(), Some(PhotoProblem::Broken));
}

#[test]
fn a_film_behind_the_photo_is_dropped() {
    let film = [jpeg(&upright()), b"ftypmp42 and some more".to_vec()].concat();
    let prepared = prepare(&film).unwrap();
    assert!(!prepared.pictures.bytes(Size::Large).windows(4).any(|window| window == b"ftyp"));
}

#[test]
fn a_small_file_cannot_claim_a_huge_picture() {
    for (width, height) in [(60_000, 60_000), (19_000, 19_000), (1, 60_000)] {
        assert_eq!(prepare(&png_header(width, height)).unwrap_err(), PhotoProblem::TooManyPixels);
    }
}

/// A PNG that ends where its pixels would begin.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&DynamicImage::ImageRgb8(RgbImage::new(1, 1)));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// The checksum of a PNG chunk (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

#[test]
fn what_is_no_photo_is_refused_whatever_it_is_called() {
    assert_eq!(prepare(b"just a note, named photo.jpg").unwrap_err(), PhotoProblem::UnsupportedFormat);
    assert_eq!(prepare(b"GIF89a\x01\0\x01\0\0\0\0").unwrap_err(), PhotoProblem::UnsupportedFormat);
    assert_eq!(prepare(b"").unwrap_err(), PhotoProblem::UnsupportedFormat);
    assert_eq!(prepare(&[0xFF, 0xD8, 0xFF, 0xE0]).unwrap_err(), PhotoProblem::Broken);
    assert_eq!(prepare(&vec![0; MAX_BYTES + 1]).unwrap_err(), PhotoProblem::TooLarge);
}

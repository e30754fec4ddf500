use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageEncoder, Rgb, RgbImage};

use super::*;

/// Wider than tall as stored, red on its left, blue on its right.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| {
            if x < width / 2 { Rgb([200, 20, 20]) } else { Rgb([20, 20, 200]) }
        },
    )
}

fn jpeg(picture: &RgbImage, fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut metadata = Cursor::new(Vec::new());
    writer.write(&mut metadata, false).unwrap();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(metadata.into_inner()).unwrap();
    encoder.encode_image(picture).unwrap();
    bytes
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn upright() -> Field {
    field(Tag::Orientation, Value::Short(vec![1]))
}

fn parts(a: u32, b: u32, c: u32) -> Value {
    Value::Rational([a, b, c].map(|num| Rational { num, denom: 1 }).to_vec())
}

fn words(text: &str) -> Value {
    Value::Ascii(vec![text.as_bytes().to_vec()])
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_photo_taken_sideways_is_sent_upright() {
    // 6: the camera was turned; what is stored on the left belongs at the top.
    let sideways = jpeg(&picture(64, 32), &[field(Tag::Orientation, Value::Short(vec![6]))]);
    let photo = prepare(&sideways).unwrap();
    assert_eq!((photo.width, photo.height), (32, 64));
    let upright = image::load_from_memory(&photo.bytes).unwrap().into_rgb8();
    assert!(upright.get_pixel(16, 4)[0] > 150, "red is on top");
    assert!(upright.get_pixel(16, 60)[2] > 150, "blue is at the bottom");
}

#[test]
fn nothing_of_the_metadata_is_sent() {
    let taken = jpeg(
        &picture(64, 32),
        &[
            field(Tag::Make, words("A camera maker")),
            field(Tag::GPSLatitudeRef, words("N")),
            field(Tag::GPSLatitude, parts(46, 57, 0)),
            field(Tag::GPSLongitudeRef, words("E")),
            field(Tag::GPSLongitude, parts(142, 44, 0)),
        ],
    );
    assert!(holds(&taken, b"Exif") && holds(&taken, b"A camera maker"));
    let photo = prepare(&taken).unwrap();
    assert!(!holds(&photo.bytes, b"Exif") && !holds(&photo.bytes, b"A camera maker"));
}

#[test]
fn place_and_time_are_suggested_before_they_are_removed() {
    let taken = jpeg(
        &picture(64, 32),
        &[
            field(Tag::GPSLatitudeRef, words("S")),
            field(Tag::GPSLatitude, parts(46, 30, 0)),
            field(Tag::GPSLongitudeRef, words("E")),
            field(Tag::GPSLongitude, parts(142, 0, 36)),
            field(Tag::GPSDateStamp, words("2026:11:14")),
            field(Tag::GPSTimeStamp, parts(1, 2, 3)),
        ],
    );
    let hint = prepare(&taken).unwrap().hint;
    assert_eq!(hint.place, Some(Place { lat: -46.5, lon: 142.01 }));
    assert_eq!(hint.taken_at, Some(1_794_618_123_000));
}

#[test]
fn a_local_time_counts_only_with_its_offset() {
    let local = field(Tag::DateTimeOriginal, words("2026:11:14 12:02:03"));
    let offset = field(Tag::OffsetTimeOriginal, words("+11:00"));
    let with = jpeg(&picture(8, 8), &[local.clone(), offset]);
    assert_eq!(prepare(&with).unwrap().hint.taken_at, Some(1_794_618_123_000));
    let without = jpeg(&picture(8, 8), &[local]);
    assert_eq!(prepare(&without).unwrap().hint.taken_at, None);
}

#[test]
fn a_camera_that_has_not_found_itself_suggests_nothing() {
    let zeros = jpeg(
        &picture(8, 8),
        &[field(Tag::GPSLatitude, parts(0, 0, 0)), field(Tag::GPSLongitude, parts(0, 0, 0))],
    );
    assert_eq!(prepare(&zeros).unwrap().hint, PhotoHint::default());
}

#[test]
fn a_large_photo_is_scaled_and_a_small_one_is_not() {
    let large = prepare(&jpeg(&picture(3200, 1600), &[upright()])).unwrap();
    assert_eq!((large.width, large.height), (2560, 1280));
    let small = prepare(&jpeg(&picture(320, 160), &[upright()])).unwrap();
    assert_eq!((small.width, small.height), (320, 160));
}

#[test]
fn what_is_no_picture_is_refused_by_its_field() {
    let whole = jpeg(&picture(64, 64), &[upright()]);
    for broken in [&b"not a picture"[..], &whole[..whole.len() / 3], &[]] {
        assert_eq!(prepare(broken).unwrap_err(), NoPicture);
    }
}

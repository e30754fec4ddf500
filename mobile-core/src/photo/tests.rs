use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageEncoder, Rgb, RgbImage};

use std::io::Cursor;
use std::sync::Arc;

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
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    if !fields.is_empty() {
        encoder.set_exif_metadata(metadata(fields)).unwrap();
    }
    encoder.encode_image(picture).unwrap();
    bytes
}

fn metadata(fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut metadata = Cursor::new(Vec::new());
    writer.write(&mut metadata, false).unwrap();
    metadata.into_inner()
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

fn photo(bytes: &[u8]) -> Result<Photo, PhotoProblem> {
    prepare(bytes, &Watch::default())
}

fn refused(bytes: &[u8]) -> Option<PhotoProblem> {
    photo(bytes).err()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_photo_taken_sideways_is_sent_upright() {
    // 6: the camera was turned; what is stored on the left belongs at the top.
    let sideways = jpeg(&picture(64, 32), &[field(Tag::Orientation, Value::Short(vec![6]))]);
    let photo = photo(&sideways).unwrap();
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
    let photo = photo(&taken).unwrap();
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
    let hint = photo(&taken).unwrap().hint;
    assert_eq!(hint.place, Some(Place { lat: -46.5, lon: 142.01 }));
    assert_eq!(hint.taken_at, Some(1_794_618_123_000));
}

#[test]
fn a_local_time_counts_only_with_its_offset() {
    let local = field(Tag::DateTimeOriginal, words("2026:11:14 12:02:03"));
    let offset = field(Tag::OffsetTimeOriginal, words("+11:00"));
    let with = jpeg(&picture(8, 8), &[local.clone(), offset]);
    assert_eq!(photo(&with).unwrap().hint.taken_at, Some(1_794_618_123_000));
    let without = jpeg(&picture(8, 8), &[local]);
    assert_eq!(photo(&without).unwrap().hint.taken_at, None);
}

#[test]
fn a_camera_that_has_not_found_itself_suggests_nothing() {
    let zeros = jpeg(
        &picture(8, 8),
        &[field(Tag::GPSLatitude, parts(0, 0, 0)), field(Tag::GPSLongitude, parts(0, 0, 0))],
    );
    assert_eq!(photo(&zeros).unwrap().hint, PhotoHint::default());
}

#[test]
fn a_look_at_the_photo_tells_the_same_as_adding_it() {
    let taken = jpeg(
        &picture(64, 32),
        &[field(Tag::GPSDateStamp, words("2026:11:14")), field(Tag::GPSTimeStamp, parts(1, 2, 3))],
    );
    let hint = look_at_photo(taken.clone());
    assert_eq!(hint.taken_at, Some(1_794_618_123_000));
    assert_eq!(photo(&taken).unwrap().hint, hint);
    assert_eq!(look_at_photo(taken[..taken.len() / 2].to_vec()), hint, "the pixels do not matter");
    assert_eq!(look_at_photo(b"no photo".to_vec()), PhotoHint::default());
}

/// Decoded at an eighth, a quarter, a half, as it is, and then to size: no side is lost on the way.
#[test]
fn a_large_photo_is_scaled_and_a_small_one_is_not() {
    for (stored, sent) in [
        ((17_000, 40), (2048, 5)),
        ((8064, 400), (2016, 100)),
        ((4032, 302), (2016, 151)),
        ((4608, 30), (2048, 14)),
        ((3200, 160), (2048, 103)),
        ((40, 3001), (28, 2048)),
        ((2049, 1), (2048, 1)),
        ((2048, 15), (2048, 15)),
        ((320, 160), (320, 160)),
    ] {
        let photo = photo(&jpeg(&picture(stored.0, stored.1), &[upright()])).unwrap();
        assert_eq!((photo.width, photo.height), sent, "{stored:?}");
        let seen = image::load_from_memory(&photo.bytes).unwrap().into_rgb8();
        assert_eq!(seen.dimensions(), sent);
        let (left, right) = (seen.get_pixel(0, 0), seen.get_pixel(sent.0 - 1, sent.1 - 1));
        assert!(
            left[0] > 150 && left[2] < 90 && right[2] > 150 && right[0] < 90,
            "{stored:?}: {left:?} {right:?}"
        );
    }
}

#[test]
fn a_thin_line_is_still_there_when_the_photo_is_smaller() {
    let line = RgbImage::from_fn(3000, 30, |x, _| if x == 1501 { Rgb([0; 3]) } else { Rgb([255; 3]) });
    let small = shrink::shrink(&line, 2048, 20);
    let dark: u32 = small.rows().next().unwrap().map(|pixel| 255 - u32::from(pixel[0])).sum();
    // One pixel of 3000 is two thirds of one of 2048.
    assert!((165..=177).contains(&dark), "{dark}");
    assert_eq!(shrink::shrink(&line, 3000, 30), line);
}

#[test]
fn see_through_pixels_show_white() {
    let glass = image::RgbaImage::from_pixel(16, 16, image::Rgba([10, 20, 30, 0]));
    let mut png = Cursor::new(Vec::new());
    glass.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let photo = photo(png.get_ref()).unwrap();
    assert!(image::load_from_memory(&photo.bytes).unwrap().into_rgb8().get_pixel(8, 8)[1] > 250);
}

#[test]
fn a_scan_in_black_and_white_is_a_photo_too() {
    let mut grey = Vec::new();
    JpegEncoder::new(&mut grey)
        .encode_image(&image::GrayImage::from_pixel(3000, 20, image::Luma([90])))
        .unwrap();
    let photo = photo(&grey).unwrap();
    let seen = image::load_from_memory(&photo.bytes).unwrap().into_rgb8();
    assert_eq!(seen.dimensions(), (2048, 14));
    assert!((85..=95).contains(&seen.get_pixel(5, 5)[0]));
}

#[test]
fn what_is_no_photo_is_refused_by_its_kind() {
    for other in [&b"not a picture"[..], b"", b"GIF89a\x01\0\x01\0", b"\0\0\0\x18ftypheic\0\0\0\0"] {
        assert_eq!(refused(other), Some(PhotoProblem::NoPhoto));
    }
}

#[test]
fn a_photo_cut_off_anywhere_is_refused() {
    let whole = jpeg(&picture(64, 64), &[upright()]);
    for length in 3..whole.len() {
        assert_eq!(refused(&whole[..length]), Some(PhotoProblem::Broken), "{length} of {}", whole.len());
    }
    let with_a_film = [&whole[..], &[7; 5000]].concat();
    assert!(photo(&with_a_film).is_ok());
}

/// A header that promises more than there is, with a picture of one block behind it.
#[test]
fn a_header_does_not_cost_memory_by_what_it_promises() {
    let mut bomb = jpeg(&picture(8, 8), &[]);
    let frame = bomb.windows(2).position(|mark| mark == [0xFF, 0xC0]).unwrap();
    let promise = |bomb: &mut Vec<u8>, height: u16, width: u16| {
        bomb[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
        bomb[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    };
    promise(&mut bomb, 65_500, 65_500);
    assert_eq!(refused(&bomb), Some(PhotoProblem::TooManyPixels));
    promise(&mut bomb, 4000, 4000);
    let grey = photo(&bomb).unwrap();
    assert_eq!((grey.width, grey.height), (2000, 2000));
}

#[test]
fn a_picture_that_only_takes_time_is_refused() {
    let plain = jpeg(&picture(8, 8), &[]);
    let scan = plain.windows(2).position(|mark| mark == [0xFF, 0xDA]).unwrap();
    let (head, rest) = plain.split_at(scan);
    let scans = rest[..rest.len() - 2].repeat(40);
    assert_eq!(refused(&[head, &scans, &rest[rest.len() - 2..]].concat()), Some(PhotoProblem::TooHeavy));
    let mut png = Cursor::new(Vec::new());
    image::GrayImage::new(25_001, 1000).write_to(&mut png, image::ImageFormat::Png).unwrap();
    assert_eq!(refused(png.get_ref()), Some(PhotoProblem::TooHeavy));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    /// Damage in any place ends in a photo or a refusal, in bounded time and memory.
    #[test]
    fn damage_is_no_accident(at in 2..2000_usize, byte: u8, cut in 0..400_usize) {
        let mut bytes = jpeg(&picture(160, 100), &[upright()]);
        let at = at.min(bytes.len() - 1);
        bytes[at] = byte;
        bytes.drain(at..(at + cut).min(bytes.len()));
        if let Ok(photo) = photo(&bytes) {
            assert!(photo.width <= LONGEST_SIDE && photo.height <= LONGEST_SIDE);
        }
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<u8>>, Option<Arc<CancelToken>>);

impl PhotoProgress for Heard {
    fn percent(&self, percent: u8) {
        self.0.lock().unwrap().push(percent);
        if let Some(token) = self.1.as_ref().filter(|_| percent >= 20) {
            token.cancel();
        }
    }
}

fn watched_by(heard: &Arc<Heard>) -> Watch {
    Watch { progress: Some(heard.clone()), cancel: heard.1.clone(), ..Watch::default() }
}

#[test]
fn progress_grows_to_the_whole() {
    let heard = Arc::new(Heard::default());
    prepare(&jpeg(&picture(1200, 900), &[]), &watched_by(&heard)).unwrap();
    let told = heard.0.lock().unwrap().clone();
    assert!(told.is_sorted() && told.len() > 8 && told.last() == Some(&100), "{told:?}");
}

#[test]
fn it_stops_in_the_middle_when_it_is_told_to() {
    let heard = Arc::new(Heard(Mutex::default(), Some(Arc::default())));
    let made = prepare(&jpeg(&picture(1200, 900), &[]), &watched_by(&heard));
    assert_eq!(made.err(), Some(PhotoProblem::Cancelled));
    let told = heard.0.lock().unwrap().clone();
    assert!(told.last().is_some_and(|percent| *percent < 40), "{told:?}");
}

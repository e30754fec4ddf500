//! Where and when a result was photographed, written into the picture that shows it: the city compares it
//! with the place and the clock of the case. Photos of residents never carry it.

use std::io::Cursor;

use chrono::DateTime;
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};

use crate::view::Place;

/// Parts of a second of an arc that are kept: 3 cm.
const PER_SECOND: u32 = 1000;

/// The JPEG with a note of its own (Exif 2.32) behind its first two bytes. `at` is in milliseconds since
/// 1970. What is no JPEG, or no place, stays as it is.
pub(crate) fn stamp(jpeg: Vec<u8>, place: Option<Place>, at: i64) -> Vec<u8> {
    let Some(note) = note(place, at) else { return jpeg };
    let Ok(length) = u16::try_from(note.len() + 8) else { return jpeg };
    let Some(rest) = jpeg.strip_prefix(&[0xFF, 0xD8]) else { return jpeg };
    let mut stamped = vec![0xFF, 0xD8, 0xFF, 0xE1];
    stamped.extend(length.to_be_bytes());
    stamped.extend(b"Exif\0\0");
    stamped.extend(note);
    stamped.extend(rest);
    stamped
}

fn note(place: Option<Place>, at: i64) -> Option<Vec<u8>> {
    let taken = DateTime::from_timestamp_millis(at)?.format("%Y:%m:%d %H:%M:%S").to_string();
    let mut fields = vec![
        field(Tag::DateTimeOriginal, Value::Ascii(vec![taken.into_bytes()])),
        field(Tag::OffsetTimeOriginal, Value::Ascii(vec![b"+00:00".to_vec()])),
    ];
    if let Some(Place { lat, lon }) =
        place.filter(|place| domain::place::Place::from(*place).is_on_the_globe())
    {
        let letter = |letter: &str| Value::Ascii(vec![letter.as_bytes().to_vec()]);
        fields.push(field(Tag::GPSLatitudeRef, letter(if lat < 0.0 { "S" } else { "N" })));
        fields.push(field(Tag::GPSLatitude, arc(lat)));
        fields.push(field(Tag::GPSLongitudeRef, letter(if lon < 0.0 { "W" } else { "E" })));
        fields.push(field(Tag::GPSLongitude, arc(lon)));
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).ok()?;
    Some(bytes.into_inner())
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

/// Degrees, minutes and seconds.
fn arc(degrees: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "up to 180 degrees, checked before"
    )]
    let parts = (degrees.abs() * 3600.0 * f64::from(PER_SECOND)).round() as u32;
    let seconds = parts / PER_SECOND;
    let whole = |num| Rational { num, denom: 1 };
    let rest = Rational { num: parts - seconds / 60 * 60 * PER_SECOND, denom: PER_SECOND };
    Value::Rational(vec![whole(seconds / 3600), whole(seconds / 60 % 60), rest])
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use domain::shot::Shot;
    use image::{ImageFormat, RgbImage};
    use proptest::prelude::*;

    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::new(8, 8).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    proptest! {
        #[test]
        fn the_city_reads_what_was_written(lat in -89.0..89.0_f64, lon in -179.0..179.0_f64, at in 978_307_200_000..4_000_000_000_000_i64) {
            prop_assume!(lat.abs() > 0.001 || lon.abs() > 0.001);
            let stamped = stamp(jpeg(), Some(Place { lat, lon }), at);
            let shot = Shot::read(&stamped);
            let place = shot.place.unwrap();
            prop_assert!((place.lat - lat).abs() < 1e-6 && (place.lon - lon).abs() < 1e-6, "{place:?}");
            let taken = shot.taken_at(Tz::UTC, DateTime::from_timestamp_millis(at).unwrap()).unwrap();
            prop_assert_eq!(taken.timestamp(), at / 1000);
            prop_assert!(image::load_from_memory(&stamped).is_ok());
        }
    }

    #[test]
    fn without_a_place_the_time_is_still_told() {
        let shot = Shot::read(&stamp(jpeg(), None, 1_794_618_123_000));
        assert!(shot.place.is_none());
        assert_eq!(shot.certain().unwrap().timestamp(), 1_794_618_123);
        assert_eq!(stamp(b"no picture".to_vec(), None, 0), b"no picture");
    }
}

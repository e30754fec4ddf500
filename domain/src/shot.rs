//! Where and when a camera says that it took a photo (Exif 2.32). It is read before the photo is encoded
//! anew: phones suggest it to the author, the server keeps it of photos that staff and contractors send.

use crate::place::Place;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;
use exif::{Exif, In, Tag, Value};
use std::io::Cursor;

/// How far ahead of ours a camera's clock may be.
const AHEAD: Duration = Duration::minutes(10);

/// What a camera wrote about itself; of each thing nothing, where it says nothing that can be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shot {
    /// Where it was taken.
    pub place: Option<Place>,
    taken: Option<Taken>,
}

/// A camera knows the time, or only what the clocks around it show.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Taken {
    At(DateTime<Utc>),
    Local(NaiveDateTime),
}

impl Shot {
    /// Broken or missing metadata says nothing, and is no error either.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
            return Self::default();
        };
        Self { place: place(&exif), taken: taken(&exif) }
    }

    /// When it was taken, where that is certain: by the satellites, or by a clock that says where it
    /// stands.
    #[must_use]
    pub fn certain(&self) -> Option<DateTime<Utc>> {
        match self.taken? {
            Taken::At(at) => Some(at),
            Taken::Local(_) => None,
        }
    }

    /// When it was taken by the clocks of this zone, to the second, unless that is still to come or before there were
    /// such cameras.
    #[must_use]
    pub fn taken_at(&self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = match self.taken? {
            Taken::At(at) => at.trunc_subsecs(0),
            Taken::Local(local) => zone.from_local_datetime(&local).earliest()?.with_timezone(&Utc),
        };
        let first = NaiveDate::from_ymd_opt(2000, 1, 1)?.and_hms_opt(0, 0, 0)?.and_utc();
        (first..=now + AHEAD).contains(&at).then_some(at)
    }
}

fn place(exif: &Exif) -> Option<Place> {
    let lat = degrees(exif, Tag::GPSLatitude)? * sign(exif, Tag::GPSLatitudeRef, "S");
    let lon = degrees(exif, Tag::GPSLongitude)? * sign(exif, Tag::GPSLongitudeRef, "W");
    let place = Place { lat, lon };
    // Cameras that have not found themselves write zeros.
    (place.is_on_the_globe() && (lat != 0.0 || lon != 0.0)).then_some(place)
}

fn degrees(exif: &Exif, tag: Tag) -> Option<f64> {
    let [degrees, minutes, seconds] = three(exif, tag)?;
    Some(degrees + minutes / 60.0 + seconds / 3600.0).filter(|degrees| degrees.is_finite())
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

/// The time of the satellites, else the camera's own.
fn taken(exif: &Exif) -> Option<Taken> {
    if let Some(at) = satellite_time(exif) {
        return Some(Taken::At(at));
    }
    let local = text(exif, Tag::DateTimeOriginal)?;
    let offset = text(exif, Tag::OffsetTimeOriginal).unwrap_or_default();
    if let Ok(at) = DateTime::parse_from_str(&format!("{local} {offset}"), "%Y:%m:%d %H:%M:%S %:z") {
        return Some(Taken::At(at.with_timezone(&Utc)));
    }
    NaiveDateTime::parse_from_str(&local, "%Y:%m:%d %H:%M:%S").ok().map(Taken::Local)
}

fn satellite_time(exif: &Exif) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(&text(exif, Tag::GPSDateStamp)?, "%Y:%m:%d").ok()?;
    let [hours, minutes, seconds] = three(exif, Tag::GPSTimeStamp)?;
    let seconds = hours * 3600.0 + minutes * 60.0 + seconds;
    if !(0.0..86_401.0).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within one day, checked above")]
    let milliseconds = (seconds * 1000.0) as i64;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc() + Duration::milliseconds(milliseconds))
}

//! HEIC through Debian's decoder. The files were made with `heif-enc`; `turned.heic` stores the
//! picture turned, says so in its own way (`irot`) and again in EXIF, as iPhones do.

use super::*;
use crate::media::heif::is_heif;
use crate::media::{Decoders, Heif};
use bytes::Bytes;

const UPRIGHT: &[u8] = include_bytes!("fixtures/upright.heic");
const TURNED: &[u8] = include_bytes!("fixtures/turned.heic");
const TWO: &[u8] = include_bytes!("fixtures/two.heic");

async fn decoded(bytes: &'static [u8]) -> Result<Prepared, PhotoProblem> {
    Decoders::new(1, Heif::find()).prepare(Bytes::from_static(bytes)).await
}

#[tokio::test]
async fn a_heic_is_shown_upright_and_turned_once() {
    for (name, bytes) in [("upright", UPRIGHT), ("turned", TURNED), ("two", TWO)] {
        assert!(is_heif(bytes));
        let prepared = decoded(bytes).await.unwrap();
        assert_eq!((prepared.width, prepared.height), (128, 64), "{name}");
        let shown = shown(&prepared);
        assert!(is_near(shown.get_pixel(64, 8), RED), "{name}: {:?}", shown.get_pixel(64, 8));
        assert!(is_near(shown.get_pixel(64, 56), BLUE), "{name}");
        assert_eq!(prepared.sha256, <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(bytes)));
        let large = prepared.pictures.bytes(Size::Large);
        assert!(!large.windows(4).any(|window| window == b"Exif"), "{name}");
    }
}

#[tokio::test]
async fn without_a_decoder_heic_is_refused_by_its_name() {
    let without = Decoders::new(1, Heif::missing());
    let refused = without.prepare(Bytes::from_static(UPRIGHT)).await;
    assert_eq!(refused.unwrap_err(), PhotoProblem::HeicNotHere);
    let png = png(&DynamicImage::ImageRgb8(upright()));
    assert!(without.prepare(png.into()).await.is_ok(), "others are taken all the same");
}

#[tokio::test]
async fn a_heic_that_is_damaged_or_claims_too_much_is_refused() {
    assert_eq!(decoded(&UPRIGHT[..UPRIGHT.len() / 2]).await.unwrap_err(), PhotoProblem::Broken);
    let mut huge = UPRIGHT.to_vec();
    let at = huge.windows(4).position(|window| window == b"ispe").unwrap() + 8;
    huge[at..at + 8].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let refused = Decoders::new(1, Heif::find()).prepare(huge.into()).await;
    assert_eq!(refused.unwrap_err(), PhotoProblem::TooManyPixels);
}

#[test]
fn avif_and_films_are_not_heic() {
    assert!(!is_heif(b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"));
    assert!(!is_heif(b"\0\0\0\x14ftypmp42\0\0\0\0isom"));
    assert!(!is_heif(b"\0\0\0\0ftyp") && !is_heif(b"") && !is_heif(b"\xff\xff\xff\xffftypheic"));
}

//! Nobody waits for ever: neither for a turn nor for a picture.

use super::*;
use crate::media::{Decoders, Heif};

#[tokio::test]
async fn whoever_waits_too_long_for_a_turn_is_told_to_come_again() {
    let decoders =
        Decoders::new(1, Heif::missing()).patient(Duration::from_millis(1), Duration::from_mins(1));
    let photo = bytes::Bytes::from(jpeg(&upright()));
    let turn = decoders.turn().await.unwrap();
    assert_eq!(decoders.prepare(photo.clone()).await.unwrap_err(), PhotoProblem::Busy);
    drop(turn);
    assert!(decoders.prepare(photo).await.is_ok());
}

#[tokio::test]
async fn a_photo_that_takes_too_long_is_given_up() {
    let decoders = Decoders::new(1, Heif::find()).patient(Duration::from_mins(1), Duration::ZERO);
    let rgb = DynamicImage::ImageRgb8(upright());
    for bytes in [jpeg(&upright()), png(&rgb), include_bytes!("fixtures/upright.heic").to_vec()] {
        assert_eq!(decoders.prepare(bytes.into()).await.unwrap_err(), PhotoProblem::TooSlow);
    }
}

/// Each scan makes the decoder go over all the pixels again, at the price of a few bytes.
#[test]
fn a_jpeg_of_a_thousand_scans_is_refused() {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 50);
    encoder.set_progressive(true);
    encoder.encode(upright().as_raw(), 80, 40, jpeg_encoder::ColorType::Rgb).unwrap();
    let last = bytes.windows(2).rposition(|two| two == [0xFF, 0xDA]).unwrap();
    let end = bytes.len() - 2;
    let scan = bytes[last..end].to_vec();
    let many = [&bytes[..end], &scan.repeat(1000), &bytes[end..]].concat();
    assert_eq!(prepare(&many).unwrap_err(), PhotoProblem::Broken);
}

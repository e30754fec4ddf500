//! The kinds of files that phones and programs make.

use super::*;
use image::{GrayAlphaImage, GrayImage, ImageBuffer};
use jpeg_encoder::{ColorType, Encoder};

/// A PNG with one more chunk before its pixels.
pub fn png_with(png: &[u8], kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    const HEADER_ENDS: usize = 33;
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let named = [&kind, data].concat();
    [&png[..HEADER_ENDS], &length, &named, &crc32(&named).to_be_bytes(), &png[HEADER_ENDS..]].concat()
}

fn webp(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::WebP).unwrap();
    bytes.into_inner()
}

fn riff(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut content = b"WEBP".to_vec();
    for (kind, data) in chunks {
        content.extend(*kind);
        content.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        content.extend(data);
        content.extend(vec![0; data.len() % 2]);
    }
    [b"RIFF", &u32::try_from(content.len()).unwrap().to_le_bytes()[..], &content].concat()
}

fn three_bytes(n: u32) -> Vec<u8> {
    n.to_le_bytes()[..3].to_vec()
}

/// The header of the extended file format.
fn extended(flags: u8, picture: &DynamicImage) -> Vec<u8> {
    [vec![flags, 0, 0, 0], three_bytes(picture.width() - 1), three_bytes(picture.height() - 1)].concat()
}

/// The pixels of a WebP that has nothing else.
fn pixels(picture: &DynamicImage) -> Vec<u8> {
    const RIFF_AND_CHUNK_HEADERS: usize = 20;
    webp(picture)[RIFF_AND_CHUNK_HEADERS..].to_vec()
}

pub fn webp_with_exif(picture: &DynamicImage, exif: &[u8]) -> Vec<u8> {
    const HAS_EXIF: u8 = 0b1000;
    let header = extended(HAS_EXIF, picture);
    riff(&[(b"VP8X", header), (b"VP8L", pixels(picture)), (b"EXIF", exif.to_vec())])
}

fn blue() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(80, 40, Rgb(BLUE)))
}

#[test]
fn of_an_animation_the_first_picture_is_taken() {
    const ANIMATED: u8 = 0b10;
    // APNG: the picture that programs without animations show, then another one.
    let number = |n: u32| n.to_be_bytes().to_vec();
    let frame = [0, 80, 40, 0, 0].map(number).concat();
    let control = [frame, vec![0, 1, 0, 10, 0, 0]].concat();
    let png = png_with(&png(&DynamicImage::ImageRgb8(upright())), *b"fcTL", &control);
    let apng = png_with(&png, *b"acTL", &[number(1), number(0)].concat());
    assert!(is_near(shown(&prepare(&apng).unwrap()).get_pixel(40, 5), RED), "APNG");

    let frame = |picture: &DynamicImage| {
        let place =
            [three_bytes(0), three_bytes(0), three_bytes(79), three_bytes(39), three_bytes(100), vec![0]];
        let data = pixels(picture);
        let length = u32::try_from(data.len()).unwrap().to_le_bytes().to_vec();
        let padding = vec![0; data.len() % 2];
        [place.concat(), b"VP8L".to_vec(), length, data, padding].concat()
    };
    let first = DynamicImage::ImageRgb8(upright());
    let webp = riff(&[
        (b"VP8X", extended(ANIMATED, &first)),
        (b"ANIM", vec![0; 6]),
        (b"ANMF", frame(&first)),
        (b"ANMF", frame(&blue())),
    ]);
    assert!(is_near(shown(&prepare(&webp).unwrap()).get_pixel(40, 5), RED), "WebP");
}

/// No phone's camera makes one, and one more decoder of strangers' bytes is not worth it.
#[test]
fn a_gif_is_refused() {
    assert_eq!(prepare(b"GIF89a\x01\0\x01\0\0\0\0").unwrap_err(), PhotoProblem::UnsupportedFormat);
}

#[test]
fn printers_colours_are_shown_as_colours() {
    for (kind, name) in [(ColorType::Cmyk, "CMYK"), (ColorType::CmykAsYcck, "YCCK")] {
        // No ink but magenta and yellow, which is red; the rows below cyan and magenta, which is blue.
        let red = [0, 230, 230, 20];
        let ink = |y: u32| if y < 20 { red } else { [230, 230, 0, 20] };
        let inks: Vec<u8> = (0..40).flat_map(|y| (0..80).flat_map(move |_| ink(y))).collect();
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 95).encode(&inks, 80, 40, kind).unwrap();
        let shown = shown(&prepare(&bytes).unwrap());
        let (above, below) = (shown.get_pixel(40, 5), shown.get_pixel(40, 35));
        assert!(above.0[0] > 180 && above.0[1] < 80 && above.0[2] < 80, "{name}: {above:?}");
        assert!(below.0[2] > 180 && below.0[0] < 80 && below.0[1] < 80, "{name}: {below:?}");
    }
}

#[test]
fn a_progressive_jpeg_is_shown_as_any_other() {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    encoder.set_progressive(true);
    encoder.encode(upright().as_raw(), 80, 40, ColorType::Rgb).unwrap();
    assert!(is_near(shown(&prepare(&bytes).unwrap()).get_pixel(40, 35), BLUE));
}

#[test]
fn every_kind_of_png_is_shown_as_it_looks() {
    let grey = GrayImage::from_pixel(16, 16, image::Luma([90]));
    let deep = ImageBuffer::from_pixel(16, 16, Rgb([220 * 257, 20 * 257, 20 * 257_u16]));
    let see_through = GrayAlphaImage::from_pixel(16, 16, image::LumaA([0, 0]));
    for (name, picture, wanted) in [
        ("grey", DynamicImage::ImageLuma8(grey), [90, 90, 90]),
        ("16 bits", DynamicImage::ImageRgb16(deep), RED),
        ("grey and see-through", DynamicImage::ImageLumaA8(see_through), [255, 255, 255]),
    ] {
        let shown = shown(&prepare(&png(&picture)).unwrap());
        assert!(is_near(shown.get_pixel(8, 8), wanted), "{name}: {:?}", shown.get_pixel(8, 8));
    }
    let shown = shown(&prepare(&palette()).unwrap());
    assert!(
        is_near(shown.get_pixel(0, 0), BLUE) && is_near(shown.get_pixel(1, 0), [255, 255, 255]),
        "palette"
    );
}

/// Two pixels: blue, and one that the palette says is see-through.
fn palette() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette([BLUE, RED].concat());
    encoder.set_trns(vec![255, 0]);
    encoder.write_header().unwrap().write_image_data(&[0, 1]).unwrap();
    bytes
}

#[test]
fn a_chunk_that_unpacks_to_hundreds_of_megabytes_takes_no_memory() {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..256 {
        packed.write_all(&vec![0; 1024 * 1024]).unwrap();
    }
    let text = [b"Comment\0\0".to_vec(), packed.finish().unwrap()].concat();
    let bomb = png_with(&png(&DynamicImage::ImageRgb8(upright())), *b"zTXt", &text);
    let begun = Instant::now();
    // What is beside the pixels is of no interest, or too much; nobody waits for it.
    let outcome = prepare(&bomb);
    assert!(outcome.is_ok() || outcome.unwrap_err() == PhotoProblem::TooManyPixels);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

//! The requests that are measured.

use crate::http::{get, post, request};
use crate::load::Ask;
use crate::seed::{Sample, pick, random};
use anyhow::Result;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use std::sync::Arc;
use stories::CITY;
use uuid::Uuid;

/// Connections of everything but submitting, which is measured with several counts.
const CONNECTIONS: usize = 4;
/// What residents write is about as long.
const WORDS: &str = "Третий день не горит фонарь у пешеходного перехода, вечером детей не видно.";

/// Files new reports, without photos or contact, all over the middle of the city.
pub fn submit(sample: &Arc<Sample>, connections: usize) -> Ask {
    let sample = Arc::clone(sample);
    let make = move || {
        let (id, slug, (lon, lat)) = (Uuid::now_v7(), sample.slug(), sample.place());
        let secret = Uuid::new_v4().simple();
        let body = format!(
            r#"{{"id":"{id}","type":"{slug}","place":{{"lat":{lat},"lon":{lon}}},"description":"{WORDS}","language":"ru","secret":"{secret}"}}"#
        );
        post(&format!("/api/v1/cities/{CITY}/reports"), &body)
    };
    Ask { name: "submit", connections, status: 201, make: Box::new(make) }
}

/// Everything else, and submitting once more. `staff` is the header of somebody signed in.
pub fn all(sample: &Arc<Sample>, reports: u32, staff: String) -> Result<Vec<Ask>> {
    let (year, places, photo) = (sample.year.clone(), Arc::clone(sample), picture()?);
    let near = Arc::clone(sample);
    let tiles = tiles(sample.middle);
    let ask = |name, status, make| Ask { name, connections: CONNECTIONS, status, make };
    Ok(vec![
        submit(sample, CONNECTIONS),
        ask(
            "a report by number, public",
            200,
            Box::new(move || {
                let number = 1.0 + (random() * f64::from(reports)).floor();
                get(&format!("/api/v1/cities/{CITY}/reports/by-number/{year}-{number:06}"), "")
            }),
        ),
        ask(
            "the list of some blocks, public",
            200,
            Box::new(move || {
                let (west, south) = places.place();
                let (east, north) = (west + 0.004, south + 0.002);
                get(&format!("/api/v1/cities/{CITY}/reports?bbox={west},{south},{east},{north}"), "")
            }),
        ),
        ask(
            "what is near a place, public",
            200,
            Box::new(move || {
                let (slug, (lon, lat)) = (near.slug(), near.place());
                get(&format!("/api/v1/cities/{CITY}/reports/nearby?type={slug}&lat={lat}&lon={lon}"), "")
            }),
        ),
        ask(
            "the desk's first page, dispatcher",
            200,
            Box::new(move || get(&format!("/api/v1/cities/{CITY}/desk/reports"), &staff)),
        ),
        ask("a tile of reports, zoom 14", 200, Box::new(move || get(pick(&tiles).as_str(), ""))),
        ask(
            "a photo of 2 megapixels",
            201,
            Box::new(move || {
                let path = format!("/api/v1/cities/{CITY}/photos/{}", Uuid::now_v7());
                request("PUT", &path, "content-type: image/jpeg\r\n", &photo)
            }),
        ),
    ])
}

/// Paths of the tiles of zoom 14 that cover this box.
fn tiles([west, south, east, north]: [f64; 4]) -> Vec<String> {
    let side = f64::from(1_u32 << 14);
    let column = |lon: f64| ((lon + 180.0) / 360.0 * side).floor();
    let row = |lat: f64| {
        let up = lat.to_radians().tan().asinh() / std::f64::consts::PI;
        ((1.0 - up) / 2.0 * side).floor()
    };
    let range = |from: f64, to: f64| {
        std::iter::successors(Some(from), |n| Some(n + 1.0)).take_while(move |n| *n <= to)
    };
    range(column(west), column(east))
        .flat_map(|x| {
            range(row(north), row(south)).map(move |y| format!("/tiles/{CITY}/reports/14/{x}/{y}.mvt"))
        })
        .collect()
}

/// A picture with as much in it as a photo of a street: about 600 KB as JPEG.
fn picture() -> Result<Vec<u8>> {
    let mut grain = Uuid::new_v4().as_u128();
    let picture = RgbImage::from_fn(1632, 1224, |x, y| {
        grain = grain.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(0x5851_f42d_4c95);
        let light = f64::from(x ^ y) / 16.0 + f64::from(y) / 8.0;
        let noise = (grain >> 123) as u8;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than 256")]
        let light = (light as u8).saturating_add(noise);
        Rgb([light, light.saturating_sub(20), 255 - light])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

//! The requests that are measured.

use crate::http::{Connection, get, post, request};
use crate::load::{Ask, Make};
use crate::seed::{Sample, pick, random};
use anyhow::{Context, Result};
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

/// Whoever asks the desk: the header that proves it, and the id of somebody who has cases.
pub struct Desk {
    pub staff: String,
    pub person: String,
}

/// Words that many reports have.
pub const FREQUENT: &str = "text=%D0%B1%D0%BE%D0%BB%D1%8C%D0%BD%D0%B8%D1%86%D1%8B%20%D0%BB%D0%B8%D1%84%D1%82";

/// What is asked of the desk: filters, orders, and both.
pub fn questions(sample: &Sample, person: &str) -> Vec<String> {
    let (lon, lat) = sample.place();
    let (east, north) = (lon + 0.0003, lat + 0.0002);
    let [west, south, ..] = sample.middle;
    vec![
        String::new(),
        "sort=newest".to_owned(),
        "type=road-snow".to_owned(),
        "category=roads&status=accepted,in_progress".to_owned(),
        "tab=new&sort=newest".to_owned(),
        "tab=overdue&channel=map-report".to_owned(),
        "tab=escalated".to_owned(),
        "tab=unassigned&territory=north".to_owned(),
        "sort=newest&status=planned&territory=south".to_owned(),
        format!("sort=nearest&near={lat},{lon}"),
        format!("bbox={lon},{lat},{east},{north}"),
        format!("tab=waiting&bbox={west},{south},{lon},{lat}"),
        format!("assignee={person}"),
        format!("assignee={person}&sort=newest"),
        "text=4817".to_owned(),
        "status=resolved,confirmed,closed_by_time".to_owned(),
        "status=declined&type=road-snow".to_owned(),
    ]
}

/// The path of a question to the desk.
pub fn desk(question: &str) -> String {
    format!("/api/v1/cities/{CITY}/desk/reports?{question}")
}

/// What is near, asked before a report is filed.
pub fn nearby(sample: &Sample) -> String {
    let ((lon, lat), slug) = (sample.place(), sample.slug());
    format!("/api/v1/cities/{CITY}/reports/nearby?type={slug}&lat={lat}&lon={lon}")
}

/// Everything else, and submitting once more, asked by somebody of the whole city and by a worker.
pub fn all(sample: &Arc<Sample>, reports: u32, city: &Desk, department: &Desk) -> Result<Vec<Ask>> {
    let (year, places, photo) = (sample.year.clone(), Arc::clone(sample), picture()?);
    let around = Arc::clone(sample);
    let filtered = "category=roads&shape=new,work,soon,overdue,danger&from=2025-01-01";
    let tile = |zoom: u32, filter: &'static str| -> Make {
        let tiles = tiles(sample.middle, zoom);
        Box::new(move || get(&format!("{}?{filter}", pick(&tiles)), ""))
    };
    let list = |filter: &'static str| -> Make {
        Box::new(move || get(&format!("/api/v1/cities/{CITY}/reports?{filter}"), ""))
    };
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
        ask("the desk, mixed, whole city", 200, mixed(sample, city)),
        ask("the desk, mixed, a department", 200, mixed(sample, department)),
        ask("the desk, frequent words, whole city", 200, fixed(desk(FREQUENT), city)),
        ask("the desk, due soon, whole city", 200, fixed(desk("tab=soon"), city)),
        ask("the desk's counts, whole city", 200, fixed(format!("/api/v1/cities/{CITY}/desk/counts"), city)),
        ask("what is near a place, public", 200, Box::new(move || get(&nearby(&around), ""))),
        ask("the list of the city, public", 200, list("")),
        ask("the list of the city, public, filtered", 200, list(filtered)),
        ask("a tile of reports, zoom 10", 200, tile(10, "")),
        ask("a tile of reports, zoom 10, filtered", 200, tile(10, filtered)),
        ask("a tile of reports, zoom 12", 200, tile(12, "")),
        ask("a tile of reports, zoom 12, filtered", 200, tile(12, filtered)),
        ask("a tile of reports, zoom 14", 200, tile(14, "")),
        ask("a tile of reports, zoom 14, filtered", 200, tile(14, filtered)),
        ask("a tile of reports, zoom 16", 200, tile(16, "")),
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

/// A tile that whoever asks has already, as long as nothing is filed.
pub fn unchanged(address: &str, sample: &Sample) -> Result<Ask> {
    let path = tiles(sample.middle, 12)[0].clone();
    let mut connection = Connection::open(address)?;
    let head = connection.send(&get(&path, ""))?.head.to_ascii_lowercase();
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).context("a tile without an ETag")?;
    let known = get(&path, &format!("if-none-match: {tag}\r\n"));
    let make: Make = Box::new(move || known.clone());
    Ok(Ask { name: "a tile that has not changed", connections: CONNECTIONS, status: 304, make })
}

/// First pages of all questions, by chance.
fn mixed(sample: &Arc<Sample>, desk_of: &Desk) -> Make {
    let (sample, staff, person) = (Arc::clone(sample), desk_of.staff.clone(), desk_of.person.clone());
    Box::new(move || get(&desk(pick(&questions(&sample, &person)).as_str()), &staff))
}

fn fixed(path: String, desk_of: &Desk) -> Make {
    let staff = desk_of.staff.clone();
    Box::new(move || get(&path, &staff))
}

/// Paths of the tiles of a zoom that cover this box.
fn tiles([west, south, east, north]: [f64; 4], zoom: u32) -> Vec<String> {
    let side = f64::from(1_u32 << zoom);
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
            range(row(north), row(south)).map(move |y| format!("/tiles/{CITY}/reports/{zoom}/{x}/{y}.mvt"))
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

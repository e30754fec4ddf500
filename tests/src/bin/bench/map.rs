//! A city as large as Moscow on the map: 4,536 streets, 122,472 houses, all made up, imported as a file.
//! What an import costs, and then what its addresses and tiles cost.

use crate::cluster::{Cluster, PRODUCT};
use crate::http::{Connection, get};
use crate::load::Ask;
use crate::seed::{pick, random};
use anyhow::{Result, ensure};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use stories::folder::{change, copy_of_the_city};
use stories::server::{run, verb};
use stories::tile::containing;

/// Its name in addresses.
const METROPOLIS: &str = "metropolis";
/// South-west corner of its grid of streets.
const CORNER: (f64, f64) = (57.40, 36.05);
/// Streets beside each other, and how far apart their beginnings are.
const COLUMNS: u32 = 42;
const STEP: (f64, f64) = (0.0045, 0.016);
/// Houses in a street, and how far apart they are.
const HOUSES: u32 = 27;
const BESIDE: f64 = 0.0005;
/// How soon a running server knows a new city.
const PATIENCE: Duration = Duration::from_secs(30);

const BEGINNINGS: [&str; 18] = [
    "Бер", "Вол", "Гор", "Дуб", "Жур", "Зел", "Кам", "Луч", "Мор", "Нив", "Озер", "Пес", "Род", "Сев", "Туч",
    "Узор", "Холм", "Яр",
];
const MIDDLES: [&str; 18] = [
    "ал", "ан", "ар", "ев", "ен", "ер", "ик", "ил", "ин", "ов", "ог", "ол", "ом", "он", "ор", "ук", "ул",
    "ун",
];
const ENDS: [&str; 14] = [
    "ская улица",
    "ный переулок",
    "ский проезд",
    "ское шоссе",
    "ная улица",
    "ский бульвар",
    "ная набережная",
    "овская улица",
    "евский переулок",
    "инская улица",
    "ный проезд",
    "никовская улица",
    "ецкая улица",
    "чатая улица",
];

/// Loads the city beside the running server, imports its map, and says how long that took.
pub fn import(cluster: &Cluster, address: &str) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let folder = copy_of_the_city(scratch.path());
    let city = folder.with_file_name(METROPOLIS);
    fs::rename(&folder, &city)?;
    let boundary = |_: &str| {
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon",
        "coordinates":[[[36,57.35],[36.9,57.35],[36.9,58],[36,58],[36,57.35]]]}}]}"#
            .to_owned()
    };
    change(&city.join("boundary.geojson"), boundary);
    let file = scratch.path().join("metropolis.osm");
    fs::write(&file, map())?;
    let database = cluster.url(PRODUCT);
    run(verb(Some(&database)).args(["city", "load"]).arg(&city), "");
    let megabytes = fs::metadata(&file)?.len() / 1_000_000;
    for what in ["new", "again"] {
        let took = imported(&database, &file);
        println!("  {what}: {megabytes} MB of OSM XML imported in {:.1} s", took.as_secs_f64());
    }
    let begun = Instant::now();
    let path = format!("/api/v1/cities/{METROPOLIS}/geocode/search?text=abc");
    while Connection::open(address)?.send(&get(&path, ""))?.status != 200 {
        ensure!(begun.elapsed() < PATIENCE, "the server does not see the new city");
    }
    Ok(())
}

fn imported(database: &str, file: &Path) -> Duration {
    let begun = Instant::now();
    run(verb(Some(database)).args(["import", "osm"]).arg(file).args(["--city", METROPOLIS]), "");
    begun.elapsed()
}

/// What people ask of its map. Tiles are of so many that hardly one is asked twice.
pub fn asks(connections: usize) -> Vec<Ask> {
    let ask = |name, make| Ask { name, connections, status: 200, make };
    vec![
        ask("an address as people type it", Box::new(|| get(&search(&typed()), ""))),
        ask(
            "a place in words",
            Box::new(|| {
                let (lat, lon) = place();
                get(&format!("/api/v1/cities/{METROPOLIS}/geocode/reverse?lat={lat}&lon={lon}"), "")
            }),
        ),
        ask(
            "a new tile of the map, zoom 15",
            Box::new(|| {
                let (x, y) = containing(place(), 15);
                get(&format!("/tiles/{METROPOLIS}/base/15/{x}/{y}.mvt"), "")
            }),
        ),
    ]
}

/// The slowest of single searches, and of the tiles that show the whole city, in milliseconds.
pub fn slowest(address: &str) -> Result<(f64, f64)> {
    let mut connection = Connection::open(address)?;
    let mut time = |path: &str| -> Result<f64> {
        let begun = Instant::now();
        let status = connection.send(&get(path, ""))?.status;
        ensure!(status == 200, "{path}: {status}");
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    let (mut search_ms, mut tile_ms) = (0.0_f64, 0.0_f64);
    for _ in 0..300 {
        search_ms = search_ms.max(time(&search(&typed()))?);
    }
    for zoom in 9..=13 {
        let (x, y) = containing((57.6, 36.4), zoom);
        tile_ms = tile_ms.max(time(&format!("/tiles/{METROPOLIS}/base/{zoom}/{x}/{y}.mvt"))?);
    }
    Ok((search_ms, tile_ms))
}

fn search(text: &str) -> String {
    let text: String = text.bytes().fold(String::new(), |mut path, byte| {
        let _ = write!(path, "%{byte:02X}");
        path
    });
    format!("/api/v1/cities/{METROPOLIS}/geocode/search?text={text}")
}

/// A house's address, whole or begun, right or with a letter left out.
fn typed() -> String {
    let name = format!("{}{}{}", pick(&BEGINNINGS), pick(&MIDDLES), pick(&ENDS));
    let number = whole(random() * f64::from(HOUSES)) + 1;
    let begun: String = name.chars().take(3 + whole(random() * 5.0)).collect();
    let mistaken: String =
        name.chars().enumerate().filter(|(at, _)| *at != 3).map(|(_, letter)| letter).collect();
    pick(&[format!("{name} {number}"), format!("{number}, {name}"), begun, format!("{mistaken} {number}")])
        .clone()
}

fn place() -> (f64, f64) {
    (CORNER.0 + random() * 0.4, CORNER.1 + random() * 0.6)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
fn whole(n: f64) -> usize {
    n as usize
}

/// The map as OSM XML: nodes in the order in which they are made, which is no order of ids.
fn map() -> String {
    let mut drawn = Drawn { nodes: String::new(), ways: String::new(), next: 1_000_000_000 };
    let mut nr = 0;
    for beginning in BEGINNINGS {
        for middle in MIDDLES {
            for end in ENDS {
                let (row, column) = (nr / COLUMNS, nr % COLUMNS);
                let (lat, lon) = (CORNER.0 + f64::from(row) * STEP.0, CORNER.1 + f64::from(column) * STEP.1);
                drawn.street(nr, &format!("{beginning}{middle}{end}"), lat, lon);
                nr += 1;
            }
        }
    }
    format!("<osm version=\"0.6\">{}{}</osm>", drawn.nodes, drawn.ways)
}

struct Drawn {
    nodes: String,
    ways: String,
    next: u64,
}

impl Drawn {
    fn street(&mut self, nr: u32, name: &str, lat: f64, lon: f64) {
        let ends = [(lat, lon), (lat, lon + BESIDE * (f64::from(HOUSES) + 1.0))];
        let class = if nr.is_multiple_of(9) { "secondary" } else { "residential" };
        self.way(nr * 100, &ends, false, &[("highway", class), ("name", name)]);
        for house in 1..=HOUSES {
            let (south, west) = (lat + 0.0002, lon + BESIDE * f64::from(house));
            let (north, east) = (south + 0.0002, west + BESIDE / 2.0);
            let corners = [(south, west), (south, east), (north, east), (north, west)];
            let number = if house % 10 == 9 { format!("{house} к2") } else { house.to_string() };
            let tags = [("building", "yes"), ("addr:street", name), ("addr:housenumber", &*number)];
            self.way(nr * 100 + house, &corners, true, &tags);
        }
    }

    fn way(&mut self, id: u32, at: &[(f64, f64)], closed: bool, tags: &[(&str, &str)]) {
        let first = self.next;
        let mut nodes = String::new();
        for (lat, lon) in at {
            let _ = write!(self.nodes, r#"<node id="{}" lat="{lat:.7}" lon="{lon:.7}"/>"#, self.next);
            let _ = write!(nodes, r#"<nd ref="{}"/>"#, self.next);
            self.next -= 1;
        }
        if closed {
            let _ = write!(nodes, r#"<nd ref="{first}"/>"#);
        }
        let tags: String = tags.iter().fold(String::new(), |mut all, (key, value)| {
            let _ = write!(all, r#"<tag k="{key}" v="{value}"/>"#);
            all
        });
        let _ = write!(self.ways, r#"<way id="{id}">{nodes}{tags}</way>"#);
    }
}

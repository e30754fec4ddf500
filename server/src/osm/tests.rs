//! A hand-made piece of a town, in every form that files come in.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use geo::Area;
use geo_types::polygon;
use std::io::Write;

/// A kilometre around the market square.
fn boundary() -> MultiPolygon<f64> {
    polygon![(x: 36.0, y: 57.0), (x: 36.02, y: 57.0), (x: 36.02, y: 57.01), (x: 36.0, y: 57.01), (x: 36.0, y: 57.0)]
        .into()
}

/// Relations and ways come before their nodes; ids are in no order.
const TOWN: &str = include_str!("tests/town.osm");

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn extract(bytes: &[u8]) -> Result<Extract, FileError> {
    read(file(bytes).path(), &boundary(), &mut |_| {})
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn streets_have_their_names_and_classes() {
    let town = extract(TOWN.as_bytes()).unwrap();
    let streets: Vec<_> = town
        .streets
        .iter()
        .map(|s| (&*s.slug, &*s.class, s.name_ru.as_deref(), s.name_en.as_deref()))
        .collect();
    assert_eq!(
        streets,
        [
            ("osm-w300", "street", Some("улица Гончарова"), Some("Goncharova Street")),
            ("osm-w12", "main", Some("проспект Мира"), None),
            ("osm-w13", "lane", None, None),
        ],
        "what is planned or lies outside is no street"
    );
    assert_eq!(town.lines.iter().map(|l| (&*l.slug, l.class)).collect::<Vec<_>>(), [("osm-w14", "rail")]);
    let places: Vec<_> = town.localities.iter().map(|l| (l.class, &*l.name_ru)).collect();
    assert_eq!(places, [("quarter", "Заречье")]);
}

#[test]
fn houses_find_their_street_by_name_or_by_what_is_near() {
    let town = extract(TOWN.as_bytes()).unwrap();
    let houses: Vec<_> =
        town.houses.iter().map(|h| (&*h.slug, h.street.as_deref(), h.number.as_deref())).collect();
    assert_eq!(
        houses,
        [
            ("osm-w20", Some("osm-w300"), Some("5")),
            ("osm-w21", Some("osm-w12"), Some("7/2")),
            ("osm-w22", None, None),
            ("osm-w23", None, Some("9")),
        ],
        "“ул. Гончарова” is улица Гончарова; 7/2 does not say its street; 9 is in a street that is not here"
    );
    let points: Vec<_> = town.address_points.iter().map(|p| (&*p.slug, &*p.street, &*p.number)).collect();
    assert_eq!(points, [("osm-n500", "osm-w300", "11 к1")], "the shop in house 5 adds nothing");
    assert_eq!(town.rejected, Rejected { open_areas: 1, short_lines: 0, numbers: 0, lost_addresses: 1 });
}

#[test]
fn a_lake_of_two_ways_has_its_island() {
    let town = extract(TOWN.as_bytes()).unwrap();
    let lake = town.grounds.iter().find(|ground| ground.slug == "osm-r7").unwrap();
    assert_eq!((&*lake.class, lake.name_ru.as_deref()), ("water", Some("Чистый пруд")));
    assert_eq!((lake.outline.0.len(), lake.outline.0[0].interiors().len()), (1, 1));
    let whole = 0.004 * 0.002;
    assert!((lake.outline.unsigned_area() - (whole - 0.001 * 0.0005)).abs() < 1e-9);
    assert_eq!(town.grounds.iter().find(|g| g.slug == "osm-w30").map(|g| &*g.class), Some("park"));
}

#[test]
fn packed_and_binary_files_say_the_same() {
    let plain = format!("{:?}", extract(TOWN.as_bytes()).unwrap());
    assert_eq!(format!("{:?}", extract(&packed(TOWN)).unwrap()), plain);
    assert_eq!(format!("{:?}", extract(&binary::of(TOWN)).unwrap()), plain);
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let error = |bytes: &[u8]| extract(bytes).unwrap_err().to_string();
    let cut = TOWN.len() / 2;
    assert!(
        error(&TOWN.as_bytes()[..cut]).starts_with("ends too early"),
        "{}",
        error(&TOWN.as_bytes()[..cut])
    );
    let packed = packed(TOWN);
    assert!(error(&packed[..packed.len() / 2]).starts_with("ends too early"));
    let binary = binary::of(TOWN);
    let short = error(&binary[..binary.len() - 20]);
    assert!(short.starts_with("is damaged: ") && short.contains("end of file"), "{short}");
    assert!(error(b"name,lat,lon\n").starts_with("is neither OSM XML"));
    assert!(error(b"<gpx></gpx>").starts_with("is neither OSM XML"));
    assert!(error(b"").starts_with("is neither OSM XML"));
    let broken = TOWN.replacen("</way>", "</wai>", 1);
    assert!(error(broken.as_bytes()).starts_with("is damaged: near byte"), "{}", error(broken.as_bytes()));
    assert!(error(b"<osm></osm>").starts_with("has nothing within"));
}

/// The map as OSM PBF (<https://wiki.openstreetmap.org/wiki/PBF_Format>), written by hand from the XML.
mod binary {
    use super::super::file::{Element, Kind, each};
    use std::collections::HashMap;

    pub fn of(xml: &str) -> Vec<u8> {
        let mut strings = Strings::default();
        let mut group = Vec::new();
        for kind in [Kind::Relation, Kind::Way, Kind::Node] {
            each(super::file(xml.as_bytes()).path(), kind, &mut |_| {}, |element| {
                add(&mut group, &element, &mut strings);
                Ok(())
            })
            .unwrap();
        }
        let table: Vec<u8> = strings.all.iter().flat_map(|text| field(1, text.as_bytes())).collect();
        let block = [field(1, &table), field(2, &group)].concat();
        [blob("OSMHeader", &field(4, b"OsmSchema-V0.6")), blob("OSMData", &block)].concat()
    }

    struct Strings {
        all: Vec<String>,
        known: HashMap<String, u64>,
    }

    impl Default for Strings {
        fn default() -> Self {
            Self { all: vec![String::new()], known: HashMap::new() }
        }
    }

    impl Strings {
        fn of(&mut self, text: &str) -> u64 {
            *self.known.entry(text.to_owned()).or_insert_with(|| {
                self.all.push(text.to_owned());
                self.all.len() as u64 - 1
            })
        }
    }

    fn add(group: &mut Vec<u8>, element: &Element, strings: &mut Strings) {
        let (Element::Node { tags, .. } | Element::Way { tags, .. } | Element::Relation { tags, .. }) =
            element;
        let keys: Vec<u8> = tags.0.iter().flat_map(|(key, _)| varint(strings.of(key))).collect();
        let values: Vec<u8> = tags.0.iter().flat_map(|(_, value)| varint(strings.of(value))).collect();
        let tags = [field(2, &keys), field(3, &values)].concat();
        let deltas = |ids: Vec<i64>| {
            let before = std::iter::once(0).chain(ids.clone());
            ids.iter().zip(before).flat_map(|(id, before)| varint(zigzag(id - before))).collect::<Vec<u8>>()
        };
        let (nr, body) = match element {
            Element::Node { id, at, .. } => {
                let number = |nr: u64, n: i64| [varint(nr << 3), varint(zigzag(n))].concat();
                (1, [number(1, *id), tags, number(8, at.lat.into()), number(9, at.lon.into())].concat())
            }
            Element::Way { id, nodes, .. } => {
                let id = [varint(1 << 3), varint(id.unsigned_abs())].concat();
                (3, [id, tags, field(8, &deltas(nodes.clone()))].concat())
            }
            Element::Relation { id, members, .. } => {
                let id = [varint(1 << 3), varint(id.unsigned_abs())].concat();
                let roles: Vec<u8> =
                    members.iter().flat_map(|member| varint(strings.of(&member.role))).collect();
                let ids = deltas(members.iter().map(|member| member.id).collect());
                let kinds: Vec<u8> =
                    members.iter().map(|member| u8::from(member.kind == Kind::Way)).collect();
                (4, [id, tags, field(8, &roles), field(9, &ids), field(10, &kinds)].concat())
            }
        };
        group.extend(field(nr, &body));
    }

    fn blob(kind: &str, block: &[u8]) -> Vec<u8> {
        let blob = [field(1, block), varint(2 << 3), varint(block.len() as u64)].concat();
        let header = [field(1, kind.as_bytes()), varint(3 << 3), varint(blob.len() as u64)].concat();
        [u32::try_from(header.len()).unwrap().to_be_bytes().to_vec(), header, blob].concat()
    }

    fn field(nr: u64, bytes: &[u8]) -> Vec<u8> {
        [varint(nr << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
    }

    fn zigzag(n: i64) -> u64 {
        ((n << 1) ^ (n >> 63)).cast_unsigned()
    }

    fn varint(mut n: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while n >= 0x80 {
            bytes.push((n & 0x7f) as u8 | 0x80);
            n >>= 7;
        }
        bytes.push(u8::try_from(n).unwrap());
        bytes
    }
}

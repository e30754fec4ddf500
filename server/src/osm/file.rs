//! Elements of a file: OSM XML (also packed by gzip) or OSM PBF, told apart by what is in it.

use flate2::read::MultiGzDecoder;
use osmpbf::RelMemberType;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is neither OSM XML (.osm, .osm.gz) nor OSM PBF (.osm.pbf)")]
    NotOsm,
    #[error("is damaged: {0}")]
    Damaged(String),
    #[error("ends too early: it was not copied as a whole")]
    Short,
    #[error("has more than {0} places within the city's boundary; cut a smaller extract")]
    TooLarge(usize),
    #[error("has nothing within the city's boundary")]
    Elsewhere,
}

/// Kinds of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Node,
    Way,
    Relation,
}

/// An element of the map. A kind that was not asked for does not come.
#[derive(Debug)]
pub enum Element {
    Node { id: i64, at: At, tags: Tags },
    Way { id: i64, nodes: Vec<i64>, tags: Tags },
    Relation { id: i64, members: Vec<Member>, tags: Tags },
}

/// A place in ten-millionths of a degree, which is how finely the map knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub lon: i32,
    pub lat: i32,
}

impl At {
    pub fn coord(self) -> geo_types::Coord<f64> {
        geo_types::Coord { x: f64::from(self.lon) / 1e7, y: f64::from(self.lat) / 1e7 }
    }
}

/// A way or node in a relation; relations in relations are of no use here.
#[derive(Debug, Clone)]
pub struct Member {
    pub kind: Kind,
    pub id: i64,
    pub role: String,
}

/// What an element says of itself, as far as anybody here asks.
#[derive(Debug, Clone, Default)]
pub struct Tags(pub(super) Vec<(String, String)>);

/// Tags that mean something to us; all others are let go at once.
const KEPT: [&str; 20] = [
    "addr:housenumber",
    "addr:street",
    "amenity",
    "area",
    "building",
    "highway",
    "int_name",
    "landuse",
    "leisure",
    "name",
    "name:en",
    "name:ru",
    "natural",
    "place",
    "railway",
    "tunnel",
    "type",
    "water",
    "waterway",
    "layer",
];

impl Tags {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    fn add(&mut self, key: &str, value: &str) {
        if KEPT.contains(&key) {
            self.0.push((key.to_owned(), value.to_owned()));
        }
    }

    fn of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tags = Self::default();
        pairs.for_each(|(key, value)| tags.add(key, value));
        tags
    }
}

/// Gives every element of the kind to `take`. `tell` gets the hundredths of the file that are read.
pub fn each(
    path: &Path,
    wanted: Kind,
    tell: &mut (dyn FnMut(u64) + Send),
    mut take: impl FnMut(Element) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut head = [0; 64];
    let got = read_up_to(&mut file, &mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let file = BufReader::with_capacity(1 << 18, Told { file, length, read: 0, said: 0, tell });
    let head = &head[..got];
    if head.starts_with(&[0x1f, 0x8b]) {
        return xml(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)), wanted, &mut take);
    }
    if head.windows(9).any(|bytes| bytes == b"OSMHeader") {
        return pbf(file, wanted, &mut take);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"<") { xml(file, wanted, &mut take) } else { Err(FileError::NotOsm) }
}

fn read_up_to(file: &mut File, head: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < head.len() {
        match file.read(&mut head[got..])? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}

/// A file that tells how much of it is read.
struct Told<'a> {
    file: File,
    length: u64,
    read: u64,
    said: u64,
    tell: &'a mut (dyn FnMut(u64) + Send),
}

impl Read for Told<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(into)?;
        self.read += n as u64;
        let hundredths = self.read * 100 / self.length.max(1);
        if hundredths > self.said {
            self.said = hundredths;
            (self.tell)(hundredths);
        }
        Ok(n)
    }
}

fn pbf(
    file: impl Read + Send,
    wanted: Kind,
    take: &mut impl FnMut(Element) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let mut done = Ok(());
    let read = osmpbf::ElementReader::new(file).for_each(|element| {
        if done.is_ok()
            && let Some(element) = of_pbf(element, wanted)
        {
            done = take(element);
        }
    });
    match read {
        Ok(()) => done,
        Err(error) => match error.kind() {
            osmpbf::ErrorKind::Io(io) => Err(of_io(io)),
            _ => Err(FileError::Damaged(error.to_string())),
        },
    }
}

fn of_pbf(element: osmpbf::Element<'_>, wanted: Kind) -> Option<Element> {
    match (element, wanted) {
        (osmpbf::Element::Node(node), Kind::Node) => {
            let at = At { lon: node.decimicro_lon(), lat: node.decimicro_lat() };
            Some(Element::Node { id: node.id(), at, tags: Tags::of(node.tags()) })
        }
        (osmpbf::Element::DenseNode(node), Kind::Node) => {
            let at = At { lon: node.decimicro_lon(), lat: node.decimicro_lat() };
            Some(Element::Node { id: node.id(), at, tags: Tags::of(node.tags()) })
        }
        (osmpbf::Element::Way(way), Kind::Way) => {
            Some(Element::Way { id: way.id(), nodes: way.refs().collect(), tags: Tags::of(way.tags()) })
        }
        (osmpbf::Element::Relation(relation), Kind::Relation) => {
            let member = |member: osmpbf::RelMember<'_>| {
                let kind = match member.member_type {
                    RelMemberType::Node => Kind::Node,
                    RelMemberType::Way => Kind::Way,
                    RelMemberType::Relation => return None,
                };
                Some(Member {
                    kind,
                    id: member.member_id,
                    role: member.role().unwrap_or_default().to_owned(),
                })
            };
            let members = relation.members().filter_map(member).collect();
            Some(Element::Relation { id: relation.id(), members, tags: Tags::of(relation.tags()) })
        }
        _ => None,
    }
}

fn of_io(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => FileError::Short,
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => FileError::Damaged(error.to_string()),
        kind => FileError::Io(io::Error::new(kind, error.to_string())),
    }
}

fn xml(
    file: impl BufRead,
    wanted: Kind,
    take: &mut impl FnMut(Element) -> Result<(), FileError>,
) -> Result<(), FileError> {
    let mut reader = quick_xml::Reader::from_reader(file);
    let (mut buffer, mut open, mut root) = (Vec::new(), None, Root::Unseen);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer).map_err(|error| of_xml(&error, at))?;
        let damaged = |error: quick_xml::Error| of_xml(&error, at);
        match event {
            Event::Start(tag) if root == Root::Unseen => {
                if tag.name().0 != "osm" {
                    return Err(FileError::NotOsm);
                }
                root = Root::Open;
            }
            Event::Start(tag) => match begun(&tag, wanted).map_err(damaged)? {
                Some(element) => open = Some(element),
                None => inside(&tag, open.as_mut()).map_err(damaged)?,
            },
            Event::Empty(tag) => match begun(&tag, wanted).map_err(damaged)? {
                Some(element) => take(element)?,
                None => inside(&tag, open.as_mut()).map_err(damaged)?,
            },
            Event::End(tag) => match tag.name().0 {
                "node" | "way" | "relation" => {
                    if let Some(element) = open.take() {
                        take(element)?;
                    }
                }
                "osm" => root = Root::Closed,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    match root {
        Root::Closed => Ok(()),
        Root::Open => Err(FileError::Short),
        Root::Unseen => Err(FileError::NotOsm),
    }
}

#[derive(PartialEq, Eq)]
enum Root {
    Unseen,
    Open,
    Closed,
}

fn of_xml(error: &quick_xml::Error, at: u64) -> FileError {
    match error {
        quick_xml::Error::Io(io) => of_io(io),
        // All of these are things that are begun and never end.
        quick_xml::Error::Syntax(_) => FileError::Short,
        error => FileError::Damaged(format!("near byte {at}: {error}")),
    }
}

/// The element that this tag opens, if it is one of the wanted kind with an id (and a place).
fn begun(tag: &BytesStart<'_>, wanted: Kind) -> quick_xml::Result<Option<Element>> {
    let kind = match tag.name().0 {
        "node" => Kind::Node,
        "way" => Kind::Way,
        "relation" => Kind::Relation,
        _ => return Ok(None),
    };
    if kind != wanted {
        return Ok(None);
    }
    let Some(id) = attribute(tag, "id")?.and_then(|id| id.parse().ok()) else { return Ok(None) };
    let tags = Tags::default();
    Ok(match kind {
        Kind::Way => Some(Element::Way { id, nodes: Vec::new(), tags }),
        Kind::Relation => Some(Element::Relation { id, members: Vec::new(), tags }),
        Kind::Node => {
            let lon = attribute(tag, "lon")?.and_then(|lon| degrees(&lon, 180.0));
            let lat = attribute(tag, "lat")?.and_then(|lat| degrees(&lat, 90.0));
            lon.zip(lat).map(|(lon, lat)| Element::Node { id, at: At { lon, lat }, tags })
        }
    })
}

/// What a tag within an element adds to it.
fn inside(tag: &BytesStart<'_>, open: Option<&mut Element>) -> quick_xml::Result<()> {
    let Some(element) = open else { return Ok(()) };
    match (tag.name().0, element) {
        ("tag", Element::Node { tags, .. } | Element::Way { tags, .. } | Element::Relation { tags, .. }) => {
            if let (Some(key), Some(value)) = (attribute(tag, "k")?, attribute(tag, "v")?) {
                tags.add(&key, &value);
            }
        }
        ("nd", Element::Way { nodes, .. }) => {
            nodes.extend(attribute(tag, "ref")?.and_then(|id| id.parse::<i64>().ok()));
        }
        ("member", Element::Relation { members, .. }) => {
            let kind = match attribute(tag, "type")?.as_deref() {
                Some("node") => Kind::Node,
                Some("way") => Kind::Way,
                _ => return Ok(()),
            };
            if let Some(id) = attribute(tag, "ref")?.and_then(|id| id.parse().ok()) {
                members.push(Member { kind, id, role: attribute(tag, "role")?.unwrap_or_default() });
            }
        }
        _ => {}
    }
    Ok(())
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> quick_xml::Result<Option<String>> {
    match tag.try_get_attribute(name)? {
        Some(attribute) => Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned())),
        None => Ok(None),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "180 degrees are 1.8e9 ten-millionths")]
fn degrees(text: &str, most: f64) -> Option<i32> {
    let degrees: f64 = text.parse().ok()?;
    (degrees.abs() <= most).then(|| (degrees * 1e7).round() as i32)
}

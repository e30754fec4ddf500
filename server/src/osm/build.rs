//! Streets, houses and all else from what was found in a file.

use super::address::{Addressed, Finder};
use super::file::{At, Kind, Tags};
use super::meaning::{self, Meaning};
use super::passes::{Found, Relation, Way};
use super::rings;
use super::{Extract, Locality, MapLine};
use crate::folder::{Ground, House, Street};
use domain::place::Place;
use geo::indexed::IntervalTreeMultiPolygon;
use geo::{Area, BoundingRect, Contains, CoordsIter};
use geo_types::{Coord, LineString, MultiPolygon};
use std::collections::HashSet;

/// What is an area, before its address is known.
struct Piece<'a> {
    slug: String,
    tags: &'a Tags,
    outline: MultiPolygon<f64>,
    /// What a relation of its street calls that street.
    street: Option<&'a str>,
}

pub fn extract(found: &Found, boundary: &MultiPolygon<f64>) -> Extract {
    let inside = IntervalTreeMultiPolygon::new(boundary);
    let mut extract = Extract::default();
    let mut houses = Vec::new();
    for way in &found.ways {
        let slug = format!("osm-w{}", way.id);
        match way.meaning {
            Meaning::Street(_) | Meaning::Line(_) => add_line(&mut extract, found, way, slug, &inside),
            Meaning::House | Meaning::Ground(_) => {
                let Some(ring) = whole(found, &way.nodes) else {
                    extract.rejected.open_areas += 1;
                    continue;
                };
                let outline = rings::area(vec![ring], Vec::new());
                let street = found.streets_of.get(&(true, way.id)).map(String::as_str);
                let piece = Piece { slug, tags: &way.tags, outline, street };
                add_area(&mut extract, &mut houses, way.meaning, piece, &inside);
            }
        }
    }
    for relation in &found.relations {
        let Some(outline) = area_of(found, relation, &mut extract) else { continue };
        let piece =
            Piece { slug: format!("osm-r{}", relation.id), tags: &relation.tags, outline, street: None };
        add_area(&mut extract, &mut houses, relation.meaning, piece, &inside);
    }
    for point in &found.points {
        let (Some(class), (Some(name_ru), name_en)) =
            (meaning::locality(&point.tags), meaning::names(&point.tags))
        else {
            continue;
        };
        let place = place_of(point.at.coord());
        extract.localities.push(Locality {
            slug: format!("osm-n{}", point.id),
            class,
            name_ru,
            name_en,
            place,
        });
    }
    address(&mut extract, houses, found);
    extract
}

fn add_line(
    extract: &mut Extract,
    found: &Found,
    way: &Way,
    slug: String,
    inside: &IntervalTreeMultiPolygon<f64>,
) {
    let coords = longest_run(found, &way.nodes);
    if coords.len() < 2 {
        extract.rejected.short_lines += 1;
        return;
    }
    if !coords.iter().any(|coord| inside.contains(coord)) {
        return;
    }
    let (name_ru, name_en) = meaning::names(&way.tags);
    let line = LineString::new(coords);
    match way.meaning {
        Meaning::Street(class) => {
            extract.streets.push(Street { slug, name_ru, name_en, class: class.to_owned(), line });
        }
        Meaning::Line(class) => extract.lines.push(MapLine { slug, class, name_ru, name_en, line }),
        Meaning::House | Meaning::Ground(_) => {}
    }
}

fn add_area<'a>(
    extract: &mut Extract,
    houses: &mut Vec<Piece<'a>>,
    meaning: Meaning,
    piece: Piece<'a>,
    inside: &IntervalTreeMultiPolygon<f64>,
) {
    if piece.outline.0.is_empty() {
        extract.rejected.open_areas += 1;
        return;
    }
    let within =
        piece.outline.0.iter().any(|area| area.exterior().coords().any(|coord| inside.contains(coord)));
    if !within {
        return;
    }
    match meaning {
        Meaning::Ground(class) => {
            let (name_ru, name_en) = meaning::names(piece.tags);
            let min_zoom = min_zoom(&piece.outline, class);
            let Piece { slug, outline, .. } = piece;
            extract.grounds.push(Ground {
                slug,
                class: class.to_owned(),
                name_ru,
                name_en,
                min_zoom,
                outline,
            });
        }
        Meaning::House => houses.push(piece),
        Meaning::Street(_) | Meaning::Line(_) => {}
    }
}

/// Coordinates of a closed way, if all of it is known.
fn whole(found: &Found, nodes: &[i64]) -> Option<Vec<Coord<f64>>> {
    let coords = nodes.iter().map(|&node| found.nodes.get(node).map(At::coord));
    coords.collect::<Option<Vec<_>>>().filter(|ring| ring.len() > 3 && ring.first() == ring.last())
}

/// The longest part of a way that is known as a whole: files may be cut.
fn longest_run(found: &Found, nodes: &[i64]) -> Vec<Coord<f64>> {
    let known: Vec<Option<Coord<f64>>> =
        nodes.iter().map(|&node| found.nodes.get(node).map(At::coord)).collect();
    let longest = known.split(Option::is_none).max_by_key(|run| run.len()).unwrap_or_default();
    let mut coords: Vec<Coord<f64>> = longest.iter().flatten().copied().collect();
    coords.dedup();
    coords
}

/// The area of a relation; nothing if none of its outer rings is closed.
fn area_of(found: &Found, relation: &Relation, extract: &mut Extract) -> Option<MultiPolygon<f64>> {
    let of = |inner: bool| {
        let ways = relation.members.iter().filter(|member| member.kind == Kind::Way);
        let ways: Vec<&[i64]> = ways
            .filter(|member| (member.role == "inner") == inner && member.role != "part")
            .filter_map(|member| found.parts.get(&member.id).map(Vec::as_slice))
            .collect();
        let (rings, left) = rings::assemble(&ways);
        let known: Vec<_> = rings.iter().filter_map(|ring| whole(found, ring)).collect();
        let lost = left > 0 || known.len() < rings.len();
        (known, lost)
    };
    let ((outer, lost), (inner, _)) = (of(false), of(true));
    if lost || outer.is_empty() {
        extract.rejected.open_areas += 1;
    }
    (!outer.is_empty()).then(|| rings::area(outer, inner))
}

/// Gives houses and doors their streets.
fn address(extract: &mut Extract, houses: Vec<Piece<'_>>, found: &Found) {
    let finder = Finder::new(&extract.streets);
    let mut taken = HashSet::new();
    let mut ready = Vec::with_capacity(houses.len());
    for piece in houses {
        let Some(middle) = piece.outline.bounding_rect().map(geo::Rect::center) else { continue };
        let address = match finder.address(piece.tags, piece.street, middle) {
            Addressed::At { street, number } => Some((street, number)),
            Addressed::TooLong => {
                extract.rejected.numbers += 1;
                None
            }
            Addressed::Lost(number) => Some((None, number)),
            Addressed::None => None,
        };
        if let Some((Some(street), number)) = &address {
            taken.insert((finder.name(*street), domain::address::number_key(number)));
        }
        let (street, number) = address.map_or((None, None), |(street, number)| (street, Some(number)));
        let street = street.map(|at| extract.streets[at].slug.clone());
        ready.push(House { slug: piece.slug, street, number, outline: piece.outline });
    }
    let doors = found.points.iter().filter(|point| point.tags.get("addr:housenumber").is_some());
    let mut points = Vec::new();
    for door in doors {
        let street = found.streets_of.get(&(false, door.id)).map(String::as_str);
        match finder.address(&door.tags, street, door.at.coord()) {
            Addressed::At { street: Some(street), number } => {
                // A shop in a house says the house's address once more.
                let key = (finder.name(street), domain::address::number_key(&number));
                if taken.insert(key) {
                    points.push((door, street, number));
                }
            }
            Addressed::TooLong => extract.rejected.numbers += 1,
            Addressed::At { street: None, .. } | Addressed::Lost(_) => extract.rejected.lost_addresses += 1,
            Addressed::None => {}
        }
    }
    let points = points.into_iter().map(|(door, street, number)| super::AddressPoint {
        slug: format!("osm-n{}", door.id),
        street: extract.streets[street].slug.clone(),
        number,
        place: place_of(door.at.coord()),
    });
    extract.address_points = points.collect();
    extract.houses = ready;
}

fn place_of(coord: Coord<f64>) -> Place {
    Place { lat: coord.y, lon: coord.x }
}

/// From which zoom an area is worth drawing: where its side is 6 pixels. What is everywhere in a city
/// waits longer.
#[expect(clippy::cast_possible_truncation, reason = "between 8 and 14")]
fn min_zoom(outline: &MultiPolygon<f64>, class: &str) -> i16 {
    const DEGREE_PIXELS_AT_0: f64 = 256.0 / 360.0;
    let lat = outline.coords_iter().next().map_or(0.0, |coord| coord.y);
    let side = (outline.unsigned_area() / lat.to_radians().cos().max(0.05)).sqrt();
    let zoom = (6.0 / (side * DEGREE_PIXELS_AT_0)).log2().ceil().clamp(8.0, 14.0) as i16;
    if class == "block" { zoom.max(12) } else { zoom }
}

//! The four readings of a file.

use super::file::{At, Element, FileError, Kind, Member, Tags, each};
use super::meaning::{self, Meaning};
use super::nodes::Nodes;
use geo::indexed::IntervalTreeMultiPolygon;
use geo::{BoundingRect, Contains};
use geo_types::{MultiPolygon, Rect};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Nodes that are held, at most: of a city of twenty millions, or 1 GB.
const NODES_MAX: usize = 60_000_000;

/// What of a file belongs to the city.
#[derive(Debug, Default)]
pub struct Found {
    pub nodes: Nodes,
    pub ways: Vec<Way>,
    pub relations: Vec<Relation>,
    /// Members of relations, which need not mean anything themselves.
    pub parts: HashMap<i64, Vec<i64>>,
    pub points: Vec<Point>,
    /// Streets of houses that a relation `associatedStreet` holds together.
    pub streets_of: HashMap<(bool, i64), String>,
}

/// A way that means something.
#[derive(Debug)]
pub struct Way {
    pub id: i64,
    pub nodes: Vec<i64>,
    pub meaning: Meaning,
    pub tags: Tags,
}

/// An area of several ways.
#[derive(Debug)]
pub struct Relation {
    pub id: i64,
    pub members: Vec<Member>,
    pub meaning: Meaning,
    pub tags: Tags,
}

/// A node that is an address, or gives a part of the city its name.
#[derive(Debug)]
pub struct Point {
    pub id: i64,
    pub at: At,
    pub tags: Tags,
}

pub fn read(
    path: &Path,
    boundary: &MultiPolygon<f64>,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Found, FileError> {
    let edges = boundary.bounding_rect().ok_or(FileError::Elsewhere)?;
    let mut found = Found::default();
    read_relations(path, &mut found, &mut part(1, "relations", tell))?;
    read_nodes(path, &mut found, boundary, edges, &mut part(2, "nodes", tell))?;
    if found.nodes.len() == 0 {
        return Err(FileError::Elsewhere);
    }
    read_ways(path, &mut found, &mut part(3, "ways", tell))?;
    read_missing(path, &mut found, &mut part(4, "nodes beyond the boundary", tell))?;
    Ok(found)
}

/// Tells of one reading every fifth of the file.
fn part<'a>(
    nr: usize,
    what: &'static str,
    tell: &'a mut (dyn FnMut(&str) + Send),
) -> impl FnMut(u64) + Send + 'a {
    let mut said = 0;
    move |hundredths| {
        if hundredths >= said + 20 {
            said = hundredths;
            tell(&format!("reading {nr} of 4, {what}: {hundredths} %"));
        }
    }
}

fn read_relations(
    path: &Path,
    found: &mut Found,
    tell: &mut (dyn FnMut(u64) + Send),
) -> Result<(), FileError> {
    each(path, Kind::Relation, tell, |element| {
        let Element::Relation { id, members, tags } = element else { return Ok(()) };
        match tags.get("type") {
            Some("multipolygon" | "waterway" | "building") => {
                if let Some(meaning) = meaning::of_area(&tags) {
                    found.relations.push(Relation { id, members, meaning, tags });
                }
            }
            Some("associatedStreet") => {
                let Some(street) = tags.get("name") else { return Ok(()) };
                for member in members.iter().filter(|member| member.role == "house") {
                    found.streets_of.insert((member.kind == Kind::Way, member.id), street.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    })
}

fn read_nodes(
    path: &Path,
    found: &mut Found,
    boundary: &MultiPolygon<f64>,
    edges: Rect<f64>,
    tell: &mut (dyn FnMut(u64) + Send),
) -> Result<(), FileError> {
    let inside = IntervalTreeMultiPolygon::new(boundary);
    each(path, Kind::Node, tell, |element| {
        let Element::Node { id, at, tags } = element else { return Ok(()) };
        let coord = at.coord();
        let within = (edges.min().x..=edges.max().x).contains(&coord.x)
            && (edges.min().y..=edges.max().y).contains(&coord.y);
        if !within {
            return Ok(());
        }
        found.nodes.add(id, at);
        if found.nodes.len() > NODES_MAX {
            return Err(FileError::TooLarge(NODES_MAX));
        }
        let speaks = tags.get("addr:housenumber").is_some() || meaning::locality(&tags).is_some();
        if speaks && inside.contains(&coord) {
            found.points.push(Point { id, at, tags });
        }
        Ok(())
    })?;
    found.nodes.put_in_order();
    Ok(())
}

fn read_ways(path: &Path, found: &mut Found, tell: &mut (dyn FnMut(u64) + Send)) -> Result<(), FileError> {
    let members = |relation: &Relation| {
        let ways = relation.members.iter().filter(|member| member.kind == Kind::Way);
        ways.map(|member| member.id).collect::<Vec<_>>()
    };
    let wanted: HashSet<i64> = found.relations.iter().flat_map(members).collect();
    let mut near = HashSet::new();
    each(path, Kind::Way, tell, |element| {
        let Element::Way { id, nodes, tags } = element else { return Ok(()) };
        let touches = nodes.iter().any(|&node| found.nodes.get(node).is_some());
        if wanted.contains(&id) {
            if touches {
                near.insert(id);
            }
            found.parts.insert(id, nodes.clone());
        }
        let closed = nodes.len() > 3 && nodes.first() == nodes.last();
        if touches && let Some(meaning) = meaning::of_way(&tags, closed) {
            found.ways.push(Way { id, nodes, meaning, tags });
        }
        Ok(())
    })?;
    // Relations of the country around the city are let go again, with their ways.
    found.relations.retain(|relation| members(relation).iter().any(|id| near.contains(id)));
    let needed: HashSet<i64> = found.relations.iter().flat_map(members).collect();
    found.parts.retain(|id, _| needed.contains(id));
    Ok(())
}

/// Reads where the ways of the city go on beyond its edges.
fn read_missing(path: &Path, found: &mut Found, tell: &mut (dyn FnMut(u64) + Send)) -> Result<(), FileError> {
    let all = found.ways.iter().map(|way| &way.nodes).chain(found.parts.values());
    let mut missing: Vec<i64> =
        all.flatten().copied().filter(|&node| found.nodes.get(node).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    each(path, Kind::Node, tell, |element| {
        if let Element::Node { id, at, .. } = element
            && missing.binary_search(&id).is_ok()
        {
            found.nodes.add(id, at);
        }
        Ok(())
    })?;
    found.nodes.put_in_order();
    Ok(())
}

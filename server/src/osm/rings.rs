//! Areas from ways: a relation names ways, which are put together end to end into rings.

use geo::{Area, Contains};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// Puts ways together to closed rings of node ids; what does not close is left over.
/// Gives the rings and the number of ways that are in none.
pub fn assemble(ways: &[&[i64]]) -> (Vec<Vec<i64>>, usize) {
    let mut rings = Vec::new();
    let mut pieces: Vec<Vec<i64>> = Vec::new();
    for way in ways.iter().filter(|way| way.len() > 1) {
        if way.first() == way.last() { rings.push(way.to_vec()) } else { pieces.push(way.to_vec()) }
    }
    let mut left = 0;
    while let Some(mut ring) = pieces.pop() {
        let mut used = 1;
        while ring.first() != ring.last() {
            let Some(end) = ring.last().copied() else { break };
            let Some(next) = pieces.iter().position(|piece| touches(piece, end)) else { break };
            let mut piece = pieces.swap_remove(next);
            if piece.first() != Some(&end) {
                piece.reverse();
            }
            ring.extend_from_slice(&piece[1..]);
            used += 1;
        }
        if ring.first() == ring.last() { rings.push(ring) } else { left += used }
    }
    (rings, left)
}

fn touches(piece: &[i64], end: i64) -> bool {
    piece.first() == Some(&end) || piece.last() == Some(&end)
}

/// Areas with their holes: each inner ring goes into the outer one around it, or nowhere.
pub fn area(outer: Vec<Vec<Coord<f64>>>, inner: Vec<Vec<Coord<f64>>>) -> MultiPolygon<f64> {
    let ring = |coords: Vec<Coord<f64>>| LineString::new(coords);
    let mut polygons: Vec<Polygon<f64>> =
        outer.into_iter().map(|coords| Polygon::new(ring(coords), Vec::new())).filter(has_ground).collect();
    for hole in inner.into_iter().map(ring) {
        let Some(first) = hole.0.first().copied() else { continue };
        // A hole may touch its outline in a point: then another of its points is within.
        let around = |polygon: &Polygon<f64>| {
            hole.0
                .iter()
                .take(16)
                .any(|&coord| Polygon::new(polygon.exterior().clone(), Vec::new()).contains(&coord))
                || polygon.contains(&first)
        };
        if let Some(polygon) = polygons.iter_mut().find(|polygon| around(polygon)) {
            polygon.interiors_push(hole);
        }
    }
    MultiPolygon::new(polygons)
}

fn has_ground(polygon: &Polygon<f64>) -> bool {
    polygon.exterior().0.len() >= 4 && polygon.unsigned_area() > 0.0
}

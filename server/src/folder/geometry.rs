//! Geometries of map files: GeoJSON in, checked shapes out, and GeoJSON again for the database.

use geo::Validation;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize, Serializer};

/// Points of one ring or line. Checking a ring for crossings takes the square of it.
const MAX_POINTS: usize = 10_000;

type Position = Vec<f64>;

/// The GeoJSON geometries that a city's folder may have (RFC 7946, section 3.1).
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    LineString(Vec<Position>),
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

impl Geometry {
    /// An area without crossings.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn area(self) -> Result<MultiPolygon<f64>, String> {
        let polygons = match self {
            Self::Polygon(rings) => vec![rings],
            Self::MultiPolygon(polygons) => polygons,
            Self::LineString(_) => {
                return Err("is a line; an area (Polygon or MultiPolygon) is needed".to_owned());
            }
        };
        let area = MultiPolygon::new(polygons.into_iter().map(polygon).collect::<Result<_, _>>()?);
        if area.0.is_empty() {
            return Err("is an empty area".to_owned());
        }
        area.check_validation().map_err(|error| error.to_string())?;
        Ok(area)
    }

    /// A line of two points or more.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn line(self) -> Result<LineString<f64>, String> {
        let Self::LineString(positions) = self else {
            return Err("is an area; a line (LineString) is needed".to_owned());
        };
        let line = coords(positions)?;
        line.check_validation().map_err(|error| error.to_string())?;
        Ok(line)
    }
}

fn polygon(rings: Vec<Vec<Position>>) -> Result<Polygon<f64>, String> {
    let mut closed = rings.into_iter().map(|ring| {
        let ring = coords(ring)?;
        if ring.0.len() < 4 {
            return Err("has a ring of less than four points".to_owned());
        }
        if !ring.is_closed() {
            return Err("has a ring that is not closed: its last point must be its first".to_owned());
        }
        Ok(ring)
    });
    let outer = closed.next().ok_or("has no ring")??;
    Ok(Polygon::new(outer, closed.collect::<Result<_, _>>()?))
}

fn coords(positions: Vec<Position>) -> Result<LineString<f64>, String> {
    if positions.len() > MAX_POINTS {
        return Err(format!("has more than {MAX_POINTS} points in one line"));
    }
    positions
        .into_iter()
        .map(|position| match position[..] {
            [x, y] | [x, y, _] if (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y) => {
                Ok(Coord { x, y })
            }
            _ => Err(format!("{position:?} is not a longitude and a latitude in degrees")),
        })
        .collect::<Result<Vec<_>, _>>()
        .map(LineString::new)
}

#[derive(Serialize)]
struct GeoJson<T> {
    r#type: &'static str,
    coordinates: T,
}

fn pairs(line: &LineString<f64>) -> Vec<[f64; 2]> {
    line.coords().map(|coord| [coord.x, coord.y]).collect()
}

/// Writes an area as a GeoJSON MultiPolygon.
pub fn area_as_geojson<S: Serializer>(area: &MultiPolygon<f64>, to: S) -> Result<S::Ok, S::Error> {
    let rings = |polygon: &Polygon<f64>| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(pairs).collect::<Vec<_>>()
    };
    GeoJson { r#type: "MultiPolygon", coordinates: area.0.iter().map(rings).collect::<Vec<_>>() }
        .serialize(to)
}

/// Writes a line as a GeoJSON LineString.
pub fn line_as_geojson<S: Serializer>(line: &LineString<f64>, to: S) -> Result<S::Ok, S::Error> {
    GeoJson { r#type: "LineString", coordinates: pairs(line) }.serialize(to)
}

/// An area as GeoJSON text.
///
/// # Errors
/// When it cannot be written, which only a coordinate that is no number could cause.
pub fn geojson(area: &MultiPolygon<f64>) -> serde_json::Result<String> {
    let mut text = Vec::new();
    area_as_geojson(area, &mut serde_json::Serializer::new(&mut text))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// An area from GeoJSON text that the database made.
///
/// # Errors
/// When the text is not an area.
pub fn multi_polygon(geojson: &str) -> anyhow::Result<MultiPolygon<f64>> {
    let geometry: Geometry = serde_json::from_str(geojson)?;
    geometry.area().map_err(anyhow::Error::msg)
}

//! Geometries of map files: GeoJSON in, checked shapes out, and GeoJSON again for the database.

use domain::place::Place;
use geo::Validation;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize, Serializer};

/// Points of one ring or line. Checking a ring for crossings takes the square of it.
const MAX_POINTS: usize = 10_000;

/// The most common mistake of all, once it shows.
pub const SWAPPED: &str = "it seems that latitude and longitude are swapped: GeoJSON has longitude first";

type Position = Vec<f64>;

/// The GeoJSON geometries that a city's folder may have (RFC 7946, section 3.1).
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    Point(Position),
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
            Self::Point(_) | Self::LineString(_) => {
                return Err("is no area; a Polygon or MultiPolygon is needed".to_owned());
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
            return Err("is no line; a LineString is needed".to_owned());
        };
        let line = coords(&positions)?;
        line.check_validation().map_err(|error| error.to_string())?;
        Ok(line)
    }

    /// A place.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn place(self) -> Result<Place, String> {
        let Self::Point(position) = self else {
            return Err("is no place; a Point is needed".to_owned());
        };
        let Coord { x, y } = coord(&position)?;
        Ok(Place { lat: y, lon: x })
    }
}

fn polygon(rings: Vec<Vec<Position>>) -> Result<Polygon<f64>, String> {
    let mut closed = rings.into_iter().map(|ring| {
        let ring = coords(&ring)?;
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

fn coords(positions: &[Position]) -> Result<LineString<f64>, String> {
    if positions.len() > MAX_POINTS {
        return Err(format!("has more than {MAX_POINTS} points in one line"));
    }
    positions.iter().map(coord).collect::<Result<Vec<_>, _>>().map(LineString::new)
}

fn coord(position: &Position) -> Result<Coord, String> {
    match position[..] {
        [x, y] | [x, y, _] if on_the_globe(x, y) => Ok(Coord { x, y }),
        [x, y] | [x, y, _] if on_the_globe(y, x) => {
            Err(format!("{position:?} is not a longitude and a latitude in degrees; {SWAPPED}"))
        }
        _ => Err(format!("{position:?} is not a longitude and a latitude in degrees")),
    }
}

fn on_the_globe(x: f64, y: f64) -> bool {
    (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)
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

/// Writes a place as a GeoJSON Point.
pub fn place_as_geojson<S: Serializer>(place: &Place, to: S) -> Result<S::Ok, S::Error> {
    GeoJson { r#type: "Point", coordinates: [place.lon, place.lat] }.serialize(to)
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

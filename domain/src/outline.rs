//! Areas as phones carry them: drawn with fewer points, and asked in which of them a place is, by the
//! rule of [`crate::catalogue::Territories`]: of those that it lies in, borders included, the one that
//! decides first.

use crate::place::Place;
use crate::wire::territory::{AreaKind, AreaView, TerritoryList, TerritoryView};
use geo::{Coord, CoordsIter, LineString, MultiPolygon, Polygon, Simplify};

/// Metres by which a border may run beside the true one: about as far as a phone errs under open sky.
pub const WITHIN_M: u32 = 5;
/// Points of all areas of a city together, at most: about half a megabyte of JSON.
pub const POINTS_MAX: usize = 30_000;

/// Metres of one degree of latitude, on the sphere with which distances are measured; a degree of
/// longitude is shorter.
const METRES_OF_A_DEGREE: f64 = 111_195.08;
/// Digits after the point that coordinates keep: 1.1 m.
const ROUND: f64 = 1e5;

/// The areas with as few points as it takes to stay within so many metres, which are told along: at
/// least [`WITHIN_M`], and more where there would be more than [`POINTS_MAX`] points. An area never
/// vanishes.
pub fn thinned(areas: &[&MultiPolygon<f64>]) -> (u32, Vec<MultiPolygon<f64>>) {
    thinned_to(POINTS_MAX, areas)
}

fn thinned_to(points_max: usize, areas: &[&MultiPolygon<f64>]) -> (u32, Vec<MultiPolygon<f64>>) {
    let mut within = WITHIN_M;
    loop {
        let thin: Vec<_> = areas.iter().map(|area| thin(area, within)).collect();
        let points: usize = thin.iter().map(CoordsIter::coords_count).sum();
        if points <= points_max || within >= 10_000 {
            return (within, thin);
        }
        within *= 2;
    }
}

/// Rounding moves a point by less than a metre; the rest is for leaving points out.
fn thin(area: &MultiPolygon<f64>, within_m: u32) -> MultiPolygon<f64> {
    let fewer = area.simplify(f64::from(within_m - 1) / METRES_OF_A_DEGREE);
    let rounded = |ring: &LineString<f64>| -> LineString<f64> {
        let round = |degrees: f64| (degrees * ROUND).round() / ROUND;
        let mut points: Vec<Coord<f64>> =
            ring.coords().map(|point| Coord { x: round(point.x), y: round(point.y) }).collect();
        points.dedup();
        if points.len() < 4 { ring.clone() } else { points.into() }
    };
    let polygons = fewer.iter().map(|polygon| {
        Polygon::new(rounded(polygon.exterior()), polygon.interiors().iter().map(rounded).collect())
    });
    MultiPolygon::new(polygons.collect())
}

impl From<&MultiPolygon<f64>> for AreaView {
    fn from(area: &MultiPolygon<f64>) -> Self {
        let ring = |ring: &LineString<f64>| ring.coords().map(|point| [point.x, point.y]).collect();
        let polygon = |polygon: &Polygon<f64>| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
        };
        Self { kind: AreaKind::MultiPolygon, coordinates: area.iter().map(polygon).collect() }
    }
}

impl From<&AreaView> for MultiPolygon<f64> {
    fn from(area: &AreaView) -> Self {
        let ring = |ring: &Vec<[f64; 2]>| -> LineString<f64> { ring.iter().copied().collect() };
        let polygon = |rings: &Vec<Vec<[f64; 2]>>| {
            let mut rings = rings.iter().map(ring);
            let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(outer, rings.collect())
        };
        area.coordinates.iter().map(polygon).collect()
    }
}

/// Where a place is, as far as an outline can tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Whereabouts<'a> {
    /// The city takes no reports there.
    Outside,
    /// In the city, and in no territory.
    Inside,
    /// In this territory.
    In(&'a TerritoryView),
}

/// A city's ground as a phone carries it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    list: TerritoryList,
    boundary: MultiPolygon<f64>,
    areas: Vec<MultiPolygon<f64>>,
}

impl From<TerritoryList> for Outline {
    fn from(list: TerritoryList) -> Self {
        let boundary = (&list.boundary).into();
        let areas = list.territories.iter().map(|territory| (&territory.area).into()).collect();
        Self { list, boundary, areas }
    }
}

impl Outline {
    /// The version of the city's data that it is of.
    pub fn version(&self) -> i32 {
        self.list.version
    }

    /// Where `place` is. Nearer to a border than `within_m` of the list the server may say otherwise.
    pub fn find(&self, place: Place) -> Whereabouts<'_> {
        if !place.is_in(&self.boundary) {
            return Whereabouts::Outside;
        }
        let mut territories = self.list.territories.iter().zip(&self.areas);
        let found = territories.find(|(_, area)| place.is_in(area));
        found.map_or(Whereabouts::Inside, |(territory, _)| Whereabouts::In(territory))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Territories;
    use crate::text::Language;
    use crate::town::{area, territory};
    use geo::{Distance, Euclidean};
    use proptest::prelude::*;

    /// An island with `points` on its coast, each somewhat in or out.
    fn island(lon: f64, lat: f64, coast: &[f64]) -> MultiPolygon<f64> {
        let turn =
            |n: usize| f64::from(u32::try_from(n).unwrap()) / f64::from(u32::try_from(coast.len()).unwrap());
        let point = |(n, out): (usize, &f64)| {
            let (sin, cos) = (turn(n) * std::f64::consts::TAU).sin_cos();
            Coord { x: lon + out * cos, y: lat + out * sin }
        };
        let ring: LineString<f64> = coast.iter().enumerate().map(point).collect();
        Polygon::new(ring, vec![]).into()
    }

    fn coast() -> impl Strategy<Value = Vec<f64>> {
        (0.01..0.02_f64, proptest::collection::vec(-0.0002..0.0002_f64, 40..200))
            .prop_map(|(out, waves)| waves.into_iter().map(|wave| out + wave).collect())
    }

    fn outline(boundary: &MultiPolygon<f64>, territories: &Territories) -> Outline {
        let areas: Vec<_> = std::iter::once(boundary).chain(territories.iter().map(|t| &t.area)).collect();
        let (within_m, thin) = thinned(&areas);
        let view = |(one, area): (&crate::catalogue::Territory, &MultiPolygon<f64>)| TerritoryView {
            slug: one.slug.clone(),
            title: one.titles.en.clone(),
            area: area.into(),
        };
        let views = territories.iter().zip(&thin[1..]).map(view).collect();
        let boundary = (&thin[0]).into();
        TerritoryList { version: 1, language: Language::En, within_m, boundary, territories: views }.into()
    }

    /// Degrees of longitude are taken for as long as those of latitude: never too near.
    fn metres_to_border(place: Place, areas: &[&MultiPolygon<f64>]) -> f64 {
        let rings = areas.iter().flat_map(|area| area.iter().map(Polygon::exterior));
        rings.map(|ring| Euclidean.distance(&place.point(), ring)).fold(f64::MAX, f64::min)
            * METRES_OF_A_DEGREE
    }

    proptest! {
        #[test]
        fn phone_and_server_say_the_same_a_few_metres_from_any_border(
            coasts in proptest::collection::vec((-0.02..0.02_f64, -0.02..0.02_f64, coast()), 1..5),
            city in coast(),
            places in proptest::collection::vec((-0.03..0.03_f64, -0.03..0.03_f64), 100),
        ) {
            let city: Vec<f64> = city.iter().map(|out| out * 1.5).collect();
            let boundary = island(36.4, 57.6, &city);
            let rows = coasts.iter().zip(1..).map(|((lon, lat, coast), id)| {
                territory(id, id, island(36.4 + lon, 57.6 + lat, coast))
            });
            let territories = Territories::new(rows.collect());
            let outline = outline(&boundary, &territories);
            let borders: Vec<_> = std::iter::once(&boundary).chain(territories.iter().map(|t| &t.area)).collect();
            for (lon, lat) in places {
                let place = Place { lat: 57.6 + lat, lon: 36.4 + lon };
                if metres_to_border(place, &borders) <= f64::from(WITHIN_M) {
                    continue;
                }
                let server = territories.at(place).map(|territory| territory.slug.as_str());
                match outline.find(place) {
                    Whereabouts::Outside => prop_assert!(!place.is_in(&boundary)),
                    Whereabouts::Inside => prop_assert!(place.is_in(&boundary) && server.is_none()),
                    Whereabouts::In(found) => {
                        prop_assert!(place.is_in(&boundary));
                        prop_assert_eq!(Some(found.slug.as_str()), server);
                    }
                }
            }
        }
    }

    #[test]
    fn the_smaller_of_two_decides_and_outside_is_outside() {
        let boundary = area(36.0, 57.0, 37.0, 58.0);
        let rows = vec![
            territory(1, 1, area(36.1, 57.1, 36.9, 57.9)),
            territory(2, 2, area(36.4, 57.4, 36.5, 57.5)),
        ];
        let outline = outline(&boundary, &Territories::new(rows));
        let at = |lon, lat| outline.find(Place { lat, lon });
        assert!(matches!(at(36.45, 57.45), Whereabouts::In(found) if found.slug == "t2"));
        assert!(matches!(at(36.2, 57.45), Whereabouts::In(found) if found.slug == "t1"));
        assert_eq!(at(36.05, 57.05), Whereabouts::Inside);
        assert_eq!(at(35.9, 57.45), Whereabouts::Outside);
    }

    #[test]
    fn a_coast_of_any_length_fits() {
        let coast: Vec<f64> = (0..2_000).map(|n| 0.3 + f64::from(n % 2) * 0.0005).collect();
        let fine = island(36.4, 57.6, &coast);
        let (within, thin) = thinned_to(500, &[&fine]);
        assert!(within > WITHIN_M, "{within}");
        assert!((4..=500).contains(&thin[0].coords_count()));
        let (within, thin) = thinned(&[&area(36.4, 57.6, 36.400_001, 57.600_001)]);
        assert_eq!((within, thin[0].coords_count()), (WITHIN_M, 5));
    }
}

//! Areas with owners. They may touch and overlap: which one decides is the same each time.

use crate::place::Place;
use crate::text::Titles;
use geo::{BoundingRect, ChamberlainDuquetteArea, MultiPolygon};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// An area with an owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Territory {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name.
    pub slug: String,
    /// For people.
    pub titles: Titles,
    /// Row of the department that owns what stands here.
    pub department_id: i32,
    /// Its area, WGS 84.
    pub area: MultiPolygon<f64>,
}

/// All territories of a city, found by row or by place.
#[derive(Debug, Clone, Default)]
pub struct Territories {
    /// The smallest first, of equally large ones the one with the lower row.
    rows: Vec<Territory>,
    frames: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Territories {
    /// Puts them in the order in which they decide.
    pub fn new(mut rows: Vec<Territory>) -> Self {
        rows.sort_by_cached_key(|territory| (square_metres(&territory.area), territory.id));
        let frames = rows.iter().enumerate().filter_map(|(i, territory)| {
            let frame = territory.area.bounding_rect()?;
            let corners = Rectangle::from_corners(frame.min().into(), frame.max().into());
            Some(GeomWithData::new(corners, i))
        });
        let frames = RTree::bulk_load(frames.collect());
        Self { rows, frames }
    }

    /// All, the smallest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Territory> {
        self.rows.iter()
    }

    /// The one in `id`'s row.
    pub fn get(&self, id: i32) -> Option<&Territory> {
        self.rows.iter().find(|territory| territory.id == id)
    }

    /// The one that decides at `place`: of those that it lies in, borders included, the smallest,
    /// of equally large ones the one with the lower row.
    pub fn at(&self, place: Place) -> Option<&Territory> {
        let framed = self.frames.locate_all_at_point(&[place.lon, place.lat]);
        let mut framed: Vec<usize> = framed.map(|frame| frame.data).collect();
        framed.sort_unstable();
        framed.into_iter().filter_map(|i| self.rows.get(i)).find(|territory| place.is_in(&territory.area))
    }
}

impl PartialEq for Territories {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

/// Whole square metres on the sphere, so that the same area drawn from another corner is as large.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the whole earth")]
pub fn square_metres(area: &MultiPolygon<f64>) -> u64 {
    area.chamberlain_duquette_unsigned_area().round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::{area, territory};
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    /// Rectangles on a coarse grid, so that borders and corners meet often.
    fn rectangles() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
        proptest::collection::vec((0..6_u8, 0..6_u8, 1..4_u8, 1..4_u8), 1..12)
    }

    fn cities(rectangles: &[(u8, u8, u8, u8)]) -> Vec<Territory> {
        let at = |cell: u8| f64::from(cell) / 100.0;
        (1..)
            .zip(rectangles)
            .map(|(id, &(x, y, w, h))| territory(id, id, area(at(x), at(y), at(x + w), at(y + h))))
            .collect()
    }

    /// Every border, corner and middle of the grid, and some way around it.
    fn grid() -> impl Iterator<Item = Place> {
        let line = || (-1..=19).map(|half| f64::from(half) / 200.0);
        line().flat_map(move |lat| line().map(move |lon| Place { lat, lon }))
    }

    proptest! {
        #[test]
        fn one_territory_decides_whatever_the_order_they_are_in(
            rectangles in rectangles(),
            turn in 0..12_usize,
        ) {
            let rows = cities(&rectangles);
            let territories = Territories::new(rows.clone());
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len());
            turned.reverse();
            let turned = Territories::new(turned);
            for place in grid() {
                let by_hand = rows
                    .iter()
                    .filter(|territory| place.is_in(&territory.area))
                    .min_by_key(|territory| (square_metres(&territory.area), territory.id));
                let decides = territories.at(place);
                prop_assert_eq!(decides, by_hand);
                prop_assert_eq!(decides, turned.at(place));
            }
        }

        #[test]
        fn a_territory_that_does_not_decide_can_go(
            kept in subsequence((0..8_usize).collect::<Vec<_>>(), 1..8),
            rectangles in proptest::collection::vec((0..6_u8, 0..6_u8, 1..4_u8, 1..4_u8), 8),
        ) {
            let rows = cities(&rectangles);
            let some: Vec<Territory> = kept.iter().filter_map(|i| rows.get(*i).cloned()).collect();
            let (all, some) = (Territories::new(rows), Territories::new(some));
            for place in grid() {
                let decides = all.at(place).map(|territory| territory.id);
                if decides.is_some_and(|id| some.get(id).is_some()) {
                    prop_assert_eq!(some.at(place).map(|territory| territory.id), decides);
                }
            }
        }
    }

    #[test]
    fn the_same_area_is_as_large_from_whichever_corner_it_is_drawn() {
        let drawn = |from: usize| {
            let mut ring = vec![(36.4, 57.62), (36.41, 57.62), (36.415, 57.63), (36.4, 57.63)];
            ring.rotate_left(from);
            MultiPolygon::from(geo::Polygon::new(geo::LineString::from(ring), vec![]))
        };
        let rows = (0..4).map(|from| territory(9 - i32::try_from(from).unwrap(), 1, drawn(from)));
        let territories = Territories::new(rows.collect());
        let here = Place { lat: 57.625, lon: 36.405 };
        assert_eq!(territories.at(here).map(|territory| territory.id), Some(6));
    }
}

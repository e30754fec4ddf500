//! Reports by place, in memory: cells of the grid of zoom 16 in Morton's order, so that what lies
//! near on the map lies near here; in each cell open ones first, then what ended last. Any filter
//! costs a look at each report of the asked window that has not ended too early.

use super::dot::{Dot, Spot};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A cell's side is 2^16 of the world's 2^32.
const CELL: u32 = 16;

/// A rectangle of the world, its ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: Spot,
    pub to: Spot,
}

impl Window {
    /// Between west, south, east and north in degrees.
    pub fn of([west, south, east, north]: [f64; 4]) -> Self {
        Self { from: Spot::at(west, north), to: Spot::at(east, south) }
    }

    fn has(self, Spot { x, y }: Spot) -> bool {
        (self.from.x..=self.to.x).contains(&x) && (self.from.y..=self.to.y).contains(&y)
    }

    /// The cells that it touches, from the first to the last.
    fn cells(self) -> Self {
        let cell = |Spot { x, y }: Spot| Spot { x: x >> CELL, y: y >> CELL };
        Self { from: cell(self.from), to: cell(self.to) }
    }
}

/// The reports of a city.
#[derive(Debug, Default)]
pub struct Index {
    cells: BTreeMap<u32, Vec<Dot>>,
    /// In which cell a report is.
    places: HashMap<Uuid, u32>,
}

impl Index {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Puts a report where it is now, wherever it was.
    pub fn put(&mut self, dot: Dot) {
        self.remove(dot.id);
        let cell = cell_of(dot.spot);
        let dots = self.cells.entry(cell).or_default();
        let at = dots.partition_point(|other| other.ended() >= dot.ended());
        dots.insert(at, dot);
        self.places.insert(dot.id, cell);
    }

    pub fn remove(&mut self, id: Uuid) {
        let Some(cell) = self.places.remove(&id) else { return };
        if let Some(dots) = self.cells.get_mut(&cell) {
            if let Some(at) = dots.iter().position(|dot| dot.id == id) {
                dots.remove(at);
            }
            if dots.is_empty() {
                self.cells.remove(&cell);
            }
        }
    }

    /// Bytes that the reports take, about.
    pub fn weight(&self) -> usize {
        let dots: usize = self.cells.values().map(Vec::capacity).sum();
        dots * size_of::<Dot>() + self.places.capacity() * (size_of::<(Uuid, u32)>() + 1)
    }

    /// Shows each report of the window that is open or ended at this second or later.
    pub fn each<'a>(&'a self, window: Window, ended_since: u32, mut visit: impl FnMut(&'a Dot)) {
        let cells = window.cells();
        // In Morton's order the corners of a rectangle are the first and the last of it.
        for (cell, dots) in self.cells.range(interleaved(cells.from)..=interleaved(cells.to)) {
            if cells.has(parted(*cell)) {
                let late = dots.partition_point(|dot| dot.ended() >= ended_since);
                dots[..late].iter().filter(|dot| window.has(dot.spot)).for_each(&mut visit);
            }
        }
    }
}

/// Of reports that differ.
impl FromIterator<Dot> for Index {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> Self {
        let mut index = Self::default();
        for dot in dots {
            let cell = cell_of(dot.spot);
            index.cells.entry(cell).or_default().push(dot);
            index.places.insert(dot.id, cell);
        }
        for dots in index.cells.values_mut() {
            dots.sort_by_key(|dot| Reverse(dot.ended()));
            dots.shrink_to_fit();
        }
        index
    }
}

fn cell_of(Spot { x, y }: Spot) -> u32 {
    interleaved(Spot { x: x >> CELL, y: y >> CELL })
}

/// The bits of a cell's column and row in turns.
fn interleaved(Spot { x, y }: Spot) -> u32 {
    let spread = |n: u32| {
        let n = (n | n << 8) & 0x00FF_00FF;
        let n = (n | n << 4) & 0x0F0F_0F0F;
        let n = (n | n << 2) & 0x3333_3333;
        (n | n << 1) & 0x5555_5555
    };
    spread(x) | spread(y) << 1
}

fn parted(cell: u32) -> Spot {
    let gather = |n: u32| {
        let n = n & 0x5555_5555;
        let n = (n | n >> 1) & 0x3333_3333;
        let n = (n | n >> 2) & 0x0F0F_0F0F;
        let n = (n | n >> 4) & 0x00FF_00FF;
        (n | n >> 8) & 0xFFFF
    };
    Spot { x: gather(cell), y: gather(cell >> 1) }
}

#[cfg(test)]
mod tests {
    use super::super::dot::tests::dot;
    use super::*;
    use domain::status::Status;
    use proptest::prelude::*;

    fn spot() -> impl Strategy<Value = Spot> {
        // A few cells, so that windows have borders with reports upon them.
        (0..6_u32 << 14, 0..6_u32 << 14).prop_map(|(x, y)| Spot { x: x << 4, y: y << 4 })
    }

    fn shown(index: &Index, window: Window) -> Vec<i32> {
        let mut numbers = Vec::new();
        index.each(window, 0, |dot| numbers.push(dot.number));
        numbers.sort_unstable();
        numbers
    }

    proptest! {
        #[test]
        fn a_window_shows_what_lies_in_it_and_nothing_else(
            changes in proptest::collection::vec((1..30_i32, proptest::option::weighted(0.8, spot())), 0..80),
            (a, b) in (spot(), spot()),
        ) {
            let mut index = Index::default();
            let mut simple = BTreeMap::new();
            for (number, spot) in changes {
                if let Some(spot) = spot {
                    index.put(Dot { spot, ..dot(number) });
                    simple.insert(number, spot);
                } else {
                    index.remove(dot(number).id);
                    simple.remove(&number);
                }
            }
            let window = Window {
                from: Spot { x: a.x.min(b.x), y: a.y.min(b.y) },
                to: Spot { x: a.x.max(b.x), y: a.y.max(b.y) },
            };
            let expected: Vec<i32> = simple.iter().filter(|(_, spot)| window.has(**spot)).map(|(n, _)| *n).collect();
            prop_assert_eq!(shown(&index, window), expected);
            prop_assert_eq!(index.len(), simple.len());
        }

        #[test]
        fn cells_come_back_from_their_bits(x in 0..=0xFFFF_u32, y in 0..=0xFFFF_u32) {
            prop_assert_eq!(parted(interleaved(Spot { x, y })), Spot { x, y });
        }
    }

    #[test]
    fn what_ended_too_early_is_passed_over() {
        let over = |number, closed| Dot { closed, status: Status::Confirmed, ..dot(number) };
        let mut index: Index = [over(1, 100), dot(2), over(3, 300)].into_iter().collect();
        index.put(over(4, 200));
        index.put(over(2, 250));
        let all = Window { from: Spot { x: 0, y: 0 }, to: Spot { x: 9, y: 9 } };
        let since = |from| {
            let mut numbers = Vec::new();
            index.each(all, from, |dot| numbers.push(dot.number));
            numbers
        };
        assert_eq!(since(0), [3, 2, 4, 1]);
        assert_eq!(since(200), [3, 2, 4]);
        assert_eq!(since(301), [0; 0]);
    }

    #[test]
    fn the_whole_world_is_a_window() {
        let index: Index = (1..=3).map(dot).collect();
        let all = Window { from: Spot { x: 0, y: 0 }, to: Spot { x: u32::MAX, y: u32::MAX } };
        assert_eq!(shown(&index, all), [1, 2, 3]);
    }
}

//! The map that everybody sees. [`Filter`] says which reports are meant, [`look`] shows those of a
//! window: from memory ([`Maps`]), which follows the events of the city, or from the database while
//! the memory of a city is being filled, or where a setting says so. Both give the same.

mod dot;
mod filter;
mod index;
mod memory;
mod shapes;

pub use dot::{Dot, Spot};
pub use filter::{Filter, FilterWords};
pub use index::Window;
pub use memory::Maps;
pub use shapes::Shapes;

use super::lists;
use crate::app::App;
use crate::problem::ApiResult;
use domain::catalogue::City;
use domain::id::Number;
use domain::status::Shape;
use filter::Sieve;
use index::Index;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

/// Whatever the map has.
pub const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

/// What a window shows.
pub struct View<'a> {
    index: &'a Index,
    window: Window,
    sieve: Sieve,
    /// The database has left out already what the filter does not mean.
    sieved: bool,
}

/// A page of what a window shows.
pub struct Newest {
    pub ids: Vec<Uuid>,
    /// How many there are in all, by how they look.
    pub shapes: BTreeMap<Shape, i64>,
    /// Whether more come after these.
    pub more: bool,
}

impl<'a> View<'a> {
    pub fn each(&self, mut visit: impl FnMut(&'a Dot)) {
        let ended_since = if self.sieved { 0 } else { self.sieve.ended_since };
        self.index.each(self.window, ended_since, |dot| {
            if self.sieved || self.sieve.lets_through(dot) {
                visit(dot);
            }
        });
    }

    pub fn shapes(&self) -> &Shapes {
        &self.sieve.shapes
    }

    /// The newest `limit` before the one numbered `before`.
    pub fn newest(&self, before: Option<Number>, limit: usize) -> Newest {
        let mut newest = BinaryHeap::with_capacity(limit + 2);
        let mut counts = [0; Shape::ALL.len()];
        self.each(|dot| {
            counts[self.sieve.shapes.of(dot) as usize] += 1;
            if before.is_none_or(|before| dot.number() < before) {
                newest.push(Reverse((dot.number(), dot.id)));
                if newest.len() > limit + 1 {
                    newest.pop();
                }
            }
        });
        let mut newest: Vec<_> = newest.into_iter().map(|Reverse(one)| one).collect();
        newest.sort_unstable_by(|a, b| b.cmp(a));
        let more = newest.len() > limit;
        newest.truncate(limit);
        let counted = Shape::ALL.map(|shape| (shape, counts[shape as usize]));
        let shapes = counted.into_iter().filter(|(_, count)| *count > 0).collect();
        Newest { ids: newest.into_iter().map(|(_, id)| id).collect(), shapes, more }
    }
}

/// Lets `read` look at the reports within `bounds` (west, south, east, north) that `filter` means.
pub async fn look<T>(
    app: &App,
    city: &Arc<City>,
    filter: &Filter,
    bounds: [f64; 4],
    window: Window,
    read: impl FnOnce(View<'_>) -> T,
) -> ApiResult<T> {
    let sieve = filter.sieve();
    if let Some(memory) = app.maps.of(app, city).await {
        let index = memory.index.read().unwrap_or_else(PoisonError::into_inner);
        return Ok(read(View { index: &index, window, sieve, sieved: false }));
    }
    let rows = lists::dots(app.db.public(), city.id, bounds, filter).await?;
    let index: Index = rows.iter().filter_map(|row| Dot::of(city, row)).collect();
    Ok(read(View { index: &index, window, sieve, sieved: true }))
}

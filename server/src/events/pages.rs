//! Pages of the public log, each read once for all who are woken for it together.

use super::store;
use domain::wire::report::EventView;
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Events read at once.
pub const PAGE: usize = 500;
/// Pages kept of a city: whoever comes from far back reads for themselves.
const KEPT: usize = 16;

/// An event as it goes out.
#[derive(Debug)]
pub struct Line {
    pub n: i64,
    pub data: String,
}

type Cell = Arc<OnceCell<Arc<[Line]>>>;

/// What was read since the last time that each city's followers were woken.
#[derive(Default)]
pub struct Pages(Mutex<HashMap<i32, Read>>);

#[derive(Default)]
struct Read {
    wake: u64,
    after: HashMap<i64, Cell>,
}

impl Pages {
    /// Up to [`PAGE`] public events after number `after`, in order, for somebody who was woken for the
    /// `wake`th time before they asked: whatever was committed by then is there.
    pub async fn after(
        &self,
        public: &PgPool,
        city_id: i32,
        wake: u64,
        after: i64,
    ) -> sqlx::Result<Arc<[Line]>> {
        let cell = self.cell(city_id, wake, after);
        let read = || async {
            let events = store::since(public, city_id, after, PAGE).await?;
            Ok(events.iter().filter_map(line).collect())
        };
        cell.get_or_try_init(read).await.cloned()
    }

    fn cell(&self, city_id: i32, wake: u64, after: i64) -> Cell {
        let mut cities = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let read = cities.entry(city_id).or_default();
        if read.wake < wake {
            *read = Read { wake, after: HashMap::new() };
        }
        let is_late = read.wake > wake;
        let is_full = read.after.len() >= KEPT && !read.after.contains_key(&after);
        if is_late || is_full { Cell::default() } else { read.after.entry(after).or_default().clone() }
    }
}

fn line(event: &EventView) -> Option<Line> {
    Some(Line { n: event.n, data: serde_json::to_string(event).ok()? })
}

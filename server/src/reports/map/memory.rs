//! The map of each city in memory. It is filled at the start, page by page, and then follows the
//! log: whoever asks first after something was committed reads again the reports that it names.
//! So an answer is never older than the last commit of this process, and at most half a second
//! behind those of others (`events::watch`).

use super::dot::Dot;
use super::index::Index;
use crate::app::App;
use crate::events;
use crate::reports::lists;
use anyhow::{Result, bail};
use domain::catalogue::City;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;
use uuid::Uuid;

/// Reports read at once while filling.
const PAGE: i64 = 20_000;
/// Reports that are read again at once.
const AGAIN: usize = 2_000;
/// Whoever is so many events behind is filled anew.
const BEHIND: i64 = 20_000;

/// All cities.
#[derive(Default)]
pub struct Maps(Mutex<HashMap<i32, State>>);

#[derive(Clone)]
enum State {
    Filling,
    Filled(Arc<Memory>),
}

/// One city.
pub struct Memory {
    pub index: RwLock<Index>,
    /// Of the city's data, which says where territories lie.
    version: i32,
    known: tokio::sync::Mutex<Known>,
}

/// How far the index is.
struct Known {
    /// Number of the last event that it has seen.
    event: i64,
    /// How often something had happened when it looked.
    happened: u64,
}

impl Maps {
    /// A city's map as it is now; nothing while it is not filled.
    pub async fn of(&self, app: &App, city: &Arc<City>) -> Option<Arc<Memory>> {
        if !app.config.map_in_memory {
            return None;
        }
        let state = self.all().get(&city.id).cloned();
        let memory = match state {
            Some(State::Filling) => return None,
            Some(State::Filled(memory)) if memory.version == city.version => memory,
            _ => {
                self.fill(app, city);
                return None;
            }
        };
        match memory.catch_up(app, city).await {
            Ok(true) => Some(memory),
            Ok(false) => {
                self.fill(app, city);
                None
            }
            Err(error) => {
                tracing::warn!(
                    city = city.slug,
                    error = format!("{error:#}"),
                    "the map cannot be brought up to date"
                );
                None
            }
        }
    }

    /// Fills the map of a city beside all else, unless that is being done.
    pub fn fill(&self, app: &App, city: &Arc<City>) {
        let before = self.all().insert(city.id, State::Filling);
        if matches!(before, Some(State::Filling)) {
            return;
        }
        let (app, city) = (app.clone(), Arc::clone(city));
        tokio::spawn(async move {
            let filled = Memory::fill(&app, &city).await;
            let mut all = app.maps.all();
            match filled {
                Ok(memory) => _ = all.insert(city.id, State::Filled(Arc::new(memory))),
                Err(error) => {
                    tracing::warn!(city = city.slug, error = format!("{error:#}"), "no map in memory");
                    all.remove(&city.id);
                }
            }
        });
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<i32, State>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    async fn fill(app: &App, city: &City) -> Result<Self> {
        let started = Instant::now();
        // What happens from here on is read again, whether a page has seen it or not.
        let happened = *app.feed.follow(city.id).borrow();
        let event = events::last(app.db.main(), city.id).await?;
        let mut dots = Vec::new();
        let mut after = (0, 0);
        loop {
            let rows = lists::dots_after(app.db.public(), city.id, after, PAGE).await?;
            for row in &rows {
                match Dot::of(city, row) {
                    Some(dot) => dots.push(dot),
                    None => bail!("the report {}-{} does not fit", row.number_year, row.number),
                }
            }
            match rows.last() {
                Some(last) => after = (last.number_year, last.number),
                None => break,
            }
        }
        let index: Index = dots.into_iter().collect();
        tracing::info!(
            city = city.slug,
            reports = index.len(),
            megabytes = index.weight() / 1_000_000,
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "the map is in memory"
        );
        let known = tokio::sync::Mutex::new(Known { event, happened });
        Ok(Self { index: RwLock::new(index), version: city.version, known })
    }

    /// Reads again what has happened to; says whether that is worth it. A client that hangs up
    /// meanwhile leaves it as it was.
    async fn catch_up(&self, app: &App, city: &City) -> Result<bool> {
        let mut known = self.known.lock().await;
        let happened = *app.feed.follow(city.id).borrow();
        if happened == known.happened {
            return Ok(true);
        }
        let last = events::last(app.db.main(), city.id).await?;
        if last < known.event || last - known.event > BEHIND {
            return Ok(false);
        }
        let changed = events::changed(app.db.main(), city.id, known.event, last).await?;
        for ids in changed.chunks(AGAIN) {
            let rows = lists::dots_called(app.db.public(), city.id, ids).await?;
            let mut dots: HashMap<Uuid, Dot> =
                rows.iter().filter_map(|row| Some((row.id, Dot::of(city, row)?))).collect();
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            for id in ids {
                match dots.remove(id) {
                    Some(dot) => index.put(dot),
                    None => index.remove(*id),
                }
            }
        }
        *known = Known { event: last, happened };
        Ok(true)
    }
}

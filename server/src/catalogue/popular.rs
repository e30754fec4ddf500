//! Which types people report most: an order of types and nothing else, so that who writes a report finds
//! theirs sooner. Counted once an hour, of what everybody may see.

use super::store;
use chrono::{DateTime, Duration, Utc};
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How far back is looked.
const MEMORY: Duration = Duration::days(90);
/// Seconds for which an answer is good.
const GOOD_FOR: i64 = 3600;

/// Ids of types, the most reported first, and the hour of which they are.
type Counted = (i64, Arc<Vec<i32>>);

/// What was counted, by city.
#[derive(Default)]
pub struct Popular(Mutex<HashMap<i32, Counted>>);

impl Popular {
    /// The types of a city; what was known when the database does not answer.
    pub async fn of(&self, public: &PgPool, city_id: i32, now: DateTime<Utc>) -> Arc<Vec<i32>> {
        let hour = now.timestamp() / GOOD_FOR;
        let known = self.held(city_id);
        if let Some((_, types)) = known.as_ref().filter(|(of, _)| *of == hour) {
            return types.clone();
        }
        let Ok(types) = store::most_reported(public, city_id, now - MEMORY).await else {
            return known.map(|(_, types)| types).unwrap_or_default();
        };
        let types = Arc::new(types);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(city_id, (hour, types.clone()));
        types
    }

    fn held(&self, city_id: i32) -> Option<Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&city_id).cloned()
    }
}

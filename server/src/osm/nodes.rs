//! Where nodes are: 16 bytes each, found by their id.

use super::file::At;

/// Places by id. Filled in any order, then put in order once, then asked.
#[derive(Debug, Default)]
pub struct Nodes {
    places: Vec<(i64, At)>,
}

impl Nodes {
    pub fn add(&mut self, id: i64, at: At) {
        self.places.push((id, at));
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Must be called after the last `add` and before the first `get`.
    pub fn put_in_order(&mut self) {
        self.places.sort_unstable_by_key(|(id, _)| *id);
        self.places.dedup_by_key(|(id, _)| *id);
        self.places.shrink_to_fit();
    }

    pub fn get(&self, id: i64) -> Option<At> {
        let found = self.places.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.places[found].1)
    }
}

//! `/tiles/{city}/base/{z}/{x}/{y}.mvt`: the base map from the city's own data, as vector tiles.
//!
//! A tile changes only with the city's version, so tiles are kept in memory under it, up to a
//! bound, and clients ask again with the version as ETag.

use super::{Address, Tile, cut};
use crate::app::App;
use crate::context::{InCity, PathOf};
use crate::problem::ApiResult;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::wire::problem::Problem;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Bytes of tiles that are kept.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A tile of the base map: boundary, territories, grounds, lines, streets, houses, doors, localities.
#[utoipa::path(get, path = "/tiles/{city}/base/{z}/{x}/{y}", operation_id = "base_tile", tag = "tiles",
    params(("city" = String, Path), ("z" = u8, Path), ("x" = u32, Path),
        ("y" = String, Path, description = "row and `.mvt`")),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile"), (status = 304),
        (status = 404, body = Problem)))]
pub async fn base(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(address): PathOf<Address>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let tile = address.tile()?;
    let etag = format!("W/\"{}\"", city.version);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|held| held.as_bytes() == etag.as_bytes());
    let fresh = [
        (header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, fresh).into_response());
    }
    let key = Key { city_id: city.id, version: city.version, tile };
    let bytes = match app.base_tiles.get(key) {
        Some(bytes) => bytes,
        None => app.base_tiles.keep(key, cut::base(app.db.public(), city.id, tile).await?.into()),
    };
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.mapbox-vector-tile"))];
    Ok((fresh, kind, bytes).into_response())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    city_id: i32,
    version: i32,
    tile: Tile,
}

/// Tiles in memory, the oldest given up first.
#[derive(Default)]
pub struct BaseTiles(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    tiles: HashMap<Key, Bytes>,
    ages: VecDeque<Key>,
    bytes: usize,
}

impl BaseTiles {
    fn get(&self, key: Key) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).tiles.get(&key).cloned()
    }

    fn keep(&self, key: Key, tile: Bytes) -> Bytes {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.tiles.insert(key, tile.clone()).is_none() {
            kept.ages.push_back(key);
            kept.bytes += weight(&tile);
        }
        while kept.bytes > MAX_BYTES {
            let Some(oldest) = kept.ages.pop_front() else { break };
            if let Some(gone) = kept.tiles.remove(&oldest) {
                kept.bytes -= weight(&gone);
            }
        }
        tile
    }
}

/// Empty tiles cost memory too.
fn weight(tile: &Bytes) -> usize {
    tile.len() + 2 * size_of::<Key>() + size_of::<Bytes>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_tiles_stay_within_their_bound() {
        let tiles = BaseTiles::default();
        let key = |x| Key { city_id: 1, version: 1, tile: Tile { z: 18, x, y: 0 } };
        let megabyte = Bytes::from(vec![0; 1024 * 1024]);
        for x in 0..200 {
            tiles.keep(key(x), megabyte.clone());
        }
        assert!(tiles.get(key(0)).is_none());
        assert!(tiles.get(key(199)).is_some());
        assert!(tiles.0.lock().unwrap().bytes <= MAX_BYTES);
    }
}

//! `/tiles/{city}/reports/{z}/{x}/{y}.mvt`: reports as points and, from afar, as clusters that
//! count them by shape. One alone in its cell is a point; open dangerous ones join no cluster
//! above zoom 12. A tile with too many points becomes clusters below zoom 17.

use super::{Address, EXTENT, Tile};
use crate::app::App;
use crate::context::{InCity, PathOf, Query};
use crate::problem::ApiResult;
use crate::reports::{Dot, Filter, FilterWords, Spot, View, Window, look};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::status::Shape;
use domain::wire::problem::Problem;
use geozero::mvt::{Message, Tile as Encoded, tile};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Deepest zoom with clusters, however few reports there are.
const CLUSTERS_TO: u8 = 14;
/// Above this zoom there are points, however many reports there are.
const POINTS_ABOVE: u8 = 16;
/// Above this zoom open dangerous reports join no cluster.
const DANGER_ALONE_ABOVE: u8 = 12;
/// Cells of a tile's side are 2^3: about 60 px each on a tile drawn at 512.
const CELLS: u8 = 3;
/// Points of a tile, at most.
const POINTS_MAX: usize = 5000;

/// A tile of public reports.
#[utoipa::path(get, path = "/tiles/{city}/reports/{z}/{x}/{y}", operation_id = "reports_tile", tag = "tiles",
    params(("city" = String, Path), ("z" = u8, Path), ("x" = u32, Path),
        ("y" = String, Path, description = "row.mvt"), FilterWords),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile"), (status = 304),
        (status = "4XX", body = Problem)))]
pub async fn reports(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(address): PathOf<Address>,
    Query(words): Query<FilterWords>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let tile = address.tile()?;
    let filter = Filter::read(&city, &words, app.clock.now())?;
    let draw = |view: View<'_>| draw(&city, tile, &view);
    let features = look(&app, &city, &filter, tile.bounds(), window(tile), draw).await?;
    let body = encode(features);
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..8]));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|held| held.as_bytes() == etag.as_bytes());
    let fresh = [
        (header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, fresh).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")];
    Ok((fresh, kind, body).into_response())
}

/// What a tile covers.
pub fn window(Tile { z, x, y }: Tile) -> Window {
    let side = 1_u64 << (32 - z);
    let edge = |n: u32| u32::try_from(u64::from(n) * side).unwrap_or(u32::MAX);
    let last = |n: u32| u32::try_from((u64::from(n) + 1) * side - 1).unwrap_or(u32::MAX);
    Window { from: Spot { x: edge(x), y: edge(y) }, to: Spot { x: last(x), y: last(y) } }
}

/// One feature of the layer, in units of the tile.
struct Feature {
    x: i32,
    y: i32,
    properties: BTreeMap<&'static str, Value>,
}

enum Value {
    Text(String),
    Count(i64),
    Flag(bool),
}

fn draw(city: &City, tile: Tile, view: &View<'_>) -> Vec<Feature> {
    if tile.z > CLUSTERS_TO {
        let mut dots = Vec::new();
        view.each(|dot| dots.push(dot));
        if tile.z > POINTS_ABOVE || dots.len() <= POINTS_MAX {
            dots.sort_unstable_by_key(|dot| Reverse(dot.number()));
            return dots
                .into_iter()
                .take(POINTS_MAX)
                .filter_map(|dot| point(city, tile, view, dot))
                .collect();
        }
    }
    cluster(city, tile, view)
}

/// One report with what its pin needs; all of it is public.
fn point(city: &City, tile: Tile, view: &View<'_>, dot: &Dot) -> Option<Feature> {
    let issue_type = city.issue_type_in(i32::from(dot.type_id))?;
    let category = city.category(issue_type.category_id).map(|c| c.slug.clone()).unwrap_or_default();
    let (x, y) = position(tile, u64::from(dot.spot.x), u64::from(dot.spot.y));
    let properties = BTreeMap::from([
        ("id", Value::Text(dot.id.to_string())),
        ("number", Value::Text(dot.number().to_string())),
        ("type", Value::Text(issue_type.slug.clone())),
        ("category", Value::Text(category)),
        ("status", Value::Text(dot.status.name().to_owned())),
        ("shape", Value::Text(view.shapes().of(dot).name().to_owned())),
        ("emergency", Value::Flag(issue_type.emergency)),
    ]);
    Some(Feature { x, y, properties })
}

/// The reports of one cell.
#[derive(Default, Clone)]
struct Heap<'a> {
    count: u32,
    shapes: [u32; Shape::ALL.len()],
    x: u64,
    y: u64,
    /// To be drawn by itself when it is the only one.
    any: Option<&'a Dot>,
}

/// Counts reports in cells, one cluster a cell.
fn cluster(city: &City, tile: Tile, view: &View<'_>) -> Vec<Feature> {
    let mut heaps = vec![Heap::default(); 1 << (2 * CELLS)];
    let mut alone = Vec::new();
    let cell =
        |n: u32| usize::try_from((u64::from(n) >> (32 - tile.z - CELLS)) & ((1 << CELLS) - 1)).unwrap_or(0);
    view.each(|dot| {
        let shape = view.shapes().of(dot);
        if shape == Shape::Danger && tile.z > DANGER_ALONE_ABOVE {
            alone.push(dot);
            return;
        }
        let heap = &mut heaps[(cell(dot.spot.y) << CELLS) + cell(dot.spot.x)];
        heap.count += 1;
        heap.shapes[shape as usize] += 1;
        heap.x += u64::from(dot.spot.x);
        heap.y += u64::from(dot.spot.y);
        heap.any = Some(dot);
    });
    // In one order, so that the same tile has the same bytes and the same ETag everywhere.
    alone.sort_unstable_by_key(|dot| dot.number());
    let mut features: Vec<_> = alone.into_iter().filter_map(|dot| point(city, tile, view, dot)).collect();
    for heap in heaps {
        match heap.any {
            Some(dot) if heap.count == 1 => features.extend(point(city, tile, view, dot)),
            Some(_) => features.push(ring(tile, &heap)),
            None => {}
        }
    }
    features
}

/// A cluster in the middle of its reports.
fn ring(tile: Tile, heap: &Heap<'_>) -> Feature {
    let count = u64::from(heap.count);
    let (x, y) = position(tile, heap.x / count, heap.y / count);
    let mut properties =
        BTreeMap::from([("cluster", Value::Flag(true)), ("count", Value::Count(i64::from(heap.count)))]);
    for shape in Shape::ALL {
        let of_shape = heap.shapes[shape as usize];
        if of_shape > 0 {
            properties.insert(shape.name(), Value::Count(i64::from(of_shape)));
        }
    }
    Feature { x, y, properties }
}

/// Where a spot of the world lies in the tile, in units from its upper left corner.
fn position(tile: Tile, x: u64, y: u64) -> (i32, i32) {
    let from = window(tile).from;
    let units = |n: u64, from: u32| (n.saturating_sub(u64::from(from)) * u64::from(EXTENT)) >> (32 - tile.z);
    let units = |n, from| i32::try_from(units(n, from)).unwrap_or(i32::MAX);
    (units(x, from.x), units(y, from.y))
}

/// The tile's bytes, with one layer `reports`.
fn encode(features: Vec<Feature>) -> Vec<u8> {
    let mut layer = tile::Layer {
        version: 2,
        name: "reports".to_owned(),
        extent: Some(EXTENT),
        ..tile::Layer::default()
    };
    let mut keys: HashMap<&'static str, u32> = HashMap::new();
    for feature in features {
        let mut tags = Vec::with_capacity(feature.properties.len() * 2);
        for (key, value) in feature.properties {
            let index = *keys.entry(key).or_insert_with(|| {
                layer.keys.push(key.to_owned());
                index(layer.keys.len())
            });
            layer.values.push(match value {
                Value::Text(text) => tile::Value { string_value: Some(text), ..tile::Value::default() },
                Value::Count(count) => tile::Value { int_value: Some(count), ..tile::Value::default() },
                Value::Flag(flag) => tile::Value { bool_value: Some(flag), ..tile::Value::default() },
            });
            tags.extend([index, self::index(layer.values.len())]);
        }
        layer.features.push(tile::Feature {
            id: None,
            tags,
            r#type: Some(tile::GeomType::Point as i32),
            geometry: vec![MOVE_TO_ONE, zigzag(feature.x), zigzag(feature.y)],
        });
    }
    Encoded { layers: vec![layer] }.encode_to_vec()
}

/// The command "move to", once.
const MOVE_TO_ONE: u32 = 1 | (1 << 3);

fn zigzag(n: i32) -> u32 {
    ((n << 1) ^ (n >> 31)).cast_unsigned()
}

/// Index of the last of `count` things.
fn index(count: usize) -> u32 {
    u32::try_from(count - 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_lies_where_its_tile_says() {
        for z in [0, 1, 10, 14, 20] {
            let spot = Spot::at(142.738_061, 46.959_155);
            let tile = Tile {
                z,
                x: u32::try_from(u64::from(spot.x) >> (32 - z)).unwrap(),
                y: u32::try_from(u64::from(spot.y) >> (32 - z)).unwrap(),
            };
            let [west, south, east, north] = tile.bounds();
            assert!((west..east).contains(&142.738_061) && (south..north).contains(&46.959_155), "{tile:?}");
            let Window { from, to } = window(tile);
            assert!((from.x..=to.x).contains(&spot.x) && (from.y..=to.y).contains(&spot.y), "{tile:?}");
            let (x, y) = position(tile, u64::from(spot.x), u64::from(spot.y));
            assert!((0..4096).contains(&x) && (0..4096).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn the_corners_of_a_tile_are_its_first_and_last_unit() {
        let tile = Tile { z: 14, x: 9908, y: 4989 };
        let Window { from, to } = window(tile);
        assert_eq!(position(tile, u64::from(from.x), u64::from(from.y)), (0, 0));
        assert_eq!(position(tile, u64::from(to.x), u64::from(to.y)), (4095, 4095));
    }
}

//! `/tiles/{city}/reports/{z}/{x}/{y}.mvt`: reports as points and, from afar, as clusters that
//! count them by shape. One alone in its cell is a point; open dangerous ones join no cluster
//! above zoom 12.

use super::{Address, EXTENT, Tile};
use crate::app::App;
use crate::context::{InCity, PathOf, Query};
use crate::problem::ApiResult;
use crate::reports::{Area, Cell, Danger, Dot, cells, dots};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::catalogue::{City, IssueType};
use domain::id::Number;
use domain::status::{Shape, Status, shape};
use geozero::mvt::{Message, Tile as Encoded, tile};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Deepest zoom with clusters.
const CLUSTERS_TO: u8 = 14;
/// Above this zoom open dangerous reports join no cluster.
const DANGER_ALONE_ABOVE: u8 = 12;
/// Cells of a tile's side: about 60 px each on a tile drawn at 512.
const CELLS: i32 = 8;
/// Points of a tile, at most.
const DOTS_MAX: i64 = 5000;

/// What of the reports is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TileQuery {
    /// Slug of a category.
    category: Option<String>,
    /// Days that closed cases stay; 30 when left out.
    days: Option<i64>,
}

/// A tile of public reports.
#[utoipa::path(get, path = "/tiles/{city}/reports/{z}/{x}/{y}", operation_id = "reports_tile", tag = "tiles",
    params(("city" = String, Path), ("z" = u8, Path), ("x" = u32, Path),
        ("y" = String, Path, description = "row.mvt"), TileQuery),
    responses((status = 200, content_type = "application/vnd.mapbox-vector-tile"), (status = 404)))]
pub async fn reports(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(address): PathOf<Address>,
    Query(query): Query<TileQuery>,
) -> ApiResult<Response> {
    let tile = address.tile()?;
    let now = app.clock.now();
    let area = Area::of(&city, tile.bounds(), query.category.as_deref(), query.days, now)?;
    let features = if tile.z > CLUSTERS_TO {
        let dots = dots(app.db.public(), city.id, &area, DOTS_MAX).await?;
        dots.iter().filter_map(|dot| point(&city, now, dot)).collect()
    } else {
        let types = city.types.iter().filter(|t| t.emergency).map(|t| t.id).collect();
        let danger = Danger { types, apart: tile.z > DANGER_ALONE_ABOVE };
        let cells = cells(app.db.public(), city.id, &area, CELLS, now, &danger).await?;
        cluster(&city, now, cells, danger.apart)
    };
    let body = encode(tile, features);
    let headers =
        [(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, body).into_response())
}

/// One feature of the layer.
struct Feature {
    lon: f64,
    lat: f64,
    properties: BTreeMap<&'static str, Value>,
}

enum Value {
    Text(String),
    Count(i64),
    Flag(bool),
}

/// One report with what its pin needs; all of it is public.
fn point(city: &City, now: DateTime<Utc>, dot: &Dot) -> Option<Feature> {
    let issue_type = city.issue_type_in(dot.type_id)?;
    let status = Status::called(&dot.status)?;
    let shape = shape(status, issue_type.emergency && !dot.made_safe, dot.due_at, now);
    let number = Number { year: dot.number_year, count: dot.number };
    status.is_on_the_map().then(|| Feature {
        lon: dot.lon,
        lat: dot.lat,
        properties: properties(city, issue_type, dot.id, number, status, shape),
    })
}

fn properties(
    city: &City,
    issue_type: &IssueType,
    id: Uuid,
    number: Number,
    status: Status,
    shape: Shape,
) -> BTreeMap<&'static str, Value> {
    let category = city.category(issue_type.category_id).map(|c| c.slug.clone()).unwrap_or_default();
    BTreeMap::from([
        ("id", Value::Text(id.to_string())),
        ("number", Value::Text(number.to_string())),
        ("type", Value::Text(issue_type.slug.clone())),
        ("category", Value::Text(category)),
        ("status", Value::Text(status.name().to_owned())),
        ("shape", Value::Text(shape.name().to_owned())),
        ("emergency", Value::Flag(issue_type.emergency)),
    ])
}

/// Puts what the database counted into clusters, one a cell, with a count for each shape.
fn cluster(city: &City, now: DateTime<Utc>, cells: Vec<Cell>, danger_apart: bool) -> Vec<Feature> {
    let mut clusters: HashMap<(i32, i32), Vec<(Cell, Shape)>> = HashMap::new();
    let mut features = Vec::new();
    for cell in cells {
        let Some(status) = Status::called(&cell.status).filter(|status| status.is_on_the_map()) else {
            continue;
        };
        if cell.danger && danger_apart {
            features.extend(single(city, now, &cell));
        } else {
            let shape = shape(status, cell.danger, cell.due_at, now);
            clusters.entry((cell.column, cell.row)).or_default().push((cell, shape));
        }
    }
    for group in clusters.into_values() {
        match group.as_slice() {
            [(cell, _)] if cell.count == 1 => features.extend(single(city, now, cell)),
            _ => features.push(ring(&group)),
        }
    }
    features
}

fn single(city: &City, now: DateTime<Utc>, cell: &Cell) -> Option<Feature> {
    let dot = Dot {
        id: cell.id,
        number_year: cell.number_year,
        number: cell.number,
        type_id: cell.type_id,
        status: cell.status.clone(),
        made_safe: false,
        due_at: cell.due_at,
        lon: cell.lon,
        lat: cell.lat,
    };
    point(city, now, &dot)
}

/// A cluster in the middle of its reports.
fn ring(group: &[(Cell, Shape)]) -> Feature {
    let count: i64 = group.iter().map(|(cell, _)| cell.count).sum();
    #[expect(clippy::cast_precision_loss, reason = "a cell holds far fewer than 2^52 reports")]
    let mean = |part: fn(&Cell) -> f64| {
        group.iter().map(|(cell, _)| part(cell) * cell.count as f64).sum::<f64>() / count as f64
    };
    let mut properties = BTreeMap::from([("cluster", Value::Flag(true)), ("count", Value::Count(count))]);
    for shape in Shape::ALL {
        let of_shape: i64 = group.iter().filter(|(_, s)| *s == shape).map(|(cell, _)| cell.count).sum();
        if of_shape > 0 {
            properties.insert(shape.name(), Value::Count(of_shape));
        }
    }
    Feature { lon: mean(|cell| cell.lon), lat: mean(|cell| cell.lat), properties }
}

/// The tile's bytes, with one layer `reports`.
fn encode(at: Tile, features: Vec<Feature>) -> Vec<u8> {
    let mut layer = tile::Layer {
        version: 2,
        name: "reports".to_owned(),
        extent: Some(EXTENT),
        ..tile::Layer::default()
    };
    let mut keys: HashMap<&'static str, u32> = HashMap::new();
    for feature in features {
        let (x, y) = at.position(feature.lon, feature.lat);
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
            geometry: vec![MOVE_TO_ONE, zigzag(x), zigzag(y)],
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

//! What is done with a city's data.

use super::store;
use crate::db::Tx;
use crate::folder::{Changes, CityFolder, load_table};
use crate::osm::Extract;
use crate::problem::ApiResult;
use crate::{assets, departments, geocoding, privacy, territories};
use geo::MultiPolygon;
use sqlx::PgPool;

/// What loading a folder did.
#[derive(Debug)]
pub struct Loaded {
    /// The city's version now.
    pub version: i32,
    /// Whether anything is different from before.
    pub changed: bool,
    /// What happened to each table, under its name for people.
    pub tables: Vec<(&'static str, Changes)>,
}

/// The id of the city called `slug`, or the one that it gets.
pub async fn id_of(pool: &PgPool, slug: &str) -> ApiResult<i32> {
    Ok(store::id_of(pool, slug).await?)
}

/// Makes the city of this transaction what its folder says. What is not in the folder any more is
/// retired, and comes back when it is there again; loading the same folder again changes nothing.
pub async fn load(tx: &mut Tx, folder: &CityFolder) -> ApiResult<Loaded> {
    sqlx::query("set local statement_timeout = 0").execute(tx.connection()).await?;
    let city = store::save_city(tx, folder).await?;
    let departments = departments::actions::load(tx, &folder.departments).await?;
    let categories =
        load_table!(tx, "categories", "slug", &folder.categories, |c| c.slug.clone(), store::save_categories);
    let types = load_table!(
        tx,
        "issue_types",
        "slug",
        &folder.issue_types,
        |t| t.slug.clone(),
        store::save_issue_types
    );
    let channels =
        load_table!(tx, "channels", "slug", &folder.channels, |c| c.slug.clone(), store::save_channels);
    let clocks = load_table!(
        tx,
        "clocks",
        "(select slug from channels where city_id = clocks.city_id and id = channel_id) || '/' || nature || '/' || measure",
        &folder.clocks,
        |c| format!("{}/{}/{}", c.channel, c.nature, c.measure),
        store::save_clocks
    );
    let calendar = load_table!(
        tx,
        "calendar_days",
        "day || '/' || kind",
        &folder.calendar,
        |d| format!("{}/{}", d.day, d.kind),
        store::save_calendar_days
    );
    let mut tables = vec![
        ("departments", departments),
        ("categories", categories),
        ("types", types),
        ("channels", channels),
        ("clocks", clocks),
        ("calendar days", calendar),
    ];
    let map = territories::actions::load(tx, folder).await?;
    let map_changed = map.iter().any(|(_, changes)| changes.any());
    tables.extend(map);
    tables.push(("assets", assets::actions::load(tx, &folder.assets).await?));
    tables.push(("consent texts", privacy::actions::load(tx, &folder.consent).await?));
    let changed = city != store::Saved::Unchanged || tables.iter().any(|(_, changes)| changes.any());
    if map_changed || geocoding::actions::is_outdated(tx).await? {
        geocoding::actions::index(tx).await?;
    }
    let version = match city {
        store::Saved::New => 1,
        _ if changed => store::next_version(tx).await?,
        _ => store::version(tx).await?,
    };
    Ok(Loaded { version, changed, tables })
}

/// The id and the outline of the city called `slug`.
pub async fn outline_of(pool: &PgPool, slug: &str) -> ApiResult<Option<(i32, MultiPolygon<f64>)>> {
    store::boundary(pool, slug).await
}

/// Makes the map of this transaction's city what a file of `osm` says; the same file again changes
/// nothing.
pub async fn import_map(tx: &mut Tx, extract: &Extract) -> ApiResult<Loaded> {
    sqlx::query("set local statement_timeout = 0").execute(tx.connection()).await?;
    let tables = territories::actions::import(tx, extract).await?;
    let changed = tables.iter().any(|(_, changes)| changes.any());
    if changed || geocoding::actions::is_outdated(tx).await? {
        geocoding::actions::index(tx).await?;
    }
    let version = if changed { store::next_version(tx).await? } else { store::version(tx).await? };
    Ok(Loaded { version, changed, tables })
}

/// Gives an imported map up; the next load of the folder brings the folder's map.
pub async fn forget_import(tx: &mut Tx) -> ApiResult<i32> {
    territories::actions::forget_import(tx).await?;
    Ok(store::next_version(tx).await?)
}

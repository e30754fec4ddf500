//! What is done with the map of a city.

use super::store::{self, imported};
use crate::db::Tx;
use crate::folder::{Changes, CityFolder, load_table};
use crate::osm::{self, Extract};
use crate::problem::{ApiError, ApiResult};
use domain::catalogue::Territory;
use sqlx::PgConnection;

/// What happened to each table of a map, under its name for people.
pub type Tables = Vec<(&'static str, Changes)>;

/// Makes the city's map what its folder says; departments must have been loaded before. An imported
/// map stays.
pub async fn load(tx: &mut Tx, folder: &CityFolder) -> ApiResult<Tables> {
    let territories = &folder.territories;
    let territories =
        load_table!(tx, "territories", "slug", territories, |t| t.slug.clone(), store::save_territories);
    if imported::is_imported(tx).await? {
        return Ok(vec![("territories", territories)]);
    }
    let streets =
        load_table!(tx, "streets", "slug", &folder.streets, |s| s.slug.clone(), store::save_streets);
    let houses = load_table!(tx, "houses", "slug", &folder.houses, |h| h.slug.clone(), store::save_houses);
    let grounds =
        load_table!(tx, "grounds", "slug", &folder.grounds, |g| g.slug.clone(), store::save_grounds);
    Ok(vec![("territories", territories), ("streets", streets), ("houses", houses), ("grounds", grounds)])
}

/// Makes the city's streets, houses and grounds what a file says; what is not in it, of the folder or
/// of an import before, is retired.
pub async fn import(tx: &mut Tx, extract: &Extract) -> ApiResult<Tables> {
    let Extract { streets, houses, grounds, lines, localities, address_points, .. } = extract;
    let streets = load_table!(tx, "streets", "slug", streets, |s| s.slug.clone(), store::save_streets);
    let houses = load_table!(tx, "houses", "slug", houses, |h| h.slug.clone(), store::save_houses);
    let grounds = load_table!(tx, "grounds", "slug", grounds, |g| g.slug.clone(), store::save_grounds);
    let lines = load_table!(tx, "lines", "slug", lines, |l| l.slug.clone(), imported::save_lines);
    let localities =
        load_table!(tx, "localities", "slug", localities, |l| l.slug.clone(), imported::save_localities);
    let points = load_table!(
        tx,
        "address_points",
        "slug",
        address_points,
        |p| p.slug.clone(),
        imported::save_address_points
    );
    imported::save_origin(tx, Some(osm::ATTRIBUTION)).await?;
    Ok(vec![
        ("streets", streets),
        ("houses", houses),
        ("grounds", grounds),
        ("lines", lines),
        ("localities", localities),
        ("address points", points),
    ])
}

/// Gives an import up: the next load of the folder brings the folder's map.
pub async fn forget_import(tx: &mut Tx) -> ApiResult<()> {
    if !imported::is_imported(tx).await? {
        return Err(ApiError::NotFound);
    }
    imported::retire_imported(tx).await?;
    Ok(imported::save_origin(tx, None).await?)
}

/// The areas with owners, which routing reads.
pub async fn owned(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<Territory>> {
    store::owned(connection, city_id).await
}

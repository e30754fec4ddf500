//! What is done with the map of a city.

use super::store;
use crate::db::Tx;
use crate::folder::{Changes, CityFolder, load_table};
use crate::problem::ApiResult;
use domain::catalogue::Territory;
use sqlx::PgConnection;

/// Makes the city's map what its folder says; departments must have been loaded before.
/// Gives what happened to each table, under its name for people.
pub async fn load(tx: &mut Tx, folder: &CityFolder) -> ApiResult<[(&'static str, Changes); 4]> {
    let territories = &folder.territories;
    let territories =
        load_table!(tx, "territories", "slug", territories, |t| t.slug.clone(), store::save_territories);
    let streets =
        load_table!(tx, "streets", "slug", &folder.streets, |s| s.slug.clone(), store::save_streets);
    let houses = load_table!(tx, "houses", "slug", &folder.houses, |h| h.slug.clone(), store::save_houses);
    let grounds =
        load_table!(tx, "grounds", "slug", &folder.grounds, |g| g.slug.clone(), store::save_grounds);
    Ok([("territories", territories), ("streets", streets), ("houses", houses), ("grounds", grounds)])
}

/// The areas with owners, which routing reads.
pub async fn owned(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<Territory>> {
    store::owned(connection, city_id).await
}

//! What is done with assets.

use super::store;
use crate::db::Tx;
use crate::folder::{self, Changes, load_table};
use crate::problem::ApiResult;
use domain::catalogue::Assets;
use sqlx::PgConnection;

/// Makes the city's assets what its folder says; departments must have been loaded before.
pub async fn load(tx: &mut Tx, assets: &[folder::Asset]) -> ApiResult<Changes> {
    Ok(load_table!(tx, "assets", "slug", assets, |asset| asset.slug.clone(), store::save))
}

/// All assets of a city, without retired ones.
pub async fn all(connection: &mut PgConnection, city_id: i32) -> ApiResult<Assets> {
    Ok(Assets::new(store::all(connection, city_id).await?))
}

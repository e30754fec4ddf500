//! What is done with departments.

use super::store;
use crate::db::Tx;
use crate::folder::{self, Changes, load_table};
use crate::problem::ApiResult;
use domain::catalogue::Department;
use sqlx::{PgConnection, PgPool};

/// Makes the city's departments what its folder says.
pub async fn load(tx: &mut Tx, departments: &[folder::Department]) -> ApiResult<Changes> {
    Ok(load_table!(tx, "departments", "slug", departments, |row| row.slug.clone(), store::save))
}

/// All departments of a city, retired ones last: old cases name them.
pub async fn all(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<Department>> {
    Ok(store::all(connection, city_id).await?)
}

/// The departments that work now, in the order of the city's folder.
pub async fn working(pool: &PgPool, city_id: i32) -> ApiResult<Vec<Department>> {
    Ok(store::working(pool, city_id).await?)
}

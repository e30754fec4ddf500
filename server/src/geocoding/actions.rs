//! What is done with addresses: the search of a city is made anew.

use super::book::Book;
use super::store::index;
use crate::db::Tx;
use crate::problem::ApiResult;
use serde::Serialize;

/// Rises when `domain::address` reads names in another way: cities are indexed anew by their next load.
const WORDS_EDITION: i32 = 1;
/// Rows that go to the database in one statement.
const BATCH: usize = 5_000;

/// Whether the search of the city was made by an older reading of names, or never.
pub async fn is_outdated(tx: &mut Tx) -> ApiResult<bool> {
    Ok(index::edition(tx).await? != Some(WORDS_EDITION))
}

/// Makes the address search of the city what its map says.
pub async fn index(tx: &mut Tx) -> ApiResult<()> {
    let parts = index::parts(tx).await?;
    let named = index::named(tx).await?;
    let book = Book::of(parts, named, index::numbered(tx).await?);
    index::clear(tx).await?;
    for batch in batches(&book.names) {
        index::add_names(tx, &batch?).await?;
    }
    for batch in batches(&book.keys) {
        index::add_keys(tx, &batch?).await?;
    }
    for batch in batches(&book.addresses) {
        index::add_addresses(tx, &batch?).await?;
    }
    Ok(index::keep_edition(tx, WORDS_EDITION).await?)
}

fn batches<T: Serialize>(rows: &[T]) -> impl Iterator<Item = anyhow::Result<serde_json::Value>> {
    rows.chunks(BATCH).map(|batch| Ok(serde_json::to_value(batch)?))
}

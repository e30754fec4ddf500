//! Ids for the rows of a folder. A name keeps the id that it was given first; new names get the
//! next ones in the order of their file. The loader makes them here, since no table has a sequence.

use serde::Serialize;
use std::collections::HashMap;
use std::fmt;

/// Rows that go to the database in one statement.
const BATCH: usize = 5_000;

#[derive(Serialize)]
struct Row<'a, T> {
    id: i32,
    position: i32,
    #[serde(flatten)]
    cells: &'a T,
}

/// Rows with their ids.
pub struct Numbered<'a, T> {
    rows: Vec<Row<'a, T>>,
}

impl<'a, T: Serialize> Numbered<'a, T> {
    /// Numbers `rows`; `known` are the ids that names of this table have already.
    pub fn new(rows: &'a [T], known: &HashMap<String, i32>, name: impl Fn(&T) -> String) -> Self {
        let mut next = known.values().max().copied().unwrap_or(0);
        let mut numbered = Vec::with_capacity(rows.len());
        for (position, row) in (1..).zip(rows) {
            let id = known.get(&name(row)).copied().unwrap_or_else(|| {
                next += 1;
                next
            });
            numbered.push(Row { id, position, cells: row });
        }
        Self { rows: numbered }
    }

    pub fn ids(&self) -> Vec<i32> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// As JSON for `jsonb_to_recordset`, a batch at a time: a city has hundreds of thousands of houses.
    pub fn batches(&self) -> impl Iterator<Item = serde_json::Result<serde_json::Value>> {
        self.rows.chunks(BATCH).map(serde_json::to_value)
    }
}

/// What loading did to one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub total: usize,
    pub added: usize,
    pub changed: usize,
    pub retired: u64,
}

impl Changes {
    /// Rows that are what they were.
    pub fn unchanged(self) -> usize {
        self.total.saturating_sub(self.added + self.changed)
    }

    /// Whether anything is different now.
    pub fn any(self) -> bool {
        self.added > 0 || self.changed > 0 || self.retired > 0
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, added, changed, retired } = self;
        let unchanged = self.unchanged();
        write!(f, "{total} (new {added}, changed {changed}, unchanged {unchanged}, retired {retired})")
    }
}

/// Loads the rows of one table: names are looked up and numbered, rows are saved where they differ,
/// and what is not among them any more is retired. `$save` takes the transaction and a batch of
/// rows as JSON, and gives for each row that it wrote whether that row was new.
macro_rules! load_table {
    ($tx:expr, $table:literal, $key:literal, $rows:expr, $name:expr, $save:path) => {{
        let tx: &mut $crate::db::Tx = &mut *$tx;
        let rows = $rows;
        let (city_id, now) = (tx.city_id(), tx.now());
        let known = sqlx::query!(
            "select id, " + $key + r#" as "name!" from "# + $table + " where city_id = $1",
            city_id
        )
        .fetch_all(tx.connection())
        .await?;
        let known = known.into_iter().map(|row| (row.name, row.id)).collect();
        let numbered = $crate::folder::Numbered::new(rows, &known, $name);
        let mut changes = $crate::folder::Changes { total: rows.len(), ..Default::default() };
        for batch in numbered.batches() {
            let batch = batch.map_err(anyhow::Error::from)?;
            for is_new in $save(tx, &batch).await? {
                if is_new { changes.added += 1 } else { changes.changed += 1 }
            }
        }
        changes.retired = sqlx::query!(
            "update "
                + $table
                + " set retired_at = $3 where city_id = $1 and id not in (select unnest($2::int[])) and retired_at is null",
            city_id,
            &numbered.ids(),
            now
        )
        .execute(tx.connection())
        .await?
        .rows_affected();
        changes
    }};
}
pub(crate) use load_table;

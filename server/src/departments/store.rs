//! The SQL of departments.

use crate::db::Tx;
use domain::catalogue::Department;
use domain::text::Titles;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Result};

struct Row {
    id: i32,
    slug: String,
    title_ru: String,
    title_en: String,
    kind: String,
    retired: bool,
}

impl From<Row> for Department {
    fn from(row: Row) -> Self {
        let titles = Titles { ru: row.title_ru, en: row.title_en };
        Self { id: row.id, slug: row.slug, titles, kind: row.kind, retired: row.retired }
    }
}

pub async fn save(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into departments (city_id, id, slug, position, title_ru, title_en, kind)
        select $1, r.id, r.slug, r.position, r.title_ru, r.title_en, r.kind
        from jsonb_to_recordset($2) as r (id int, slug text, position int, title_ru text, title_en text, kind text)
        on conflict (city_id, id) do update set
            position = excluded.position, title_ru = excluded.title_ru, title_en = excluded.title_en,
            kind = excluded.kind, retired_at = null
        where (departments.position, departments.title_ru, departments.title_en, departments.kind)
            is distinct from (excluded.position, excluded.title_ru, excluded.title_en, excluded.kind)
            or departments.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn all(connection: &mut PgConnection, city_id: i32) -> Result<Vec<Department>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, slug, title_ru, title_en, kind, retired_at is not null as "retired!" from departments
        where city_id = $1 order by retired_at is not null, position"#,
        city_id
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Department::from).collect())
}

pub async fn working(pool: &PgPool, city_id: i32) -> Result<Vec<Department>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, slug, title_ru, title_en, kind, false as "retired!" from departments
        where city_id = $1 and retired_at is null order by position"#,
        city_id
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(Department::from).collect())
}

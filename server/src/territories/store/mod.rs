//! The SQL of a city's map. Geometries come in as GeoJSON, which is WGS 84 by definition.

pub mod imported;

use crate::db::Tx;
use crate::folder::multi_polygon;
use crate::problem::ApiResult;
use domain::catalogue::Territory;
use domain::text::Titles;
use serde_json::Value;
use sqlx::{PgConnection, Result};

pub async fn save_territories(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into territories (city_id, id, slug, department_id, title_ru, title_en, placeholder, area)
        select $1, r.id, r.slug, departments.id, r.title_ru, r.title_en, r.placeholder, st_geomfromgeojson(r.area)
        from jsonb_to_recordset($2) as r
            (id int, slug text, department text, title_ru text, title_en text, placeholder boolean, area jsonb)
        join departments on departments.city_id = $1 and departments.slug = r.department
        on conflict (city_id, id) do update set
            department_id = excluded.department_id, title_ru = excluded.title_ru, title_en = excluded.title_en,
            placeholder = excluded.placeholder, area = excluded.area, retired_at = null
        where (territories.department_id, territories.title_ru, territories.title_en, territories.placeholder,
               territories.area)
            is distinct from (excluded.department_id, excluded.title_ru, excluded.title_en, excluded.placeholder,
                              excluded.area)
            or territories.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_streets(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into streets (city_id, id, slug, name_ru, name_en, class, line)
        select $1, r.id, r.slug, r.name_ru, r.name_en, r.class, st_geomfromgeojson(r.line)
        from jsonb_to_recordset($2) as r
            (id int, slug text, name_ru text, name_en text, class text, line jsonb)
        on conflict (city_id, id) do update set
            name_ru = excluded.name_ru, name_en = excluded.name_en, class = excluded.class,
            line = excluded.line, retired_at = null
        where (streets.name_ru, streets.name_en, streets.class, streets.line)
            is distinct from (excluded.name_ru, excluded.name_en, excluded.class, excluded.line)
            or streets.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_houses(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into houses (city_id, id, slug, street_id, number, outline)
        select $1, r.id, r.slug, streets.id, r.number, st_geomfromgeojson(r.outline)
        from jsonb_to_recordset($2) as r (id int, slug text, street text, number text, outline jsonb)
        left join streets on streets.city_id = $1 and streets.slug = r.street
        on conflict (city_id, id) do update set
            street_id = excluded.street_id, number = excluded.number, outline = excluded.outline, retired_at = null
        where (houses.street_id, houses.number, houses.outline)
            is distinct from (excluded.street_id, excluded.number, excluded.outline)
            or houses.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_grounds(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into grounds (city_id, id, slug, class, name_ru, name_en, min_zoom, outline)
        select $1, r.id, r.slug, r.class, r.name_ru, r.name_en, r.min_zoom, st_geomfromgeojson(r.outline)
        from jsonb_to_recordset($2) as r
            (id int, slug text, class text, name_ru text, name_en text, min_zoom smallint, outline jsonb)
        on conflict (city_id, id) do update set
            class = excluded.class, name_ru = excluded.name_ru, name_en = excluded.name_en,
            min_zoom = excluded.min_zoom, outline = excluded.outline, retired_at = null
        where (grounds.class, grounds.name_ru, grounds.name_en, grounds.min_zoom, grounds.outline)
            is distinct from (excluded.class, excluded.name_ru, excluded.name_en, excluded.min_zoom,
                              excluded.outline)
            or grounds.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn owned(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<Territory>> {
    let rows = sqlx::query!(
        r#"select id, slug, title_ru, title_en, department_id, st_asgeojson(area, 15) as "area!"
        from territories where city_id = $1 and retired_at is null order by id"#,
        city_id
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Territory {
                id: row.id,
                slug: row.slug,
                titles: Titles { ru: row.title_ru, en: row.title_en },
                department_id: row.department_id,
                area: multi_polygon(&row.area)?,
            })
        })
        .collect()
}

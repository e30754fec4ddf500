//! The SQL of what only an import knows, and of where a city's map is from.

use crate::db::Tx;
use serde_json::Value;
use sqlx::Result;

pub async fn save_lines(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into lines (city_id, id, slug, class, name_ru, name_en, line)
        select $1, r.id, r.slug, r.class, r.name_ru, r.name_en, st_geomfromgeojson(r.line)
        from jsonb_to_recordset($2) as r
            (id int, slug text, class text, name_ru text, name_en text, line jsonb)
        on conflict (city_id, id) do update set
            class = excluded.class, name_ru = excluded.name_ru, name_en = excluded.name_en,
            line = excluded.line, retired_at = null
        where (lines.class, lines.name_ru, lines.name_en, lines.line)
            is distinct from (excluded.class, excluded.name_ru, excluded.name_en, excluded.line)
            or lines.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_localities(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into localities (city_id, id, slug, class, name_ru, name_en, place)
        select $1, r.id, r.slug, r.class, r.name_ru, r.name_en, st_geomfromgeojson(r.place)
        from jsonb_to_recordset($2) as r
            (id int, slug text, class text, name_ru text, name_en text, place jsonb)
        on conflict (city_id, id) do update set
            class = excluded.class, name_ru = excluded.name_ru, name_en = excluded.name_en,
            place = excluded.place, retired_at = null
        where (localities.class, localities.name_ru, localities.name_en, localities.place)
            is distinct from (excluded.class, excluded.name_ru, excluded.name_en, excluded.place)
            or localities.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_address_points(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into address_points (city_id, id, slug, street_id, number, place)
        select $1, r.id, r.slug, streets.id, r.number, st_geomfromgeojson(r.place)
        from jsonb_to_recordset($2) as r (id int, slug text, street text, number text, place jsonb)
        join streets on streets.city_id = $1 and streets.slug = r.street
        on conflict (city_id, id) do update set
            street_id = excluded.street_id, number = excluded.number, place = excluded.place, retired_at = null
        where (address_points.street_id, address_points.number, address_points.place)
            is distinct from (excluded.street_id, excluded.number, excluded.place)
            or address_points.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

/// Whether the city's map came from outside.
pub async fn is_imported(tx: &mut Tx) -> Result<bool> {
    let city_id = tx.city_id();
    let imported = sqlx::query_scalar!(
        r#"select imported_at is not null as "imported!" from city_maps where city_id = $1"#,
        city_id
    );
    Ok(imported.fetch_optional(tx.connection()).await?.unwrap_or(false))
}

/// Keeps that the map came from outside, and by whom it is; nothing: it is the folder's again.
pub async fn save_origin(tx: &mut Tx, attribution: Option<&str>) -> Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into city_maps (city_id, imported_at, attribution)
        values ($1, case when $2::text is null then null else $3::timestamptz end, $2)
        on conflict (city_id) do update set imported_at = excluded.imported_at, attribution = excluded.attribution",
        city_id,
        attribution,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What only an import brings, given up.
pub async fn retire_imported(tx: &mut Tx) -> Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "with lines as (
            update lines set retired_at = $2 where city_id = $1 and retired_at is null
        ),
        localities as (
            update localities set retired_at = $2 where city_id = $1 and retired_at is null
        )
        update address_points set retired_at = $2 where city_id = $1 and retired_at is null",
        city_id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

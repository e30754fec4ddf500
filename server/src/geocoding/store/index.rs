//! SQL that makes the address search of a city anew.

use crate::db::Tx;
use sqlx::Result;

/// A part of a street.
pub struct Part {
    pub id: i32,
    pub name_ru: String,
    pub name_en: Option<String>,
    /// Parts of one name with the same number hang together: there may be several streets of a name.
    pub cluster: i32,
    pub length: f64,
    pub lon: f64,
    pub lat: f64,
}

/// What has a name and is no street.
pub struct Named {
    pub kind: String,
    pub title_ru: String,
    pub title_en: Option<String>,
    pub lon: f64,
    pub lat: f64,
}

/// A house number in a street.
pub struct Numbered {
    pub street_id: i32,
    pub number: String,
    pub lon: f64,
    pub lat: f64,
}

/// Parts of a name that are farther apart than about a kilometre are streets of their own.
pub async fn parts(tx: &mut Tx) -> Result<Vec<Part>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Part,
        r#"select id, name_ru as "name_ru!", name_en,
            st_clusterdbscan(line, 0.01, 1) over (partition by name_ru) as "cluster!",
            st_length(line) as "length!",
            st_x(st_lineinterpolatepoint(line, 0.5)) as "lon!", st_y(st_lineinterpolatepoint(line, 0.5)) as "lat!"
        from streets where city_id = $1 and retired_at is null and name_ru is not null
        order by id"#,
        city_id
    )
    .fetch_all(tx.connection())
    .await
}

/// Parks, waters and squares (the largest of a name), and parts of the city.
pub async fn named(tx: &mut Tx) -> Result<Vec<Named>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Named,
        r#"(select distinct on (name_ru) 'ground' as "kind!", name_ru as "title_ru!", name_en as title_en,
            st_x(st_centroid(outline)) as "lon!", st_y(st_centroid(outline)) as "lat!"
        from grounds where city_id = $1 and retired_at is null and name_ru is not null
        order by name_ru, st_area(outline) desc, id)
        union all
        (select distinct on (name_ru) 'ground', name_ru, name_en,
            st_x(st_lineinterpolatepoint(line, 0.5)), st_y(st_lineinterpolatepoint(line, 0.5))
        from lines
        where city_id = $1 and retired_at is null and name_ru is not null and class in ('river', 'stream')
        order by name_ru, st_length(line) desc, id)
        union all
        (select 'locality', name_ru, name_en, st_x(place), st_y(place)
        from localities where city_id = $1 and retired_at is null
        order by id)"#,
        city_id
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn numbered(tx: &mut Tx) -> Result<Vec<Numbered>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Numbered,
        r#"select street_id as "street_id!", number as "number!",
            st_x(st_centroid(outline)) as "lon!", st_y(st_centroid(outline)) as "lat!"
        from houses
        where city_id = $1 and retired_at is null and street_id is not null and number is not null
        union all
        select street_id, number, st_x(place), st_y(place)
        from address_points where city_id = $1 and retired_at is null"#,
        city_id
    )
    .fetch_all(tx.connection())
    .await
}

/// Which edition of the address words the city can be searched by.
pub async fn edition(tx: &mut Tx) -> Result<Option<i32>> {
    let city_id = tx.city_id();
    let edition = sqlx::query_scalar!("select words_edition from city_maps where city_id = $1", city_id);
    Ok(edition.fetch_optional(tx.connection()).await?.flatten())
}

pub async fn keep_edition(tx: &mut Tx, edition: i32) -> Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into city_maps (city_id, words_edition) values ($1, $2)
        on conflict (city_id) do update set words_edition = excluded.words_edition",
        city_id,
        edition
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub async fn clear(tx: &mut Tx) -> Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from addresses where city_id = $1", city_id).execute(tx.connection()).await?;
    sqlx::query!("delete from place_keys where city_id = $1", city_id).execute(tx.connection()).await?;
    sqlx::query!("delete from place_names where city_id = $1", city_id).execute(tx.connection()).await?;
    Ok(())
}

pub async fn add_names(tx: &mut Tx, rows: &serde_json::Value) -> Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into place_names (city_id, id, kind, street_kind, title_ru, title_en, near_ru, near_en, place)
        select $1, r.id, r.kind, r.street_kind, r.title_ru, r.title_en, r.near_ru, r.near_en,
            st_setsrid(st_makepoint(r.lon, r.lat), 4326)
        from jsonb_to_recordset($2) as r (id int, kind text, street_kind text, title_ru text, title_en text,
            near_ru text, near_en text, lon float8, lat float8)",
        city_id,
        rows
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub async fn add_keys(tx: &mut Tx, rows: &serde_json::Value) -> Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into place_keys (city_id, id, name_id, key, whole)
        select $1, r.id, r.name_id, r.key, r.whole
        from jsonb_to_recordset($2) as r (id int, name_id int, key text, whole boolean)",
        city_id,
        rows
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub async fn add_addresses(tx: &mut Tx, rows: &serde_json::Value) -> Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into addresses (city_id, id, name_id, number, number_key, place)
        select $1, r.id, r.name_id, r.number, r.number_key, st_setsrid(st_makepoint(r.lon, r.lat), 4326)
        from jsonb_to_recordset($2) as r
            (id int, name_id int, number text, number_key text, lon float8, lat float8)",
        city_id,
        rows
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

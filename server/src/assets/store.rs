//! The SQL of assets.

use crate::db::Tx;
use crate::problem::ApiResult;
use domain::catalogue::{Asset, AssetKind};
use domain::place::Place;
use domain::text::Titles;
use serde_json::Value;
use sqlx::{PgConnection, Result};

pub async fn save(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into assets (city_id, id, slug, kind, department_id, number, title_ru, title_en, place)
        select $1, r.id, r.slug, r.kind, departments.id, r.number, r.title_ru, r.title_en, st_geomfromgeojson(r.place)
        from jsonb_to_recordset($2) as r
            (id int, slug text, kind text, department text, number text, title_ru text, title_en text, place jsonb)
        left join departments on departments.city_id = $1 and departments.slug = r.department
        on conflict (city_id, id) do update set
            kind = excluded.kind, department_id = excluded.department_id, number = excluded.number,
            title_ru = excluded.title_ru, title_en = excluded.title_en, place = excluded.place, retired_at = null
        where (assets.kind, assets.department_id, assets.number, assets.title_ru, assets.title_en, assets.place)
            is distinct from (excluded.kind, excluded.department_id, excluded.number, excluded.title_ru,
                              excluded.title_en, excluded.place)
            or assets.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn all(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<Asset>> {
    let rows = sqlx::query!(
        r#"select id, slug, kind, department_id, number, title_ru, title_en,
            st_y(place) as "lat!", st_x(place) as "lon!"
        from assets where city_id = $1 and retired_at is null order by id"#,
        city_id
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Asset {
                id: row.id,
                slug: row.slug,
                kind: AssetKind::called(&row.kind)
                    .ok_or_else(|| anyhow::anyhow!("assets of the kind {} are not known", row.kind))?,
                number: row.number,
                titles: row.title_ru.zip(row.title_en).map(|(ru, en)| Titles { ru, en }),
                department_id: row.department_id,
                place: Place { lat: row.lat, lon: row.lon },
            })
        })
        .collect()
}

//! SQL that makes the tables of a catalogue what a folder says.

use crate::db::Tx;
use crate::folder::CityFolder;
use crate::problem::{ApiError, ApiResult};
use serde_json::Value;
use sqlx::{PgPool, Result};

/// What saving the row of a city did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    New,
    Changed,
    Unchanged,
}

pub async fn id_of(pool: &PgPool, slug: &str) -> Result<i32> {
    sqlx::query_scalar!(
        r#"select coalesce((select id from cities where slug = $1),
                           (select coalesce(max(id), 0) + 1 from cities)) as "id!""#,
        slug
    )
    .fetch_one(pool)
    .await
}

/// Saves the city's own row, and on its first load the counter that numbers its events and reports.
pub async fn save_city(tx: &mut Tx, folder: &CityFolder) -> ApiResult<Saved> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let settings = serde_json::to_value(&folder.settings).map_err(anyhow::Error::from)?;
    let boundary = crate::folder::geojson(&folder.boundary).map_err(anyhow::Error::from)?;
    let saved = sqlx::query_scalar!(
        r#"insert into cities (id, slug, title_ru, title_en, time_zone, settings, boundary, version, loaded_at)
        values ($1, $2, $3::jsonb ->> 'title_ru', $3::jsonb ->> 'title_en', $3::jsonb ->> 'time_zone',
                $3::jsonb - '{title_ru, title_en, time_zone}'::text[], st_geomfromgeojson($4::text), 1, $5)
        on conflict (id) do update set
            title_ru = excluded.title_ru, title_en = excluded.title_en, time_zone = excluded.time_zone,
            settings = excluded.settings, boundary = excluded.boundary
        where cities.slug = excluded.slug
            and (cities.title_ru, cities.title_en, cities.time_zone, cities.settings, cities.boundary)
                is distinct from (excluded.title_ru, excluded.title_en, excluded.time_zone, excluded.settings,
                                  excluded.boundary)
        returning xmax = 0 as "is_new!""#,
        city_id,
        folder.slug,
        settings,
        boundary,
        now
    )
    .fetch_optional(tx.connection())
    .await?;
    // The id was chosen before this transaction; another new city may have taken it since.
    let owner = sqlx::query_scalar!("select slug from cities where id = $1", city_id)
        .fetch_one(tx.connection())
        .await?;
    if owner != folder.slug {
        return Err(ApiError::Conflict);
    }
    if saved == Some(true) {
        sqlx::query!(
            "insert into city_counters (city_id, last_event, number_year, last_number) values ($1, 0, 0, 0)
            on conflict (city_id) do nothing",
            city_id
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(saved.map_or(Saved::Unchanged, |is_new| if is_new { Saved::New } else { Saved::Changed }))
}

pub async fn next_version(tx: &mut Tx) -> Result<i32> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        "update cities set version = version + 1, loaded_at = $2 where id = $1 returning version",
        city_id,
        now
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn version(tx: &mut Tx) -> Result<i32> {
    let city_id = tx.city_id();
    sqlx::query_scalar!("select version from cities where id = $1", city_id).fetch_one(tx.connection()).await
}

pub async fn save_categories(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into categories (city_id, id, slug, position, title_ru, title_en)
        select $1, r.id, r.slug, r.position, r.title_ru, r.title_en
        from jsonb_to_recordset($2) as r (id int, slug text, position int, title_ru text, title_en text)
        on conflict (city_id, id) do update set
            position = excluded.position, title_ru = excluded.title_ru, title_en = excluded.title_en,
            retired_at = null
        where (categories.position, categories.title_ru, categories.title_en)
            is distinct from (excluded.position, excluded.title_ru, excluded.title_en)
            or categories.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_issue_types(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into issue_types (city_id, id, slug, position, category_id, department_id, title_ru, title_en,
            owner_by, deadline_days, priority, emergency, first_action_hours, at_home, content)
        select $1, r.id, r.slug, r.position, categories.id, departments.id, r.title_ru, r.title_en,
            r.owner_by, r.deadline_days, r.priority, r.emergency, r.first_action_hours, r.at_home, r.content
        from jsonb_to_recordset($2) as r
            (id int, slug text, position int, category text, department text, title_ru text, title_en text,
             owner_by text, deadline_days int, priority text, emergency boolean, first_action_hours int,
             at_home boolean, content jsonb)
        join categories on categories.city_id = $1 and categories.slug = r.category
        join departments on departments.city_id = $1 and departments.slug = r.department
        on conflict (city_id, id) do update set
            position = excluded.position, category_id = excluded.category_id,
            department_id = excluded.department_id, title_ru = excluded.title_ru, title_en = excluded.title_en,
            owner_by = excluded.owner_by, deadline_days = excluded.deadline_days, priority = excluded.priority,
            emergency = excluded.emergency, first_action_hours = excluded.first_action_hours,
            at_home = excluded.at_home, content = excluded.content, retired_at = null
        where (issue_types.position, issue_types.category_id, issue_types.department_id, issue_types.title_ru,
               issue_types.title_en, issue_types.owner_by, issue_types.deadline_days, issue_types.priority,
               issue_types.emergency, issue_types.first_action_hours, issue_types.at_home,
               issue_types.content)
            is distinct from
              (excluded.position, excluded.category_id, excluded.department_id, excluded.title_ru,
               excluded.title_en, excluded.owner_by, excluded.deadline_days, excluded.priority,
               excluded.emergency, excluded.first_action_hours, excluded.at_home, excluded.content)
            or issue_types.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_channels(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into channels (city_id, id, slug, position, title_ru, title_en, department_id, note)
        select $1, r.id, r.slug, r.position, r.title_ru, r.title_en, departments.id, r.note
        from jsonb_to_recordset($2) as r
            (id int, slug text, position int, title_ru text, title_en text, department text, note text)
        join departments on departments.city_id = $1 and departments.slug = r.department
        on conflict (city_id, id) do update set
            position = excluded.position, title_ru = excluded.title_ru, title_en = excluded.title_en,
            department_id = excluded.department_id, note = excluded.note, retired_at = null
        where (channels.position, channels.title_ru, channels.title_en, channels.department_id, channels.note)
            is distinct from (excluded.position, excluded.title_ru, excluded.title_en, excluded.department_id,
                              excluded.note)
            or channels.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_clocks(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into clocks (city_id, id, position, channel_id, nature, measure, target, unit, last_day_off,
            pausable, source)
        select $1, r.id, r.position, channels.id, r.nature, r.measure, r.target, r.unit, r.last_day_off,
            r.pausable, r.source
        from jsonb_to_recordset($2) as r
            (id int, position int, channel text, nature text, measure text, target int, unit text,
             last_day_off text, pausable boolean, source text)
        join channels on channels.city_id = $1 and channels.slug = r.channel
        on conflict (city_id, id) do update set
            position = excluded.position, target = excluded.target, unit = excluded.unit,
            last_day_off = excluded.last_day_off, pausable = excluded.pausable, source = excluded.source,
            retired_at = null
        where (clocks.position, clocks.target, clocks.unit, clocks.last_day_off, clocks.pausable, clocks.source)
            is distinct from (excluded.position, excluded.target, excluded.unit, excluded.last_day_off,
                              excluded.pausable, excluded.source)
            or clocks.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

pub async fn save_calendar_days(tx: &mut Tx, rows: &Value) -> Result<Vec<bool>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"insert into calendar_days (city_id, id, day, kind, title_ru, title_en)
        select $1, r.id, r.day, r.kind, r.title_ru, r.title_en
        from jsonb_to_recordset($2) as r (id int, day date, kind text, title_ru text, title_en text)
        on conflict (city_id, id) do update set
            title_ru = excluded.title_ru, title_en = excluded.title_en, retired_at = null
        where (calendar_days.title_ru, calendar_days.title_en)
            is distinct from (excluded.title_ru, excluded.title_en)
            or calendar_days.retired_at is not null
        returning xmax = 0 as "is_new!""#,
        city_id,
        rows
    )
    .fetch_all(tx.connection())
    .await
}

//! SQL that reads cities and their catalogues.

use crate::folder::{Settings, multi_polygon};
use crate::problem::ApiResult;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::DayKind;
use domain::catalogue::{Category, Channel, ChannelClock, Content, IssueType};
use domain::clock::Rule;
use domain::text::Titles;
use geo::MultiPolygon;
use serde::de::DeserializeOwned;
use sqlx::{PgConnection, PgPool, Result};

/// The versions of all cities, by id: what tells that something changed.
pub async fn versions(pool: &PgPool) -> Result<Vec<(i32, i32)>> {
    let rows = sqlx::query!("select id, version from cities order by id").fetch_all(pool).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}

/// The row of a city.
pub struct CityRow {
    pub id: i32,
    pub slug: String,
    pub version: i32,
    pub settings: Settings,
    pub boundary: MultiPolygon<f64>,
    /// By whom its map is, when it was imported.
    pub attribution: Option<String>,
}

pub async fn cities(connection: &mut PgConnection) -> ApiResult<Vec<CityRow>> {
    let rows = sqlx::query!(
        r#"select id, slug, version, st_asgeojson(boundary, 15) as "boundary!",
            settings || jsonb_build_object('title_ru', title_ru, 'title_en', title_en, 'time_zone', time_zone)
                as "settings!",
            (select attribution from city_maps where city_id = cities.id) as attribution
        from cities order by id"#
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CityRow {
                id: row.id,
                slug: row.slug,
                version: row.version,
                settings: serde_json::from_value(row.settings).map_err(anyhow::Error::from)?,
                boundary: multi_polygon(&row.boundary)?,
                attribution: row.attribution,
            })
        })
        .collect()
}

/// The id and the outline of the city called `slug`.
pub async fn boundary(pool: &PgPool, slug: &str) -> ApiResult<Option<(i32, MultiPolygon<f64>)>> {
    let row = sqlx::query!(
        r#"select id, st_asgeojson(boundary, 15) as "boundary!" from cities where slug = $1"#,
        slug
    )
    .fetch_optional(pool)
    .await?;
    row.map(|row| Ok((row.id, multi_polygon(&row.boundary)?))).transpose()
}

pub async fn categories(connection: &mut PgConnection, city_id: i32) -> Result<Vec<Category>> {
    let rows = sqlx::query!(
        "select id, slug, title_ru, title_en from categories where city_id = $1
        order by retired_at is not null, position",
        city_id
    )
    .fetch_all(connection)
    .await?;
    let categories = rows.into_iter().map(|row| Category {
        id: row.id,
        slug: row.slug,
        titles: Titles { ru: row.title_ru, en: row.title_en },
    });
    Ok(categories.collect())
}

pub async fn channels(connection: &mut PgConnection, city_id: i32) -> Result<Vec<Channel>> {
    let rows = sqlx::query!(
        "select id, slug, title_ru, title_en from channels where city_id = $1
        order by retired_at is not null, position",
        city_id
    )
    .fetch_all(connection)
    .await?;
    let channels = rows.into_iter().map(|row| Channel {
        id: row.id,
        slug: row.slug,
        titles: Titles { ru: row.title_ru, en: row.title_en },
    });
    Ok(channels.collect())
}

pub async fn clocks(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<ChannelClock>> {
    let rows = sqlx::query!(
        "select channel_id, nature, measure, target, unit, last_day_off, pausable from clocks
        where city_id = $1 and retired_at is null order by position",
        city_id
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ChannelClock {
                channel_id: row.channel_id,
                nature: word(row.nature)?,
                rule: Rule {
                    measure: word(row.measure)?,
                    target: row.target.unsigned_abs(),
                    unit: word(row.unit)?,
                    last_day_off: word(row.last_day_off)?,
                    pausable: row.pausable,
                    keeps_hour: false,
                },
            })
        })
        .collect()
}

pub async fn calendar_days(
    connection: &mut PgConnection,
    city_id: i32,
) -> ApiResult<Vec<(NaiveDate, DayKind)>> {
    let rows = sqlx::query!(
        "select day, kind from calendar_days where city_id = $1 and retired_at is null order by day, kind",
        city_id
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok((row.day, word(row.kind)?))).collect()
}

/// A word of a closed set, as the rules write it.
fn word<T: DeserializeOwned>(text: String) -> ApiResult<T> {
    Ok(serde_json::from_value(text.into()).map_err(anyhow::Error::from)?)
}

pub async fn issue_types(connection: &mut PgConnection, city_id: i32) -> ApiResult<Vec<IssueType>> {
    let rows = sqlx::query!(
        r#"select id, slug, title_ru, title_en, category_id, department_id, owner_by, deadline_days, priority,
            emergency, first_action_hours, at_home, content, retired_at is not null as "retired!"
        from issue_types where city_id = $1 order by retired_at is not null, position"#,
        city_id
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(IssueType {
                id: row.id,
                slug: row.slug,
                titles: Titles { ru: row.title_ru, en: row.title_en },
                category_id: row.category_id,
                owner_by: word(row.owner_by)?,
                department_id: row.department_id,
                deadline_days: row.deadline_days.unsigned_abs(),
                priority: word(row.priority)?,
                emergency: row.emergency,
                first_action_hours: row.first_action_hours.map(i32::unsigned_abs),
                at_home: row.at_home,
                retired: row.retired,
                content: row
                    .content
                    .map_or_else(|| Ok(Content::default()), serde_json::from_value)
                    .map_err(anyhow::Error::from)?,
            })
        })
        .collect()
}

/// Ids of the types that were reported most since `since`, the most first; what came but once or twice is
/// chance. Of a large city the latest reports tell.
pub async fn most_reported(public: &PgPool, city_id: i32, since: DateTime<Utc>) -> Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"select type_id as "type_id!" from (
               select type_id from public_reports where city_id = $1 and received_at > $2
               order by sequence desc limit 20000) latest
           group by type_id having count(*) > 2 order by count(*) desc, type_id limit 8"#,
        city_id,
        since
    )
    .fetch_all(public)
    .await
}

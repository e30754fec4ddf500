//! SQL that finds places by what somebody typed.

use domain::address::Reading;
use domain::place::Place;
use sqlx::{PgPool, Result};

/// A place that was found.
pub struct Found {
    /// Of `place_names`; or `house`.
    pub kind: String,
    pub title_ru: String,
    pub title_en: Option<String>,
    pub near_ru: Option<String>,
    pub near_en: Option<String>,
    pub number: Option<String>,
    pub lon: f64,
    pub lat: f64,
}

/// Names that sound like one of the readings, and the houses in them that bear its number; the most
/// alike first, the nearest among equals.
///
/// First what begins like the text, with its name or with a word of it: people are still typing. Only if
/// there is nothing of that, what sounds alike: they made a mistake. There a name is as good as its sounds
/// are alike, the whole of it and its most similar part counting half each. Of names that are alike the one
/// with the house that was asked for wins, then the one of the kind that was said, then the nearest.
#[expect(clippy::too_many_lines, reason = "one statement")]
pub async fn places(
    public: &PgPool,
    city_id: i32,
    readings: &[Reading],
    near: Place,
    limit: i64,
) -> Result<Vec<Found>> {
    let words: Vec<String> = readings.iter().map(|reading| reading.words.clone()).collect();
    let kinds: Vec<Option<String>> =
        readings.iter().map(|reading| reading.kind.map(|kind| kind.name().to_owned())).collect();
    let numbers: Vec<Option<String>> = readings.iter().map(|reading| reading.number.clone()).collect();
    sqlx::query_as!(
        Found,
        r#"with asked as (
            select * from unnest($2::text[], $3::text[], $4::text[]) as asked (words, kind, number)
        ),
        begun as (
            select keys.name_id, asked.kind as asked_kind, asked.number,
                case when keys.key = asked.words then 1.0 else 0.6 end + case when keys.whole then 0.3 else 0 end as score
            from asked
            join public_place_keys as keys
                on keys.city_id = $1 and keys.key >= asked.words and keys.key < asked.words || '{'
        ),
        alike as (
            select keys.name_id, asked.kind as asked_kind, asked.number,
                similarity(keys.key, asked.words) / 2 + word_similarity(asked.words, keys.key) / 2 as score
            from asked
            join public_place_keys as keys on keys.city_id = $1 and keys.whole and keys.key %> asked.words
            where not exists (select from begun)
        ),
        best as (
            select distinct on (name_id, number) name_id, asked_kind, number, score
            from (select * from begun union all select * from alike) as meant order by name_id, number, score desc
        ),
        top as (
            select names.id, names.kind, names.title_ru, names.title_en, names.near_ru, names.near_en,
                names.place, best.number, substring(best.number from '^[0-9]+') as plain,
                best.score + case when names.street_kind = best.asked_kind then 0.1 else 0 end as score
            from best
            join public_place_names as names on names.city_id = $1 and names.id = best.name_id
            order by score desc, names.place <-> st_setsrid(st_makepoint($5, $6), 4326), names.id
            limit 24
        ),
        houses as (
            select 'house' as kind, top.title_ru, top.title_en, top.near_ru, top.near_en, house.number,
                house.place, house.exact,
                top.score + case when house.exact then 0.5 when house.begins then 0.3 else 0.05 end as score
            from top
            cross join lateral (
                select addresses.number, addresses.place, addresses.number_key = top.number as exact,
                    addresses.number_key like top.number || '%'
                        and substr(addresses.number_key, length(top.number) + 1, 1) !~ '[0-9]' as begins
                from public_addresses as addresses
                where addresses.city_id = $1 and addresses.name_id = top.id
                    and addresses.number_key >= top.plain and addresses.number_key < top.plain || '~'
                    and substr(addresses.number_key, length(top.plain) + 1, 1) !~ '[0-9]'
                order by exact desc, begins desc, addresses.number_key
                limit 8
            ) house
            where top.number is not null
        ),
        found as (
            select kind, title_ru, title_en, near_ru, near_en, number, place, score, coalesce(exact, false) as exact
            from houses
            union all
            (select distinct on (top.id) top.kind, top.title_ru, top.title_en, top.near_ru, top.near_en, null,
                top.place, top.score - case when top.number is null then 0 else 0.2 end, false
            from top
            where not exists (select from houses where houses.exact)
            order by top.id, top.score desc)
        )
        select kind as "kind!", title_ru as "title_ru!", title_en, near_ru, near_en, number,
            st_x(place) as "lon!", st_y(place) as "lat!"
        from found
        where score > (select max(score) from found) - 0.45 and score > 0.42
        order by round(score::numeric, 1) desc, exact desc,
            ((st_x(place) - $5) * cosd($6)) ^ 2 + (st_y(place) - $6) ^ 2, number collate "C"
        limit $7"#,
        city_id,
        &words,
        &kinds as &[Option<String>],
        &numbers as &[Option<String>],
        near.lon,
        near.lat,
        limit
    )
    .fetch_all(public)
    .await
}

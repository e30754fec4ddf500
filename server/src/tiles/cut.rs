//! SQL that cuts tiles of the base map. Coming nearer, main streets appear first, then all streets, then
//! houses and lanes, then house numbers.
//!
//! From afar a tile holds a whole city of hundreds of thousands of rows: its statement names what is
//! drawn there in the words of partial indexes, and lines are made simpler than a pixel shows. Layers
//! are the same in both.

use super::Tile;
use sqlx::PgPool;

/// The first zoom that shows all streets.
const NEAR: u8 = 13;

pub async fn base(public: &PgPool, city_id: i32, tile: Tile) -> sqlx::Result<Vec<u8>> {
    if tile.z < NEAR { far(public, city_id, tile).await } else { near(public, city_id, tile).await }
}

async fn far(public: &PgPool, city_id: i32, Tile { z, x, y }: Tile) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        r#"with tile as (
            select st_tileenvelope($2, $3, $4) as box,
                   st_transform(st_tileenvelope($2, $3, $4, margin => 0.03125), 4326) as near,
                   40075016.7 / 512 / 2 ^ $2 as half_pixel
        ),
        boundary as (
            select st_asmvtgeom(st_simplify(st_transform(boundary, 3857), half_pixel), box, 4096, 128) as shape
            from public_boundaries, tile where city_id = $1 and boundary && near
        ),
        areas as (
            select slug, title_ru as name_ru, title_en as name_en,
                   st_asmvtgeom(st_simplify(st_transform(area, 3857), half_pixel, true), box, 4096, 128) as shape
            from public_territories, tile where city_id = $1 and area && near
        ),
        grounds as (
            select class, name_ru, name_en,
                   st_asmvtgeom(st_simplify(st_transform(outline, 3857), half_pixel), box, 4096, 128) as shape
            from public_grounds, tile
            where city_id = $1 and outline && near and min_zoom <= 12 and min_zoom <= $2
        ),
        lines as (
            select class, name_ru, name_en,
                   st_asmvtgeom(st_simplify(st_transform(line, 3857), half_pixel), box, 4096, 128) as shape
            from public_lines, tile where city_id = $1 and line && near and class in ('rail', 'river')
        ),
        streets as (
            select class, name_ru, name_en,
                   st_asmvtgeom(st_simplify(st_transform(line, 3857), half_pixel), box, 4096, 128) as shape
            from public_streets, tile where city_id = $1 and line && near and class = 'main' and $2 >= 9
        ),
        localities as (
            select class, name_ru, name_en, st_asmvtgeom(st_transform(place, 3857), box, 4096, 128) as shape
            from public_localities, tile where city_id = $1 and place && near and class in ('district', 'village')
        )
        select coalesce((select st_asmvt(boundary, 'boundary', 4096, 'shape') from boundary), '')
            || coalesce((select st_asmvt(areas, 'territories', 4096, 'shape') from areas), '')
            || coalesce((select st_asmvt(grounds, 'grounds', 4096, 'shape') from grounds), '')
            || coalesce((select st_asmvt(lines, 'lines', 4096, 'shape') from lines), '')
            || coalesce((select st_asmvt(streets, 'streets', 4096, 'shape') from streets), '')
            || coalesce((select st_asmvt(localities, 'localities', 4096, 'shape') from localities), '') as "tile!""#,
        city_id,
        i32::from(z),
        x.cast_signed(),
        y.cast_signed()
    )
    .fetch_one(public)
    .await
}

#[expect(clippy::too_many_lines, reason = "one statement")]
async fn near(public: &PgPool, city_id: i32, Tile { z, x, y }: Tile) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        r#"with tile as (
            select st_tileenvelope($2, $3, $4) as box,
                   st_transform(st_tileenvelope($2, $3, $4, margin => 0.03125), 4326) as near
        ),
        boundary as (
            select st_asmvtgeom(st_transform(boundary, 3857), box, 4096, 128) as shape
            from public_boundaries, tile where city_id = $1 and boundary && near
        ),
        areas as (
            select slug, title_ru as name_ru, title_en as name_en,
                   st_asmvtgeom(st_transform(area, 3857), box, 4096, 128) as shape
            from public_territories, tile where city_id = $1 and area && near
        ),
        grounds as (
            select class, name_ru, name_en, st_asmvtgeom(st_transform(outline, 3857), box, 4096, 128) as shape
            from public_grounds, tile where city_id = $1 and outline && near and min_zoom <= $2
        ),
        lines as (
            select class, name_ru, name_en, st_asmvtgeom(st_transform(line, 3857), box, 4096, 128) as shape
            from public_lines, tile where city_id = $1 and line && near
        ),
        streets as (
            select class, name_ru, name_en, st_asmvtgeom(st_transform(line, 3857), box, 4096, 128) as shape
            from public_streets, tile
            where city_id = $1 and line && near and ($2 >= 14 or class in ('main', 'street'))
        ),
        houses as (
            select case when $2 >= 15 then houses.number end as number,
                   case when $2 >= 15 then streets.name_ru end as street_ru,
                   case when $2 >= 15 then streets.name_en end as street_en,
                   st_asmvtgeom(st_transform(outline, 3857), box, 4096, 128) as shape
            from tile
            join public_houses as houses on houses.city_id = $1 and houses.outline && near
            left join public_streets as streets
                on streets.city_id = houses.city_id and streets.id = houses.street_id
            where $2 >= 14
        ),
        doors as (
            select number, st_asmvtgeom(st_transform(place, 3857), box, 4096, 128) as shape
            from public_address_points, tile where city_id = $1 and place && near and $2 >= 16
        ),
        localities as (
            select class, name_ru, name_en, st_asmvtgeom(st_transform(place, 3857), box, 4096, 128) as shape
            from public_localities, tile where city_id = $1 and place && near
        )
        select coalesce((select st_asmvt(boundary, 'boundary', 4096, 'shape') from boundary), '')
            || coalesce((select st_asmvt(areas, 'territories', 4096, 'shape') from areas), '')
            || coalesce((select st_asmvt(grounds, 'grounds', 4096, 'shape') from grounds), '')
            || coalesce((select st_asmvt(lines, 'lines', 4096, 'shape') from lines), '')
            || coalesce((select st_asmvt(streets, 'streets', 4096, 'shape') from streets), '')
            || coalesce((select st_asmvt(houses, 'houses', 4096, 'shape') from houses), '')
            || coalesce((select st_asmvt(doors, 'doors', 4096, 'shape') from doors), '')
            || coalesce((select st_asmvt(localities, 'localities', 4096, 'shape') from localities), '') as "tile!""#,
        city_id,
        i32::from(z),
        x.cast_signed(),
        y.cast_signed()
    )
    .fetch_one(public)
    .await
}

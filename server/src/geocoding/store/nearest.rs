//! SQL that says a place in words.

use domain::place::Place;
use domain::text::Language;
use sqlx::PgConnection;

/// How far away a house or a street may be to name a place, in degrees of latitude (about 70 m).
const NEAR: f64 = 0.000_63;

/// A place in words.
pub struct Address {
    pub street_ru: String,
    pub street_en: Option<String>,
    /// Of the nearest house, where there is one.
    pub number: Option<String>,
}

impl Address {
    /// "Садовая улица, 5"; only the street where `homes` stand, to tell nobody's door. A street
    /// without a name in the language goes by its Russian one, as its signs do.
    pub fn in_words(&self, language: Language, homes: bool) -> String {
        let street = match (language, &self.street_en) {
            (Language::En, Some(street)) => street,
            _ => &self.street_ru,
        };
        match &self.number {
            Some(number) if !homes => format!("{street}, {number}"),
            _ => street.clone(),
        }
    }
}

/// The nearest house with its street, else the nearest street, within about 70 m.
pub async fn nearest(db: &mut PgConnection, city_id: i32, place: Place) -> sqlx::Result<Option<Address>> {
    let wide = NEAR / place.lat.to_radians().cos().max(0.05);
    sqlx::query_as!(
        Address,
        r#"with here as (
            select st_setsrid(st_makepoint($2, $3), 4326) as point,
                   st_setsrid(st_makeenvelope($2 - $4, $3 - $5, $2 + $4, $3 + $5), 4326) as box
        ),
        nearest_houses as (
            (select houses.street_id, houses.number, houses.outline <-> here.point as away
            from here
            join public_houses as houses on houses.city_id = $1 and houses.outline && here.box
            where houses.street_id is not null
            order by houses.outline <-> here.point limit 1)
            union all
            (select doors.street_id, doors.number, doors.place <-> here.point
            from here
            join public_address_points as doors on doors.city_id = $1 and doors.place && here.box
            order by doors.place <-> here.point limit 1)
        ),
        nearest_house as (select street_id, number from nearest_houses order by away limit 1),
        house as (
            select streets.name_ru, streets.name_en, nearest_house.number, 0 as rank
            from nearest_house
            join public_streets as streets on streets.city_id = $1 and streets.id = nearest_house.street_id
            where streets.name_ru is not null
        ),
        street as (
            select streets.name_ru, streets.name_en, null as number, 1 as rank
            from here
            join public_streets as streets on streets.city_id = $1 and streets.line && here.box
            where streets.name_ru is not null
            order by streets.line <-> here.point limit 1
        )
        select name_ru as "street_ru!", name_en as street_en, number from (select * from house union all select * from street) found
        order by rank limit 1"#,
        city_id,
        place.lon,
        place.lat,
        wide,
        NEAR,
    )
    .fetch_optional(db)
    .await
}

//! SQL of addresses.

use domain::place::Place;
use sqlx::PgConnection;

/// How far away a house or a street may be to name a place, in degrees of latitude (about 70 m).
const NEAR: f64 = 0.000_63;

/// A place in words, in Russian: the language of street signs.
pub struct Address {
    pub street: String,
    /// Of the nearest house, where there is one.
    pub number: Option<String>,
}

impl Address {
    /// "Садовая улица, 5"; only the street where `homes` stand, to tell nobody's door.
    pub fn in_words(&self, homes: bool) -> String {
        match &self.number {
            Some(number) if !homes => format!("{}, {number}", self.street),
            _ => self.street.clone(),
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
        house as (
            select streets.name_ru as street, houses.number, 0 as rank, houses.outline <-> here.point as away
            from here
            join houses on houses.city_id = $1 and houses.retired_at is null and houses.outline && here.box
            join streets on streets.city_id = $1 and streets.id = houses.street_id
            where streets.name_ru is not null
            order by away limit 1
        ),
        street as (
            select streets.name_ru as street, null as number, 1 as rank, streets.line <-> here.point as away
            from here
            join streets on streets.city_id = $1 and streets.retired_at is null and streets.line && here.box
            where streets.name_ru is not null
            order by away limit 1
        )
        select street as "street!", number from (select * from house union all select * from street) found
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

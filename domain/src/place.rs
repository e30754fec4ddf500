//! Places on the map: WGS 84 points, a city's boundary, and how exactly a place may be shown.

use geo::{BoundingRect, Contains, Intersects, MultiPolygon, Point};
use serde::{Deserialize, Serialize};

/// A WGS 84 point in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Latitude, −90 to 90.
    pub lat: f64,
    /// Longitude, −180 to 180.
    pub lon: f64,
}

/// Side of the square, in degrees of latitude (about 110 m), to which homes are generalised.
const BLOCK: f64 = 0.001;
/// Metres from the middle of a block to its farthest corner, rounded up: a home that is shown at
/// some place lies within this of it.
pub const BLOCK_REACH: f64 = 80.0;

impl Place {
    /// Whether both coordinates are finite and on the globe.
    pub fn is_on_the_globe(&self) -> bool {
        (-90.0..=90.0).contains(&self.lat) && (-180.0..=180.0).contains(&self.lon)
    }

    /// The place as a geometry, x = longitude.
    pub fn point(&self) -> Point<f64> {
        Point::new(self.lon, self.lat)
    }

    /// Whether the place lies in `area` or on its border.
    pub fn is_in(&self, area: &MultiPolygon<f64>) -> bool {
        area.contains(&self.point()) || area.intersects(&self.point())
    }

    /// The middle of the block of about 110 m that the place lies in: what the public sees of
    /// homes. The same for every place of a block, so that repeated reports tell no more.
    #[must_use]
    pub fn to_block(&self) -> Self {
        let middle = |degrees: f64, side: f64| ((degrees / side).floor() + 0.5) * side;
        let lat = middle(self.lat, BLOCK);
        let shrink = lat.to_radians().cos().max(0.01);
        Self { lat, lon: middle(self.lon, BLOCK / shrink) }
    }
}

/// West, south, east and north of an area in degrees; `None` when it is empty.
pub fn bounds(area: &MultiPolygon<f64>) -> Option<[f64; 4]> {
    let rect = area.bounding_rect()?;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn metres(a: Place, b: Place) -> f64 {
        use geo::{Distance, Haversine};
        Haversine.distance(a.point(), b.point())
    }

    proptest! {
        #[test]
        fn a_home_is_shown_near_but_not_at_its_door(lat in -80.0..80.0_f64, lon in -179.0..179.0_f64) {
            let home = Place { lat, lon };
            let shown = home.to_block();
            prop_assert!(metres(home, shown) < BLOCK_REACH);
            prop_assert!(metres(shown, shown.to_block()) < 0.01);
        }
    }
}

//! Reports that may tell of the same problem, for somebody who is about to file one more: which
//! types, how far, how long ago. They are offered and nothing else: a new report is always taken.

use crate::catalogue::{City, IssueType};
use crate::place::Place;
use chrono::Duration;

/// Reports offered, at most: what fits a phone before the button that files a new one.
pub const NEARBY_MAX: usize = 10;

/// How long closed reports are offered and may be supported: as long as the map shows them unless
/// asked otherwise, so that nobody is told of what they cannot see. Later it is a new problem.
pub const RECENTLY_CLOSED: Duration = Duration::days(30);

/// Metres of one degree of latitude, on the sphere of 6 371 008.8 m with which distances are
/// measured (the mean radius of the Earth, IUGG).
const METRES_OF_A_DEGREE: f64 = 111_195.08;

/// The types whose reports may tell of the same problem as one of `asked`: itself, and those of its
/// category that are looked for by place at all, retired ones too while they have open reports.
/// None when `asked` is never looked for by place.
pub fn same_or_siblings<'a>(city: &'a City, asked: &IssueType) -> Vec<&'a IssueType> {
    if asked.content.duplicate_radius_m == 0 {
        return Vec::new();
    }
    let siblings =
        |other: &&IssueType| other.category_id == asked.category_id && other.content.duplicate_radius_m > 0;
    city.types.iter().filter(siblings).collect()
}

/// West, south, east and north, in degrees, of a box that holds every place within `metres` of
/// `centre`; as wide as the globe around a pole.
pub fn around(centre: Place, metres: f64) -> [f64; 4] {
    let high = metres / METRES_OF_A_DEGREE;
    let (south, north) = (centre.lat - high, centre.lat + high);
    // The side that is nearer to its pole is the one whose degrees of longitude are shorter.
    let shrink = north.abs().max(south.abs()).min(90.0).to_radians().cos();
    let wide = if shrink > 1e-6 { (high / shrink).min(360.0) } else { 360.0 };
    [centre.lon - wide, south, centre.lon + wide, north]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::town;
    use geo::{Destination, Haversine};
    use proptest::prelude::*;

    #[test]
    fn siblings_share_a_category_and_are_looked_for_by_place() {
        let mut city = town();
        for issue_type in &mut city.types {
            issue_type.content.duplicate_radius_m = 30;
        }
        city.types[1].category_id = 2;
        city.types[2].content.duplicate_radius_m = 0;
        let found: Vec<i32> = same_or_siblings(&city, &city.types[0]).iter().map(|t| t.id).collect();
        assert_eq!(found, [1, 4], "the retired one may have open reports");
        assert!(same_or_siblings(&city, &city.types[2]).is_empty());
    }

    proptest! {
        #[test]
        fn the_box_holds_every_place_within_reach(
            lat in -85.0..85.0_f64, lon in -179.0..179.0_f64, bearing in 0.0..360.0_f64,
            metres in 1.0..1200.0_f64, part in 0.0..1.0_f64,
        ) {
            let [west, south, east, north] = around(Place { lat, lon }, metres);
            let reached = Haversine.destination(geo::Point::new(lon, lat), bearing, metres * part);
            let slack = 1e-9;
            prop_assert!((south - slack..=north + slack).contains(&reached.y()));
            prop_assert!((west - slack..=east + slack).contains(&reached.x()) || reached.x().abs() > 179.9);
        }
    }
}

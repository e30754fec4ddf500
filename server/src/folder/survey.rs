//! How the map of a folder fits together: what lies in two territories or in none, and which assets
//! nobody owns. None of it is a fault, all of it decides who gets a report.

use super::CityFolder;
use domain::catalogue::square_metres;
use geo::{BooleanOps, BoundingRect, Intersects, unary_union};
use std::fmt;

/// Borders that meet are drawn to the centimetre; what they share by that is no overlap, and what
/// they leave is no hole.
const SLIVER: u64 = 1;
/// So many overlaps are told one by one, the largest first.
const TOLD: usize = 50;

/// Two territories, by their names, and the square metres that lie in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    pub first: String,
    pub second: String,
    pub square_metres: u64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    pub overlaps: Vec<Overlap>,
    /// Square metres inside the outline and in no territory.
    pub uncovered: u64,
    /// The same as a share of what the outline encloses, in percent.
    pub uncovered_percent: f64,
    pub assets_outside: usize,
    pub assets_without_owner: usize,
}

impl Survey {
    /// Looks over the map of a folder.
    #[expect(clippy::cast_precision_loss, reason = "square metres of a city are few")]
    pub fn of(folder: &CityFolder) -> Self {
        let covered = unary_union(folder.territories.iter().map(|territory| &territory.area));
        let uncovered = square_metres(&folder.boundary.difference(&covered));
        let uncovered = if uncovered > SLIVER { uncovered } else { 0 };
        let all = square_metres(&folder.boundary).max(1);
        let outside = folder.assets.iter().filter(|asset| !asset.place.is_in(&folder.boundary));
        Self {
            overlaps: overlaps(folder),
            uncovered,
            uncovered_percent: uncovered as f64 * 100.0 / all as f64,
            assets_outside: outside.count(),
            assets_without_owner: folder.assets.iter().filter(|asset| asset.department.is_none()).count(),
        }
    }
}

/// The pairs of territories that share some ground, the largest share first.
fn overlaps(folder: &CityFolder) -> Vec<Overlap> {
    let framed: Vec<_> = folder
        .territories
        .iter()
        .filter_map(|territory| Some((territory.area.bounding_rect()?, territory)))
        .collect();
    let mut overlaps = Vec::new();
    for (i, (frame, first)) in framed.iter().enumerate() {
        for (_, second) in framed.iter().skip(i + 1).filter(|(other, _)| frame.intersects(other)) {
            let shared = square_metres(&first.area.intersection(&second.area));
            if shared > SLIVER {
                let (first, second) = (first.slug.clone(), second.slug.clone());
                overlaps.push(Overlap { first, second, square_metres: shared });
            }
        }
    }
    overlaps.sort_by_key(|overlap| std::cmp::Reverse(overlap.square_metres));
    overlaps
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Overlap { first, second, square_metres } in self.overlaps.iter().take(TOLD) {
            writeln!(
                f,
                "territories {first} and {second} share {square_metres} m²: the smaller one decides"
            )?;
        }
        if self.overlaps.len() > TOLD {
            writeln!(f, "and {} more pairs of territories", self.overlaps.len() - TOLD)?;
        }
        let Self { uncovered, uncovered_percent, .. } = self;
        writeln!(f, "in no territory: {uncovered} m², {uncovered_percent:.2} % of the outline")?;
        writeln!(f, "assets outside the outline: {}", self.assets_outside)?;
        write!(f, "assets without an owner: {}", self.assets_without_owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::{Asset, Territory};
    use domain::catalogue::AssetKind;
    use domain::place::Place;
    use geo_types::{MultiPolygon, Rect};
    use std::path::Path;

    fn area(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
        Rect::new((west, south), (east, north)).to_polygon().into()
    }

    fn territory(slug: &str, area: MultiPolygon<f64>) -> Territory {
        Territory {
            slug: slug.to_owned(),
            department: "mc-north".to_owned(),
            title_ru: slug.to_owned(),
            title_en: slug.to_owned(),
            placeholder: false,
            area,
        }
    }

    fn lamp(lat: f64, department: Option<&str>) -> Asset {
        Asset {
            slug: format!("lamp-{lat}"),
            kind: AssetKind::Lamp,
            department: department.map(str::to_owned),
            number: Some("1".to_owned()),
            title_ru: None,
            title_en: None,
            place: Place { lat, lon: 36.405 },
        }
    }

    /// A hundredth of a degree is 1112 m to the north, at this latitude 595 m to the east.
    fn town() -> CityFolder {
        let small_town = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities/small-town");
        let folder = CityFolder::read(&small_town).map_err(|problems| problems.to_string()).unwrap();
        CityFolder {
            boundary: area(36.40, 57.62, 36.41, 57.64),
            territories: vec![
                territory("north", area(36.40, 57.629, 36.41, 57.64)),
                territory("south", area(36.40, 57.62, 36.41, 57.63)),
            ],
            assets: vec![lamp(57.625, Some("mc-north")), lamp(57.635, None), lamp(57.65, None)],
            ..folder
        }
    }

    #[test]
    fn what_lies_in_two_territories_is_told_with_its_size() {
        let survey = Survey::of(&town());
        let [Overlap { first, second, square_metres }] = &survey.overlaps[..] else {
            panic!("{survey:?}");
        };
        assert_eq!((&**first, &**second), ("north", "south"));
        // 111 m by 595 m.
        assert!((66_000..67_000).contains(square_metres), "{square_metres}");
        assert_eq!(survey.uncovered, 0);
    }

    #[test]
    fn what_lies_in_no_territory_is_told_with_its_share() {
        let mut town = town();
        town.territories.remove(0);
        let survey = Survey::of(&town);
        assert!((661_000..664_000).contains(&survey.uncovered), "{survey:?}");
        assert!((49.9..50.1).contains(&survey.uncovered_percent), "{survey:?}");
        assert_eq!(survey.overlaps, []);
        town.territories.clear();
        assert!((Survey::of(&town).uncovered_percent - 100.0).abs() < 0.01);
    }

    #[test]
    fn borders_that_meet_are_neither_an_overlap_nor_a_hole() {
        let mut town = town();
        town.territories[0].area = area(36.40, 57.63, 36.41, 57.64);
        let survey = Survey::of(&town);
        assert_eq!((survey.overlaps, survey.uncovered), (vec![], 0));
    }

    #[test]
    fn assets_outside_and_without_an_owner_are_counted() {
        let survey = Survey::of(&town());
        assert_eq!((survey.assets_outside, survey.assets_without_owner), (1, 2));
    }
}

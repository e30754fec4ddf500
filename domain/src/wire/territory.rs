//! Where a city ends and which territory a place is in, as phones keep it to tell so without asking.

use crate::text::Language;
use serde::{Deserialize, Serialize};

/// The kind of geometry; there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AreaKind {
    /// Polygons with holes, any number of them.
    MultiPolygon,
}

/// An area as a geometry of GeoJSON (RFC 7946): WGS 84 degrees, longitude first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaView {
    /// `MultiPolygon`.
    #[serde(rename = "type")]
    pub kind: AreaKind,
    /// Polygons of rings of points; the first ring is the outer one.
    pub coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

/// An area with an owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TerritoryView {
    /// Stable name, as filters take it.
    pub slug: String,
    /// For people.
    pub title: String,
    /// Its area.
    pub area: AreaView,
}

/// The ground of a city: its boundary and its territories, drawn with as few points as `within_m`
/// allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TerritoryList {
    /// The version of the city's data.
    pub version: i32,
    /// The language of the titles.
    pub language: Language,
    /// Metres by which a border may run beside the true one, at most. Nearer to it than that the
    /// server may say otherwise, and the server decides.
    pub within_m: u32,
    /// Reports are taken inside it.
    pub boundary: AreaView,
    /// In the order in which they decide: of those that a place is in, the first.
    pub territories: Vec<TerritoryView>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_json_snapshot;

    #[test]
    fn where_a_city_ends() {
        let ring = vec![[36.39, 57.61], [36.41, 57.61], [36.41, 57.63], [36.39, 57.61]];
        let area = AreaView { kind: AreaKind::MultiPolygon, coordinates: vec![vec![ring]] };
        let north = TerritoryView { slug: "north".into(), title: "North".into(), area: area.clone() };
        assert_json_snapshot!(TerritoryList {
            version: 3,
            language: Language::En,
            within_m: 5,
            boundary: area,
            territories: vec![north],
        });
    }
}

//! Things with owners of their own: lamps, manholes, stops. The nearest one to a pin tells whose
//! work a report is.

use crate::place::Place;
use crate::text::{Language, Titles, say};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use serde::{Deserialize, Serialize};

/// Metres from a pin within which an asset can be meant, at most.
pub const ASSET_WITHIN_MAX: u32 = 500;

/// Mean radius of the earth in metres (IUGG).
const EARTH: f64 = 6_371_008.8;

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// A lamp with its post.
    Lamp,
    /// The way into a sewer, a heating duct or a cable duct, with its cover.
    Manhole,
    /// Takes rain from the road.
    StormDrain,
    /// Where buses stop.
    Stop,
    /// Lights that let traffic through.
    TrafficLight,
    /// Where the containers of houses stand.
    ContainerSite,
    /// A lift of a house.
    Lift,
    /// A box with switches or a transformer.
    PowerCabinet,
    /// A post that carries wires.
    PowerPole,
}

impl AssetKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Lamp,
        Self::Manhole,
        Self::StormDrain,
        Self::Stop,
        Self::TrafficLight,
        Self::ContainerSite,
        Self::Lift,
        Self::PowerCabinet,
        Self::PowerPole,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lamp => "lamp",
            Self::Manhole => "manhole",
            Self::StormDrain => "storm_drain",
            Self::Stop => "stop",
            Self::TrafficLight => "traffic_light",
            Self::ContainerSite => "container_site",
            Self::Lift => "lift",
            Self::PowerCabinet => "power_cabinet",
            Self::PowerPole => "power_pole",
        }
    }

    /// Whether it stands in somebody's home: to name it would be to name the door.
    pub fn is_at_home(self) -> bool {
        self == Self::Lift
    }

    /// The kind with this name.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which assets the reports of a type are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetRule {
    /// What they are.
    pub kinds: Vec<AssetKind>,
    /// Metres within which a pin belongs to one, 1 to [`ASSET_WITHIN_MAX`].
    pub within: u32,
}

/// A thing of the city with a place, and mostly with an owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its row in the city's data.
    pub id: i32,
    /// Stable name.
    pub slug: String,
    /// What it is.
    pub kind: AssetKind,
    /// What people read on it.
    pub number: Option<String>,
    /// What people call it; it has a number, or titles, or both.
    pub titles: Option<Titles>,
    /// Row of the department that owns it, if that is known.
    pub department_id: Option<i32>,
    /// Where it stands.
    pub place: Place,
}

impl Asset {
    /// What it is and what is read on it: `lamp No. 12/4`, `bus stop “Market Square”`.
    pub fn in_words(&self, language: Language) -> String {
        let kind = say(language, &format!("asset_kind_{}", self.kind.name()), &[]);
        let titled = self
            .titles
            .as_ref()
            .map(|titles| say(language, "asset_titled", &[("kind", &kind), ("title", titles.get(language))]));
        match (titled, &self.number) {
            (Some(words), None) => words,
            (titled, Some(number)) => {
                let kind = titled.unwrap_or(kind);
                say(language, "asset_numbered", &[("kind", &kind), ("number", number)])
            }
            (None, None) => kind,
        }
    }
}

/// An asset, and how far from a place it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near<'a> {
    /// Which one.
    pub asset: &'a Asset,
    /// Millimetres along the sphere: what is nearer is decided by these.
    pub millimetres: u64,
}

impl Near<'_> {
    /// Whole metres: no pin is more exact.
    pub fn metres(&self) -> u32 {
        u32::try_from(self.millimetres.saturating_add(500) / 1000).unwrap_or(u32::MAX)
    }
}

/// All assets of a city, found by row or by place.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// In the order of their ids.
    rows: Vec<Asset>,
    /// Points of the unit sphere: their straight distances are in the order of those along it, at
    /// the poles and across the date line too.
    places: RTree<GeomWithData<[f64; 3], usize>>,
}

impl Assets {
    /// Puts them in order.
    pub fn new(mut rows: Vec<Asset>) -> Self {
        rows.sort_by_key(|asset| asset.id);
        let points = rows.iter().enumerate().map(|(i, asset)| GeomWithData::new(on_sphere(asset.place), i));
        let places = RTree::bulk_load(points.collect());
        Self { rows, places }
    }

    /// All, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Asset> {
        self.rows.iter()
    }

    /// The one in `id`'s row.
    pub fn get(&self, id: i32) -> Option<&Asset> {
        let at = self.rows.binary_search_by_key(&id, |asset| asset.id).ok()?;
        self.rows.get(at)
    }

    /// Those of `kinds` within so many metres, up to [`ASSET_WITHIN_MAX`]: the nearest first, of
    /// equally near ones the one with the lower row.
    pub fn near(&self, kinds: &[AssetKind], place: Place, within: u32) -> Vec<Near<'_>> {
        let within = within.min(ASSET_WITHIN_MAX);
        let here = on_sphere(place);
        // A millimetre more: what is within is decided by the rounded distance.
        let chord = 2.0 * ((f64::from(within) + 0.001) / EARTH / 2.0).sin();
        let mut near: Vec<Near> = self
            .places
            .locate_within_distance(here, chord * chord)
            .filter_map(|point| {
                let asset = self.rows.get(point.data).filter(|asset| kinds.contains(&asset.kind))?;
                Some(Near { asset, millimetres: millimetres(here, *point.geom()) })
            })
            .filter(|near| near.millimetres <= u64::from(within) * 1000)
            .collect();
        near.sort_by_key(|near| (near.millimetres, near.asset.id));
        near
    }
}

impl PartialEq for Assets {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

fn on_sphere(place: Place) -> [f64; 3] {
    let (lat, lon) = (place.lat.to_radians(), place.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most half the equator")]
fn millimetres(a: [f64; 3], b: [f64; 3]) -> u64 {
    let chord = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
    (2.0 * EARTH * (chord / 2.0).min(1.0).asin() * 1000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::asset;
    use geo::{Distance, Haversine};
    use proptest::prelude::*;

    #[test]
    fn an_asset_is_called_by_what_people_read_on_it() {
        let lamp = asset(1, AssetKind::Lamp, Some(1), 0.5, 0.5);
        assert_eq!(lamp.in_words(Language::En), "lamp No. 1");
        assert_eq!(lamp.in_words(Language::Ru), "фонарь № 1");
        let titles = Titles { ru: "Рынок".to_owned(), en: "Market".to_owned() };
        let stop = Asset { kind: AssetKind::Stop, titles: Some(titles), number: None, ..lamp };
        assert_eq!(stop.in_words(Language::En), "bus stop “Market”");
        assert_eq!(stop.in_words(Language::Ru), "остановка «Рынок»");
    }

    #[test]
    fn every_kind_has_a_name_and_is_said_in_words() {
        for kind in AssetKind::ALL {
            assert_eq!(AssetKind::called(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            for language in [Language::Ru, Language::En] {
                let words = asset(1, kind, None, 0.0, 0.0).in_words(language);
                assert!(!words.contains('_'), "{words}");
            }
        }
    }

    #[test]
    fn the_date_line_is_no_border() {
        let assets = Assets::new(vec![asset(1, AssetKind::Lamp, Some(1), 0.0, -179.9999)]);
        let near = assets.near(&[AssetKind::Lamp], Place { lat: 0.0, lon: 179.9999 }, 30);
        assert_eq!(near.len(), 1);
        assert!((22_000..22_500).contains(&near[0].millimetres), "{}", near[0].millimetres);
    }

    fn places() -> impl Strategy<Value = Vec<(f64, f64)>> {
        // A few hundred metres at the latitude of Tver.
        proptest::collection::vec((57.620..57.624_f64, 36.400..36.408_f64), 1..60)
    }

    proptest! {
        #[test]
        fn the_index_finds_what_a_look_at_all_of_them_finds(all in places(), here in places(), within in 1..=ASSET_WITHIN_MAX) {
            let kind = |i: usize| if i.is_multiple_of(3) { AssetKind::Stop } else { AssetKind::Lamp };
            let rows: Vec<Asset> = (1..)
                .zip(&all)
                .enumerate()
                .map(|(i, (id, (lat, lon)))| asset(id, kind(i), Some(1), *lat, *lon))
                .collect();
            let here = Place { lat: here[0].0, lon: here[0].1 };
            let metres = |asset: &Asset| Haversine.distance(here.point(), asset.place.point());
            let by_hand = rows
                .iter()
                .filter(|asset| asset.kind == AssetKind::Lamp && metres(asset) <= f64::from(within))
                .min_by(|a, b| metres(a).total_cmp(&metres(b)));
            let assets = Assets::new(rows.iter().rev().cloned().collect());
            let near = assets.near(&[AssetKind::Lamp], here, within);
            prop_assert_eq!(near.first().map(|near| near.asset.id), by_hand.map(|asset| asset.id));
            prop_assert!(near.is_sorted_by_key(|near| near.millimetres));
        }

        #[test]
        fn of_two_in_the_same_place_the_first_row_is_meant(place in places(), swap in any::<bool>()) {
            let (lat, lon) = place[0];
            let mut rows = vec![asset(3, AssetKind::Lamp, Some(1), lat, lon), asset(2, AssetKind::Lamp, None, lat, lon)];
            if swap {
                rows.reverse();
            }
            let assets = Assets::new(rows);
            let near = assets.near(&[AssetKind::Lamp], Place { lat, lon }, 1);
            prop_assert_eq!(near.iter().map(|near| near.asset.id).collect::<Vec<_>>(), [2, 3]);
        }
    }
}

//! Who owns a report, and why. The most specific owner wins: an asset over a territory over the
//! catalogue's department. What has no owner who works goes to the city's dispatcher.

use crate::catalogue::{Asset, City, IssueType, OwnerBy, Territory};
use crate::place::Place;
use crate::text::{Language, say};
use serde::{Deserialize, Serialize};

/// Why a department owns a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Because {
    /// Reports of this type are always its work.
    Type,
    /// It owns the asset in this row, the nearest to the pin.
    Asset {
        /// Row of the asset.
        asset_id: i32,
    },
    /// It owns the territory in this row.
    Territory {
        /// Row of the territory.
        territory_id: i32,
    },
    /// Nobody more specific is known here, so it is the type's department.
    NobodyCloser,
    /// Another department handed it over.
    HandedOver {
        /// Row of the department that had it before.
        department_id: i32,
    },
    /// What the report is about has no owner who works now, so it is the dispatcher's to find one.
    UnknownOwner {
        /// Row of the asset without an owner, if that is what it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asset_id: Option<i32>,
        /// Row of the territory without an owner, if that is what it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        territory_id: Option<i32>,
    },
    /// It had it where the report was kept before.
    HadIt,
}

/// A report's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Row of the department.
    pub department_id: i32,
    /// Why it is theirs.
    pub because: Because,
}

impl Because {
    /// Whether somebody is known to own it; else the dispatcher looks for one.
    pub fn owner_is_known(&self) -> bool {
        !matches!(self, Self::UnknownOwner { .. })
    }
}

/// Finds the owner of a report of `issue_type` at `place`.
pub fn route(city: &City, issue_type: &IssueType, place: Place) -> Owner {
    let closest = match issue_type.owner_by {
        OwnerBy::Department => None,
        OwnerBy::Territory => territory(city, place).map(|territory| {
            let (id, because) = (territory.id, Because::Territory { territory_id: territory.id });
            (Some(territory.department_id), because, (None, Some(id)))
        }),
        OwnerBy::Asset => asset(city, issue_type, place).map(|asset| {
            let (id, because) = (asset.id, Because::Asset { asset_id: asset.id });
            (asset.department_id, because, (Some(id), None))
        }),
    };
    let (department_id, because, (asset_id, territory_id)) = closest.unwrap_or_else(|| {
        let always = issue_type.owner_by == OwnerBy::Department;
        let because = if always { Because::Type } else { Because::NobodyCloser };
        (Some(issue_type.department_id), because, (None, None))
    });
    let working = |id: &i32| city.department(*id).is_some_and(|department| !department.retired);
    if let Some(department_id) = department_id.filter(working) {
        return Owner { department_id, because };
    }
    match city.dispatcher.filter(working) {
        Some(department_id) => {
            Owner { department_id, because: Because::UnknownOwner { asset_id, territory_id } }
        }
        // A city that has not said yet who its dispatcher is.
        None => Owner { department_id: issue_type.department_id, because: Because::NobodyCloser },
    }
}

/// The territory that decides at `place`: the smallest around it, borders included, of equally
/// large ones the one with the lower row.
pub fn territory(city: &City, place: Place) -> Option<&Territory> {
    city.territories.at(place)
}

/// The asset that a report of `issue_type` at `place` is about: the nearest of the type's kinds
/// within the type's distance, of equally near ones the one with the lower row.
pub fn asset<'a>(city: &'a City, issue_type: &IssueType, place: Place) -> Option<&'a Asset> {
    let rule = issue_type.content.asset.as_ref()?;
    city.assets.near(&rule.kinds, place, rule.within).first().map(|near| near.asset)
}

/// "Why here" in words.
pub fn why_here(city: &City, because: &Because, language: Language) -> String {
    let say_of_asset = |key: &str, unnamed: &str, id: i32| match city.assets.get(id) {
        // Everybody reads this.
        Some(asset) if asset.kind.is_at_home() => say(language, unnamed, &[]),
        Some(asset) => say(language, key, &[("asset", &asset.in_words(language))]),
        None => say(language, unnamed, &[]),
    };
    let say_of_territory = |key: &str, gone: &str, id: i32| match city.territories.get(id) {
        Some(territory) => say(language, key, &[("territory", territory.titles.get(language))]),
        None => say(language, gone, &[]),
    };
    let nobody = "routed_because_unknown_owner";
    match *because {
        Because::Type => say(language, "routed_because_type", &[]),
        Because::NobodyCloser => say(language, "routed_because_nobody_closer", &[]),
        Because::HandedOver { department_id } => {
            let from = city.department(department_id).map_or("", |from| from.titles.get(language));
            say(language, "routed_because_handed_over", &[("department", from)])
        }
        Because::Asset { asset_id } => {
            say_of_asset("routed_because_asset", "routed_because_unnamed_asset", asset_id)
        }
        Because::Territory { territory_id } => {
            say_of_territory("routed_because_territory", "routed_because_former_territory", territory_id)
        }
        Because::UnknownOwner { asset_id: Some(id), .. } => {
            say_of_asset("routed_because_asset_without_owner", nobody, id)
        }
        Because::UnknownOwner { territory_id: Some(id), .. } => {
            say_of_territory("routed_because_territory_without_owner", nobody, id)
        }
        Because::UnknownOwner { .. } => say(language, nobody, &[]),
        Because::HadIt => say(language, "routed_because_had_it", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{AssetKind, Assets, Territories};
    use crate::town::{area, asset, territory, town};
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    fn owner(city: &City, slug: &str, lat: f64, lon: f64) -> Owner {
        let issue_type = city.issue_type(slug).expect("a type of the town");
        route(city, issue_type, Place { lat, lon })
    }

    fn without_owner(asset_id: Option<i32>, territory_id: Option<i32>) -> Owner {
        Owner { department_id: 4, because: Because::UnknownOwner { asset_id, territory_id } }
    }

    fn retire(city: &mut City, id: i32) {
        for department in city.departments.iter_mut().filter(|department| department.id == id) {
            department.retired = true;
        }
    }

    #[test]
    fn some_types_are_always_one_departments_work() {
        let owner = owner(&town(), "snow", 0.7, 0.5);
        assert_eq!(owner, Owner { department_id: 1, because: Because::Type });
    }

    #[test]
    fn the_owner_of_the_territory_gets_what_lies_in_it() {
        let owner = owner(&town(), "litter", 0.7, 0.5);
        assert_eq!(owner, Owner { department_id: 2, because: Because::Territory { territory_id: 1 } });
    }

    #[test]
    fn the_owner_of_the_nearest_asset_gets_it_whoever_owns_the_territory() {
        // 11 m north of the lamp of department 3, in the territory of department 2.
        let owner = owner(&town(), "lamp", 0.7001, 0.5);
        assert_eq!(owner, Owner { department_id: 3, because: Because::Asset { asset_id: 1 } });
    }

    #[test]
    fn assets_of_other_kinds_or_too_far_away_decide_nothing() {
        let nobody = Owner { department_id: 1, because: Because::NobodyCloser };
        // At the stop; and 33 m from the lamp.
        assert_eq!(owner(&town(), "lamp", 0.7, 0.502), nobody);
        assert_eq!(owner(&town(), "lamp", 0.7003, 0.5), nobody);
        // Lamps decide about lamps alone.
        assert_eq!(owner(&town(), "snow", 0.7, 0.5).because, Because::Type);
    }

    #[test]
    fn what_has_no_owner_is_the_dispatchers_to_find_one_for() {
        assert_eq!(owner(&town(), "lamp", 0.7, 0.501), without_owner(Some(2), None));
        let mut city = town();
        retire(&mut city, 3);
        assert_eq!(owner(&city, "lamp", 0.7, 0.5), without_owner(Some(1), None));
        assert_eq!(owner(&city, "litter", 0.2, 0.5), without_owner(None, Some(2)));
        assert_eq!(owner(&city, "litter", 0.7, 0.5).department_id, 2);
        retire(&mut city, 1);
        assert_eq!(owner(&city, "snow", 0.7, 0.5), without_owner(None, None));
    }

    #[test]
    fn without_a_dispatcher_the_types_department_answers() {
        for dispatcher in [None, Some(4)] {
            let mut city = City { dispatcher, ..town() };
            retire(&mut city, 4);
            let owner = owner(&city, "lamp", 0.7, 0.501);
            assert_eq!(owner, Owner { department_id: 1, because: Because::NobodyCloser });
        }
    }

    #[test]
    fn where_territories_meet_the_smaller_one_decides() {
        // Both are half a degree high; on the sphere the northern one is smaller.
        assert_eq!(owner(&town(), "litter", 0.5, 0.5).department_id, 2);
    }

    #[test]
    fn of_territories_that_overlap_the_smallest_wins() {
        let mut city = town();
        let more = [territory(9, 1, area(0.4, 0.6, 0.6, 0.8))];
        city.territories = Territories::new(city.territories.iter().cloned().chain(more).collect());
        assert_eq!(owner(&city, "litter", 0.7, 0.5).because, Because::Territory { territory_id: 9 });
        assert_eq!(owner(&city, "litter", 0.9, 0.5).because, Because::Territory { territory_id: 1 });
    }

    #[test]
    fn where_nobody_closer_is_known_the_types_department_answers() {
        let city = City { territories: Territories::default(), assets: Assets::default(), ..town() };
        for slug in ["litter", "lamp"] {
            let owner = owner(&city, slug, 0.7, 0.5);
            assert_eq!(owner, Owner { department_id: 1, because: Because::NobodyCloser });
        }
    }

    proptest! {
        #[test]
        fn whoever_gets_a_report_works(
            lat in 0.699..0.701_f64,
            lon in 0.499..0.503_f64,
            retired in subsequence(vec![1, 2, 3], 0..=3),
        ) {
            let mut city = town();
            for id in &retired {
                retire(&mut city, *id);
            }
            for issue_type in &city.types {
                let owner = route(&city, issue_type, Place { lat, lon });
                prop_assert!(!retired.contains(&owner.department_id));
                prop_assert_eq!(owner.because.owner_is_known(), owner.department_id != 4);
            }
        }
    }

    #[test]
    fn why_here_names_the_territory_and_the_asset() {
        let words = |because: Because| why_here(&town(), &because, Language::En);
        for (because, named) in [
            (Because::Territory { territory_id: 1 }, "“T1”"),
            (Because::Asset { asset_id: 1 }, "lamp No. 1"),
            (without_owner(Some(2), None).because, "lamp No. 2"),
            (without_owner(None, Some(2)).because, "“T2”"),
        ] {
            let words = words(because);
            assert!(words.contains(named), "{words}");
        }
        // What is gone has no name any more, what stands in a home has none for everybody.
        for gone in [Because::Asset { asset_id: 99 }, without_owner(Some(99), None).because] {
            let words = words(gone);
            assert!(!words.contains('{') && !words.contains('_'), "{words}");
        }
    }

    #[test]
    fn why_here_does_not_lead_to_a_door() {
        let lift = asset(5, AssetKind::Lift, Some(1), 0.7, 0.5);
        let city = City { assets: Assets::new(vec![lift]), ..town() };
        for because in [Because::Asset { asset_id: 5 }, without_owner(Some(5), None).because] {
            let words = why_here(&city, &because, Language::En);
            assert!(!words.contains('5') && !words.contains('_'), "{words}");
        }
    }

    #[test]
    fn reasons_that_were_kept_are_still_understood() {
        for (kept, because) in [
            (r#"{"by":"type"}"#, Because::Type),
            (r#"{"by":"territory","territory_id":7}"#, Because::Territory { territory_id: 7 }),
            (r#"{"by":"nobody_closer"}"#, Because::NobodyCloser),
            (r#"{"by":"asset","asset_id":7}"#, Because::Asset { asset_id: 7 }),
            (
                r#"{"by":"unknown_owner","asset_id":7}"#,
                Because::UnknownOwner { asset_id: Some(7), territory_id: None },
            ),
            (r#"{"by":"unknown_owner"}"#, Because::UnknownOwner { asset_id: None, territory_id: None }),
        ] {
            assert_eq!(serde_json::from_str::<Because>(kept).unwrap(), because);
            assert_eq!(serde_json::to_string(&because).unwrap(), kept);
        }
    }
}

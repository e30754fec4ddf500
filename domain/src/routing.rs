//! Who owns a report, and why. The most specific owner wins: an asset over a territory over the
//! catalogue's department.

use crate::catalogue::{City, IssueType, OwnerBy, Territory};
use crate::place::Place;
use crate::text::{Language, say};
use geo::Area;
use serde::{Deserialize, Serialize};

/// Why a department owns a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Because {
    /// Reports of this type are always its work.
    Type,
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
}

/// A report's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Row of the department.
    pub department_id: i32,
    /// Why it is theirs.
    pub because: Because,
}

impl Owner {
    /// Whether somebody is known to own it; else the dispatcher looks for one.
    pub fn is_known(&self) -> bool {
        true
    }
}

/// Finds the owner of a report of `issue_type` at `place`. Of territories that overlap the
/// smallest wins, of equal ones the one with the lower row.
pub fn route(city: &City, issue_type: &IssueType, place: Place) -> Owner {
    if issue_type.owner_by == OwnerBy::Department {
        return Owner { department_id: issue_type.department_id, because: Because::Type };
    }
    let here = (issue_type.owner_by == OwnerBy::Territory).then(|| territory(city, place)).flatten();
    match here {
        Some(territory) => Owner {
            department_id: territory.department_id,
            because: Because::Territory { territory_id: territory.id },
        },
        None => Owner { department_id: issue_type.department_id, because: Because::NobodyCloser },
    }
}

/// The territory that decides at `place`.
pub fn territory(city: &City, place: Place) -> Option<&Territory> {
    city.territories
        .iter()
        .filter(|territory| place.is_in(&territory.area))
        .min_by(|a, b| a.area.unsigned_area().total_cmp(&b.area.unsigned_area()).then(a.id.cmp(&b.id)))
}

/// "Why here" in words.
pub fn why_here(city: &City, because: &Because, language: Language) -> String {
    match because {
        Because::Type => say(language, "routed_because_type", &[]),
        Because::NobodyCloser => say(language, "routed_because_nobody_closer", &[]),
        Because::HandedOver { department_id } => {
            let from = city.department(*department_id).map_or("", |from| from.titles.get(language));
            say(language, "routed_because_handed_over", &[("department", from)])
        }
        Because::Territory { territory_id } => {
            match city.territories.iter().find(|t| t.id == *territory_id) {
                Some(t) => {
                    say(language, "routed_because_territory", &[("territory", t.titles.get(language))])
                }
                None => say(language, "routed_because_former_territory", &[]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::{area, territory, town};

    fn owner(city: &City, slug: &str, lat: f64, lon: f64) -> Owner {
        let issue_type = city.issue_type(slug).expect("a type of the town");
        route(city, issue_type, Place { lat, lon })
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
    fn where_territories_meet_the_first_of_equal_ones_decides() {
        assert_eq!(owner(&town(), "litter", 0.5, 0.5).department_id, 2);
    }

    #[test]
    fn of_territories_that_overlap_the_smallest_wins() {
        let mut city = town();
        city.territories.push(territory(9, 1, area(0.4, 0.6, 0.6, 0.8)));
        assert_eq!(owner(&city, "litter", 0.7, 0.5).because, Because::Territory { territory_id: 9 });
        assert_eq!(owner(&city, "litter", 0.9, 0.5).because, Because::Territory { territory_id: 1 });
    }

    #[test]
    fn where_nobody_closer_is_known_the_types_department_answers() {
        let mut city = town();
        city.territories.clear();
        for slug in ["litter", "lamp"] {
            let owner = owner(&city, slug, 0.7, 0.5);
            assert_eq!(owner, Owner { department_id: 1, because: Because::NobodyCloser });
        }
    }

    #[test]
    fn why_here_names_the_territory() {
        let words = why_here(&town(), &Because::Territory { territory_id: 1 }, Language::En);
        assert!(words.contains("T1"), "{words}");
    }
}

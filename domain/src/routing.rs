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
}

/// A report's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Row of the department.
    pub department_id: i32,
    /// Why it is theirs.
    pub because: Because,
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

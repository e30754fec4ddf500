//! Standard texts: what a department says again and again, with places to be filled from the case. A
//! text is a start: whoever sends it reads and changes it first.

use crate::text::Titles;
use serde::{Deserialize, Serialize};

/// What a text can be filled with, as it stands between braces: the case's number, its address as
/// everybody may see it, its type, the day it is due, the department that has it.
pub const PLACEHOLDERS: [&str; 5] = ["number", "address", "type", "due", "department"];
/// Characters of a text, at most: it has to fit into a note once it is filled.
pub const TEXT_MAX: usize = 2000;

/// When a text is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// It is done.
    Resolve,
    /// There is nothing to do, and this is why.
    Explain,
    /// It is not accepted.
    Refuse,
    /// Somebody outside is responsible.
    Forward,
    /// The author is asked something.
    Ask,
    /// It takes longer.
    Delay,
}

/// A standard text of a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardText {
    /// Its name in the city's data.
    pub slug: String,
    /// When it is offered.
    #[serde(rename = "for")]
    pub occasions: Vec<Occasion>,
    /// Slugs of the types that it is for; of all, when there are none.
    #[serde(default)]
    pub types: Vec<String>,
    /// Slugs of the departments that it is for; of all, when there are none.
    #[serde(default)]
    pub departments: Vec<String>,
    /// What it is called in the list.
    pub title: Titles,
    /// What the author gets.
    pub text: Titles,
}

impl StandardText {
    /// Whether it is offered for such a case on this occasion.
    pub fn fits(&self, occasion: Occasion, issue_type: &str, department: &str) -> bool {
        let among = |slugs: &[String], slug: &str| slugs.is_empty() || slugs.iter().any(|s| s == slug);
        self.occasions.contains(&occasion)
            && among(&self.types, issue_type)
            && among(&self.departments, department)
    }

    /// How much it was written for such cases in particular: what says more of them comes first.
    pub fn closeness(&self) -> u8 {
        u8::from(!self.types.is_empty()) * 2 + u8::from(!self.departments.is_empty())
    }
}

/// What stands between braces in a text, and the rest of the text after each.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
}

/// The first thing between braces that nothing can be filled in for; an open brace counts.
pub fn unknown_placeholder(text: &str) -> Option<&str> {
    places(text).find(|name| !PLACEHOLDERS.contains(name))
}

/// A text with its places filled. What a case does not have leaves nothing.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut parts = text.split('{');
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        filled.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_case_has_can_be_filled_in() {
        assert_eq!(unknown_placeholder("Case {number} at {address}: {type}, {due}, {department}."), None);
        assert_eq!(unknown_placeholder("Dear {name}, {number}"), Some("name"));
        assert_eq!(unknown_placeholder("of {number and more"), Some("number and more"));
        assert_eq!(unknown_placeholder("{"), Some(""));
    }

    #[test]
    fn a_value_is_never_filled_in_turn() {
        let values = [("address", "{number} Street"), ("number", "2026-000001")];
        assert_eq!(fill("{number}: {address}", &values), "2026-000001: {number} Street");
    }

    #[test]
    fn a_text_is_offered_where_it_fits() {
        let text = StandardText {
            slug: "lamp".into(),
            occasions: vec![Occasion::Resolve],
            types: vec!["yard-lighting".into()],
            departments: Vec::new(),
            title: Titles::default(),
            text: Titles::default(),
        };
        assert!(text.fits(Occasion::Resolve, "yard-lighting", "street-lighting"));
        assert!(!text.fits(Occasion::Ask, "yard-lighting", "street-lighting"));
        assert!(!text.fits(Occasion::Resolve, "road-snow", "street-lighting"));
    }
}

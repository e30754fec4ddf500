//! How long personal data is kept: no longer than its purpose asks for (Federal law 152-FZ, article 5,
//! part 7). One term in days for each kind, as the city's data says, within bounds.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

macro_rules! kinds {
    ($($kind:ident $name:ident $days:literal $bounds:expr, $doc:literal;)*) => {
        /// What is kept for a while.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $(#[doc = $doc] $kind,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name in a city's data, in the database and in the docs.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($name),)* }
            }

            /// How few and how many days a city may choose.
            pub fn bounds(self) -> RangeInclusive<u32> {
                match self { $(Self::$kind => $bounds,)* }
            }
        }

        /// The terms of a city, in days.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Retention { $(#[doc = $doc] pub $name: u32,)* }

        impl Default for Retention {
            fn default() -> Self {
                Self { $($name: $days,)* }
            }
        }

        impl Retention {
            /// The term of one kind.
            pub fn days(&self, kind: Kind) -> u32 {
                match kind { $(Kind::$kind => self.$name,)* }
            }
        }
    };
}

kinds! {
    Contact contact 90 30..=1095, "Name, e-mail and phone of an author, after their case ended.";
    Home home 365 90..=1825, "The door of private homes, after the case ended; the block stays.";
    Words words 1095 365..=3650, "What was written to a case and not published, after it ended.";
    Photos photos 1095 365..=3650, "Photos that were not published, after the case ended.";
    Supports supports 365 90..=1825, "The hashes by which supporters are known, after the case ended.";
    Account account 730 180..=1825, "An account that nobody signs in to, after the last time.";
    Session session 30 1..=365, "Sessions, after they expired.";
    Audit audit 1825 365..=3650, "The audit log.";
}

impl Retention {
    /// Kinds whose term the city may not choose so.
    pub fn wrong(&self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(|kind| !kind.bounds().contains(&self.days(*kind)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_for_a_city_that_says_nothing_is_allowed() {
        assert_eq!(Retention::default().wrong().count(), 0);
        let wrong = Retention { contact: 29, audit: 3651, ..Retention::default() };
        assert_eq!(wrong.wrong().collect::<Vec<_>>(), [Kind::Contact, Kind::Audit]);
    }
}

//! The desk: its tabs, each a question that staff asks every day, and the orders of its list. What a
//! tab holds is said here once: the list and the counts are both made from it.

use crate::status::{SOON, Status};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$about:meta])* $kind:ident { $($name:ident $text:literal $doc:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $kind { $(#[doc = $doc] $name,)* }

        impl $kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The one called `name`.
            pub fn called(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

names! {
    /// A tab of the desk. Every open case is in exactly one of the first four; the others cut across.
    Tab {
        New "new" "Nobody has taken it yet, or it came back.",
        InWork "in_work" "Somebody is at it.",
        Waiting "waiting" "Somebody else has to act first.",
        InReview "in_review" "Somebody looks at the result.",
        Soon "soon" "Due within two days.",
        Overdue "overdue" "Past its deadline.",
        Escalated "escalated" "Told to those above.",
        Unassigned "unassigned" "Neither a person nor a crew has it.",
        Mine "mine" "The caller has it, or somebody whom they stand in for.",
        All "all" "Every open case.",
    }
}

names! {
    /// An order of the list.
    Sort {
        Deadline "deadline" "What has to be done next comes first.",
        Newest "newest" "What came last comes first.",
        Nearest "nearest" "What is nearest to a point comes first.",
        Closed "closed" "What was closed last comes first; for closed cases, which have no other order.",
    }
}

/// How a case stands to its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Within [`SOON`].
    Soon,
    /// Past.
    Overdue,
}

impl Due {
    /// Deadlines of such cases lie from the first on and before the second, as
    /// [`crate::status::shape`] has it.
    pub fn window(self, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        match self {
            Self::Soon => (Some(now), Some(now + SOON + Duration::microseconds(1))),
            Self::Overdue => (None, Some(now)),
        }
    }
}

/// Who has a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The caller.
    Mine,
    /// No person.
    Nobodys,
}

/// What a tab asks of an open case: all of what is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asks {
    /// One of these statuses.
    pub statuses: Option<&'static [Status]>,
    /// So near to its deadline.
    pub due: Option<Due>,
    /// Told to those above.
    pub escalated: bool,
    /// In these hands.
    pub whose: Option<Whose>,
}

impl Tab {
    /// What a case has to be to stand in this tab.
    pub fn asks(self) -> Asks {
        use Status::{
            Accepted, Assigned, Disputed, InModeration, InProgress, InReview, Planned, Registered, Reopened,
            Submitted, WaitingForPartner, WaitingForResident,
        };
        let statuses = |statuses| Asks { statuses: Some(statuses), ..Asks::default() };
        match self {
            Self::New => statuses(&[Submitted, InModeration, Registered, Assigned, Reopened]),
            Self::InWork => statuses(&[Accepted, InProgress, Planned]),
            Self::Waiting => statuses(&[WaitingForResident, WaitingForPartner]),
            Self::InReview => statuses(&[InReview, Disputed]),
            Self::Soon => Asks { due: Some(Due::Soon), ..Asks::default() },
            Self::Overdue => Asks { due: Some(Due::Overdue), ..Asks::default() },
            Self::Escalated => Asks { escalated: true, ..Asks::default() },
            Self::Unassigned => Asks { whose: Some(Whose::Nobodys), ..Asks::default() },
            Self::Mine => Asks { whose: Some(Whose::Mine), ..Asks::default() },
            Self::All => Asks::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{Shape, shape};

    #[test]
    fn every_open_status_is_in_exactly_one_tab_and_no_closed_one_is_in_any() {
        for &status in Status::ALL {
            let tabs = Tab::ALL.iter().filter(|tab| tab.asks().statuses.is_some_and(|s| s.contains(&status)));
            assert_eq!(tabs.count(), usize::from(status.is_open()), "{status:?}");
        }
    }

    #[test]
    fn a_tab_and_the_shape_of_a_case_agree_on_its_deadline() {
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
        let within = |due: Due, at: DateTime<Utc>| {
            let (from, before) = due.window(now);
            from.is_none_or(|from| from <= at) && before.is_none_or(|before| at < before)
        };
        let instants = [-1, 0, 1].map(Duration::microseconds);
        for at in [now, now + SOON].into_iter().flat_map(|at| instants.map(|by| at + by)) {
            let shape = shape(Status::Accepted, false, at, now);
            assert_eq!(within(Due::Overdue, at), shape == Shape::Overdue, "{at}");
            assert_eq!(within(Due::Soon, at), shape == Shape::Soon, "{at}");
        }
    }
}

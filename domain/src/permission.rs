//! Who may do what: one table of role × action × whose department. The city is not in the table:
//! nobody reaches into another city. Besides staff there are those who hold a secret: the author of
//! a report, who reads it and moves it as the table of [`crate::status`] says, and a contractor with a
//! link, who sees one case and answers it. Everybody else sees what is published.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($name:ident $text:literal $doc:literal,)*) => {
        /// What a member of staff is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $(#[doc = $doc] $name,)* }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the database and on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

roles! {
    Worker "worker" "Works the cases of a department.",
    Head "head" "Leads a department.",
    Dispatcher "dispatcher" "Takes what nobody owns, for the whole city.",
    Coordinator "coordinator" "Watches over all departments.",
    Press "press" "Speaks for the city: publishes.",
    Auditor "auditor" "Reads everything, changes nothing.",
    Administrator "administrator" "Runs the installation.",
}

impl Role {
    /// The role called `name`.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// Whether people in this role belong to one department.
    pub fn has_department(self) -> bool {
        matches!(self, Self::Worker | Self::Head)
    }
}

/// What somebody wants to do with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See all of it but contacts.
    Read,
    /// See how to reach its author; logged.
    ReadContact,
    /// Work it: move it as the table of [`crate::status`] says, make it safe, correct it, hand it on,
    /// ask for more time, have parts of it done, inspect it, send a link to a contractor.
    Change,
    /// Take it, or leave it again.
    Claim,
    /// Give it to a person.
    Assign,
    /// Say yes or no to a later deadline.
    Decide,
    /// Show or hide text and photos.
    Publish,
    /// Do a part of it that their department was asked for; whose department is the part's.
    Help,
    /// Ban its author, and decide their appeal.
    Ban,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::ReadContact,
        Self::Change,
        Self::Claim,
        Self::Assign,
        Self::Decide,
        Self::Publish,
        Self::Help,
        Self::Ban,
    ];

    /// The name on the wire and in the docs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadContact => "read_contact",
            Self::Change => "change",
            Self::Claim => "claim",
            Self::Assign => "assign",
            Self::Decide => "decide",
            Self::Publish => "publish",
            Self::Help => "help",
            Self::Ban => "ban",
        }
    }
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Nowhere,
    /// To the cases of their own department.
    OwnDepartment,
    /// To every case of their city.
    WholeCity,
}

/// The table: how far people in `role` reach with `action`.
pub fn reach(role: Role, action: Action) -> Reach {
    use Reach::{Nowhere, OwnDepartment, WholeCity};
    match (role, action) {
        // Cases are claimed by those who work them; who hands out cases does not lengthen deadlines.
        (Role::Worker, Action::Assign | Action::Decide)
        | (Role::Dispatcher, Action::Claim | Action::Decide)
        | (Role::Coordinator, Action::Claim)
        // Who works the cases does not decide who may file them.
        | (Role::Worker | Role::Head | Role::Dispatcher, Action::Ban) => Nowhere,
        (Role::Worker | Role::Head, _) => OwnDepartment,
        (Role::Dispatcher | Role::Coordinator, _)
        | (Role::Press, Action::Read | Action::Publish)
        | (Role::Auditor | Role::Administrator, Action::Read)
        | (Role::Administrator, Action::Ban) => WholeCity,
        (Role::Press | Role::Auditor | Role::Administrator, _) => Nowhere,
    }
}

/// The table in Markdown: what `docs/case.md` shows.
pub fn chart() -> String {
    use std::fmt::Write;
    let columns: Vec<String> = Action::ALL.iter().map(|action| action.name().to_owned()).collect();
    let mut table = format!("| Role | {} |\n|---|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for &role in Role::ALL {
        let cells = Action::ALL.iter().map(|action| match reach(role, *action) {
            Reach::Nowhere => "–",
            Reach::OwnDepartment => "own department",
            Reach::WholeCity => "whole city",
        });
        let cells: Vec<_> = cells.collect();
        let _infallible = writeln!(table, "| {} | {} |", role.name(), cells.join(" | "));
    }
    table
}

/// Somebody signed in, in the city of the report in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staff {
    /// What they are.
    pub role: Role,
    /// Row of their department, for roles that have one.
    pub department_id: Option<i32>,
}

/// Whether `staff` may do `action` to a report that department `owner` owns.
pub fn may(staff: Staff, action: Action, owner: i32) -> bool {
    match reach(staff.role, action) {
        Reach::Nowhere => false,
        Reach::OwnDepartment => staff.department_id == Some(owner),
        Reach::WholeCity => true,
    }
}

/// Whether `staff` may read a report that department `owner` owns and of which `helpers` do parts:
/// who works at a part sees the whole case. It opens neither contacts nor moves.
pub fn may_read(staff: Staff, owner: i32, helpers: &[i32]) -> bool {
    may(staff, Action::Read, owner) || helpers.iter().any(|&helper| may(staff, Action::Help, helper))
}

/// Whether `staff` takes part in a report that department `owner` owns and of which `helpers` do parts:
/// works it, does a part of it, or speaks of it for the city. The others only watch.
pub fn takes_part(staff: Staff, owner: i32, helpers: &[i32]) -> bool {
    may(staff, Action::Change, owner)
        || may(staff, Action::Publish, owner)
        || helpers.iter().any(|&helper| may(staff, Action::Help, helper))
}

/// Whose cases `staff` finds on the desk: `Ok(None)` is the whole city's.
///
/// # Errors
/// `Err(())` when this role has no desk.
#[expect(clippy::result_unit_err, reason = "there is nothing more to say")]
pub fn desk(staff: Staff) -> Result<Option<i32>, ()> {
    match (reach(staff.role, Action::Read), staff.department_id) {
        (Reach::WholeCity, _) => Ok(None),
        (Reach::OwnDepartment, Some(own)) => Ok(Some(own)),
        _ => Err(()),
    }
}

/// What somebody wants that is not about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Invite, change and disable members of staff.
    ManageStaff,
    /// Make, change and disband the crews of a department.
    ManageCrews,
    /// Say that somebody else is away, and who stands in for them. Of oneself everybody may say so.
    MarkAway,
}

/// How far people in `role` reach with `right`.
pub fn rights(role: Role, right: Right) -> Reach {
    match (role, right) {
        (Role::Administrator, _) => Reach::WholeCity,
        (Role::Head, Right::ManageCrews | Right::MarkAway) => Reach::OwnDepartment,
        _ => Reach::Nowhere,
    }
}

/// Whether people in `role` have `right` in their whole city.
pub fn has(role: Role, right: Right) -> bool {
    rights(role, right) == Reach::WholeCity
}

/// Whether `staff` has `right` over what belongs to a department; `None` belongs to the city.
pub fn has_over(staff: Staff, right: Right, department_id: Option<i32>) -> bool {
    match rights(staff.role, right) {
        Reach::Nowhere => false,
        Reach::OwnDepartment => department_id.is_some() && staff.department_id == department_id,
        Reach::WholeCity => true,
    }
}

/// Whether `cover` may stand in for `absent`: somebody of the same department, or, among those who
/// belong to no department, of the same role. Standing in lends nobody's rights.
pub fn may_cover(absent: Staff, cover: Staff) -> bool {
    match (absent.department_id, cover.department_id) {
        (None, None) => absent.role == cover.role,
        (absent, cover) => absent == cover,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_departments_cases_are_closed_to_workers_and_heads() {
        for role in [Role::Worker, Role::Head] {
            let staff = Staff { role, department_id: Some(1) };
            for action in Action::ALL {
                assert_eq!(may(staff, action, 1), reach(role, action) == Reach::OwnDepartment);
                assert!(!may(staff, action, 2));
            }
        }
    }

    #[test]
    fn with_a_part_of_the_work_comes_a_look_at_the_case_and_no_more() {
        for role in [Role::Worker, Role::Head] {
            let staff = Staff { role, department_id: Some(2) };
            assert!(may_read(staff, 1, &[3, 2]));
            assert!(!may_read(staff, 1, &[3]) && !may_read(staff, 1, &[]));
            assert!(!may(staff, Action::ReadContact, 1) && !may(staff, Action::Change, 1));
        }
        for role in [Role::Press, Role::Auditor, Role::Administrator] {
            assert!(!may(Staff { role, department_id: None }, Action::Help, 2), "{role:?} does no work");
        }
    }

    #[test]
    fn those_who_watch_take_no_part() {
        for &role in Role::ALL {
            let staff = Staff { role, department_id: role.has_department().then_some(1) };
            let watches = matches!(role, Role::Auditor | Role::Administrator);
            assert_eq!(takes_part(staff, 1, &[]), !watches, "{role:?}");
            assert_eq!(takes_part(staff, 2, &[1]), !watches, "{role:?}");
            assert_eq!(takes_part(staff, 2, &[]), !watches && !role.has_department(), "{role:?}");
        }
    }

    #[test]
    fn only_a_head_or_a_coordinator_gives_more_time() {
        for &role in Role::ALL {
            let decides = reach(role, Action::Decide) != Reach::Nowhere;
            assert_eq!(decides, matches!(role, Role::Head | Role::Coordinator), "{role:?}");
        }
    }

    #[test]
    fn only_administrators_manage_staff() {
        for &role in Role::ALL {
            assert_eq!(has(role, Right::ManageStaff), role == Role::Administrator, "{role:?}");
        }
    }

    #[test]
    fn heads_manage_the_crews_and_absences_of_their_own_department_and_nobody_elses() {
        for right in [Right::ManageCrews, Right::MarkAway] {
            for &role in Role::ALL {
                let staff = Staff { role, department_id: role.has_department().then_some(1) };
                let (all, own) = (role == Role::Administrator, role == Role::Head);
                assert_eq!(has_over(staff, right, Some(1)), all || own, "{role:?}");
                assert_eq!(has_over(staff, right, Some(2)), all, "{role:?}");
                assert_eq!(has_over(staff, right, None), all, "{role:?}");
            }
        }
    }

    #[test]
    fn whoever_stands_in_is_of_the_same_department_or_of_the_same_role_in_the_city() {
        let of = |role, department_id| Staff { role, department_id };
        assert!(may_cover(of(Role::Head, Some(1)), of(Role::Worker, Some(1))));
        assert!(!may_cover(of(Role::Worker, Some(1)), of(Role::Worker, Some(2))));
        assert!(may_cover(of(Role::Press, None), of(Role::Press, None)));
        assert!(!may_cover(of(Role::Coordinator, None), of(Role::Dispatcher, None)));
        assert!(!may_cover(of(Role::Worker, Some(1)), of(Role::Coordinator, None)));
    }

    #[test]
    fn those_who_watch_change_nothing() {
        for role in [Role::Auditor, Role::Administrator] {
            let staff = Staff { role, department_id: None };
            for action in Action::ALL {
                let bans = role == Role::Administrator && action == Action::Ban;
                assert_eq!(may(staff, action, 1), action == Action::Read || bans);
            }
        }
    }

    #[test]
    fn only_a_coordinator_or_an_administrator_bans() {
        for &role in Role::ALL {
            let bans = reach(role, Action::Ban) != Reach::Nowhere;
            assert_eq!(bans, matches!(role, Role::Coordinator | Role::Administrator), "{role:?}");
        }
    }

    #[test]
    fn a_worker_without_a_department_reaches_nothing() {
        let staff = Staff { role: Role::Worker, department_id: None };
        assert!(Action::ALL.iter().all(|&action| !may(staff, action, 1)));
        assert_eq!(desk(staff), Err(()));
    }
}

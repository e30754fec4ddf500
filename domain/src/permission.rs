//! Who may do what: one table of role × action × whose department. The city is not in the table:
//! nobody reaches into another city.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See all of it but contacts.
    Read,
    /// See how to reach its author; logged.
    ReadContact,
    /// Move it.
    Change,
    /// Show or hide text and photos.
    Publish,
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Nowhere,
    OwnDepartment,
    WholeCity,
}

fn reach(role: Role, action: Action) -> Reach {
    use Reach::{Nowhere, OwnDepartment, WholeCity};
    match (role, action) {
        (Role::Worker | Role::Head, _) => OwnDepartment,
        (Role::Dispatcher | Role::Coordinator, _)
        | (Role::Press, Action::Read | Action::Publish)
        | (Role::Auditor | Role::Administrator, Action::Read) => WholeCity,
        (Role::Press | Role::Auditor | Role::Administrator, _) => Nowhere,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIONS: [Action; 4] = [Action::Read, Action::ReadContact, Action::Change, Action::Publish];

    #[test]
    fn another_departments_cases_are_closed_to_workers_and_heads() {
        for role in [Role::Worker, Role::Head] {
            let staff = Staff { role, department_id: Some(1) };
            for action in ACTIONS {
                assert!(may(staff, action, 1));
                assert!(!may(staff, action, 2));
            }
        }
    }

    #[test]
    fn those_who_watch_change_nothing() {
        for role in [Role::Auditor, Role::Administrator] {
            let staff = Staff { role, department_id: None };
            assert!(may(staff, Action::Read, 1));
            assert!(!may(staff, Action::Change, 1) && !may(staff, Action::Publish, 1));
            assert!(!may(staff, Action::ReadContact, 1));
        }
    }

    #[test]
    fn a_worker_without_a_department_reaches_nothing() {
        let staff = Staff { role: Role::Worker, department_id: None };
        assert!(ACTIONS.iter().all(|&action| !may(staff, action, 1)));
        assert_eq!(desk(staff), Err(()));
    }
}

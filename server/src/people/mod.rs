//! People: staff with their roles, residents with an account, and how to reach those who filed reports. Contacts live apart
//! from cases. Sessions are the matter of [`crate::auth`].

pub mod absences;
mod actions;
mod provided;
pub mod residents;
pub mod staff;
mod store;

pub use actions::{
    NewUser, add_user, check_department, check_name, erase_contacts, is_login, keep_contact, keep_password,
    rename,
};
pub use provided::{Provided, add_provided, map_anew, take_password};
pub use store::{account_called, colleagues, count, works_in};

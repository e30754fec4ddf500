//! People: staff with their roles, residents with an account, and how to reach those who filed reports. Contacts live apart
//! from cases. Sessions are the matter of [`crate::auth`].

mod actions;
pub mod residents;
mod store;

pub use actions::{NewUser, add_user, erase_contacts, is_login, keep_contact};
pub use store::{account_called, count, crew, is_crew};

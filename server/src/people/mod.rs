//! People: staff with their roles, and how to reach those who filed reports. Contacts live apart
//! from cases. Sessions are the matter of [`crate::auth`].

mod actions;
mod provided;
mod store;

pub use actions::{NewUser, add_user, is_login, keep_contact};
pub use provided::{Provided, add_provided, map_anew, take_password};
pub use store::{account_called, count, crew, is_crew};

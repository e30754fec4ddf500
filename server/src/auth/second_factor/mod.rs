//! The second step of signing in: time-based one-time passwords (RFC 6238) from an app on the person's
//! own phone, and recovery codes for the day it is lost. No code is good twice.

mod actions;
mod codes;
pub mod routes;
mod seal;
mod store;

pub use actions::{PENDING, Second, ask, begin, confirm, is_on, make_codes, prove, turn_off};
pub use store::{codes_left, forget_asked, forget_over, is_on_for};

use super::Session;
use crate::app::App;

/// Whether the city asks this member of staff for a second factor. A demo's sign-ins are everybody's.
pub fn is_required(app: &App, session: &Session) -> bool {
    let settings = app.cities.settings(session.city_id);
    !app.demo && settings.is_some_and(|settings| settings.require_second_factor.contains(&session.role))
}

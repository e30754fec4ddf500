//! Links by which somebody sets a password: invitations, the first administrator's way in, and the way
//! back of whoever forgot theirs. The secret is in the fragment of the link, which reaches no server,
//! log or `Referer`; of it only a hash is kept. A link is good once, and void by a newer one.

mod actions;
pub mod routes;
mod store;

pub use actions::{FIRST_LIFE, LIFE, Made, forget, link, make};
pub use store::forget_over;

//! Signing in with a city's own OpenID Connect provider (`[oidc]` of `city.toml`): authorization code
//! with PKCE, for staff. Who somebody is comes from the provider (issuer and subject), and what they
//! are comes from its groups, anew at each sign-in; mail addresses and logins link nobody. The session
//! afterwards is an ordinary one, which the provider may end.
//!
//! `provider` asks, `token` judges what comes back, `mapping` and `admission` make staff of it.

mod actions;
mod admission;
mod ending;
mod mapping;
mod provider;
pub mod routes;
mod store;
mod token;

pub use actions::password_may;
pub use admission::link;
pub use ending::{farewell, forget_ended};
pub use provider::Providers;
pub use store::knows;

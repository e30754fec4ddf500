//! Where a request comes from: the network of its client, and the device that it says it is.

use super::device::{self, Device};
use crate::app::App;
use crate::network::{household, neighbours, neighbours_bits};
use crate::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::net::IpAddr;

/// The address of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(Option<IpAddr>);

impl Network {
    /// Where a request comes from, by the word of our own proxies.
    pub fn of(app: &App, parts: &Parts) -> Self {
        Self(app.abuse.client(parts))
    }

    /// What counts as one guesser.
    pub fn whole(self) -> String {
        self.0.map_or_else(String::new, |ip| household(ip).to_string())
    }

    /// Enough for somebody to recognise their own network, too little to find a person by.
    pub fn masked(self) -> Option<String> {
        self.0.map(|ip| format!("{}/{}", neighbours(ip), neighbours_bits(ip)))
    }
}

/// Who tries to sign in, as far as it can be told before they have.
#[derive(Debug, Clone)]
pub struct Origin {
    pub network: Network,
    pub device: Option<Device>,
}

impl FromRequestParts<App> for Origin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let device = device::read(&app.keys, &parts.headers, app.clock.now());
        Ok(Self { network: Network::of(app, parts), device })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> Network {
        Network(Some(address.parse::<IpAddr>().unwrap().to_canonical()))
    }

    #[test]
    fn a_household_is_one_guesser_and_nobody_is_found_by_what_is_kept() {
        assert_eq!(network("203.0.113.77").whole(), "203.0.113.77");
        assert_eq!(network("::ffff:203.0.113.77"), network("203.0.113.77"));
        assert_eq!(network("2001:db8:1:2:3::4").whole(), network("2001:db8:1:2:ffff::9").whole());
        assert_ne!(network("2001:db8:1:2::4").whole(), network("2001:db8:1:3::4").whole());
        assert_eq!(network("203.0.113.77").masked().as_deref(), Some("203.0.113.0/24"));
        assert_eq!(network("2001:db8:1:2::4").masked().as_deref(), Some("2001:db8:1::/48"));
        assert_eq!(Network(None).masked(), None);
    }
}

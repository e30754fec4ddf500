//! Whose word about a sender's address is believed: that of proxies of the city's own.

use crate::network::within;
use axum::http::{HeaderMap, HeaderName};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// Blocks of addresses, `127.0.0.0/8, ::1/128, 10.0.0.5`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Proxies(Vec<(IpAddr, u32)>);

impl TryFrom<String> for Proxies {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Proxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let blocks = text.split([',', ' ']).map(str::trim).filter(|block| !block.is_empty());
        let read = blocks.map(|block| {
            let wrong = || format!("“{block}” is no block of addresses such as 10.0.0.0/8");
            let (address, bits) = block.split_once('/').map_or((block, None), |(a, b)| (a, Some(b)));
            let address: IpAddr = address.parse().map_err(|_| wrong())?;
            let whole = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Ok(whole), |bits| bits.parse().map_err(|_| wrong()))?;
            if bits > whole { Err(wrong()) } else { Ok((address, bits)) }
        });
        Ok(Self(read.collect::<Result<_, String>>()?))
    }
}

impl Proxies {
    /// Whether one of ours stands there.
    pub fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|(block, bits)| within(address, *bits) == within(*block, *bits))
    }

    /// The address of whoever sent a request that came from `peer`: the last one in the list that no proxy
    /// of ours wrote about itself. `header` is the one list that our proxies write, `x-forwarded-for` or
    /// `forwarded`; what a client writes there itself stands left of what the first of our proxies adds.
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap, header: &HeaderName) -> IpAddr {
        let lines = headers.get_all(header).iter().filter_map(|line| line.to_str().ok());
        let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        let mut client = peer.ip().to_canonical();
        for hop in hops.iter().rev() {
            if !self.trust(client) {
                break;
            }
            let Some(before) = address_in(hop) else { break };
            client = before;
        }
        client
    }
}

/// `192.0.2.1`, `[2001:db8::1]:4711`, `for="192.0.2.1:80";proto=https`.
fn address_in(hop: &str) -> Option<IpAddr> {
    let named = hop.split(';').map(str::trim).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.eq_ignore_ascii_case("for").then_some(value)
    });
    let text = named.unwrap_or(hop).trim().trim_matches('"');
    let address = text.parse::<IpAddr>().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bare).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, header: &'static str, lines: &[&str]) -> String {
        let proxies: Proxies = proxies.parse().unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static(header), line.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers, &HeaderName::from_static(header)).to_string()
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        let said = |peer, lines: &[&str]| client("127.0.0.0/8, 10.1.0.0/16", peer, "x-forwarded-for", lines);
        assert_eq!(said("203.0.113.9:1", &["198.51.100.1"]), "203.0.113.9", "not through a proxy of ours");
        assert_eq!(said("127.0.0.1:1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9", "forged on the left");
        assert_eq!(said("127.0.0.1:1", &["198.51.100.1", "203.0.113.9"]), "203.0.113.9", "in lines");
        assert_eq!(said("127.0.0.1:1", &["203.0.113.9, 10.1.2.3"]), "203.0.113.9", "through two of ours");
        assert_eq!(said("127.0.0.1:1", &["127.0.0.1, 203.0.113.9, 10.1.2.3"]), "203.0.113.9");
        assert_eq!(said("127.0.0.1:1", &[]), "127.0.0.1");
        assert_eq!(said("127.0.0.1:1", &["unknown"]), "127.0.0.1");
        assert_eq!(said("[::ffff:127.0.0.1]:1", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(client("", "127.0.0.1:1", "x-forwarded-for", &["203.0.113.9"]), "127.0.0.1");
    }

    #[test]
    fn the_standard_header_is_read_too() {
        let said = |line| client("127.0.0.0/8", "127.0.0.1:1", "forwarded", &[line]);
        assert_eq!(said("for=198.51.100.1, for=203.0.113.9;proto=https"), "203.0.113.9");
        assert_eq!(said(r#"proto=https;For="[2001:db8:cafe::17]:4711""#), "2001:db8:cafe::17");
        assert_eq!(said(r#"for="[2001:db8::1]""#), "2001:db8::1");
        assert_eq!(said("for=_hidden"), "127.0.0.1");
    }

    #[test]
    fn blocks_that_are_none_are_refused() {
        for wrong in ["localhost", "10.0.0.0/33", "10.0.0.0/x", "::1/129"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
        assert!("0.0.0.0/0".parse::<Proxies>().unwrap().trust("203.0.113.9".parse().unwrap()));
    }
}

//! The server of a link: one spelling for each, so that the same server is never two accounts.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Wrong;

/// `https://host`, or with a port that is not the usual one.
pub(super) fn server(scheme: &str, authority: &str) -> Result<String, Wrong> {
    let scheme = scheme.to_ascii_lowercase();
    let (host, port) = split(authority)?;
    let host = host.to_ascii_lowercase();
    let loopback = is_loopback(&host).ok_or(Wrong::Link)?;
    let usual = match scheme.as_str() {
        "https" => 443,
        "http" if loopback => 80,
        "http" => return Err(Wrong::Open),
        _ => return Err(Wrong::Link),
    };
    let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}{port}"))
}

fn split(authority: &str) -> Result<(&str, Option<u16>), Wrong> {
    let colon = match authority.rfind(']') {
        Some(end) => authority[end..].find(':').map(|at| end + at),
        None => authority.find(':'),
    };
    let Some(colon) = colon else { return Ok((authority, None)) };
    let port = &authority[colon + 1..];
    let digits = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse().ok().filter(|port| digits && *port > 0).ok_or(Wrong::Link)?;
    Ok((&authority[..colon], Some(port)))
}

/// Whether it is this machine; nothing when it is no host at all. Names are in letters of ASCII;
/// others come as `xn--…`, as browsers and printers of codes write them.
fn is_loopback(host: &str) -> Option<bool> {
    if let Some(literal) = host.strip_prefix('[') {
        return literal.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(|ip| ip.is_loopback());
    }
    if let Ok(ip) = host.parse::<Ipv4Addr>() {
        return Some(ip.is_loopback());
    }
    let label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // A name whose last part is a number is an address in a spelling that hides it.
    let last_is_a_name = host.rsplit('.').next()?.bytes().any(|byte| byte.is_ascii_alphabetic());
    let hides = host.rsplit('.').next()?.starts_with("0x");
    (host.len() <= 253 && host.split('.').all(label) && last_is_a_name && !hides)
        .then_some(host == "localhost")
}

//! Blocks of network addresses: what counts as one place.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What one customer gets: an IPv4 address, of IPv6 a block of 64 bits.
pub fn household(ip: IpAddr) -> IpAddr {
    within(ip, if ip.is_ipv4() { 32 } else { 64 })
}

/// Its neighbours: 24 bits, of IPv6 48.
pub fn neighbours(ip: IpAddr) -> IpAddr {
    within(ip, neighbours_bits(ip))
}

/// How many bits neighbours have in common.
pub fn neighbours_bits(ip: IpAddr) -> u32 {
    if ip.is_ipv4() { 24 } else { 48 }
}

/// The first `bits` of an address, the rest zero.
pub fn within(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - bits.min(32)).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - bits.min(128)).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

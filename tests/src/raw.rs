//! Requests as no client library would send them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Sends these very bytes to `http://host:port` and gives all that comes back until the server hangs up.
pub fn exchange(address: &str, bytes: &[u8]) -> String {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(45))).expect("a time-out");
    // Refused half-way, the rest cannot be written; what was said of it can still be read.
    let _refused = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _hung_up = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// A `GET` of this very path, not made simpler on the way.
pub fn get(address: &str, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n").as_bytes())
}

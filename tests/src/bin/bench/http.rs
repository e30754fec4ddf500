//! One kept-alive HTTP/1.1 connection that costs the machine as little as it can: on a machine
//! with two cores a comfortable client would be half of what is measured.

use anyhow::{Context, Result, bail, ensure};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// What came back; the body lies in the connection until the next request.
pub struct Answer<'a> {
    pub status: u16,
    pub head: &'a str,
    pub body: &'a [u8],
}

/// A whole request as bytes. `headers` end in line breaks.
pub fn request(method: &str, path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n{headers}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

pub fn get(path: &str, headers: &str) -> Vec<u8> {
    request("GET", path, headers, b"")
}

pub fn post(path: &str, body: &str) -> Vec<u8> {
    request("POST", path, "content-type: application/json\r\n", body.as_bytes())
}

impl Connection {
    /// `address` is `http://<host>:<port>`.
    pub fn open(address: &str) -> Result<Connection> {
        let address = address.trim_start_matches("http://");
        let stream = TcpStream::connect(address).with_context(|| format!("nobody answers at {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { stream, received: Vec::with_capacity(64 * 1024) })
    }

    pub fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request)?;
        self.received.clear();
        let body = loop {
            self.receive()?;
            if let Some(at) = self.received.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let head = std::str::from_utf8(&self.received[..body]).context("an answer that is no HTTP")?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let length = content_length(head)?;
        while self.received.len() < body + length {
            self.receive()?;
        }
        let (head, rest) = self.received.split_at(body);
        let head = std::str::from_utf8(head).context("an answer that is no HTTP")?;
        Ok(Answer { status, head, body: &rest[..length] })
    }

    /// The body of an answer that must have this status.
    pub fn expect(&mut self, status: u16, request: &[u8]) -> Result<&[u8]> {
        let answer = self.send(request)?;
        if answer.status != status {
            let first = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
            let (first, said) = (String::from_utf8_lossy(first), String::from_utf8_lossy(answer.body));
            bail!("{first}: {} instead of {status}: {said}", answer.status);
        }
        Ok(answer.body)
    }

    fn receive(&mut self) -> Result<()> {
        let mut part = [0; 16 * 1024];
        let count = self.stream.read(&mut part)?;
        ensure!(count > 0, "the server hung up");
        self.received.extend_from_slice(&part[..count]);
        Ok(())
    }
}

fn content_length(head: &str) -> Result<usize> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let length = lines.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    match length {
        Some((_, value)) => value.trim().parse().context("a length that is none"),
        None if head.contains(" 304 ") => Ok(0),
        None => bail!("an answer without a length"),
    }
}

//! The far end of traces: a collector of OpenTelemetry that takes them over OTLP/HTTP and keeps the bytes.

use crate::post::Peer;
use crate::push::{Pushed, take};

/// A collector.
pub struct Collector(Peer<Pushed>);

impl Collector {
    pub async fn open() -> Collector {
        Collector(Peer::open_with(take).await)
    }

    /// The address that operators name.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port())
    }

    /// What came until now, one batch after the other. A server that has ended has sent all it had.
    pub async fn told(&self) -> Vec<u8> {
        let mut told = Vec::new();
        while !self.0.is_idle().await {
            let batch = self.0.next().await;
            assert_eq!((batch.path.as_str(), &*batch.headers["content-type"]), ("/v1/traces", PROTOBUF));
            told.extend(batch.body);
        }
        told
    }
}

const PROTOBUF: &str = "application/x-protobuf";

/// How often these bytes are there.
pub fn times(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}

/// A span's name as it is written: field 5 of `Span`, text, its length.
pub fn span(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).ok().filter(|length| *length < 128).expect("a short name");
    [&[0x2a, length], name.as_bytes()].concat()
}

/// The attribute that tells an answer's status: a key, and a value that is a number of two bytes.
pub fn status(code: u8) -> Vec<u8> {
    [b"http.response.status_code\x12\x03\x18", [code | 0x80, 0x01].as_slice()].concat()
}

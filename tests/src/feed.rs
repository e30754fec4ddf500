//! The event feed, read as a browser's `EventSource` reads it.

use futures::{Stream, StreamExt};
use reqwest::Method;
use serde_json::Value;
use std::pin::Pin;

use crate::Caller;

type Chunks = Pin<Box<dyn Stream<Item = Vec<u8>>>>;

pub struct Feed {
    chunks: Chunks,
    unread: String,
}

#[derive(Debug)]
pub struct Event {
    pub id: i64,
    pub data: Value,
}

impl Feed {
    /// From the beginning of the city's log, or after `last_event_id`.
    pub async fn open(caller: &Caller, last_event_id: Option<i64>) -> Feed {
        let mut request = caller.request(Method::GET, "events?after=0").header("accept", "text/event-stream");
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await.expect("the server answers");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response.bytes_stream().map(|chunk| chunk.expect("the stream goes on").to_vec());
        Feed { chunks: Box::pin(chunks), unread: String::new() }
    }

    /// The next event about a report; heartbeats are passed over.
    pub async fn next(&mut self) -> Event {
        tokio::time::timeout(crate::server::PATIENCE, async {
            loop {
                while let Some((block, rest)) = self.unread.split_once("\n\n") {
                    let event = parse(block);
                    self.unread = rest.into();
                    if let Some(event) = event {
                        return event;
                    }
                }
                let chunk = self.chunks.next().await.expect("the stream goes on");
                self.unread.push_str(&String::from_utf8_lossy(&chunk));
            }
        })
        .await
        .expect("an event comes")
    }
}

fn parse(block: &str) -> Option<Event> {
    let field =
        |name: &str| block.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()));
    let data = field("data")?;
    Some(Event {
        id: field("id").and_then(|id| id.parse().ok()).expect("an event has a number"),
        data: serde_json::from_str(data).expect("an event is JSON"),
    })
}

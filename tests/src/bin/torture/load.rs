//! People who send one report after the other, each until it is acknowledged.

use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use stories::Caller;
use stories::reports::{dark_lamp, jpeg};
use uuid::Uuid;

const SENDERS: usize = 6;
/// Every so many reports have a photo.
const WITH_PHOTO: usize = 4;
/// How long one report may take, whatever happens.
const PATIENCE: Duration = Duration::from_mins(3);

/// What was acknowledged.
pub struct Receipt {
    pub id: Uuid,
    pub number: String,
    pub secret: String,
    pub photo: Option<Uuid>,
}

#[derive(Default)]
pub struct Sent {
    pub receipts: Vec<Receipt>,
    /// Tries that had no answer, or were told to come again.
    pub again: usize,
    /// The longest time in which nothing was acknowledged to one sender.
    pub longest: Duration,
}

impl Sent {
    pub fn photos(&self) -> usize {
        self.receipts.iter().filter(|receipt| receipt.photo.is_some()).count()
    }
}

/// The senders at work.
pub struct Load {
    over: Arc<AtomicBool>,
    senders: Vec<JoinHandle<Sent>>,
}

impl Load {
    pub fn begin(address: &str) -> Load {
        let over = Arc::new(AtomicBool::new(false));
        let sender = |_| {
            let (over, caller) = (over.clone(), Caller::new(address));
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime").block_on(send(&caller, &over))
            })
        };
        Load { senders: (0..SENDERS).map(sender).collect(), over }
    }

    /// Lets everybody finish the report that they are sending.
    pub fn end(self) -> Sent {
        self.over.store(true, Ordering::Relaxed);
        let mut all = Sent::default();
        for sender in self.senders {
            let sent = sender.join().expect("a sender gave up");
            all.receipts.extend(sent.receipts);
            all.again += sent.again;
            all.longest = all.longest.max(sent.longest);
        }
        all
    }
}

async fn send(caller: &Caller, over: &AtomicBool) -> Sent {
    let mut sent = Sent::default();
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let mut report = dark_lamp();
        let photo = sent.receipts.len().is_multiple_of(WITH_PHOTO).then(Uuid::now_v7);
        if let Some(id) = photo {
            report["photos"] = json!([id]);
            let bytes = jpeg(id);
            until(&mut sent.again, async || caller.try_put_photo(id, &bytes).await).await;
        }
        let receipt = until(&mut sent.again, async || caller.attempt("reports", &report).await).await;
        sent.longest = sent.longest.max(begun.elapsed());
        sent.receipts.push(Receipt {
            id: report["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"),
            number: receipt["number"].as_str().expect("a number").to_owned(),
            secret: report["secret"].as_str().expect("a secret").to_owned(),
            photo,
        });
    }
    sent
}

/// Asks until it is done, as a phone does: the same thing again after no answer and after 5xx.
async fn until(again: &mut usize, ask: impl AsyncFn() -> Option<stories::Answer>) -> Value {
    let begun = Instant::now();
    loop {
        match ask().await {
            Some(answer) if answer.status == 200 || answer.status == 201 => return answer.json(),
            Some(answer) => assert!(answer.status >= 500, "{} {}", answer.status, answer.text()),
            None => {}
        }
        *again += 1;
        assert!(begun.elapsed() < PATIENCE, "a report is not taken");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

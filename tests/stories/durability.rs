//! An acknowledged report is never lost, and never there twice.

use futures::{StreamExt, stream};
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use stories::keeper::data_dir;
use stories::reports::dark_lamp;
use stories::{CITY, Caller, Server, Town};
use uuid::Uuid;

/// How often each report is in the public list.
async fn listed(caller: &Caller) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    let mut path = "reports?limit=100".to_owned();
    loop {
        let page = caller.get(&path).await.expect(200);
        for card in page["reports"].as_array().expect("reports") {
            *times.entry(card["id"].as_str().expect("an id").to_owned()).or_default() += 1;
        }
        match page["next"].as_str() {
            Some(next) => path = format!("reports?limit=100&cursor={next}"),
            None => return times,
        }
    }
}

fn id(report: &Value) -> String {
    report["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn what_was_acknowledged_survives_the_sudden_death_of_the_server() {
    let data_dir = data_dir();
    let reports: Vec<Value> = (0..200).map(|_| dark_lamp()).collect();
    let server = Mutex::new(Server::embedded(data_dir.path()));
    let caller = Caller::new(server.lock().unwrap().address());
    let receipts = Mutex::new(BTreeMap::new());
    stream::iter(&reports)
        .for_each_concurrent(16, async |report| {
            let Some(answer) = caller.attempt("reports", report).await else {
                return; // the server is gone; a phone would send it again later
            };
            let acknowledged = {
                let mut receipts = receipts.lock().unwrap();
                receipts.insert(id(report), answer.expect(201));
                receipts.len()
            };
            if acknowledged == 80 {
                server.lock().unwrap().kill();
            }
        })
        .await;
    let receipts = receipts.into_inner().unwrap();
    assert!((80..200).contains(&receipts.len()), "{} acknowledged", receipts.len());

    let server = Server::embedded(data_dir.path());
    let caller = Caller::new(server.address());
    let stored = listed(&caller).await;
    for acknowledged in receipts.keys() {
        assert_eq!(stored.get(acknowledged), Some(&1), "{acknowledged} was acknowledged");
    }
    // The phones send everything again.
    let mut numbers = BTreeSet::new();
    for report in &reports {
        let receipt = caller.post("reports", report).await.expect(201);
        if let Some(first) = receipts.get(&id(report)) {
            assert_eq!(
                (&receipt["number"], &receipt["received_at"]),
                (&first["number"], &first["received_at"])
            );
        }
        assert!(numbers.insert(receipt["number"].to_string()), "{} was given twice", receipt["number"]);
    }
    let stored = listed(&caller).await;
    assert!(stored.len() == 200 && stored.values().all(|times| *times == 1));
    server.stop();
}

#[tokio::test]
async fn clients_that_hang_up_lose_nothing_that_was_acknowledged() {
    let town = Town::open().await;
    let caller = town.anybody();
    let mut database = town.database().await;
    let reports: Vec<Value> = (0..500).map(|_| dark_lamp()).collect();
    let mut acknowledged: Vec<Uuid> = Vec::new();
    // Some wait for their receipt, and after them always some who leave sooner: a connection that
    // was left in a transaction by the latter would be tidied up by the former.
    for round in reports.chunks(50) {
        let (patient, hasty) = round.split_at(10);
        for report in patient {
            caller.post("reports", report).await.expect(201);
            acknowledged.push(id(report).parse().unwrap());
        }
        acknowledged.extend(submit_in_haste(caller.address(), hasty));
        expect_no_open_transaction(&mut database).await;
    }

    // Asked of the database on a connection of our own: a server might see what it has not
    // committed, the next one would not.
    let stored: i64 = sqlx::query_scalar("select count(*) from reports where id = any($1)")
        .bind(&acknowledged)
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(usize::try_from(stored).unwrap(), acknowledged.len());
    for report in &reports {
        caller.post("reports", report).await.expect(201);
    }
    let listed = listed(&caller).await;
    assert!(listed.len() == 500 && listed.values().all(|times| *times == 1));
    town.close().await;
}

/// Once the server has done what it began, no connection is in a transaction.
async fn expect_no_open_transaction(database: &mut PgConnection) {
    let started = Instant::now();
    loop {
        let open: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
             where datname = current_database() and state like 'idle in transaction%'",
        )
        .fetch_one(&mut *database)
        .await
        .expect("the database answers");
        if open == 0 {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{open} connections are stuck in a transaction");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Submits from four threads, each report on a connection of its own that is closed at some moment
/// of the first milliseconds. Gives the reports whose receipt was there by then.
fn submit_in_haste(address: &str, reports: &[Value]) -> Vec<Uuid> {
    let host = address.trim_start_matches("http://");
    let submit = |n: usize, report: &Value| {
        let body = report.to_string();
        let head = format!(
            "POST /api/v1/cities/{CITY}/reports HTTP/1.1\r\nhost: {host}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut connection = TcpStream::connect(host).expect("the server listens");
        connection.write_all((head + &body).as_bytes()).expect("the server reads");
        std::thread::sleep(Duration::from_micros(n as u64 * 7919 % 8000));
        connection.set_nonblocking(true).expect("a socket");
        let mut answer = [0; 12];
        let read = connection.read(&mut answer).unwrap_or(0);
        answer[..read].starts_with(b"HTTP/1.1 201")
    };
    let numbered: Vec<(usize, &Value)> = reports.iter().enumerate().collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> = numbered
            .chunks(reports.len().div_ceil(4))
            .map(|share| {
                scope.spawn(move || {
                    let acknowledged = share.iter().filter(|(n, report)| submit(*n, report));
                    acknowledged.map(|(_, report)| id(report).parse().expect("an id")).collect::<Vec<Uuid>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no thread panicked")).collect()
    })
}

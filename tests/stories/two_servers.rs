//! Two servers that only answer and two workers, on one database behind a real HAProxy: to everybody who
//! comes they are one, also while they are restarted one after the other.

use futures::future::join_all;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use stories::balancer::{Balancer, free_port, has_both};
use stories::feed::Feed;
use stories::keeper::{create_database, data_dir, drop_database};
use stories::post::MailServer;
use stories::reports::{dark_lamp, file};
use stories::residents::code_by_mail;
use stories::town::{sign_in, signed_in};
use stories::{Caller, Server};
use tempfile::TempDir;

struct Installation {
    database: String,
    url: String,
    data_dir: TempDir,
    settings: Vec<(&'static str, String)>,
    ports: [u16; 2],
    servers: Vec<Server>,
    workers: Vec<Server>,
    balancer: Balancer,
    mail: MailServer,
}

impl Installation {
    async fn open() -> Installation {
        let (database, url) = create_database().await;
        let mail = MailServer::open().await;
        let mut settings = mail.settings();
        settings.extend([
            ("CITYCENTER_DATABASE_CONNECTIONS", "4".to_owned()),
            ("CITYCENTER_PUBLIC_CONNECTIONS", "2".to_owned()),
            ("CITYCENTER_LIMIT_REPORTS", "device 6/60".to_owned()),
        ]);
        let (data_dir, ports) = (data_dir(), [free_port(), free_port()]);
        let serve = |port: &u16| answer_only(*port, &url, &settings, data_dir.path());
        let servers: Vec<Server> = ports.iter().map(serve).collect();
        let workers = (0..2).map(|_| Server::worker(&url, &settings, data_dir.path())).collect();
        let places = ports.map(|port| format!("127.0.0.1:{port}"));
        let balancer = Balancer::before([&places[0], &places[1]]).await;
        Installation { database, url, data_dir, settings, ports, servers, workers, balancer, mail }
    }

    /// Somebody from the street, who knows one address only.
    fn anybody(&self) -> Caller {
        Caller::new(self.balancer.address())
    }

    /// The same at one of the servers itself.
    fn at(&self, server: usize, caller: &Caller) -> Caller {
        caller.clone().to(self.servers[server].address())
    }

    /// Stops one in order and starts it again where it was.
    fn restart(&mut self, server: usize) {
        self.servers.remove(server).stop();
        let again = answer_only(self.ports[server], &self.url, &self.settings, self.data_dir.path());
        self.servers.insert(server, again);
    }

    async fn close(self) {
        drop(self.balancer);
        self.servers.into_iter().chain(self.workers).for_each(Server::stop);
        drop_database(&self.database).await;
    }
}

fn answer_only(port: u16, url: &str, settings: &[(&'static str, String)], data_dir: &Path) -> Server {
    let arguments = ["--no-worker".as_ref(), "--data-dir".as_ref(), data_dir.as_os_str()];
    Server::start_at(&format!("127.0.0.1:{port}"), Some(url), settings, &arguments, data_dir)
}

#[tokio::test]
async fn two_servers_and_two_workers_are_one_to_whoever_comes() {
    let city = Installation::open().await;
    let anybody = city.anybody();

    // A session begun anywhere holds everywhere, and ends everywhere at once.
    let worker = signed_in(anybody.clone(), &sign_in("lighting")).await;
    for server in [0, 1, 0] {
        city.at(server, &worker).get("/api/v1/sessions/current").await.expect(200);
    }
    worker.delete("/api/v1/sessions/current").await.expect(204);
    for server in [0, 1] {
        city.at(server, &worker).get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    }

    // Whoever follows one server hears what came to the other, without a gap.
    let (mut one, mut two) =
        (Feed::open(&city.at(0, &anybody), None).await, Feed::open(&anybody, None).await);
    let mut filed = BTreeSet::new();
    for turn in 0..12 {
        filed.insert(file(&city.at(turn % 2, &anybody), &dark_lamp()).await.id.to_string());
    }
    for feed in [&mut one, &mut two] {
        let (mut heard, mut last) = (BTreeSet::new(), None);
        while heard.len() < filed.len() {
            let event = feed.next().await;
            assert!(last.is_none_or(|last| event.id == last + 1), "{last:?}, then {}", event.id);
            last = Some(event.id);
            heard.insert(event.data["report_id"].as_str().expect("an id").to_owned());
        }
        assert_eq!(heard, filed);
    }

    // What is sent to people is sent once, whichever worker takes it.
    let mut codes = BTreeSet::new();
    for n in 0..6 {
        codes.insert(
            code_by_mail(&anybody, &city.mail, &format!("vera-{n}@mail.example")).await.0.to_string(),
        );
    }
    assert!(codes.len() == 6 && city.mail.is_idle().await, "a mail came twice");

    // What is free is free once: the second server hears of it when half of it came.
    let sender = anybody.clone().with("x-device", &"5".repeat(32));
    let mut free = 0;
    while city.at(free % 2, &sender).post("reports", &dark_lamp()).await.status == 201 {
        free += 1;
        assert!(free <= 9, "each server lets all through that is free");
    }
    assert!(free >= 6, "{free}");
    city.close().await;
}

#[tokio::test]
async fn servers_are_restarted_one_after_the_other_and_nobody_notices() {
    let mut city = Installation::open().await;
    let (anybody, over, again) = (city.anybody(), AtomicBool::new(false), AtomicUsize::new(0));
    let sends = async || {
        let mut receipts: Vec<Value> = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let report = dark_lamp();
            // As a phone does: the same report until somebody has taken it, a few times at most.
            let mut tries = 0..4;
            let receipt = loop {
                assert!(tries.next().is_some(), "a report is refused again and again");
                match anybody.attempt("reports", &report).await {
                    Some(answer) if answer.status == 201 => break answer.json(),
                    Some(answer) => assert!([502, 503, 504].contains(&answer.status), "{}", answer.text()),
                    None => {}
                }
                again.fetch_add(1, Ordering::Relaxed);
            };
            receipts.push(receipt);
        }
        receipts
    };
    let restarts = async {
        for server in [0, 1, 0, 1] {
            city = tokio::task::spawn_blocking(move || {
                city.restart(server);
                city
            })
            .await
            .expect("it restarts");
            has_both(&anybody).await;
        }
        over.store(true, Ordering::Relaxed);
        city
    };
    let (receipts, city) = futures::join!(join_all((0..4).map(|_| sends())), restarts);
    let receipts: Vec<Value> = receipts.into_iter().flatten().collect();
    println!("{} reports over four restarts, {} tries again", receipts.len(), again.into_inner());
    assert!(receipts.len() > 8, "hardly anything was sent");
    let numbers: BTreeSet<&str> = receipts.iter().filter_map(|receipt| receipt["number"].as_str()).collect();
    assert_eq!(numbers.len(), receipts.len(), "a number was given twice");
    let listed = city.anybody().get("reports?bbox=36,57,37,58&limit=1").await.expect(200);
    assert_eq!(listed["total"], receipts.len(), "what was acknowledged is there, and once");
    city.close().await;
}

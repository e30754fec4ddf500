//! The server that brings its own database.

use rustix::process::{Pid, test_kill_process};
use std::time::{Duration, Instant};
use stories::keeper::{data_dir, postmaster};
use stories::reports::{dark_lamp, file, jpeg};
use stories::server::{PATIENCE, verb};
use stories::{CITY, Caller, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

async fn is_gone(process: i32) -> bool {
    let started = Instant::now();
    while test_kill_process(Pid::from_raw(process).expect("a process number")).is_ok() {
        if started.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    true
}

#[tokio::test]
async fn no_database_stays_behind_when_the_server_is_killed() {
    let data_dir = data_dir();
    let mut server = Server::embedded(data_dir.path());
    let (process, socket_dir) = postmaster(data_dir.path());
    server.kill();
    assert!(is_gone(process).await);
    // A next start on this data would use it again, but there will be none.
    std::fs::remove_dir(socket_dir).unwrap();
}

#[tokio::test]
async fn reports_are_there_after_a_restart() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let filed = file(&Caller::new(server.address()), &dark_lamp()).await;
    let (process, _) = postmaster(data_dir.path());
    server.stop();
    assert!(is_gone(process).await);

    let server = Server::embedded(data_dir.path());
    let seen = filed.seen_by(&Caller::new(server.address())).await;
    assert_eq!(seen["number"], filed.number());
    server.stop();
}

#[tokio::test]
async fn a_request_that_has_begun_is_finished_before_the_server_ends() {
    let data_dir = data_dir();
    let mut server = Server::embedded(data_dir.path());
    let id = Uuid::now_v7();
    let photo = jpeg(id);
    let host = server.address().trim_start_matches("http://").to_owned();
    let mut connection = TcpStream::connect(&host).await.unwrap();
    // The server answers this once it waits for the body, so the request has surely begun.
    let head = format!(
        "PUT /api/v1/cities/{CITY}/photos/{id} HTTP/1.1\r\nhost: {host}\r\ncontent-type: image/jpeg\r\n\
         content-length: {}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n",
        photo.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 64];
    let read = connection.read(&mut answer).await.unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&answer[..read]));

    server.interrupt();
    refuses_newcomers(&host).await;
    connection.write_all(&photo).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(server.wait().success());
}

#[tokio::test]
async fn a_listener_does_not_keep_the_server_from_ending() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let caller = Caller::new(server.address());
    file(&caller, &dark_lamp()).await;
    let mut feed = stories::feed::Feed::open(&caller, None).await;
    feed.next().await;
    server.stop();
}

/// Returns once the server no longer takes connections: it has heard that it should end.
async fn refuses_newcomers(host: &str) {
    let started = Instant::now();
    while TcpStream::connect(host).await.is_ok() {
        assert!(started.elapsed() < PATIENCE, "the server goes on taking connections");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_second_server_on_the_same_data_says_who_holds_it() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let mut second = verb(None);
    second.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data_dir.path());
    let output = second.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(said.contains("another citycenter") && said.contains("--data-dir"), "{said}");
    server.stop();
}

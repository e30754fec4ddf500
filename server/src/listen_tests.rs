//! Those who are slow, and those who are many.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn listening(bounds: Bounds) -> (SocketAddr, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let router = Router::new().route(
        "/",
        axum::routing::get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() }),
    );
    tokio::spawn(answer(listener, router, bounds, stop.clone()));
    (address, stop)
}

const QUICK: Bounds = Bounds { connections: 2, per_address: 1, head: Duration::from_millis(200) };

async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut text))
        .await
        .expect("the server hangs up")
        .unwrap_or_default();
    text
}

#[tokio::test]
async fn a_head_that_never_ends_and_a_connection_that_says_nothing_are_hung_up_on() {
    let (address, _stop) = listening(QUICK).await;
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: city\r\nx-slow: ").await.unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    assert!(!read_to_end(&mut slow).await.contains("200 OK"));
    assert_eq!(read_to_end(&mut silent).await, "");
    // Both places are free again, and handlers know who connects.
    let mut quick = TcpStream::connect(address).await.unwrap();
    quick.write_all(b"GET / HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(read_to_end(&mut quick).await.ends_with("127.0.0.1"));
}

#[tokio::test]
async fn a_stop_lets_go_of_connections_that_wait() {
    let (address, stop) = listening(Bounds { head: Duration::from_mins(10), ..QUICK }).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nhost: city\r\n\r\n").await.unwrap();
    idle.read_u8().await.unwrap();
    stop.cancel();
    assert!(read_to_end(&mut idle).await.ends_with("127.0.0.1"));
}

#[test]
fn one_address_has_so_many_places_and_gets_them_back() {
    let (crowd, one) = (Crowd::default(), "203.0.113.7".parse().unwrap());
    let seats = [crowd.enter(one, 2).unwrap(), crowd.enter(one, 2).unwrap()];
    assert!(crowd.enter(one, 2).is_none());
    assert!(crowd.enter("::ffff:203.0.113.7".parse().unwrap(), 2).is_none(), "the same in other words");
    assert!(crowd.enter("203.0.113.8".parse().unwrap(), 2).is_some());
    let (home, neighbour) = ("2001:db8:1:1::1".parse().unwrap(), "2001:db8:1:1:ffff::2".parse().unwrap());
    let _seat = crowd.enter(home, 1).unwrap();
    assert!(crowd.enter(neighbour, 1).is_none(), "one network");
    drop(seats);
    assert!(crowd.enter(one, 1).is_some());
}

#[test]
fn proxies_stand_near() {
    for near in ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.2", "192.168.0.9", "fd00::1", "::ffff:127.0.0.1"] {
        assert!(is_near(near.parse().unwrap()), "{near}");
    }
    for far in ["203.0.113.7", "2001:db8::1", "100.64.0.1", "0.0.0.0"] {
        assert!(!is_near(far.parse().unwrap()), "{far}");
    }
}

#[tokio::test]
async fn a_body_may_be_slow_but_not_for_ever() {
    let part = || Ok::<_, axum::Error>(Bytes::from_static(b"drop"));
    let stalled = Box::pin(stream::iter([part()]).chain(stream::pending()));
    let came: Vec<_> = pace(stalled, Duration::from_millis(50)).collect().await;
    assert_eq!(came.len(), 2);
    assert!(came[0].is_ok() && was_too_slow(came[1].as_ref().unwrap_err()));
    let whole: Vec<_> = pace(stream::iter([part(), part()]), BODY_GRACE).collect().await;
    assert!(whole.len() == 2 && whole.iter().all(Result::is_ok));
}

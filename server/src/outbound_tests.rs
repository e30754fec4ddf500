//! Peers that mean no good.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A peer on this machine that answers one call with these bytes, and then says nothing more.
async fn peer(answer: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let Ok((mut stream, _)) = listener.accept().await else { return };
        let mut asked = [0; 1024];
        let _read = stream.read(&mut asked).await;
        let _written = stream.write_all(&answer).await;
        std::future::pending::<()>().await;
    });
    address
}

/// Calls it by name or number, as somebody who may call `own`.
async fn call(own: &str, url: &str) -> Result<Answer> {
    let outbound = Outbound::patient(&[own.to_owned()], Duration::from_millis(500))?;
    let request = outbound.request(Method::GET, url)?.build()?;
    outbound.send(request).await
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let inner = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret".to_vec()).await;
    let moved = format!("HTTP/1.1 302 Found\r\nlocation: http://{inner}/\r\ncontent-length: 0\r\n\r\n");
    let address = peer(moved.into_bytes()).await;
    let answer = call("127.0.0.1", &format!("http://{address}/")).await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.body.len()), (302, 0));
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_off_by_its_size() {
    let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    bytes.resize(ANSWER_MAX + 100_000, b'x');
    let address = peer(bytes).await;
    let outbound = Outbound::new(&["127.0.0.1".to_owned()]).unwrap();
    let request = outbound.request(Method::GET, &format!("http://{address}/")).unwrap().build().unwrap();
    let error = outbound.send(request).await.err().unwrap();
    assert!(error.to_string().contains("bytes"), "{error:#}");
}

#[tokio::test]
async fn an_answer_that_never_comes_or_never_ends_is_cut_off_by_time() {
    for answer in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nslow"] {
        let address = peer(answer.to_vec()).await;
        assert!(call("127.0.0.1", &format!("http://{address}/")).await.is_err());
    }
}

#[tokio::test]
async fn a_name_that_leads_into_the_own_network_is_not_called() {
    // `localhost` is a name like any other that somebody lets point to 127.0.0.1.
    let address = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret".to_vec()).await;
    let url = format!("https://localhost:{}/", address.port());
    let error = call("elsewhere.example", &url).await.err().unwrap();
    assert!(format!("{error:#}").contains("no public address"), "{error:#}");
    let named = call("localhost", &format!("http://localhost:{}/", address.port())).await.unwrap();
    assert_eq!(named.body, b"secret");
}

#[tokio::test]
async fn what_other_libraries_put_together_is_looked_at_too() {
    let outbound = Outbound::new(&[]).unwrap();
    let request = Request::new(Method::GET, Url::parse("http://169.254.169.254/latest").unwrap());
    assert!(outbound.send(request).await.is_err());
}

#[test]
fn no_address_of_a_special_purpose_is_public() {
    for special in [
        "0.1.2.3",
        "10.0.0.1",
        "100.127.255.255",
        "127.9.9.9",
        "169.254.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:192.168.0.1",
        "64:ff9b::1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:c0a8::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!is_public(special.parse().unwrap()), "{special}");
    }
    for open in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2a00:1450::1", "2606:4700::1"] {
        assert!(is_public(open.parse().unwrap()), "{open}");
    }
}

//! HAProxy in front of two servers, with the settings that `deploy/haproxy` has.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::Caller;
use crate::server::{PATIENCE, die_with_us};

pub struct Balancer {
    child: Child,
    address: String,
}

/// A port of this machine that nobody has right now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its own address").port()
}

impl Balancer {
    /// Sends whoever comes to one of these two, in turn.
    pub async fn before(servers: [&str; 2]) -> Balancer {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/haproxy/haproxy.cfg");
        let listen = format!("127.0.0.1:{}", free_port());
        let mut haproxy = Command::new("haproxy");
        haproxy.args(["-db", "-f"]).arg(file);
        let child = die_with_us(&haproxy)
            .env("LISTEN", &listen)
            .env("ONE", servers[0])
            .env("TWO", servers[1])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh runs");
        let balancer = Balancer { child, address: format!("http://{listen}") };
        has_both(&Caller::new(&balancer.address)).await;
        balancer
    }

    /// `http://127.0.0.1:<port>`
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Waits until it knows both servers to be well.
pub async fn has_both(caller: &Caller) {
    let started = Instant::now();
    while caller.try_get("/health/both").await.is_none_or(|answer| answer.status != 200) {
        assert!(started.elapsed() < PATIENCE, "haproxy does not have both servers: is it installed?");
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        // Nothing of ours is lost with it.
        let _gone = self.child.kill();
        let _waited = self.child.wait();
    }
}

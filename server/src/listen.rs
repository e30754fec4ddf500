//! The accept loop, and what bounds whoever connects: how many connections at once, how many from one
//! address, how long a request's head and its body may take. Nobody can hold the server by being slow.

use crate::network::household;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use futures::{Stream, StreamExt, stream};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Headers of a request, at most, and bytes of its head.
const HEADERS_MAX: usize = 100;
const HEAD_MAX: usize = 64 * 1024;
/// A body has so long to come, and a second more for every [`PACE`] bytes that have come.
const BODY_GRACE: Duration = Duration::from_secs(30);
/// Bytes a second: slower than the slowest of mobile networks that still carries a photo.
const PACE: u64 = 4 * 1024;

/// What bounds whoever connects.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once.
    pub connections: usize,
    /// Of these from one address. Those of the own machine and of private networks are not counted:
    /// proxies stand there, and speak for everybody.
    pub per_address: usize,
    /// How long the head of a request may take, and how long a connection may wait for the next one.
    pub head: Duration,
}

/// Answers on `listener` until `stop`, then until the last answer is given.
pub async fn answer(listener: TcpListener, router: Router, bounds: Bounds, stop: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    http.max_headers(HEADERS_MAX).max_buf_size(HEAD_MAX);
    let (graceful, crowd) = (GracefulShutdown::new(), Crowd::default());
    let room = Arc::new(Semaphore::new(bounds.connections));
    loop {
        let next = async {
            let place = room.clone().acquire_owned().await.ok();
            (place, accept(&listener).await)
        };
        let (place, (stream, from)) = tokio::select! {
            () = stop.cancelled() => break,
            next = next => next,
        };
        let is_proxy = is_near(from.ip());
        let Some(seat) = crowd.enter(from.ip(), if is_proxy { usize::MAX } else { bounds.per_address })
        else {
            continue; // hangs up
        };
        let router = TowerToHyperService::new(router.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            router.call(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _held = (place, seat);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                // Events are small, and wait for nothing.
                let _faster = stream.set_nodelay(true);
                return (stream, from);
            }
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
            // Most likely no file descriptors are left: some will be, once connections end.
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted now");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// The own machine, or a private network.
pub fn is_near(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

/// How many there are by address.
#[derive(Debug, Clone, Default)]
pub struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Crowd {
    /// One more from `ip`, unless there are `max` of them. An IPv6 network of 64 bits is one address:
    /// that is what one customer gets.
    pub fn enter(&self, ip: IpAddr, max: usize) -> Option<Seat> {
        let ip = household(ip.to_canonical());
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(ip).or_default();
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Seat { crowd: self.clone(), ip })
    }
}

/// One of a [`Crowd`], until dropped.
#[derive(Debug)]
pub struct Seat {
    crowd: Crowd,
    ip: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.ip);
            }
        }
    }
}

/// A body that has to come at a walking pace at least.
pub async fn paced(request: Request) -> Request {
    if hyper::body::Body::is_end_stream(request.body()) {
        return request;
    }
    request.map(|body| Body::from_stream(pace(body.into_data_stream(), BODY_GRACE)))
}

/// What a body ends with when it came too slowly.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
pub struct TooSlow;

/// Whether reading a body failed because it came too slowly.
pub fn was_too_slow(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<TooSlow>() {
            return true;
        }
        cause = error.source();
    }
    false
}

fn pace<S>(body: S, grace: Duration) -> impl Stream<Item = Result<Bytes, axum::Error>>
where
    S: Stream<Item = Result<Bytes, axum::Error>> + Unpin,
{
    let begun = Instant::now();
    stream::unfold(Some((body, 0_u64)), move |state| async move {
        let (mut body, came) = state?;
        let until = begun + grace + Duration::from_secs(came / PACE);
        match tokio::time::timeout_at(until, body.next()).await {
            Ok(Some(Ok(part))) => {
                let came = came + part.len() as u64;
                Some((Ok(part), Some((body, came))))
            }
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(None) => None,
            Err(_) => Some((Err(axum::Error::new(TooSlow)), None)),
        }
    })
}

/// Lets the process have as many open files as the system allows: each connection is one.
pub fn open_many_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
}

#[cfg(test)]
#[path = "listen_tests.rs"]
mod tests;

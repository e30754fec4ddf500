//! The one door for calls to the outside: a time-out, a limit on sizes, no redirects, and a guard that
//! keeps calls out of the installation's own network. The guard looks at the addresses that a name
//! resolves to, and the call goes to the very addresses that were looked at.

use anyhow::{Context, Result, bail};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Method, Request, Url};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// How long a call may take, from the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of an answer, at most.
const ANSWER_MAX: usize = 4 * 1024 * 1024;

/// What calls the outside; cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: Client,
    guard: Guard,
}

/// What came back.
pub struct Answer {
    pub status: reqwest::StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Outbound {
    /// Calls go to public addresses, and to the hosts of `own`, which the operator named.
    pub fn new(own: &[String]) -> Result<Self> {
        Self::patient(own, PATIENCE)
    }

    fn patient(own: &[String], patience: Duration) -> Result<Self> {
        // Sqlx brings its own; this one is for our calls. A second call finds it installed.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let guard = Guard(own.iter().map(|host| host.trim().to_ascii_lowercase()).collect());
        let client = Client::builder()
            .timeout(patience)
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("citycenter/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(guard.clone()))
            .build()
            .context("no client for outside calls")?;
        Ok(Self { client, guard })
    }

    /// A request to be filled and given to [`send`](Self::send).
    pub fn request(&self, method: Method, url: &str) -> Result<reqwest::RequestBuilder> {
        Ok(self.client.request(method, self.guard.admit(url)?))
    }

    /// Sends a request and reads its answer, up to the limit.
    pub async fn send(&self, request: Request) -> Result<Answer> {
        // Also what other libraries have put together.
        self.guard.admit(request.url().as_str())?;
        let mut response = self.client.execute(request).await.map_err(reqwest::Error::without_url)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(reqwest::Error::without_url)? {
            if body.len() + part.len() > ANSWER_MAX {
                bail!("the answer has more than {ANSWER_MAX} bytes");
            }
            body.extend_from_slice(&part);
        }
        Ok(Answer { status, headers, body })
    }
}

/// Which hosts may be called: those with public addresses, and those that the operator named.
#[derive(Clone, Debug)]
struct Guard(Arc<[String]>);

impl Guard {
    fn owns(&self, host: &str) -> bool {
        self.0.iter().any(|own| own == host)
    }

    /// The address, if it may be called; names are looked at once more when they are resolved.
    fn admit(&self, text: &str) -> Result<Url> {
        let url = Url::parse(text).context("not an address")?;
        if !matches!(url.scheme(), "https" | "http") {
            bail!("only http and https are called");
        }
        if !url.username().is_empty() || url.password().is_some() {
            bail!("an address holds no password");
        }
        let host = url
            .host_str()
            .context("an address without a host")?
            .trim_matches(['[', ']'])
            .to_ascii_lowercase();
        let is_own = self.owns(&host);
        if url.scheme() == "http" && !is_own {
            bail!("{host} is called over https only");
        }
        if let Ok(ip) = host.parse::<IpAddr>()
            && !is_own
            && !is_public(ip)
        {
            bail!("{host} is not a public address");
        }
        Ok(url)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_ascii_lowercase();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let good: Vec<SocketAddr> =
                found.into_iter().filter(|at| guard.owns(&host) || is_public(at.ip())).collect();
            if good.is_empty() {
                return Err(format!("{host} has no public address").into());
            }
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the open internet (RFC 6890 and its registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    // Only 2000::/3 is given out; in it, what tunnels to an IPv4 address or documents is not.
    (a & 0xe000) == 0x2000
        && a != 0x2002
        && !(a == 0x2001 && (b < 0x0200 || b == 0x0db8))
        && (a & 0xfff0) != 0x3ff0
}

#[cfg(test)]
#[path = "outbound_tests.rs"]
mod peers;

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(own: &[&str], url: &str) -> bool {
        Guard(own.iter().map(|&host| host.to_owned()).collect()).admit(url).is_ok()
    }

    #[test]
    fn the_own_network_is_not_called() {
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://[2002:7f00:1::]/",
            "https://[64:ff9b::7f00:1]/",
        ] {
            assert!(!admits(&[], url), "{url}");
        }
        assert!(admits(&[], "https://8.8.8.8/") && admits(&[], "https://[2a02:6b8::1]/"));
    }

    #[test]
    fn only_the_web_and_only_without_a_password() {
        assert!(admits(&[], "https://gateway.example/send"));
        assert!(!admits(&[], "http://gateway.example/send"));
        assert!(!admits(&[], "https://user:secret@gateway.example/"));
        assert!(!admits(&[], "file:///etc/passwd") && !admits(&[], "gopher://gateway.example/"));
    }

    #[test]
    fn the_operator_may_name_a_host_of_the_own_network() {
        assert!(admits(&["127.0.0.1"], "http://127.0.0.1:9000/"));
        assert!(!admits(&["127.0.0.1"], "http://127.0.0.2:9000/"));
        assert!(admits(&["sso.city.internal"], "http://SSO.city.internal/"));
    }
}

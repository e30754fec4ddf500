//! What stands around the program: the proxy, the addresses, the files, the disk.

use super::Findings;
use crate::commands::Ground;
use crate::config::{Config, SECRETS};
use crate::media;
use crate::outbound::Outbound;
use chrono::{DateTime, Utc};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use uuid::Uuid;

/// Room on the disk: below this it is time to act, and below that too late.
const ROOM: u64 = 5 << 30;
const ROOM_BAD: u64 = 512 << 20;

pub async fn look(ground: &Ground, findings: &mut Findings) {
    let config = &ground.config;
    let exposed = address("listen", &config.listen, findings);
    if !config.metrics_listen.is_empty() && address("metrics_listen", &config.metrics_listen, findings) {
        findings.bad("everybody may read the metrics", "set metrics_listen to an address of this machine");
    }
    public_url(config, exposed, findings).await;
    files(config, findings);
    secrets(findings);
    disk(&config.data_dir, findings);
    bucket(config, findings).await;
    stamp(config, ground.now, findings);
}

/// Whether others than this machine and private networks can reach it.
fn address(name: &str, text: &str, findings: &mut Findings) -> bool {
    let Ok(address) = text.parse::<SocketAddr>() else {
        findings.bad(format!("{name} = {text} is no address"), "host and port, such as 127.0.0.1:8080");
        return false;
    };
    let near = match address.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    if near {
        findings.ok(format!("{name} = {address}: not reached from the internet"));
    } else {
        findings.soon(
            format!("{name} = {address}: may be reached around the proxy"),
            "listen on 127.0.0.1, or let a firewall through the proxy only",
        );
    }
    !near
}

async fn public_url(config: &Config, exposed: bool, findings: &mut Findings) {
    let url = config.public_url.trim_end_matches('/');
    if !url.starts_with("https://") {
        let what =
            if url.is_empty() { "public_url is not set".to_owned() } else { format!("{url} is not https") };
        let then = "put a proxy with TLS in front and set public_url to its https:// address";
        if exposed || !url.is_empty() {
            findings.bad(what, then);
        } else {
            findings.soon(what, then);
        }
        return;
    }
    match ask(url).await {
        Ok((status, body, always)) => {
            if status == 200 && body == b"alive\n" {
                findings.ok(format!("{url} answers, and it is us"));
            } else {
                findings.bad(
                    format!("{url}/health/live answers {status}, and it is not us"),
                    "look at the proxy",
                );
            }
            if always {
                findings.ok("browsers are told to come by https only");
            } else {
                findings.bad("Strict-Transport-Security does not get through", "let the proxy pass it on");
            }
        }
        Err(error) => {
            findings.soon(format!("{url} cannot be asked from here: {error:#}"), "ask it from elsewhere");
        }
    }
}

/// Status, body, and whether it insists on TLS. The city's own name may stand for a private address.
async fn ask(url: &str) -> anyhow::Result<(u16, Vec<u8>, bool)> {
    let host = url.trim_start_matches("https://").split(['/', ':']).next().unwrap_or_default();
    let outbound = Outbound::new(&[host.to_owned()])?;
    let request = outbound.request(reqwest::Method::GET, &format!("{url}/health/live"))?.build()?;
    let answer = outbound.send(request).await?;
    let always = answer.headers.contains_key("strict-transport-security");
    Ok((answer.status.as_u16(), answer.body, always))
}

fn mode(path: &Path) -> Option<u32> {
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o777)
}

fn files(config: &Config, findings: &mut Findings) {
    for (path, forbidden) in [(config.data_dir.clone(), 0o022), (config.data_dir.join("photos"), 0o077)] {
        let shown = path.display();
        match mode(&path) {
            None => findings.ok(format!("{shown} is not there yet")),
            Some(mode) if mode & forbidden == 0 => findings.ok(format!("{shown} is closed to others")),
            Some(mode) => findings.bad(
                format!("{shown} has mode {mode:o}: others may look in or write"),
                &format!("chmod {:o} {shown}", mode & !forbidden),
            ),
        }
    }
}

/// Files with secrets that the environment names.
fn secrets(findings: &mut Findings) {
    for (_, variable) in SECRETS {
        let Ok(file) = std::env::var(format!("{variable}_FILE")) else { continue };
        match mode(Path::new(&file)) {
            Some(mode) if mode & 0o007 != 0 => {
                findings.bad(format!("everybody may read {file} ({variable})"), &format!("chmod o= {file}"));
            }
            _ => findings.ok(format!("{variable} lies in a file that others cannot read")),
        }
    }
}

fn disk(data_dir: &Path, findings: &mut Findings) {
    let there = data_dir.ancestors().find(|dir| dir.exists()).unwrap_or(Path::new("."));
    let Ok(disk) = rustix::fs::statvfs(there) else {
        return findings.soon(format!("the room in {} cannot be told", there.display()), "look with df");
    };
    let room = disk.f_bavail.saturating_mul(disk.f_frsize);
    let what = format!("{} GB are free for photos", room >> 30);
    let then = "make room, or a larger disk";
    match room {
        room if room < ROOM_BAD => findings.bad(what, then),
        room if room < ROOM => findings.soon(what, then),
        _ => findings.ok(what),
    }
}

/// Writes, reads and deletes something small where photos lie, unless that is the disk.
async fn bucket(config: &Config, findings: &mut Findings) {
    if config.photo_store.is_empty() {
        return;
    }
    let name = format!("check/{}", Uuid::new_v4());
    let tried = async {
        let store = media::Store::open(config)?;
        store.put_file(&name, b"check").await?;
        let same = store.get(&name).await?.is_some_and(|bytes| bytes == b"check");
        store.forget(&name).await?;
        anyhow::ensure!(same, "what was written cannot be read");
        Ok(())
    };
    match tried.await {
        Ok(()) => findings.ok("the bucket takes, gives and deletes"),
        Err(error) => findings.bad(
            format!("the bucket cannot be used: {error:#}"),
            "look at photo_store… and at what its key may do",
        ),
    }
}

/// `citycenter backup`, or another job that copies, touches a file at its end.
fn stamp(config: &Config, now: DateTime<Utc>, findings: &mut Findings) {
    let file = &config.backup_stamp;
    if file.as_os_str().is_empty() {
        return findings.soon(
            "no backup tells of itself",
            "name a file as backup_stamp: citycenter backup touches it when it has worked",
        );
    }
    let touched = std::fs::metadata(file).and_then(|found| found.modified()).ok().map(DateTime::<Utc>::from);
    let shown = file.display();
    match touched {
        Some(at) if (now - at).num_hours() < 26 => findings.ok(format!("the last backup worked at {at}")),
        Some(at) => findings.bad(format!("the last backup worked at {at}"), "look at the backup's log"),
        None => findings
            .bad(format!("{shown} is not there: no backup has worked yet"), "look at the backup's log"),
    }
}

//! Browsers that somebody signed in with before. Such a browser keeps a signed cookie; its guesses are
//! counted apart, so that whoever guesses from elsewhere cannot make its owner wait.

use super::token::Keys;
use axum::http::{HeaderMap, HeaderValue, header};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The cookie's name, and the only path that is told of it.
const COOKIE: &str = "device";
const PATH: &str = "/api/v1/";
/// How long a browser is remembered after its last sign-in.
const LIFE: Duration = Duration::days(365);
/// People who share a browser, at most.
const PEOPLE_MAX: usize = 8;

/// A browser, and who signed in with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    #[serde(rename = "dev")]
    pub id: Uuid,
    /// Hashes of city and login, the last one last.
    people: Vec<String>,
    exp: i64,
}

impl Device {
    /// Whether somebody signed in as `login` with it.
    pub fn knows(&self, city_id: i32, login: &str) -> bool {
        self.people.contains(&person(city_id, login))
    }
}

/// The device that a request says it is, if we said so first.
pub fn read(keys: &Keys, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Device> {
    let device: Device = keys.read_claims(super::cookie(headers, COOKIE)?)?;
    (device.exp > now.timestamp()).then_some(device)
}

/// The cookie by which this browser is known from now on. A browser that knew somebody else before is
/// a new one to whoever counts: the counts of one person's guesses are not another's.
pub fn remember(
    keys: &Keys,
    known: Option<Device>,
    city_id: i32,
    login: &str,
    now: DateTime<Utc>,
    secure: &str,
) -> anyhow::Result<HeaderValue> {
    let (id, mut people) = known.map_or((Uuid::new_v4(), Vec::new()), |device| (device.id, device.people));
    let newest = person(city_id, login);
    people.retain(|person| *person != newest);
    people.push(newest);
    let forgotten = people.len().saturating_sub(PEOPLE_MAX);
    people.drain(..forgotten);
    let device = Device { id, people, exp: (now + LIFE).timestamp() };
    let text = keys.sign_claims(&device)?;
    let life = LIFE.num_seconds();
    Ok(format!("{COOKIE}={text}; Path={PATH}; HttpOnly; SameSite=Lax; Max-Age={life}{secure}").parse()?)
}

/// Adds the cookie to an answer.
pub fn keep(headers: &mut HeaderMap, cookie: HeaderValue) {
    headers.append(header::SET_COOKIE, cookie);
}

/// Tells people apart; whoever opens the cookie reads no login.
fn person(city_id: i32, login: &str) -> String {
    let digest = Sha256::digest(format!("{city_id} {login}"));
    hex::encode(&digest[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(keys: &Keys, known: Option<Device>, login: &str, now: DateTime<Utc>) -> HeaderMap {
        let cookie = remember(keys, known, 1, login, now, "").unwrap();
        let text = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        HeaderMap::from_iter([(header::COOKIE, text.parse().unwrap())])
    }

    #[test]
    fn a_browser_is_known_for_those_who_used_it_and_only_by_our_own_word() {
        let (keys, now) = (Keys::new(b"ours"), DateTime::<Utc>::UNIX_EPOCH);
        let headers = round(&keys, None, "ann", now);
        let device = read(&keys, &headers, now).unwrap();
        assert!(device.knows(1, "ann") && !device.knows(2, "ann") && !device.knows(1, "bob"));
        let both = read(&keys, &round(&keys, Some(device.clone()), "bob", now), now).unwrap();
        assert!(both.knows(1, "ann") && both.knows(1, "bob") && both.id == device.id);
        assert_eq!(read(&Keys::new(b"theirs"), &headers, now), None);
        assert_eq!(read(&keys, &headers, now + LIFE), None);
    }

    #[test]
    fn it_is_no_access_token_and_an_access_token_is_no_device() {
        let (keys, now) = (Keys::new(b"ours"), DateTime::<Utc>::UNIX_EPOCH);
        let device = round(&keys, None, "ann", now)[header::COOKIE].to_str().unwrap().to_owned();
        assert!(keys.read(device.split_once('=').unwrap().1, now).is_none());
        let access = keys.sign(1, Uuid::nil(), now).unwrap();
        assert!(keys.read_claims::<Device>(&access).is_none());
    }
}

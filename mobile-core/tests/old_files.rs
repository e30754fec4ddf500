//! What older versions of the app left on phones is opened by this one, and everything is found again.
//!
//! `fixtures/v{N}.sqlite3` is a file as the Nth version of the schema left it: made once, of the steps up
//! to that one and the rows in `fixtures/v{N}.sql`, which are written as that version wrote them. A new
//! step gets rows and a name in [`VERSIONS`]; `BLESS=1 cargo test -p mobile-core --test old_files` makes the
//! file that is missing. Those that were released are never made again.
#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "other tests use the rest")]
mod peer;

use std::fs;
use std::path::{Path, PathBuf};

use mobile_core::view::{Language, MyReport, PhotoSize};
use mobile_core::{Core, Delivery, PersonKind, SecretStore};
use peer::{City, Trouble};
use rusqlite::Connection;
use tempfile::TempDir;

const SERVER: &str = "https://city.example";
const DRAFT: &str = "019a8f00-0000-7000-8000-0000000000d1";
const SENT: &str = "019a8f00-0000-7000-8000-0000000000a3";
const LOOKED_AT: &str = "8d2f6f0e-3b8b-4b0a-9d55-000000000077";
const DRAFTED_PHOTO: &str = "8d2f6f0e-3b8b-4b0a-9d55-000000000005";

/// Each version's own rows.
const VERSIONS: [&[&str]; 6] =
    [&["v1.sql"], &["v1.sql", "v2.sql"], &["v3.sql"], &["v4.sql"], &["v5.sql"], &["v6.sql"]];

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn fixture(version: usize) -> PathBuf {
    here().join(format!("tests/fixtures/v{version}.sqlite3"))
}

/// A file as this version left it.
fn make(version: usize) {
    let mut steps: Vec<_> =
        fs::read_dir(here().join("schema")).unwrap().map(|entry| entry.unwrap().path()).collect();
    steps.sort();
    let new = TempDir::new().unwrap();
    let path = new.path().join("city.sqlite3");
    let db = Connection::open(&path).unwrap();
    db.pragma_update(None, "journal_mode", "wal").unwrap();
    for step in &steps[..version] {
        db.execute_batch(&fs::read_to_string(step).unwrap()).unwrap();
    }
    for rows in VERSIONS[version - 1] {
        db.execute_batch(&fs::read_to_string(here().join("tests/fixtures").join(rows)).unwrap()).unwrap();
    }
    db.pragma_update(None, "user_version", isize::try_from(version).unwrap()).unwrap();
    db.close().unwrap();
    fs::copy(path, fixture(version)).unwrap();
}

/// The app of today on a phone that had this version.
struct Updated {
    _dir: TempDir,
    city: std::sync::Arc<City>,
    core: Core,
}

impl Updated {
    async fn from(version: usize) -> Self {
        Self::where_the_network(version, []).await
    }

    async fn where_the_network(version: usize, troubles: impl IntoIterator<Item = Trouble>) -> Self {
        let dir = TempDir::new().unwrap();
        fs::copy(fixture(version), dir.path().join("city.sqlite3")).unwrap();
        let city = City::new(troubles);
        let tokens = format!(r#"{{"access":"a","access_until":{},"refresh":"r"}}"#, i64::MAX);
        city.phone.write("account-2".to_owned(), tokens).unwrap();
        let platform = city.phone.platform(city.clone());
        let core = Core::open(dir.path().to_str().unwrap(), Language::En, platform).unwrap();
        // Older versions knew a city by its name alone.
        if core.accounts().unwrap().is_empty() {
            core.add_city(SERVER, "small-town").await.unwrap();
        }
        Self { _dir: dir, city, core }
    }

    fn reports(&self) -> Vec<MyReport> {
        let mut mine = self.core.my_reports().unwrap();
        mine.sort_by(|a, b| a.id.cmp(&b.id));
        mine
    }
}

#[test]
fn there_is_a_file_of_every_version() {
    let steps = fs::read_dir(here().join("schema")).unwrap().count();
    assert_eq!(VERSIONS.len(), steps, "each step of the schema has rows as its version wrote them");
    for version in 1..=steps {
        if std::env::var_os("BLESS").is_some() && !fixture(version).exists() {
            make(version);
        }
        let file = Connection::open(fixture(version)).unwrap();
        let found: isize = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(usize::try_from(found).unwrap(), version);
    }
}

#[tokio::test]
async fn a_draft_is_gone_on_with() {
    for version in 1..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        let draft = phone.core.last_draft().unwrap().unwrap();
        let screen = draft.screen().unwrap();
        assert_eq!(screen.id, DRAFT, "v{version}");
        assert_eq!(screen.description, "A hole, half a metre wide");
        assert_eq!(screen.address.as_deref(), Some("Mill Street 14"));
        assert_eq!(screen.issue_type.as_deref(), Some("pothole"));
        assert_eq!(screen.photos[0].id, DRAFTED_PHOTO);
        assert_eq!(draft.photo(DRAFTED_PHOTO).unwrap().unwrap(), [0xFF, 0xD8, 0xFF, 5, 0xFF, 0xD9]);
        let consented = screen.contact.unwrap().consent.is_some();
        assert_eq!((consented, draft.step().unwrap().may_send), (version >= 3, version >= 3));
    }
}

#[tokio::test]
async fn what_was_promised_is_delivered_and_what_was_delivered_is_shown() {
    use Delivery::{Parked, Sending, Sent, Waiting};
    for version in 1..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        let states =
            |phone: &Updated| phone.reports().iter().map(|report| report.delivery).collect::<Vec<_>>();
        assert_eq!(states(&phone), [Waiting, Sending, Sent, Parked], "v{version}");
        let [_, _, sent, parked] = &phone.reports()[..] else { panic!("v{version}") };
        assert_eq!(sent.number.as_deref(), Some("2026-000007"));
        assert_eq!(parked.refusal.as_ref().unwrap().fields[0].code, "outside_city");

        phone.core.flush().await.unwrap();
        assert_eq!(states(&phone), [Sent, Sent, Sent, Parked], "v{version}");
        assert_eq!((phone.city.reports(), phone.city.photos()), (2, 3));
        let again = phone.core.revise(&parked.id).unwrap().screen().unwrap();
        assert_eq!((again.description.as_str(), again.photos.len()), ("The parked one", 1));
    }
}

#[tokio::test]
async fn a_phone_is_still_the_same_phone() {
    for version in 2..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        phone.core.flush().await.unwrap();
        let keys = phone.city.sent_in("x-device");
        assert!(!keys.is_empty() && keys.iter().all(|key| *key == "ef".repeat(16)), "v{version}: {keys:?}");
    }
}

#[tokio::test]
async fn whoever_was_signed_in_is_still_known_and_so_are_the_server_s_keys() {
    for version in 3..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        let accounts = phone.core.accounts().unwrap();
        assert_eq!((accounts.len(), accounts[1].chosen), (2, true), "v{version}");
        let person = accounts[1].person.as_ref().unwrap();
        assert_eq!((person.name.as_deref(), person.kind), (Some("Ann"), PersonKind::Resident));
        phone.core.flush().await.unwrap();
        let pins = phone.city.calls().into_iter().map(|call| call.pins);
        assert!(pins.into_iter().all(|pins| pins.len() == 1 && pins[0].starts_with("sha256/47DEQ")));
    }
}

#[tokio::test]
async fn what_the_person_chose_is_kept() {
    for version in 4..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        assert!(phone.core.spare_metered().unwrap(), "v{version}");
    }
}

#[tokio::test]
async fn what_was_looked_at_is_there_without_a_network() {
    for version in 5..=VERSIONS.len() {
        let phone = Updated::where_the_network(version, [Trouble::NotConnected; 9]).await;
        let photo = phone.core.photo(SENT, LOOKED_AT, PhotoSize::Small).await.unwrap();
        assert_eq!(photo, [0xFF, 0xD8, 0xFF, 0x77, 0xFF, 0xD9], "v{version}");
    }
}

#[tokio::test]
async fn what_was_done_to_cases_is_on_its_way_still() {
    for version in 6..=VERSIONS.len() {
        let phone = Updated::from(version).await;
        let deeds = phone.core.waiting_deeds().unwrap();
        let states: Vec<_> = deeds.iter().map(|deed| (deed.delivery, deed.overtaken)).collect();
        assert_eq!(states, [(Delivery::Parked, true), (Delivery::Waiting, false)], "v{version}");
        let begun = phone.core.begun_deeds(SENT).unwrap();
        assert_eq!(begun.len(), 1);
        assert_eq!(begun[0].screen().unwrap().note, "Not sent yet");
    }
}

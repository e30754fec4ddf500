//! One story's world: a server, its database, its clock.

use serde_json::json;
use sqlx::{Connection, PgConnection};
use std::ffi::OsStr;
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::server::{Server, run, verb};
use crate::{Caller, keeper};

/// A Monday noon in small-town, which keeps Moscow time. The clock goes on from there.
pub const MONDAY_NOON: &str = "2026-11-16T09:00:00Z";

/// Who works in every story: login, role, department.
pub const STAFF: &[(&str, &str, Option<&str>)] = &[
    ("lighting", "worker", Some("street-lighting")),
    ("head-lighting", "head", Some("street-lighting")),
    ("roads", "worker", Some("road-service")),
    ("head-roads", "head", Some("road-service")),
    ("dispatcher", "dispatcher", None),
    ("coordinator", "coordinator", None),
    ("press", "press", None),
    ("auditor", "auditor", None),
    ("administrator", "administrator", None),
];

/// The password of all of them; it guards nothing.
pub const PASSWORD: &str = "a-password-for-stories";

/// The cluster has a hundred connections, and a machine may have more cores than that allows.
static ROOM: Semaphore = Semaphore::const_new(4);

pub struct Town {
    server: Option<Server>,
    database: String,
    url: String,
    data_dir: TempDir,
    settings: Vec<(&'static str, String)>,
    _room: SemaphorePermit<'static>,
}

impl Town {
    /// Opens it on [`MONDAY_NOON`].
    pub async fn open() -> Town {
        Self::open_with(Vec::new()).await
    }

    /// The same with settings, by their variables.
    pub async fn open_with(settings: Vec<(&'static str, String)>) -> Town {
        let room = ROOM.acquire().await.expect("never closed");
        let (database, url) = keeper::create_database().await;
        let mut town =
            Town { server: None, database, url, data_dir: keeper::data_dir(), settings, _room: room };
        town.server = Some(town.another_server());
        town.set_clock(MONDAY_NOON).await;
        town
    }

    /// One more server for the same town. Nobody has moved its clock.
    pub fn another_server(&self) -> Server {
        self.another_server_with(&[])
    }

    /// The same with more arguments.
    pub fn another_server_with(&self, more: &[&str]) -> Server {
        let mut arguments: Vec<&OsStr> = more.iter().map(OsStr::new).collect();
        arguments.extend(["--data-dir".as_ref(), self.data_dir.path().as_os_str()]);
        Server::start_with(Some(&self.url), &self.settings, &arguments, self.data_dir.path())
    }

    /// One more server inside a command, such as `unshare --mount`.
    pub fn server_within(&self, before: &[&str]) -> Server {
        let arguments = ["--data-dir".as_ref(), self.data_dir.path().as_os_str()];
        Server::start_within(before, Some(&self.url), &self.settings, &arguments, self.data_dir.path())
    }

    /// Where the photos are.
    pub fn data_dir(&self) -> &std::path::Path {
        self.data_dir.path()
    }

    /// One more server with other settings.
    pub fn server_with(&self, set: &[(&str, &str)]) -> Server {
        let arguments = ["--data-dir".as_ref(), self.data_dir.path().as_os_str()];
        let set = set.iter().map(|&(name, value)| (name, value.to_owned()));
        let settings: Vec<(&str, String)> = self.settings.iter().cloned().chain(set).collect();
        Server::start_with(Some(&self.url), &settings, &arguments, self.data_dir.path())
    }

    /// Stops the server and expects that it has nothing to complain about.
    pub async fn close(mut self) {
        self.server.take().expect("running until closed").stop();
        keeper::drop_database(&self.database).await;
    }

    pub async fn set_clock(&self, now: &str) {
        self.anybody().post("/test/clock", &json!({ "now": now })).await.expect(204);
    }

    /// Somebody from the street.
    pub fn anybody(&self) -> Caller {
        Caller::new(self.server.as_ref().expect("running until closed").address())
    }

    /// Somebody who filed a report with this secret.
    pub fn reporter(&self, secret: &str) -> Caller {
        self.anybody().with("x-report-secret", secret)
    }

    /// One of [`STAFF`], signed in with a browser.
    pub async fn staff(&self, login: &str) -> Caller {
        signed_in(self.anybody(), &sign_in(login)).await
    }

    /// What the server has logged.
    pub fn log(&self) -> String {
        self.server.as_ref().expect("running until closed").log()
    }

    /// For what no door shows: the state of the database's own connections.
    pub async fn database(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.expect("the story's database answers")
    }

    /// A verb on this town's database, with its settings.
    pub fn verb(&self) -> std::process::Command {
        let mut command = verb(Some(&self.url));
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.env("CITYCENTER_DATA_DIR", self.data_dir.path());
        command
    }

    /// The same town after a backup has replaced all that it had.
    pub async fn restored(mut self, backup: &std::path::Path) -> Town {
        self.server.take().expect("running until closed").stop();
        run(self.verb().args(["restore", "--replace"]).arg(backup), "");
        self.server = Some(self.another_server());
        self.set_clock(MONDAY_NOON).await;
        self
    }
}

/// Somebody who has signed in with this body, with a browser.
pub async fn signed_in(anybody: Caller, body: &serde_json::Value) -> Caller {
    let answer = anybody.post("/api/v1/sessions", body).await;
    let cookie = answer.cookie("session");
    answer.expect(201);
    anybody.with("cookie", &format!("session={cookie}")).in_browser()
}

/// The body that signs one of [`STAFF`] in.
pub fn sign_in(login: &str) -> serde_json::Value {
    json!({ "login": login, "password": PASSWORD, "city": crate::CITY })
}

impl Drop for Town {
    fn drop(&mut self) {
        assert!(
            self.server.is_none() || std::thread::panicking(),
            "a story closes its town, so that the server's log is looked at"
        );
    }
}

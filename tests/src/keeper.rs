//! The PostGIS cluster of a test run: a server in embedded mode, left running for its database.
//!
//! One database in it is made ready (migrated, `small-town` loaded, staff added) and every story
//! gets a copy of that, which takes a fraction of a second.

use sqlx::{Connection, PgConnection};
use std::path::Path;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::server::{Server, city_dir, run, verb};
use crate::town::{PASSWORD, STAFF};

const TEMPLATE: &str = "story_template";
static KEEPER: OnceCell<Keeper> = OnceCell::const_new();

struct Keeper {
    socket_dir: String,
    /// Nothing in a `static` is ever dropped: when the tests are over, the shell beside the server
    /// stops it and removes the folder.
    _server: Server,
    _data_dir: TempDir,
}

/// A copy of the prepared database, and its address.
pub async fn create_database() -> (String, String) {
    let keeper = KEEPER.get_or_init(Keeper::start).await;
    let name = format!("story_{}", Uuid::new_v4().simple());
    keeper.admin(&format!("create database {name} template {TEMPLATE}")).await;
    let url = keeper.url(&name);
    (name, url)
}

/// A database with nothing in it, and its address.
pub async fn create_empty_database() -> (String, String) {
    let keeper = KEEPER.get_or_init(Keeper::start).await;
    let name = format!("story_{}", Uuid::new_v4().simple());
    keeper.admin(&format!("create database {name}")).await;
    let url = keeper.url(&name);
    (name, url)
}

pub async fn drop_database(name: &str) {
    let keeper = KEEPER.get_or_init(Keeper::start).await;
    keeper.admin(&format!("drop database {name} with (force)")).await;
}

/// A temporary folder that the database's user may enter when the tests run as root.
pub fn data_dir() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new()
        .prefix("citycenter-story-")
        .permissions(permissions)
        .tempdir()
        .expect("a temporary folder")
}

/// PostgreSQL's process number and socket folder, from the file that it keeps in its data.
pub fn postmaster(data_dir: &Path) -> (i32, String) {
    let file = data_dir.join("postgres/data/postmaster.pid");
    let text = std::fs::read_to_string(&file).expect("a running cluster");
    let lines: Vec<&str> = text.lines().collect();
    (lines[0].trim().parse().expect("a process number"), lines[4].to_owned())
}

impl Keeper {
    async fn start() -> Keeper {
        let data_dir = data_dir();
        let server = Server::embedded(data_dir.path());
        let socket_dir = postmaster(data_dir.path()).1;
        let keeper = Keeper { socket_dir, _server: server, _data_dir: data_dir };
        // No power cut is expected during a story.
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            keeper.admin(&format!("alter system set {setting} = off")).await;
        }
        keeper.admin("select pg_reload_conf()").await;
        keeper.admin(&format!("create database {TEMPLATE}")).await;
        keeper.fill();
        keeper
    }

    fn fill(&self) {
        let url = self.url(TEMPLATE);
        run(verb(Some(&url)).arg("migrate"), "");
        run(verb(Some(&url)).args(["city", "load"]).arg(city_dir(crate::CITY)), "");
        for (login, role, department) in STAFF {
            let mut add = verb(Some(&url));
            add.args(["user", "add", login, "--city", crate::CITY, "--role", role, "--password-stdin"]);
            if let Some(department) = department {
                add.args(["--department", department]);
            }
            run(&mut add, PASSWORD);
        }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://citycenter@localhost/{database}?host={}", self.socket_dir)
    }

    async fn admin(&self, statement: &str) {
        let mut connection =
            PgConnection::connect(&self.url("postgres")).await.expect("the keeper's cluster answers");
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.expect(statement);
        connection.close().await.expect("a connection closes");
    }
}

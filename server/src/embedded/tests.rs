//! A cluster's life as its owner sees it, on the real PostgreSQL of this machine.

use super::*;
use rustix::process::{Signal, getpid, kill_process};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use tempfile::TempDir;

/// A data directory that the user `postgres` may reach when the tests run as root.
fn data_dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

fn ask(url: &str, sql: &str) -> String {
    let psql = Binaries::matching(None).unwrap().program("psql");
    let output = Command::new(psql).args([url, "-XAtqc", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let dir = data_dir();
    let first = start(dir.path()).unwrap();
    assert!(ask(&first.url(), "select postgis_version()").starts_with('3'));
    ask(&first.url(), "create table kept as select 42 as answer");
    first.stop();
    assert!(find(dir.path()).unwrap().is_none());

    let second = start(dir.path()).unwrap();
    assert_eq!(ask(&second.url(), "select answer from kept"), "42");
    second.stop();
}

#[test]
fn a_verb_joins_the_running_server_and_runs_its_own_when_there_is_none() {
    let dir = data_dir();
    assert!(find(dir.path()).unwrap().is_none());
    let alone = join(dir.path()).unwrap();
    assert_eq!(ask(&alone.url(), "select 1"), "1");
    alone.stop();

    let server = start(dir.path()).unwrap();
    let beside = join(dir.path()).unwrap();
    assert_eq!(beside.url(), server.url());
    beside.stop();
    assert_eq!(ask(&server.url(), "select 1"), "1", "a verb must not stop the server's cluster");
    server.stop();
}

#[test]
fn a_second_server_on_the_same_data_is_refused_by_name() {
    let dir = data_dir();
    let first = start(dir.path()).unwrap();
    let refused = start(dir.path()).err().unwrap().to_string();
    assert!(refused.contains(&format!("process {}", getpid())), "{refused}");
    assert!(refused.contains("--data-dir"), "{refused}");
    first.stop();
}

#[test]
fn the_socket_is_for_nobody_else() {
    let dir = data_dir();
    let cluster = start(dir.path()).unwrap();
    let url = cluster.url();
    let socket_dir = Path::new(url.split("host=").nth(1).unwrap());
    assert!(socket_dir.join(".s.PGSQL.5432").as_os_str().len() <= 107);
    assert_eq!(socket_dir.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(ask(&url, "show listen_addresses"), "");
    cluster.stop();
}

#[test]
fn a_cluster_survives_the_sudden_death_of_postgresql() {
    let dir = data_dir();
    let cluster = start(dir.path()).unwrap();
    ask(&cluster.url(), "create table kept as select 42 as answer");
    let layout = Layout::existing(dir.path()).unwrap().unwrap();
    let number = postmaster::living(&layout).unwrap().unwrap();
    kill_process(rustix::process::Pid::from_raw(number.cast_signed()).unwrap(), Signal::KILL).unwrap();
    cluster.stop();

    let again = start(dir.path()).unwrap();
    assert_eq!(ask(&again.url(), "select answer from kept"), "42");
    again.stop();
}

#[test]
fn a_cluster_of_another_version_is_not_touched() {
    let dir = data_dir();
    let data = dir.path().join("postgres/data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let refused = format!("{:#}", start(dir.path()).err().unwrap());
    assert!(refused.contains("made by PostgreSQL 9"), "{refused}");
    assert_eq!(std::fs::read_to_string(data.join("PG_VERSION")).unwrap(), "9\n");
}

#[test]
fn root_is_told_which_folder_keeps_postgres_out() {
    if !rustix::process::geteuid().is_root() {
        return; // an ordinary user's PostgreSQL reaches what the user reaches
    }
    let dir = data_dir();
    let closed = dir.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
    let refused = start(&closed.join("data")).err().unwrap().to_string();
    assert!(refused.contains(&format!("cannot enter {}", closed.display())), "{refused}");
}

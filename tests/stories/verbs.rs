//! What an operator types.

use stories::keeper::data_dir;
use stories::server::{city_dir, run, verb};
use stories::town::{PASSWORD, sign_in};
use stories::{CITY, Caller, Server, Town};

#[tokio::test]
async fn verbs_work_beside_a_running_server() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let here = |arguments: &[&str]| {
        let mut command = verb(None);
        command.args(arguments).arg("--data-dir").arg(data_dir.path());
        command
    };
    let add =
        ["user", "add", "lighting", "--city", CITY, "--role", "worker", "--department", "street-lighting"];
    run(here(&add).arg("--password-stdin"), PASSWORD);
    let city = city_dir(CITY);
    run(&mut here(&["city", "load", city.to_str().unwrap()]), "");
    run(&mut here(&["check"]), "");

    let caller = Caller::new(server.address());
    caller.post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    server.stop();

    // And without one, on the same data.
    run(&mut here(&["check"]), "");
}

/// What `check` found: verdict and words of each line.
fn found(check: &mut std::process::Command) -> (bool, Vec<(String, String)>) {
    let output = check.output().expect("the binary runs");
    let lines: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |line: &serde_json::Value, name: &str| line[name].as_str().expect("text").to_owned();
    let lines = lines.as_array().expect("lines").iter();
    (output.status.success(), lines.map(|line| (text(line, "verdict"), text(line, "what"))).collect())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn a_check_says_what_is_wrong_with_an_installation_and_changes_nothing() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let mut add = verb(None);
    add.args(["user", "add", "dispatcher", "--city", CITY, "--role", "dispatcher", "--password-stdin"]);
    run(add.arg("--data-dir").arg(data_dir.path()), "demo-city-2026");
    let check = || {
        let mut command = verb(None);
        command.args(["check", "--json", "--data-dir"]).arg(data_dir.path());
        command
    };
    let says = |lines: &[(String, String)], verdict: &str, words: &str| {
        assert!(
            lines.iter().any(|(v, what)| v == verdict && what.contains(words)),
            "{verdict} {words}: {lines:?}"
        );
    };
    let (fine, lines) = found(&mut check());
    assert!(fine, "{lines:?}");
    says(&lines, "ok", "database up to date");
    says(&lines, "ok", "the public role sees nothing else");
    says(&lines, "ok", "same time");
    says(&lines, "ok", "the audit log is whole");
    says(&lines, "soon", "the password of demos");
    says(&lines, "soon", "public_url is not set");
    says(&lines, "soon", "no backup");

    let secret = data_dir.path().join("secret");
    std::fs::write(&secret, "x").expect("a file");
    std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o644)).expect("a mode");
    let photos = data_dir.path().join("photos");
    std::fs::set_permissions(&photos, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    let (fine, lines) = found(
        check()
            .env("CITYCENTER_LISTEN", "0.0.0.0:80")
            .env("CITYCENTER_METRICS_LISTEN", "203.0.113.1:9090")
            .env("CITYCENTER_PUBLIC_URL", "http://city.example")
            .env("CITYCENTER_BACKUP_STAMP", data_dir.path().join("never")),
    );
    assert!(!fine);
    says(&lines, "soon", "around the proxy");
    says(&lines, "bad", "everybody may read the metrics");
    says(&lines, "bad", "http://city.example is not https");
    says(&lines, "bad", "no backup has worked yet");
    says(&lines, "bad", "others may look in");

    // The stamp of a backup that has just worked, and a public role that was given too much.
    let url = format!(
        "postgres://citycenter@localhost/citycenter?host={}",
        stories::keeper::postmaster(data_dir.path()).1
    );
    let mut database =
        <sqlx::PgConnection as sqlx::Connection>::connect(&url).await.expect("the database answers");
    sqlx::query("grant select on contacts to citycenter_public")
        .execute(&mut database)
        .await
        .expect("a grant");
    let (fine, lines) = found(check().env("CITYCENTER_BACKUP_STAMP", &secret));
    assert!(!fine);
    says(&lines, "ok", "the last backup worked");
    says(&lines, "bad", "the public role reaches contacts");

    // Without --json it is read by people, and a pipe that is closed early is no fault.
    let said = run(verb(None).args(["check", "--help"]), "");
    assert!(String::from_utf8_lossy(&said.stdout).contains("--json"));
    drop(database);
    server.stop();
}

#[tokio::test]
async fn a_user_of_an_unknown_city_or_department_is_refused() {
    let town = Town::open().await;
    for (city, department) in [("atlantis", "street-lighting"), (CITY, "ministry-of-silly-walks")] {
        let mut add = town.verb();
        add.args(["user", "add", "someone", "--city", city, "--role", "worker", "--department", department]);
        let output = add.arg("--password-stdin").stdin(std::process::Stdio::null()).output().unwrap();
        assert!(!output.status.success());
    }
    town.close().await;
}

#[tokio::test]
async fn loading_a_city_again_changes_nothing_for_its_reports() {
    let town = Town::open().await;
    let filed = stories::reports::file(&town.anybody(), &stories::reports::dark_lamp()).await;
    let before = filed.seen_by(&town.anybody()).await;
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    assert_eq!(filed.seen_by(&town.anybody()).await, before);
    town.close().await;
}

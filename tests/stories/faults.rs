//! What people are told while something below the server does not work, and that it goes on by itself.

use serde_json::json;
use std::io::Write;
use std::time::{Duration, Instant};
use stories::keeper::{data_dir, postmaster};
use stories::reports::{Filed, dark_lamp, file, file_with_photo, jpeg, upload};
use stories::server::{PATIENCE, city_dir};
use stories::town::{MONDAY_NOON, sign_in};
use stories::{Answer, CITY, Caller, Server, Town};
use uuid::Uuid;

/// Asks again until the answer has this status, as clients do.
async fn until(status: u16, ask: impl AsyncFn() -> Answer) -> Answer {
    let started = Instant::now();
    loop {
        let answer = ask().await;
        if answer.status == status {
            return answer;
        }
        let text = answer.text();
        assert!(started.elapsed() < PATIENCE, "still {} and not {status}: {text}", answer.status);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Writes to a file until there is no room for one more page, nor for a part of one.
fn fill(path: &str) {
    let mut file = std::fs::File::create(path).expect("a file");
    let full = std::iter::repeat_with(|| file.write_all(&[1; 512])).find_map(Result::err).expect("an error");
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
}

#[tokio::test]
async fn a_server_that_only_reads_says_so_to_whoever_writes() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (filed, photo) = file_with_photo(&anybody).await;
    let session = anybody.post("/api/v1/sessions", &sign_in("lighting")).await.cookie("session");
    let reading = town.another_server_with(&["--read-only"]);
    let there = Caller::new(reading.address());
    there.post("/test/clock", &json!({ "now": MONDAY_NOON })).await.expect(204);

    let answer = there.post("reports", &dark_lamp()).await;
    assert!(
        answer.refused(503, "read_only")["detail"].as_str().is_some_and(|said| said.contains("смотреть"))
    );
    assert_eq!(answer.headers["retry-after"], "30");
    let id = Uuid::now_v7();
    there.put_photo(id, &jpeg(id)).await.refused(503, "read_only");
    there.post("/api/v1/sessions", &sign_in("lighting")).await.refused(503, "read_only");

    filed.seen_by(&there).await;
    let staff = there.clone().with("cookie", &format!("session={session}")).in_browser();
    assert_eq!(staff.get("desk/reports").await.expect(200)["reports"][0]["id"], filed.id.to_string());
    assert_eq!(staff.get(&format!("photos/{photo}/large")).await.status, 200);
    assert_eq!(there.get("/health/ready").await.status, 200);
    // What the other server writes is seen.
    let since = file(&anybody, &dark_lamp()).await;
    since.seen_by(&there).await;
    reading.stop();
    town.close().await;
}

#[tokio::test]
async fn a_database_that_is_closed_for_writing_for_a_while_loses_nothing() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let mut database = town.database().await;
    // As after a failover: whoever connects reaches what only reads; older connections end.
    let name: String =
        sqlx::query_scalar("select current_database()").fetch_one(&mut database).await.unwrap();
    for statement in [
        format!("alter database {name} set default_transaction_read_only = on"),
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'citycenter'"
            .to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut database).await.unwrap();
    }
    let report = dark_lamp();
    let closed = async || {
        let answer = anybody.post("reports", &report).await;
        assert_eq!(answer.status, 503, "nothing is acknowledged: {}", answer.text());
        answer
    };
    let started = Instant::now();
    while closed().await.json()["code"] != "read_only" {
        assert!(started.elapsed() < PATIENCE, "connections that ended are not replaced");
    }
    until(200, async || anybody.get(&filed.path()).await).await;

    // The connections that lead there are left by themselves.
    let open = format!("alter database {name} reset default_transaction_read_only");
    sqlx::raw_sql(sqlx::AssertSqlSafe(open)).execute(&mut database).await.unwrap();
    until(201, async || anybody.post("reports", &report).await).await;
    let id = report["id"].as_str().and_then(|id| id.parse::<Uuid>().ok()).unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from reports where id = $1")
        .bind(id)
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(kept, 1);
    town.close().await;
}

#[tokio::test]
async fn a_database_that_goes_and_comes_back_is_found_again() {
    let (there, here) = (data_dir(), data_dir());
    let mut owner = Server::embedded(there.path());
    let filed = file(&Caller::new(owner.address()), &dark_lamp()).await;
    let url = format!("postgres://citycenter@localhost/citycenter?host={}", postmaster(there.path()).1);
    let arguments = ["--data-dir".as_ref(), here.path().as_os_str()];
    let server = Server::start(Some(&url), &arguments, here.path());
    let caller = Caller::new(server.address());
    filed.seen_by(&caller).await;

    owner.kill();
    let answer = until(503, async || caller.get(&filed.path()).await).await;
    answer.refused(503, "unavailable");
    assert!(answer.headers.contains_key("retry-after"));
    let report = dark_lamp();
    caller.post("reports", &report).await.refused(503, "unavailable");
    assert_eq!(caller.get("/health/ready").await.status, 503);
    assert_eq!(caller.get("/health/live").await.status, 200);

    let mut owner = Server::embedded(there.path());
    until(201, async || caller.post("reports", &report).await).await;
    until(200, async || caller.get(&filed.path()).await).await;
    assert_eq!(caller.get("/health/ready").await.status, 200);
    server.stop();

    // Whoever runs a private database ends with it, so that whoever runs them starts both again.
    let process = rustix::process::Pid::from_raw(postmaster(there.path()).0).expect("a process number");
    rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
    assert!(!owner.wait().success());
    assert!(owner.log().contains("ended by itself"), "{}", owner.log());
    let owner = Server::embedded(there.path());
    filed.seen_by(&Caller::new(owner.address())).await;
    owner.stop();
}

#[tokio::test]
async fn a_full_disk_refuses_photos_and_loses_none() {
    let town = Town::open().await;
    // A disk of a megabyte for photos, which only this server sees.
    let photos = town.data_dir().join("photos");
    let mount = "mount -t tmpfs -o size=1m,mode=700 none \"$0\" && exec \"$@\"";
    let before = ["unshare", "--mount", "sh", "-c", mount, photos.to_str().expect("a plain path")];
    let server = town.server_within(&before);
    let caller = Caller::new(server.address());
    caller.post("/test/clock", &json!({ "now": MONDAY_NOON })).await.expect(204);
    let kept = upload(&caller).await;
    let inside = format!("/proc/{}/root{}", server.process(), photos.display());
    let filler = format!("{inside}/filler");
    fill(&filler);

    let id = Uuid::now_v7();
    for _ in 0..2 {
        let answer = caller.put_photo(id, &jpeg(id)).await;
        answer.refused(503, "unavailable");
        assert!(answer.headers.contains_key("retry-after"));
    }
    let mut report = dark_lamp();
    report["photos"] = json!([id]);
    caller.post("reports", &report).await.refused_for("photos", "unknown_photo");
    file(&caller, &dark_lamp()).await;

    std::fs::remove_file(filler).unwrap();
    caller.put_photo(id, &jpeg(id)).await.expect(201);
    report["photos"] = json!([id, kept]);
    let filed = file(&caller, &report).await;
    let author = caller.clone().with("x-report-secret", &filed.secret);
    for photo in [id, kept] {
        assert_eq!(author.get(&format!("photos/{photo}/large")).await.status, 200);
    }
    let unfinished =
        std::process::Command::new("find").arg(&inside).args(["-name", "*.part"]).output().unwrap();
    assert!(unfinished.stdout.is_empty(), "nothing half-written stays");
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn a_full_disk_of_the_database_loses_nothing_that_was_acknowledged() {
    let data = data_dir();
    let mount = "mount -t tmpfs -o size=256m,mode=755 none \"$0\" && exec \"$@\"";
    let before = ["unshare", "--mount", "sh", "-c", mount, data.path().to_str().expect("a plain path")];
    let city = city_dir(CITY);
    let arguments = ["--data-dir".as_ref(), data.path().as_os_str(), "--city-dir".as_ref(), city.as_os_str()];
    let server = Server::start_within(&before, None, &[], &arguments, data.path());
    let caller = Caller::new(server.address());
    let mut acknowledged = vec![file(&caller, &dark_lamp()).await];
    let filler = format!("/proc/{}/root{}/filler", server.process(), data.path().display());
    fill(&filler);
    // Pages that are there already still take some.
    let refused = loop {
        let report = dark_lamp();
        let answer = caller.post("reports", &report).await;
        if answer.status != 201 {
            answer.refused(503, "unavailable");
            break report;
        }
        acknowledged.push(Filed::of(&report, answer.expect(201)));
        assert!(acknowledged.len() < 5000, "the disk is never full");
    };
    acknowledged[0].seen_by(&caller).await;

    std::fs::remove_file(filler).unwrap();
    until(201, async || caller.post("reports", &refused).await).await;
    for filed in &acknowledged {
        assert_eq!(filed.seen_by(&caller).await["number"], filed.number());
    }
    server.stop();
}

//! A database of an earlier version, with what people had in it.

use serde_json::json;
use sqlx::{Connection, PgConnection};
use std::path::Path;
use std::process::Command;
use stories::keeper::{create_empty_database, data_dir, drop_database};
use stories::reports::{DESCRIPTION, dark_lamp, file};
use stories::server::{run, verb};
use stories::town::{sign_in, signed_in};
use stories::{Caller, Server};

/// What `pg_dump` had written of it.
fn dump() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema-20261122052100.sql.gz");
    let output = Command::new("gzip").arg("-dc").arg(file).output().expect("gzip");
    String::from_utf8(output.stdout).expect("SQL")
}

#[tokio::test]
async fn an_earlier_database_is_brought_up_to_date_and_goes_on() {
    let (database, url) = create_empty_database().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(dump())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let data = data_dir();
    let server = Server::start(Some(&url), &["--data-dir".as_ref(), data.path().as_os_str()], data.path());
    let anybody = Caller::new(server.address());
    anybody.post("/test/clock", &json!({ "now": "2026-11-23T09:00:00Z" })).await.expect(204);

    // Cases are read by everybody, by their author, by staff; and moved.
    let seen = anybody.get("reports/by-number/2026-000002").await.expect(200);
    assert_eq!(
        (&seen["status"], &seen["department"]["slug"]),
        (&json!("accepted"), &json!("street-lighting"))
    );
    let path = format!("reports/{}", seen["id"].as_str().expect("an id"));
    let author = anybody.clone().with("x-report-secret", &format!("{:032x}", 2));
    assert_eq!(author.get(&path).await.expect(200)["description"], DESCRIPTION);
    let head = signed_in(anybody.clone(), &sign_in("head-lighting")).await;
    assert_eq!(head.get("desk/reports").await.expect(200)["reports"].as_array().map(Vec::len), Some(3));
    let remarks = head.get(&format!("{path}/remarks")).await.expect(200);
    assert_eq!(remarks["remarks"][0]["text"], "A fitter goes there on Monday");
    let seen = head.get(&path).await.expect(200);
    let next = json!({ "to": "in_progress", "seen_version": seen["version"], "photos": [] });
    head.post(&format!("{path}/transitions"), &next).await.expect(200);
    // Numbers go on where they were.
    assert_eq!(file(&anybody, &dark_lamp()).await.number(), "2026-000004");
    run(verb(Some(&url)).args(["audit", "verify"]), "");
    server.stop();
    drop_database(&database).await;
}

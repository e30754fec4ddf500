//! Demo mode: sign-ins that everybody may know, so nobody from outside may reach it.

use serde_json::json;
use stories::keeper::data_dir;
use stories::server::verb;
use stories::{CITY, Caller, Server, Town};

#[tokio::test]
async fn everybody_on_the_demo_sign_in_page_can_sign_in() {
    let data_dir = data_dir();
    let server = Server::embedded_with(data_dir.path(), &["--demo"]);
    let anybody = Caller::new(server.address());
    let shown = anybody.get("/api/v1/demo").await.expect(200)["accounts"].clone();
    let accounts = shown.as_array().expect("accounts");
    assert!(!accounts.is_empty());
    for account in accounts {
        let body = json!({ "login": account["login"], "password": account["password"], "city": CITY });
        let session = anybody.post("/api/v1/sessions", &body).await.expect(201);
        assert_eq!(session["user"]["role"], account["role"]);
    }
    // A code goes nowhere but to the page that shows it.
    let asked = json!({ "to": { "phone": "+7 900 000-00-01" }, "language": "en" });
    anybody.post("sign-in-codes", &asked).await.expect(202);
    let shown = loop {
        let shown = anybody.get("/api/v1/demo/outbox").await.expect(200);
        if shown["messages"] != json!([]) {
            break shown;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        (&shown["messages"][0]["way"], &shown["messages"][0]["to"]),
        (&json!("sms"), &json!("+79000000001"))
    );
    server.stop();
}

#[tokio::test]
async fn demo_sign_ins_are_not_shown_outside_demo_mode() {
    let town = Town::open().await;
    town.anybody().get("/api/v1/demo").await.refused(404, "not_found");
    town.anybody().get("/api/v1/demo/outbox").await.refused(404, "not_found");
    town.close().await;
}

#[test]
fn the_demo_is_not_shown_to_the_network() {
    let data_dir = data_dir();
    let mut serve = verb(None);
    serve.args(["serve", "--demo", "--listen", "0.0.0.0:0", "--data-dir"]).arg(data_dir.path());
    let output = serve.output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--demo"));
}

//! Being told what became of cases: by browsers, by mail about one's own, by mail anybody may ask for.

use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use stories::post::{Mail, MailServer};
use stories::push::PushService;
use stories::reports::{CENTRE, CONSENT, DESCRIPTION, dark_lamp, file, of_type};
use stories::residents::resident;
use stories::server::run;
use stories::{CITY, Caller, Town};

/// Lines of a mail are folded and letters beyond ASCII encoded; in English these are few.
fn plain(mail: &Mail) -> String {
    let body = mail.text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    body.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", "\n")
}

/// The id and the key in the link of a mail.
fn link(mail: &Mail) -> (String, String) {
    let text = plain(mail);
    let after = text.split_once("/subscription#").unwrap_or_else(|| panic!("no link: {text}")).1;
    let (id, key) = after.split_whitespace().next().and_then(|it| it.split_once('.')).expect("id.key");
    (id.to_owned(), key.to_owned())
}

async fn with_key(caller: &Caller, method: Method, (id, key): &(String, String)) -> stories::Answer {
    let request = caller.request(method, &format!("subscriptions/{id}")).header("x-subscription", key);
    caller.finish(request).await
}

fn subscribe(about: &Value) -> Value {
    let mut body = json!({ "email": "Ann@mail.example", "language": "en", "consent": CONSENT });
    body.as_object_mut().expect("an object").extend(about.as_object().expect("an object").clone());
    body
}

#[tokio::test]
async fn a_browser_is_told_by_a_message_that_only_it_can_read() {
    let (mail, service) = (MailServer::open().await, PushService::open().await);
    let town = Town::open_with(mail.settings()).await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let (author, path) = (town.reporter(&filed.secret), format!("{}/push", filed.path()));
    let browser = service.browser();
    author.put(&path, &browser.described(&anybody).await).await.expect(204);
    let lighting = town.staff("lighting").await;
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);

    let pushed = service.next().await;
    let said = browser.read(&pushed);
    assert_eq!(said["title"], format!("Report no. {}", filed.number()));
    assert_eq!(said["url"], format!("/reports/{}", filed.number()));
    assert_eq!(said["body"], "Accepted. We do it by 26 November.");
    let shown = said.to_string();
    for private in [DESCRIPTION, "Vera", "Lake", "lamp"] {
        assert!(!shown.contains(private), "{private} would be on a locked screen: {shown}");
    }
    assert_eq!(pushed.headers["content-encoding"], "aes128gcm");
    let key = anybody.get("push-key").await.expect(200)["key"].as_str().expect("a key").to_owned();
    let claims = pushed.signed_by(&key);
    assert_eq!(claims["aud"], browser.endpoint.split("/push/").next().expect("an origin"));
    assert_eq!(claims["sub"], "mailto:city@town.example");

    // What is sent to nobody is not sent: the author's own deed, and a browser that wants no more.
    let body = json!({ "id": uuid::Uuid::now_v7(), "text": "It is the third post", "photos": [] });
    author.post(&format!("{}/information", filed.path()), &body).await.expect(200);
    let request = author.request(Method::DELETE, &path).json(&json!({ "endpoint": browser.endpoint }));
    author.finish(request).await.expect(204);
    filed.moved_by(&lighting, "in_progress", &[]).await.expect(200);
    town.set_clock("2026-11-16T09:05:00Z").await;
    assert!(service.is_idle().await);

    // An account's browsers are told as long as it is signed in there, and until the service knows them no more.
    let ann = resident(&town, &mail, "ann@mail.example").await;
    let link = json!({ "reports": [{ "id": filed.id, "secret": filed.secret }] });
    ann.post("me/reports", &link).await.expect(200);
    let phone = service.browser();
    ann.put("me/push", &phone.described(&anybody).await).await.expect(204);
    service.refuse("503 Service Unavailable");
    filed.moved_with(&lighting, "planned", json!({ "planned_for": "2026-11-20" })).await.expect(200);
    assert_eq!(phone.read(&service.next().await)["body"], "Planned for 20 November.");
    mail.next().await;
    service.refuse("410 Gone");
    town.set_clock("2026-11-16T09:06:00Z").await;
    assert_eq!(phone.read(&service.next().await)["body"], "Planned for 20 November.", "it is tried again");
    filed.moved_by(&lighting, "in_progress", &[]).await.expect(200);
    mail.next().await;
    town.set_clock("2026-11-16T09:07:00Z").await;
    assert!(service.is_idle().await, "a browser that is gone is forgotten");

    // Who wants no more mails gets none, until they say otherwise.
    let quiet = ann.patch("me", &json!({ "mails": false })).await.expect(200);
    assert_eq!(quiet["mails"], false);
    filed.moved_with(&lighting, "planned", json!({ "planned_for": "2026-11-21" })).await.expect(200);
    town.set_clock("2026-11-16T09:08:00Z").await;
    assert!(mail.is_idle().await);
    assert_eq!(ann.patch("me", &json!({ "mails": true })).await.expect(200)["mails"], true);
    filed.moved_by(&lighting, "in_progress", &[]).await.expect(200);
    assert_eq!(mail.next().await.to, ["ann@mail.example"]);
    town.close().await;
}

#[tokio::test]
async fn a_browser_that_cannot_be_is_refused() {
    let service = PushService::open().await;
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let (author, path) = (town.reporter(&filed.secret), format!("{}/push", filed.path()));
    let good = service.browser().described(&anybody).await;
    // Nobody named 127.0.0.1 as a host of the own network here.
    author.put(&path, &good).await.refused_for("endpoint", "unreadable");
    let with = |field: &str, value: &str| {
        let mut body = good.clone();
        body["endpoint"] = json!("https://push.example/1");
        body[field] = json!(value);
        body
    };
    author
        .put(&path, &with("endpoint", "https://169.254.169.254/x"))
        .await
        .refused_for("endpoint", "unreadable");
    author.put(&path, &with("auth", "AAAA")).await.refused_for("p256dh", "unreadable");
    author.put(&path, &with("key", "BAAA")).await.refused_for("key", "key_old");
    author.put(&path, &with("language", "en")).await.expect(204);
    town.close().await;
}

#[tokio::test]
async fn mails_about_a_case_begin_with_a_link_and_end_with_one() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let asked = subscribe(&json!({ "report": filed.id }));
    anybody.post("subscriptions", &asked).await.expect(202);
    let first = mail.next().await;
    assert_eq!(first.to, ["ann@mail.example"]);
    let opened = link(&first);
    let view = with_key(&anybody, Method::GET, &opened).await.expect(200);
    assert_eq!((&view["report"], &view["confirmed_at"]), (&json!(filed.number()), &Value::Null));

    // Before the link was opened nothing is sent, and asking again does not fill a stranger's mailbox.
    anybody.post("subscriptions", &asked).await.expect(202);
    let lighting = town.staff("lighting").await;
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    town.set_clock("2026-11-16T09:05:00Z").await;
    assert!(mail.is_idle().await);
    let wrong = (opened.0.clone(), format!("s{}", "0".repeat(64)));
    with_key(&anybody, Method::PUT, &wrong).await.refused(404, "link_over");
    let confirmed = with_key(&anybody, Method::PUT, &opened).await.expect(200);
    assert!(confirmed["confirmed_at"].is_string());

    filed.moved_with(&lighting, "waiting_for_resident", json!({ "note": "Which post?" })).await.expect(200);
    filed.moved_by(&lighting, "in_progress", &[]).await.expect(200);
    let news = mail.next().await;
    assert!(plain(&news).contains("Work has begun."), "the question is the author's alone: {}", plain(&news));
    assert!(plain(&news).contains(&format!("/reports/{}", filed.number())));
    assert!(!news.text.contains(DESCRIPTION));
    assert_eq!(news.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");

    // A mail program ends it with one request, which knows nothing but the address in the header.
    let folded = news.text.replace("\r\n ", " ");
    let address = folded.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: ")).expect("a header");
    let address = address.trim().trim_matches(['<', '>']);
    let path = &address[address.find("/api/").expect("a path")..];
    let one_click =
        anybody.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    anybody.finish(one_click.body("List-Unsubscribe=One-Click")).await.expect(204);
    with_key(&anybody, Method::GET, &opened).await.refused(404, "not_found");
    filed.moved_with(&lighting, "planned", json!({ "planned_for": "2026-11-20" })).await.expect(200);
    town.set_clock("2026-11-16T09:10:00Z").await;
    assert!(mail.is_idle().await);
    let left: i64 = sqlx::query_scalar("select count(*) from subscriptions where city_id = 1")
        .fetch_one(&mut town.database().await)
        .await
        .expect("a count");
    assert_eq!(left, 0, "nothing of it is kept");
    town.close().await;
}

/// An area of 150 metres around a place.
fn around((lat, lon): (f64, f64)) -> Value {
    json!({ "area": { "place": { "lat": lat, "lon": lon }, "metres": 150 } })
}

async fn watches(town: &Town, mail: &MailServer, email: &str, area: &Value) {
    let mut asked = subscribe(area);
    asked["email"] = json!(email);
    town.anybody().post("subscriptions", &asked).await.expect(202);
    with_key(&town.anybody(), Method::PUT, &link(&mail.next().await)).await.expect(200);
}

#[tokio::test]
async fn an_area_tells_of_what_is_inside_once_an_hour_and_nothing_of_homes_doors() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let anybody = town.anybody();
    file(&anybody, &dark_lamp()).await;
    watches(&town, &mail, "ann@mail.example", &around(CENTRE)).await;
    town.set_clock("2026-11-16T09:02:00Z").await;
    assert!(mail.is_idle().await, "what was there before is no news");

    let at = |issue_type: &str, north: f64| {
        let mut report = of_type(issue_type);
        report["place"] = json!({ "lat": CENTRE.0 + north / 111_195.0, "lon": CENTRE.1 });
        report
    };
    let inside = file(&anybody, &at("road-street-lighting", 100.0)).await;
    let outside = file(&anybody, &at("road-street-lighting", 200.0)).await;
    town.set_clock("2026-11-16T09:04:00Z").await;
    let first = plain(&mail.next().await);
    assert!(first.contains(inside.number()) && !first.contains(outside.number()), "{first}");
    let second = file(&anybody, &at("road-snow", 10.0)).await;
    town.set_clock("2026-11-16T10:03:00Z").await;
    assert!(mail.is_idle().await, "one an hour");
    town.set_clock("2026-11-16T10:05:00Z").await;
    let later = plain(&mail.next().await);
    assert!(later.contains(second.number()) && !later.contains(inside.number()), "{later}");

    // A home is at the middle of its block to everybody. An area that reaches the door and not that
    // middle must not learn of it; one around the middle does.
    let home = at("house-lift", 0.0);
    let shown = file(&anybody, &home).await.seen_by(&anybody).await["place"].clone();
    let middle = (shown["lat"].as_f64().expect("lat"), shown["lon"].as_f64().expect("lon"));
    let to_door = metres(middle, CENTRE);
    assert!(to_door > 10.0, "this door is not in the middle of its block");
    let beyond = |from: f64, to: f64| to + (to - from) * (96.0 / to_door);
    let behind_the_door = (beyond(middle.0, CENTRE.0), beyond(middle.1, CENTRE.1));
    assert!(metres(behind_the_door, CENTRE) < 98.0 && metres(behind_the_door, middle) > 102.0);
    let small = |place| {
        let mut area = around(place);
        area["area"]["metres"] = json!(100);
        area
    };
    town.set_clock("2026-11-16T11:10:00Z").await;
    mail.next().await;
    watches(&town, &mail, "eve@mail.example", &small(behind_the_door)).await;
    watches(&town, &mail, "bob@mail.example", &small(middle)).await;
    let mut second = home.clone();
    second["id"] = json!(uuid::Uuid::now_v7());
    second["secret"] = json!(uuid::Uuid::new_v4().simple().to_string());
    let second = file(&anybody, &second).await;
    town.set_clock("2026-11-16T12:20:00Z").await;
    let mut told = [mail.next().await, mail.next().await].map(|mail| mail.to[0].clone());
    told.sort();
    assert_eq!(told, ["ann@mail.example", "bob@mail.example"], "{}", second.number());
    assert!(mail.is_idle().await);
    town.close().await;
}

fn metres((lat, lon): (f64, f64), (to_lat, to_lon): (f64, f64)) -> f64 {
    let north = (to_lat - lat) * 111_195.0;
    let east = (to_lon - lon) * 111_195.0 * lat.to_radians().cos();
    north.hypot(east)
}

#[tokio::test]
async fn a_past_that_is_brought_in_is_no_news_and_what_happens_next_is() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    watches(&town, &mail, "ann@mail.example", &around(CENTRE)).await;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let scratch = tempfile::tempdir().expect("a folder");
    let mut import = town.verb();
    import.args(["import", "reports", "--city", CITY, "--mapping"]).arg(data.join("history.toml"));
    run(import.arg(data.join("history.csv")).current_dir(scratch.path()), "");
    town.set_clock("2026-11-16T09:02:00Z").await;
    assert!(mail.is_idle().await, "what was resolved here in 2015");

    let new = file(&town.anybody(), &dark_lamp()).await;
    town.set_clock("2026-11-16T10:30:00Z").await;
    let told = plain(&mail.next().await);
    assert!(told.contains(new.number()) && !told.contains("2026-000001"), "{told}");
    town.close().await;
}

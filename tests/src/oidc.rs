//! A sign-on provider of a story's own, browsers that go there and back, and a town that uses it.
//! The provider's clock cannot be moved, so these stories begin at the true time.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::caller::Answer;
use crate::folder::{change, copy_of_the_city};
use crate::server::{PATIENCE, Server};
use crate::{CITY, Caller, keeper};
use tempfile::TempDir;

/// What the provider and the server both know.
pub const SECRET: &str = "a secret for stories: %&+=";

/// `web/e2e/oidc-provider.mjs` as a child process, which ends with its standard input.
pub struct Provider {
    child: Child,
    pub issuer: String,
    http: Client,
}

impl Provider {
    pub fn start() -> Provider {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/e2e/oidc-provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let issuer = lines.find_map(|line| line.strip_prefix("issuer ").map(str::to_owned));
        // Its pipe has to be read for as long as it writes.
        std::thread::spawn(move || lines.for_each(drop));
        Provider { child, issuer: issuer.expect("the provider listens"), http: client() }
    }

    /// One of the provider's doors for stories.
    pub async fn door(&self, name: &str, body: &Value) -> Value {
        let request = self.http.post(format!("{}/door/{name}", self.issuer)).body(body.to_string());
        let answer = request.send().await.expect("the provider answers");
        assert!(answer.status().is_success(), "{name}: {}", answer.text().await.unwrap_or_default());
        answer.json().await.expect("JSON")
    }

    /// Makes it the provider of the city at this address.
    pub async fn serves(&self, base: &str) {
        self.door("client", &json!({ "base": base, "city": CITY })).await;
    }

    /// How often it was asked for its keys.
    pub async fn keys_asked(&self) -> i64 {
        self.door("seen", &Value::Null).await["keys"].as_i64().expect("a number")
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn client() -> Client {
    // TLS is prepared by the first caller.
    let _caller = Caller::new("");
    Client::builder().timeout(PATIENCE).redirect(Policy::none()).build().expect("a client")
}

/// Keeps cookies, as far as stories need: by host and port as we see them, by name.
pub struct Browser {
    http: Client,
    pub cookies: BTreeMap<(u16, String), String>,
    address: String,
}

impl Browser {
    pub fn new(address: &str) -> Browser {
        Browser { http: client(), cookies: BTreeMap::new(), address: address.to_owned() }
    }

    async fn send(&mut self, request: RequestBuilder, url: &Url) -> Answer {
        let port = url.port_or_known_default().expect("a port");
        let mine = self.cookies.iter().filter(|((of, _), _)| *of == port);
        let line: Vec<String> = mine.map(|((_, name), value)| format!("{name}={value}")).collect();
        let response = request.header("cookie", line.join("; ")).send().await.expect("an answer");
        for set in response.headers().get_all("set-cookie") {
            let set = set.to_str().expect("text");
            let (name, value) =
                set.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            match value {
                "" => self.cookies.remove(&(port, name.to_owned())),
                _ => self.cookies.insert((port, name.to_owned()), value.to_owned()),
            };
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, bytes: response.bytes().await.expect("a body").to_vec() }
    }

    /// Goes to an address, and no further.
    pub async fn get(&mut self, address: &str) -> Answer {
        let url = Url::parse(&self.address).and_then(|own| own.join(address)).expect("an address");
        self.send(self.http.request(Method::GET, url.clone()), &url).await
    }

    pub async fn post(&mut self, address: &str, form: &str) -> Answer {
        let url = Url::parse(address).expect("an address");
        let request = self.http.post(url.clone()).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(form.to_owned()), &url).await
    }

    /// Begins to sign in; gives the address at the provider.
    pub async fn begin(&mut self, back: &str) -> Url {
        let path = format!("/api/v1/cities/{CITY}/sign-in/oidc?back={back}");
        Url::parse(&leads_to(&self.get(&path).await)).expect("an address")
    }

    /// Signs in at the provider as this subject; gives the address that it sends the browser back to.
    pub async fn at_the_provider(&mut self, begun: &Url, subject: &str) -> Url {
        let mut url = begun.clone();
        url.query_pairs_mut().append_pair("login_hint", subject);
        loop {
            let next = leads_to(&self.get(url.as_str()).await);
            url = url.join(&next).expect("an address");
            if url.as_str().starts_with(&self.address) {
                return url;
            }
        }
    }

    /// All the way; gives where the browser is in the end.
    pub async fn sign_in(&mut self, subject: &str) -> String {
        let begun = self.begin("/desk").await;
        let back = self.at_the_provider(&begun, subject).await;
        leads_to(&self.get(back.as_str()).await)
    }

    /// What its session may do.
    pub fn caller(&self) -> Caller {
        let session = self.cookies.iter().find(|((_, name), _)| name == "session");
        let cookie = session.map(|(_, value)| format!("session={value}")).expect("a session");
        Caller::new(&self.address).with("cookie", &cookie).in_browser()
    }

    pub fn is_in(&self) -> bool {
        self.cookies.keys().any(|(_, name)| name == "session")
    }
}

/// Where an answer sends the browser.
#[track_caller]
pub fn leads_to(answer: &Answer) -> String {
    assert!([302, 303].contains(&answer.status), "{} {}", answer.status, answer.text());
    answer.headers["location"].to_str().expect("text").to_owned()
}

/// A town whose staff signs in with a provider.
pub struct Office {
    pub provider: Provider,
    pub server: Server,
    pub url: String,
    database: String,
    _folder: TempDir,
}

impl Office {
    pub async fn open() -> Office {
        Office::open_with("new_people = true").await
    }

    /// With more lines in `[oidc]`.
    pub async fn open_with(more: &str) -> Office {
        let (provider, folder) = (Provider::start(), keeper::data_dir());
        let (database, url) = keeper::create_database().await;
        let city = copy_of_the_city(folder.path());
        write_oidc(&city, &provider.issuer, more);
        let settings = [
            ("CITYCENTER_OUTBOUND_OWN", r#"["127.0.0.1"]"#.to_owned()),
            ("CITYCENTER_OIDC_SECRET_SMALL_TOWN", SECRET.to_owned()),
        ];
        let data = folder.path().join("data");
        let arguments = ["--data-dir".as_ref(), data.as_os_str(), "--city-dir".as_ref(), city.as_os_str()];
        let server = Server::start_with(Some(&url), &settings, &arguments, folder.path());
        provider.serves(server.address()).await;
        let office = Office { provider, server, url, database, _folder: folder };
        office.people(json!({ "anna-1": { "name": "Anna Lamp", "preferred_username": "Anna", "groups": ["lamps"] } })).await;
        office
    }

    pub async fn people(&self, people: Value) {
        self.provider.door("people", &people).await;
    }

    /// What the provider's next ID tokens say instead.
    pub async fn forge(&self, claims: Value, how: &str) {
        self.provider.door("forge", &json!({ "claims": claims, "how": how })).await;
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.server.address())
    }

    pub fn anybody(&self) -> Caller {
        Caller::new(self.server.address())
    }

    /// Moves the clock to so many seconds from the true time.
    pub async fn set_clock(&self, seconds: i64) {
        let now = sqlx::query_scalar::<_, String>(
            "select to_char(now() at time zone 'utc' + $1 * interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        )
        .bind(seconds)
        .fetch_one(&mut self.connection().await)
        .await
        .expect("a time");
        self.anybody().post("/test/clock", &json!({ "now": now })).await.expect(204);
    }

    pub async fn connection(&self) -> sqlx::PgConnection {
        <sqlx::PgConnection as sqlx::Connection>::connect(&self.url).await.expect("the database answers")
    }

    /// The audit log: deeds with what they say.
    pub async fn written_down(&self) -> Vec<(String, Value)> {
        sqlx::query_as("select deed, details from audit_entries where city_id = 1 order by n")
            .fetch_all(&mut self.connection().await)
            .await
            .expect("the audit log")
    }

    pub async fn close(self) {
        self.server.stop();
        keeper::drop_database(&self.database).await;
    }

    /// Posts a token of the provider's to where it says that somebody is out.
    pub async fn backchannel(&self, claims: Value, header: Value, how: &str) -> Answer {
        let asked = json!({ "claims": claims, "header": header, "how": how });
        let token = self.provider.door("sign", &asked).await["token"].clone();
        self.push_out(token.as_str().expect("a token")).await
    }

    pub async fn push_out(&self, token: &str) -> Answer {
        let path =
            format!("{}/api/v1/cities/small-town/sign-in/oidc/backchannel-logout", self.server.address());
        self.browser().post(&path, &format!("logout_token={token}")).await
    }
}

/// Writes `[oidc]` into a city's settings.
pub fn write_oidc(city: &Path, issuer: &str, more: &str) {
    change(&city.join("city.toml"), |text| {
        format!(
            r#"{text}
[oidc]
title_ru = "Единый вход"
title_en = "City sign-on"
issuer = "{issuer}"
client_id = "citycenter"
scopes = ["openid", "profile", "groups"]
department_claim = "unit"
roles = [
    {{ group = "leads", role = "coordinator" }},
    {{ group = "lamps", role = "worker", department = "street-lighting" }},
    {{ group = "crews", role = "worker" }},
]
{more}
"#
        )
    });
}

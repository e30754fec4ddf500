//! Staff accounts: coming in by a link, the second step of signing in, and the administrator's hand.

use serde_json::{Value, json};
use std::time::Instant;
use stories::folder::{change, copy_of_the_city};
use stories::keeper::data_dir;
use stories::server::{PATIENCE, run, verb};
use stories::town::{PASSWORD, sign_in, signed_in};
use stories::{Answer, CITY, Caller, Server, Town};
use totp_rs::{Builder, Secret};

const NEW_PASSWORD: &str = "a lamp over every door";

fn secret_of(link: &str) -> String {
    link.split_once("/invite#").expect("the secret is in the fragment").1.to_owned()
}

fn invited(town: &Town, link: &Value) -> Caller {
    town.anybody().with("x-invite", &secret_of(link["link"].as_str().expect("a link")))
}

fn in_browser(town: &Town, answer: &Answer) -> Caller {
    town.anybody().with("cookie", &format!("session={}", answer.cookie("session"))).in_browser()
}

async fn id_of(administrator: &Caller, login: &str) -> (String, i64) {
    let page = administrator.get(&format!("staff?q={login}")).await.expect(200);
    let found = page["staff"].as_array().expect("staff").iter().find(|one| one["login"] == login).cloned();
    let found = found.expect(login);
    (found["id"].as_str().expect("an id").to_owned(), found["version"].as_i64().expect("a version"))
}

/// The code that a phone shows at a moment of 2026-11-16.
pub fn code(secret: &str, time: &str) -> String {
    let (hours, rest) = time.split_once(':').expect("hh:mm:ss");
    let (minutes, seconds) = rest.split_once(':').expect("hh:mm:ss");
    let parts = [hours, minutes, seconds].map(|part| part.parse::<u64>().expect("a number"));
    let midnight = 1_794_787_200;
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let totp = Builder::new().with_secret(secret).build().expect("a secret");
    totp.generate(midnight + parts[0] * 3600 + parts[1] * 60 + parts[2]).to_string()
}

async fn at(town: &Town, time: &str) {
    town.set_clock(&format!("2026-11-16T{time}Z")).await;
}

/// The token that goes along with the code.
async fn pending(town: &Town, login: &str, password: &str) -> String {
    let body = json!({ "login": login, "password": password, "city": CITY });
    let asked = town.anybody().post("/api/v1/sessions", &body).await.expect(202);
    asked["token"].as_str().expect("a token").to_owned()
}

async fn prove(town: &Town, token: &str, code: &str) -> Answer {
    town.anybody().post("/api/v1/sessions/second-factor", &json!({ "token": token, "code": code })).await
}

/// Sets up a second factor: its secret, and the recovery codes.
pub async fn set_up(caller: &Caller, password: &str, time: &str) -> (String, Vec<String>) {
    let begun =
        caller.post("/api/v1/account/second-factor", &json!({ "password": password })).await.expect(201);
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    let uri = begun["uri"].as_str().expect("a uri");
    assert!(uri.starts_with("otpauth://totp/") && uri.contains(&format!("secret={secret}")), "{uri}");
    let confirm = "/api/v1/account/second-factor/confirm";
    caller.post(confirm, &json!({ "code": "000000" })).await.refused_for("code", "wrong_code");
    let typed = json!({ "code": code(&secret, time) });
    let codes = caller.post(confirm, &typed).await.expect(201)["codes"].clone();
    let codes: Vec<String> = serde_json::from_value(codes).expect("codes");
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

async fn deeds(town: &Town) -> Vec<String> {
    sqlx::query_scalar("select deed from audit_entries where city_id = 1 order by n")
        .fetch_all(&mut town.database().await)
        .await
        .expect("deeds")
}

#[tokio::test]
async fn an_invited_person_comes_in_once_and_by_the_newest_link_only() {
    let town = Town::open().await;
    let administrator = town.staff("administrator").await;
    let body = json!({ "login": "lamps", "name": "Anna Lamplighter", "role": "worker",
        "department": "street-lighting" });
    let first = administrator.post("staff", &body).await.expect(201);
    administrator.post("staff", &body).await.refused_for("login", "taken");
    let id = first["id"].as_str().expect("an id");
    let nobody = json!({ "login": "lamps", "password": "", "city": CITY });
    town.anybody().post("/api/v1/sessions", &nobody).await.refused(401, "unauthorized");

    let second = administrator.post(&format!("staff/{id}/invite"), &Value::Null).await.expect(201);
    invited(&town, &first).get("invite").await.refused(404, "link_over");
    town.anybody().get("invite").await.refused(404, "link_over");
    let newcomer = invited(&town, &second);
    let seen = newcomer.get("invite").await.expect(200);
    assert_eq!((&seen["login"], &seen["role"]), (&json!("lamps"), &json!("worker")));

    for (password, fault) in
        [("short", "too_short"), ("lamplighter1", "too_common"), ("qwertyuiop", "too_common")]
    {
        newcomer.post("invite", &json!({ "password": password })).await.refused_for("password", fault);
    }
    let accept = json!({ "password": NEW_PASSWORD, "name": "Anna L." });
    let came = newcomer.post("invite", &accept).await;
    assert_eq!(came.expect(201)["user"]["name"], "Anna L.");
    in_browser(&town, &came).get("desk/reports").await.expect(200);
    newcomer.post("invite", &accept).await.refused(404, "link_over");
    signed_in(town.anybody(), &json!({ "login": "lamps", "password": NEW_PASSWORD, "city": CITY })).await;

    // A link ends by time, and with its person.
    let third = administrator.post(&format!("staff/{id}/invite"), &Value::Null).await.expect(201);
    town.set_clock("2026-11-19T09:01:00Z").await;
    invited(&town, &third).get("invite").await.refused(404, "link_over");
    let administrator = town.staff("administrator").await;
    let fourth = administrator.post(&format!("staff/{id}/invite"), &Value::Null).await.expect(201);
    let disabled = administrator.post(&format!("staff/{id}/disable"), &Value::Null).await.expect(200);
    assert_eq!(disabled["state"], "disabled");
    invited(&town, &fourth).post("invite", &accept).await.refused(404, "link_over");
    administrator.post(&format!("staff/{id}/invite"), &Value::Null).await.refused_for("state", "disabled");

    let deeds = deeds(&town).await;
    for deed in ["user_added", "user_invited", "invite_used", "signed_in", "user_disabled"] {
        assert!(deeds.iter().any(|done| done == deed), "{deed}: {deeds:?}");
    }
    town.close().await;
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_opens_nothing() {
    let town = Town::open().await;
    let here = town.staff("lighting").await;
    let elsewhere = town.staff("lighting").await;
    let wrong = json!({ "password": "not-the-password" });
    here.post("/api/v1/account/second-factor", &wrong).await.refused_for("password", "wrong_password");
    at(&town, "10:00:00").await;
    let (secret, codes) = set_up(&here, PASSWORD, "10:00:00").await;
    here.get("desk/reports").await.expect(200);
    elsewhere.get("desk/reports").await.refused(401, "unauthorized");
    let account = here.get("/api/v1/account").await.expect(200)["second_factor"].clone();
    assert_eq!(account, json!({ "on": true, "required": false, "recovery_codes": 10 }));

    at(&town, "10:05:00").await;
    let token = pending(&town, "lighting", PASSWORD).await;
    // It is no cookie, no token and nobody else's.
    let cookie = town.anybody().with("cookie", &format!("session={token}")).in_browser();
    cookie.get("desk/reports").await.refused(401, "unauthorized");
    prove(&town, &token, "000000").await.refused_for("code", "wrong_code");
    // The code of the set-up is long over, and one that was used is not taken again.
    prove(&town, &token, &code(&secret, "10:00:00")).await.refused_for("code", "wrong_code");
    let now = code(&secret, "10:05:00");
    let entered = prove(&town, &token, &now).await;
    entered.expect(201);
    in_browser(&town, &entered).get("desk/reports").await.expect(200);
    prove(&town, &token, &now).await.refused(401, "unauthorized");
    let again = pending(&town, "lighting", PASSWORD).await;
    prove(&town, &again, &now).await.refused_for("code", "wrong_code");

    // A recovery code is good once, however it is typed.
    let typed = codes[0].to_lowercase().replace('-', " ");
    prove(&town, &again, &typed).await.expect(201);
    let again = pending(&town, "lighting", PASSWORD).await;
    prove(&town, &again, &codes[0]).await.refused_for("code", "wrong_code");
    // The password has to be given again after five minutes.
    at(&town, "10:12:00").await;
    prove(&town, &again, &codes[1]).await.refused(401, "unauthorized");

    // New codes make the older ones void; a stolen session cannot make them.
    here.post("/api/v1/account/recovery-codes", &wrong).await.refused_for("password", "wrong_password");
    let proof = json!({ "password": PASSWORD });
    let fresh = here.post("/api/v1/account/recovery-codes", &proof).await.expect(201)["codes"].clone();
    let token = pending(&town, "lighting", PASSWORD).await;
    prove(&town, &token, &codes[2]).await.refused_for("code", "wrong_code");
    prove(&town, &token, fresh[0].as_str().expect("a code")).await.expect(201);
    here.post("/api/v1/account/second-factor/off", &proof).await.expect(204);
    town.staff("lighting").await;

    let deeds = deeds(&town).await;
    for deed in ["second_factor_on", "recovery_codes_made", "recovery_code_used", "second_factor_off"] {
        assert!(deeds.iter().any(|done| done == deed), "{deed}: {deeds:?}");
    }
    town.close().await;
}

#[tokio::test]
async fn who_has_the_password_cannot_guess_the_code() {
    let town = Town::open().await;
    let here = town.staff("lighting").await;
    at(&town, "10:00:00").await;
    let (secret, _) = set_up(&here, PASSWORD, "10:00:00").await;
    at(&town, "10:05:00").await;
    // Neither with one password given, nor with a new one for each try.
    let guesser = town.anybody().from_network("127.0.0.2");
    for _ in 0..5 {
        let body = sign_in("lighting");
        let token = guesser.post("/api/v1/sessions", &body).await.expect(202)["token"].clone();
        let guess = json!({ "token": token, "code": "123123" });
        guesser.post("/api/v1/sessions/second-factor", &guess).await.refused_for("code", "wrong_code");
    }
    let token = guesser.post("/api/v1/sessions", &sign_in("lighting")).await.expect(202)["token"].clone();
    let right = json!({ "token": token, "code": code(&secret, "10:05:00") });
    guesser.post("/api/v1/sessions/second-factor", &right).await.refused(429, "rate_limited");
    // The owner is not held up.
    town.anybody().post("/api/v1/sessions/second-factor", &right).await.expect(201);
    town.close().await;
}

#[tokio::test]
async fn a_city_may_ask_a_role_for_a_second_factor() {
    let town = Town::open().await;
    let administrator = town.staff("administrator").await;
    administrator.get("staff").await.expect(200);
    let scratch = data_dir();
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("city.toml"), |text| {
        text.replace("review = false", "require_second_factor = [\"administrator\"]\nreview = false")
    });
    run(town.verb().args(["city", "load"]).arg(&folder), "");
    // The server finds the new settings by itself, and they hold for whoever is signed in.
    let started = Instant::now();
    while administrator.get("staff").await.status == 200 {
        assert!(started.elapsed() < PATIENCE);
        tokio::task::yield_now().await;
    }
    administrator.get("staff").await.refused(403, "second_factor_required");
    administrator.get("desk/reports").await.refused(403, "second_factor_required");
    administrator.get("/api/v1/sessions").await.refused(403, "second_factor_required");
    administrator
        .patch("/api/v1/account", &json!({ "name": "X" }))
        .await
        .refused(403, "second_factor_required");
    assert_eq!(
        administrator.get("/api/v1/sessions/current").await.expect(200)["second_factor_required"],
        true
    );
    // What everybody may see they may see too.
    administrator.get("reports").await.expect(200);
    town.staff("coordinator").await.get("desk/reports").await.expect(200);

    at(&town, "10:00:00").await;
    set_up(&administrator, PASSWORD, "10:00:00").await;
    administrator.get("staff").await.expect(200);
    let off = administrator.post("/api/v1/account/second-factor/off", &json!({ "password": PASSWORD })).await;
    off.refused_for("second_factor", "asked_by_city");
    town.close().await;
}

#[tokio::test]
async fn what_an_administrator_changes_holds_at_the_next_request() {
    let town = Town::open().await;
    let administrator = town.staff("administrator").await;
    let head = town.staff("head-lighting").await;
    let (id, version) = id_of(&administrator, "head-lighting").await;
    let path = format!("staff/{id}");
    let change = |version: i64, more: Value| {
        let mut body = json!({ "seen_version": version });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let first = head.get("/api/v1/sessions/current").await.expect(200);
    assert_eq!(first["user"]["role"], "head");
    administrator.patch(&path, &change(version - 1, json!({}))).await.refused(409, "version_conflict");
    administrator
        .patch(&path, &change(version, json!({ "role": "auditor", "department": "road-service" })))
        .await
        .refused_for("department", "not_for_this_role");
    let body = change(version, json!({ "role": "worker", "department": "road-service" }));
    let changed = administrator.patch(&path, &body).await.expect(200);
    assert_eq!(changed["version"], version + 1);
    let now = head.get("/api/v1/sessions/current").await.expect(200)["user"].clone();
    assert_eq!((&now["role"], &now["department"]["slug"]), (&json!("worker"), &json!("road-service")));

    administrator.post(&format!("{path}/end-sessions"), &Value::Null).await.expect(200);
    head.get("desk/reports").await.refused(401, "unauthorized");
    let head = town.staff("head-lighting").await;
    administrator.post(&format!("{path}/disable"), &Value::Null).await.expect(200);
    head.get("desk/reports").await.refused(401, "unauthorized");
    let gone = town.anybody().post("/api/v1/sessions", &sign_in("head-lighting")).await;
    gone.refused(401, "unauthorized");
    administrator.post(&format!("{path}/enable"), &Value::Null).await.expect(200);
    town.staff("head-lighting").await;

    // The list goes on where the page ended.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = administrator.get(&format!("staff?limit=4&cursor={cursor}")).await.expect(200);
        seen.extend(page["staff"].as_array().expect("staff").iter().map(|one| one["login"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    assert_eq!(seen.len(), stories::STAFF.len(), "{seen:?}");
    for nul in ["staff?cursor=a%00b", "staff?q=%00"] {
        administrator.get(nul).await.refused(400, "bad_request");
    }
    let auditors = administrator.get("staff?role=auditor&state=active").await.expect(200);
    assert_eq!(auditors["staff"].as_array().expect("staff").len(), 1);
    town.close().await;
}

#[tokio::test]
async fn somebody_always_stays_who_administrates() {
    let town = Town::open().await;
    let administrator = town.staff("administrator").await;
    let (id, version) = id_of(&administrator, "administrator").await;
    let demote = json!({ "seen_version": version, "role": "auditor" });
    let last = "last_administrator";
    administrator.patch(&format!("staff/{id}"), &demote).await.refused_for("role", last);
    administrator.post(&format!("staff/{id}/disable"), &Value::Null).await.refused_for("role", last);
    // Somebody who was only invited is no administrator yet.
    let body = json!({ "login": "second", "name": "Second", "role": "administrator" });
    let invitation = administrator.post("staff", &body).await.expect(201);
    administrator.post(&format!("staff/{id}/disable"), &Value::Null).await.refused_for("role", last);
    let came = invited(&town, &invitation).post("invite", &json!({ "password": NEW_PASSWORD })).await;
    let second = in_browser(&town, &came);
    // Both at once: one of them stays.
    let (own, other) = (format!("staff/{id}/disable"), invitation["id"].as_str().expect("an id"));
    let other = format!("staff/{other}/disable");
    let (one, two) = tokio::join!(second.post(&own, &Value::Null), administrator.post(&other, &Value::Null));
    let done = [&one, &two].iter().filter(|answer| answer.status == 200).count();
    assert_eq!(done, 1, "{} {}", one.text(), two.text());
    let active: i64 = sqlx::query_scalar(
        "select count(*) from users where city_id = 1 and role = 'administrator' and disabled_at is null",
    )
    .fetch_one(&mut town.database().await)
    .await
    .expect("a number");
    assert_eq!(active, 1);
    town.close().await;
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let town = Town::open().await;
    let (here, elsewhere) = (town.staff("lighting").await, town.staff("lighting").await);
    let ask = |old: &str, new: &str| json!({ "old_password": old, "new_password": new });
    let path = "/api/v1/account/password";
    here.post(path, &ask("not-the-password", NEW_PASSWORD))
        .await
        .refused_for("old_password", "wrong_password");
    here.post(path, &ask(PASSWORD, "lighting-2026")).await.refused_for("new_password", "too_common");
    elsewhere.get("desk/reports").await.expect(200);
    here.post(path, &ask(PASSWORD, NEW_PASSWORD)).await.expect(204);
    here.get("desk/reports").await.expect(200);
    elsewhere.get("desk/reports").await.refused(401, "unauthorized");
    town.anybody().post("/api/v1/sessions", &sign_in("lighting")).await.refused(401, "unauthorized");
    signed_in(town.anybody(), &json!({ "login": "lighting", "password": NEW_PASSWORD, "city": CITY })).await;

    here.patch("/api/v1/account", &json!({ "name": " " })).await.refused_for("name", "missing");
    here.patch("/api/v1/account", &json!({ "name": "Lamp Keeper" })).await.expect(204);
    assert_eq!(here.get("/api/v1/account").await.expect(200)["user"]["name"], "Lamp Keeper");
    town.close().await;
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_the_link_of_the_last_start() {
    let data_dir = data_dir();
    let link = |server: &Server| {
        let log = server.log();
        log.lines().find(|line| line.contains("/invite#")).map(|line| secret_of(line.trim()))
    };
    let server = Server::embedded(data_dir.path());
    let older = printed(&server, link).await;
    server.stop();
    let server = Server::embedded(data_dir.path());
    let secret = printed(&server, link).await;
    let anybody = Caller::new(server.address());
    anybody.clone().with("x-invite", &older).get("invite").await.refused(404, "link_over");
    let first = anybody.clone().with("x-invite", &secret);
    assert_eq!(first.get("invite").await.expect(200)["role"], "administrator");
    let came = first.post("invite", &json!({ "password": NEW_PASSWORD, "name": "First" })).await;
    came.expect(201);
    let administrator =
        anybody.clone().with("cookie", &format!("session={}", came.cookie("session"))).in_browser();
    administrator.get("staff").await.expect(200);

    // Whoever runs the machine can always make a link.
    let mut invite = verb(None);
    invite.args(["user", "invite", "--city", CITY, "--login", "helper", "--role", "dispatcher"]);
    let output = run(invite.arg("--data-dir").arg(data_dir.path()), "");
    let made = secret_of(String::from_utf8_lossy(&output.stdout).trim());
    let helper = anybody.with("x-invite", &made);
    assert_eq!(helper.get("invite").await.expect(200)["login"], "helper");
    server.stop();
    let server = Server::embedded(data_dir.path());
    Caller::new(server.address()).get("/health/ready").await;
    assert_eq!(link(&server), None, "somebody administrates the city already");
    server.stop();
}

/// What the server prints a moment after it listens.
async fn printed(server: &Server, find: impl Fn(&Server) -> Option<String>) -> String {
    let started = Instant::now();
    loop {
        if let Some(found) = find(server) {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "{}", server.log());
        tokio::task::yield_now().await;
    }
}

//! Signing in with the city's own provider: npm's oidc-provider, which also plays a faithless one.

use reqwest::Url;
use serde_json::{Value, json};
use std::time::Instant;
use stories::Caller;
use stories::folder::{change, copy_of_the_city};
use stories::keeper;
use stories::oidc::{Browser, Office, Provider, leads_to, write_oidc};
use stories::server::{PATIENCE, run, verb};
use stories::town::{PASSWORD, sign_in, signed_in};

async fn current(browser: &Browser) -> Value {
    browser.caller().get("/api/v1/sessions/current").await.expect(200)["user"].clone()
}

const NO_ROLE: &str = "/sign-in?problem=oidc_no_role";
const FAILED: &str = "/sign-in?problem=oidc_failed";
const REFUSED: &str = "/sign-in?problem=oidc_refused";
const STALE: &str = "/sign-in?problem=oidc_stale";
const UNAVAILABLE: &str = "/sign-in?problem=oidc_unavailable";

#[tokio::test]
async fn what_somebody_is_comes_from_their_groups_at_each_sign_in() {
    let office = Office::open().await;
    let city = office.anybody().get("/api/v1/cities/small-town?language=en").await.expect(200);
    assert_eq!(city["oidc"], json!({ "title": "City sign-on", "passwords": true }));

    let mut anna = office.browser();
    let begun = anna.begin("/desk%3Fstatus=open").await;
    let asked =
        |name: &str| begun.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(asked("code_challenge_method").as_deref(), Some("S256"));
    assert!(
        ["state", "nonce", "code_challenge"].iter().all(|name| asked(name).is_some_and(|v| v.len() == 43))
    );
    let back = anna.at_the_provider(&begun, "anna-1").await;
    let answer = anna.get(back.as_str()).await;
    assert_eq!(leads_to(&answer), "/desk?status=open");
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().expect("text");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }
    let user = current(&anna).await;
    assert_eq!(
        (&user["login"], &user["name"], &user["role"]),
        (&json!("sso.anna"), &json!("Anna Lamp"), &json!("worker"))
    );
    assert_eq!(user["department"]["slug"], "street-lighting");
    anna.caller().get("desk/reports").await.expect(200);
    assert_eq!(anna.caller().get("/api/v1/account").await.expect(200)["has_password"], false);
    let with_password = json!({ "login": "sso.anna", "password": "", "city": stories::CITY });
    office.anybody().post("/api/v1/sessions", &with_password).await.refused(401, "unauthorized");

    // Another department, which the provider names; the same account in another browser.
    office.people(json!({ "anna-1": { "name": "Anna Road", "groups": ["crews", "others"], "unit": "road-service" } })).await;
    let mut at_home = office.browser();
    assert_eq!(at_home.sign_in("anna-1").await, "/desk");
    for browser in [&anna, &at_home] {
        let user = current(browser).await;
        assert_eq!((&user["login"], &user["name"]), (&json!("sso.anna"), &json!("Anna Road")));
        assert_eq!(user["department"]["slug"], "road-service", "at once, in every browser");
    }
    // A department that is not there gives no role; and no role is no session, in no browser.
    office
        .people(
            json!({ "anna-1": { "groups": ["crews"], "unit": "no-such" }, "bob": { "groups": ["guests"] } }),
        )
        .await;
    let mut third = office.browser();
    assert_eq!(third.sign_in("anna-1").await, NO_ROLE);
    assert!(!third.is_in());
    anna.caller().get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    at_home.caller().get("desk/reports").await.refused(401, "unauthorized");
    let before = office.written_down().await;
    assert_eq!(office.browser().sign_in("bob").await, NO_ROLE);
    assert_eq!(before, office.written_down().await, "nobody was added");

    let roles: Vec<&Value> =
        before.iter().filter(|(deed, _)| deed == "role_mapped").map(|(_, said)| said).collect();
    let lamps = json!({ "role": "worker", "department": "street-lighting" });
    let roads = json!({ "role": "worker", "department": "road-service" });
    assert_eq!(roles, [&json!({ "from": lamps, "to": roads }), &json!({ "from": roads, "to": null })]);
    let linked = before.iter().position(|(deed, _)| deed == "identity_linked").expect("it is written down");
    assert_eq!(before[linked - 1].0, "user_added");
    office.close().await;
}

#[tokio::test]
async fn an_account_that_is_there_is_linked_by_an_administrator_and_by_nobody_else() {
    let office = Office::open_with("new_people = false\npasswords = false").await;
    let claims =
        json!({ "name": "Lou", "preferred_username": "lighting", "email": "lighting", "groups": ["leads"] });
    office.people(json!({ "lou-7": claims, "max-8": claims })).await;
    assert_eq!(office.browser().sign_in("lou-7").await, "/sign-in?problem=oidc_unknown");

    let link = |login: &str, subject: &str| {
        let mut link = verb(Some(&office.url));
        link.args(["user", "link", login, "--city", stories::CITY, "--oidc-subject", subject]);
        link
    };
    let administrator = signed_in(office.anybody(), &sign_in("administrator")).await;
    let listed = async || administrator.get("staff?q=dispatcher").await.expect(200)["staff"][0].clone();
    let again = format!("staff/{}/invite", listed().await["id"].as_str().expect("an id"));
    let invite = administrator.post(&again, &json!({})).await.expect(201)["link"].clone();
    let secret = invite.as_str().and_then(|link| link.split_once('#')).expect("a secret").1;

    run(&mut link("dispatcher", "lou-7"), "");
    // No link sets a password beside: neither an older one nor a new one.
    office.anybody().with("x-invite", secret).get("invite").await.refused(404, "link_over");
    administrator.post(&again, &json!({})).await.refused_for("login", "signed_in_by_provider");
    assert_eq!(listed().await["state"], "active");
    for (login, subject) in [("dispatcher", "another"), ("press", "lou-7"), ("nobody", "x"), ("press", "")] {
        assert!(!link(login, subject).output().expect("it runs").status.success(), "{login} {subject}");
    }
    let mut lou = office.browser();
    assert_eq!(lou.sign_in("lou-7").await, "/desk");
    let user = current(&lou).await;
    assert_eq!((&user["login"], &user["role"]), (&json!("dispatcher"), &json!("coordinator")));
    assert_eq!(
        office.browser().sign_in("max-8").await,
        "/sign-in?problem=oidc_unknown",
        "a name links nobody"
    );

    // One way in: not with the old password, and where the city says so with none at all, but for who
    // has to get in when the provider is gone.
    for login in ["dispatcher", "press", "lighting"] {
        office.anybody().post("/api/v1/sessions", &sign_in(login)).await.refused(401, "unauthorized");
    }
    office.anybody().post("/api/v1/sessions", &sign_in("administrator")).await.expect(201);

    // A link opens no other way in either, where the city wants the provider to be used.
    let press = json!({ "login": "press-2", "name": "Pat", "role": "press" });
    let link = administrator.post("staff", &press).await.expect(201)["link"].clone();
    let secret = link.as_str().and_then(|link| link.split_once('#')).expect("a secret").1;
    let body = json!({ "password": "a long way to the sea" });
    let accepted = office.anybody().with("x-invite", secret).post("invite", &body).await;
    accepted.refused_for("password", "signed_in_by_provider");
    a_second_factor_is_the_providers_matter(&office, &lou, &administrator).await;

    sqlx::query("update users set disabled_at = created_at where city_id = 1 and login = 'dispatcher'")
        .execute(&mut office.connection().await)
        .await
        .expect("disabled");
    assert_eq!(office.browser().sign_in("lou-7").await, "/sign-in?problem=oidc_disabled");
    lou.caller().get("desk/reports").await.refused(401, "unauthorized");
    office.close().await;
}

/// The city asks for a second factor: of whoever comes with a password.
async fn a_second_factor_is_the_providers_matter(office: &Office, lou: &Browser, administrator: &Caller) {
    let scratch = keeper::data_dir();
    let city = copy_of_the_city(scratch.path());
    write_oidc(&city, &office.provider.issuer, "new_people = false\npasswords = false");
    change(&city.join("city.toml"), |text| {
        let asked = "require_second_factor = [\"administrator\", \"coordinator\"]\nreview = false";
        text.replace("review = false", asked)
    });
    run(verb(Some(&office.url)).args(["city", "load"]).arg(&city), "");
    let started = Instant::now();
    while administrator.get("staff").await.status == 200 {
        assert!(started.elapsed() < PATIENCE);
        tokio::task::yield_now().await;
    }
    administrator.get("staff").await.refused(403, "second_factor_required");
    lou.caller().get("desk/reports").await.expect(200);
}

#[tokio::test]
async fn a_name_that_is_taken_gives_nobody_the_account_of_another() {
    let office = Office::open().await;
    let like_anna = json!({ "preferred_username": "anna", "name": "Anna", "groups": ["leads"] });
    let like_staff = json!({ "preferred_username": "administrator", "groups": ["leads"] });
    office.people(json!({ "one": like_anna, "two": like_anna, "three": like_staff, "four": { "groups": ["leads"] } })).await;
    let mut logins = Vec::new();
    for subject in ["one", "two", "three", "four"] {
        let mut browser = office.browser();
        assert_eq!(browser.sign_in(subject).await, "/desk");
        logins.push(current(&browser).await["login"].as_str().expect("a login").to_owned());
    }
    assert_eq!((logins[0].as_str(), logins[2].as_str()), ("sso.anna", "sso.administrator"));
    assert!(logins[1].starts_with("sso.anna.") && logins[3].starts_with("sso."), "{logins:?}");
    // Who came first is still who they are.
    let mut again = office.browser();
    again.sign_in("one").await;
    assert_eq!(current(&again).await["login"], "sso.anna");
    office.close().await;
}

/// The address that a provider sends back to, with another value or without one.
fn changed(back: &Url, name: &str, value: Option<&str>) -> Url {
    let mut url = back.clone();
    let kept: Vec<(String, String)> =
        back.query_pairs().into_owned().filter(|(key, _)| key != name).collect();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
    url
}

async fn others_answers_open_nothing(office: &Office) {
    // The answer of another provider, of none, and a code that was given for another request (PKCE).
    let mut thief = office.browser();
    let stolen = {
        let begun = thief.begin("/desk").await;
        thief.at_the_provider(&begun, "anna-1").await
    };
    let stolen = stolen.query_pairs().find(|(key, _)| key == "code").expect("a code").1.into_owned();
    for (name, value, told) in [
        ("iss", Some("https://evil.example"), FAILED),
        ("iss", None, FAILED),
        ("code", None, REFUSED),
        ("code", Some("made-up"), REFUSED),
        ("code", Some(&*stolen), REFUSED),
        ("error", Some("<script>alert(1)</script>"), REFUSED),
    ] {
        let mut browser = office.browser();
        let begun = browser.begin("/desk").await;
        let back = browser.at_the_provider(&begun, "anna-1").await;
        let url = changed(&back, name, value);
        assert_eq!(leads_to(&browser.get(url.as_str()).await), told, "{name} {value:?}");
        assert!(!browser.is_in());
    }
    // What the provider says is not shown: it could be anything.
    assert_eq!(office.browser().sign_in("nobody").await, REFUSED);
}

#[tokio::test]
async fn a_sign_in_works_once_in_the_browser_that_began_it() {
    let office = Office::open().await;
    let mut anna = office.browser();
    let begun = anna.begin("/desk").await;
    let back = anna.at_the_provider(&begun, "anna-1").await;

    // Somebody else's browser, with a sign-in of its own under way or none.
    let mut other = office.browser();
    assert_eq!(leads_to(&other.get(back.as_str()).await), STALE);
    other.begin("/desk").await;
    assert_eq!(leads_to(&other.get(back.as_str()).await), STALE);
    // Another state, none.
    let cookies = anna.cookies.clone();
    for wrong in [changed(&back, "state", Some("x")), changed(&back, "state", None)] {
        assert_eq!(leads_to(&anna.get(wrong.as_str()).await), STALE);
        anna.cookies.clone_from(&cookies);
    }
    // Still good for who began it; and only once.
    assert_eq!(leads_to(&anna.get(back.as_str()).await), "/desk");
    anna.cookies.clone_from(&cookies);
    assert_eq!(leads_to(&anna.get(back.as_str()).await), STALE);

    others_answers_open_nothing(&office).await;

    // Ten minutes are enough.
    let mut slow = office.browser();
    let begun = slow.begin("/desk").await;
    let back = slow.at_the_provider(&begun, "anna-1").await;
    office.set_clock(601).await;
    assert_eq!(leads_to(&slow.get(back.as_str()).await), STALE);
    let kept = "select (select count(*) from oidc_sign_ins) + (select count(*) from oidc_sessions where sid is null)";
    let left: i64 =
        sqlx::query_scalar(kept).fetch_one(&mut office.connection().await).await.expect("a count");
    assert_eq!(left, 0, "what is over is removed");

    // Back to our own pages only.
    for elsewhere in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
    ] {
        let mut browser = office.browser();
        let begun = browser.begin(elsewhere).await;
        let back = browser.at_the_provider(&begun, "anna-1").await;
        assert_eq!(leads_to(&browser.get(back.as_str()).await), "/desk", "{elsewhere}");
    }
    office.close().await;
}

#[tokio::test]
async fn a_token_that_proves_nothing_opens_nothing() {
    let office = Office::open().await;
    let leads = json!({ "groups": ["leads"] });
    let with = |more: Value| {
        let mut claims = leads.clone();
        claims.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        claims
    };
    for (claims, how) in [
        (leads.clone(), "none"),
        (leads.clone(), "hmac"),
        (leads.clone(), "stranger"),
        (with(json!({ "aud": "another" })), "key"),
        (with(json!({ "aud": ["citycenter", "another"] })), "key"),
        (with(json!({ "azp": "another" })), "key"),
        (with(json!({ "iss": "https://evil.example" })), "key"),
        (with(json!({ "nonce": "another" })), "key"),
        (with(json!({ "nonce": null })), "key"),
        (with(json!({ "at_hash": "AAAA" })), "key"),
        (with(json!({ "exp": 1 })), "key"),
        (with(json!({ "exp": null })), "key"),
        (with(json!({ "sub": null })), "key"),
    ] {
        office.forge(claims.clone(), how).await;
        let mut browser = office.browser();
        assert_eq!(browser.sign_in("anna-1").await, FAILED, "{how} {claims}");
        assert!(!browser.is_in());
    }
    // The same made as it should be is good: it is what was changed that was refused.
    office.forge(leads.clone(), "key").await;
    assert_eq!(office.browser().sign_in("anna-1").await, "/desk");
    // What the provider says beside the token has to be about the same person.
    office.forge(json!({ "sub": "bob" }), "key").await;
    assert_eq!(office.browser().sign_in("anna-1").await, FAILED);
    office.provider.door("forge", &Value::Null).await;

    // New keys are found by themselves, but are not asked for again and again.
    office.set_clock(120).await;
    office.provider.door("rotate", &Value::Null).await;
    let asked = office.provider.keys_asked().await;
    assert_eq!(office.browser().sign_in("anna-1").await, "/desk");
    assert_eq!(office.provider.keys_asked().await, asked + 1);
    office.provider.door("rotate", &Value::Null).await;
    assert_eq!(office.browser().sign_in("anna-1").await, FAILED);
    for _ in 0..5 {
        office.backchannel(json!({}), json!({ "kid": "made-up" }), "key").await.refused(400, "bad_request");
    }
    assert_eq!(office.provider.keys_asked().await, asked + 1);
    office.set_clock(181).await;
    assert_eq!(office.browser().sign_in("anna-1").await, "/desk");
    assert_eq!(office.provider.keys_asked().await, asked + 2);
    // By our clock: good for an hour, and not before it was made.
    for (seconds, told) in [(2 * 3600, FAILED), (-3600, FAILED), (181, "/desk")] {
        office.set_clock(seconds).await;
        assert_eq!(office.browser().sign_in("anna-1").await, told, "{seconds} s");
    }
    office.close().await;
}

/// Says yes to the provider's question whether to sign out; gives where it leads.
async fn say_yes(browser: &mut Browser, provider: &Provider, at: &str) -> String {
    let page = browser.get(at).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let page = page.text();
    let xsrf =
        page.split("name=\"xsrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
    let confirm = format!("{}/session/end/confirm", provider.issuer);
    leads_to(&browser.post(&confirm, &format!("xsrf={xsrf}&logout=yes")).await)
}

/// Whoever makes up the provider's word that somebody is out ends nothing; gives one that is good.
async fn made_up_words_end_nothing(office: &Office) -> Value {
    let at: i64 = sqlx::query_scalar("select extract(epoch from now())::bigint")
        .fetch_one(&mut office.connection().await)
        .await
        .expect("a time");
    let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
    let good = json!({ "iss": office.provider.issuer, "aud": "citycenter", "iat": at, "exp": at + 120,
        "jti": "once", "events": event, "sub": "anna-1" });
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    for (claims, how) in [
        (good.clone(), "none"),
        (good.clone(), "hmac"),
        (good.clone(), "stranger"),
        (with("aud", json!("another")), "key"),
        (with("iss", json!("https://evil.example")), "key"),
        (with("iat", json!(at - 3600)), "key"),
        (with("exp", json!(at - 3600)), "key"),
        (with("nonce", json!("n")), "key"),
        (with("events", json!({})), "key"),
        (with("jti", Value::Null), "key"),
        (with("sub", Value::Null), "key"),
    ] {
        office.backchannel(claims, json!({}), how).await.refused(400, "bad_request");
    }
    office.push_out("no-token").await.refused(400, "bad_request");
    good
}

#[tokio::test]
async fn signing_out_ends_it_here_and_there() {
    let office = Office::open().await;
    let mut anna = office.browser();
    anna.sign_in("anna-1").await;
    let mut phone = office.browser();
    phone.sign_in("anna-1").await;

    // From here: the session ends at once; where the browser goes then ends it at the provider.
    let answer = anna.caller().delete("/api/v1/sessions/current").await;
    let go_to = answer.expect(200)["go_to"].as_str().expect("an address").to_owned();
    anna.caller().get("desk/reports").await.refused(401, "unauthorized");
    assert!(go_to.starts_with(&office.provider.issuer) && go_to.contains("id_token_hint="), "{go_to}");
    let home = say_yes(&mut anna, &office.provider, &go_to).await;
    assert_eq!(home, format!("{}/sign-in", office.server.address()));
    let begun = anna.begin("/desk").await;
    let unknown = anna.at_the_provider(&begun, "nobody").await;
    assert_eq!(leads_to(&anna.get(unknown.as_str()).await), REFUSED, "the provider asks who it is");
    phone.caller().get("desk/reports").await.expect(200);

    // From there: the provider tells us, and this browser's session ends, not the others'.
    let mut tablet = office.browser();
    tablet.sign_in("anna-1").await;
    let at = format!("{}/session/end", office.provider.issuer);
    say_yes(&mut tablet, &office.provider, &at).await;
    tablet.caller().get("desk/reports").await.refused(401, "unauthorized");
    phone.caller().get("desk/reports").await.expect(200);

    let good = made_up_words_end_nothing(&office).await;
    phone.caller().get("desk/reports").await.expect(200);

    // Of the person: wherever they are signed in. And once.
    let answer = office.backchannel(good.clone(), json!({ "typ": "logout+jwt" }), "key").await;
    assert_eq!((answer.status, answer.headers["cache-control"].to_str().ok()), (200, Some("no-store")));
    phone.caller().get("desk/reports").await.refused(401, "unauthorized");
    phone.sign_in("anna-1").await;
    office.backchannel(good, json!({}), "key").await.refused(400, "bad_request");
    phone.caller().get("desk/reports").await.expect(200);
    let ended =
        office.written_down().await.iter().filter(|(deed, _)| deed == "signed_out_by_provider").count();
    assert_eq!(ended, 2);

    office.set_clock(120).await;
    let kept: i64 = sqlx::query_scalar("select count(*) from oidc_sessions")
        .fetch_one(&mut office.connection().await)
        .await
        .expect("a count");
    assert_eq!(kept, 1, "the provider's tokens go with their sessions");
    office.close().await;
}

#[tokio::test]
async fn without_the_provider_a_password_still_opens_the_door() {
    let office = Office::open().await;
    let mut anna = office.browser();
    anna.sign_in("anna-1").await;
    let begun = anna.begin("/desk").await;
    let back = anna.at_the_provider(&begun, "anna-1").await;
    office.provider.door("down", &json!(true)).await;
    assert_eq!(leads_to(&anna.get(back.as_str()).await), UNAVAILABLE);
    // What it said of itself is forgotten after an hour.
    office.set_clock(3700).await;
    let anew = "/api/v1/cities/small-town/sign-in/oidc";
    assert_eq!(leads_to(&office.browser().get(anew).await), UNAVAILABLE);
    office.backchannel(json!({}), json!({}), "key").await.refused(503, "unavailable");
    office.anybody().post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    // Who is in stays in, and gets out.
    anna.caller().get("desk/reports").await.expect(200);
    anna.caller().delete("/api/v1/sessions/current").await.expect(204);
    anna.caller().get("desk/reports").await.refused(401, "unauthorized");
    office.provider.door("down", &json!(false)).await;
    office.set_clock(0).await;
    assert_eq!(office.browser().sign_in("anna-1").await, "/desk");
    office.close().await;
}

#[tokio::test]
async fn a_city_without_a_provider_has_no_such_door_and_one_that_cannot_work_is_not_loaded() {
    let town = stories::Town::open().await;
    for path in ["sign-in/oidc", "sign-in/oidc/callback?state=x&code=y"] {
        town.anybody().get(path).await.refused(404, "not_found");
    }
    let body = json!({ "login": "lighting", "password": PASSWORD, "city": stories::CITY });
    town.anybody().post("/api/v1/sessions", &body).await.expect(201);
    let folder = keeper::data_dir();
    let city = copy_of_the_city(folder.path());
    write_oidc(&city, "https://sso.city.example", "");
    change(&city.join("city.toml"), |text| {
        text.replace("department = \"street-lighting\" }", "department = \"no-such\" }")
    });
    let output = town.verb().args(["city", "load"]).arg(&city).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("no-such"), "{said}");
    town.close().await;
}

//! Signing in and out.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use stories::reports::{dark_lamp, file};
use stories::server::{PATIENCE, city_dir, run};
use stories::town::{PASSWORD, sign_in};
use stories::{Caller, Town};

async fn phone(town: &Town, login: &str) -> Value {
    let mut body = sign_in(login);
    body["client"] = json!("phone");
    town.anybody().post("/api/v1/sessions", &body).await.expect(201)
}

fn bearing(town: &Town, session: &Value) -> Caller {
    let token = session["access_token"].as_str().expect("an access token");
    town.anybody().with("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn a_browser_gets_a_cookie_that_scripts_cannot_read() {
    let town = Town::open().await;
    let answer = town.anybody().post("/api/v1/sessions", &sign_in("lighting")).await;
    let session = answer.expect(201);
    let cookie = answer.headers["set-cookie"].to_str().expect("text").to_ascii_lowercase();
    assert!(cookie.contains("httponly") && cookie.contains("samesite=lax"), "{cookie}");
    assert!(session.get("access_token").is_none(), "{session}");
    assert_eq!(session["user"]["department"]["slug"], "street-lighting");

    let staff = town.staff("lighting").await;
    let current = staff.get("/api/v1/sessions/current").await.expect(200);
    assert_eq!((&current["user"]["login"], &current["user"]["role"]), (&json!("lighting"), &json!("worker")));
    town.close().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_the_same() {
    let town = Town::open().await;
    let mut details = Vec::new();
    for (login, password) in [("lighting", "not-the-password"), ("nobody-of-that-name", "not-the-password")] {
        let body = json!({ "login": login, "password": password, "city": stories::CITY });
        let problem = town.anybody().post("/api/v1/sessions", &body).await.refused(401, "unauthorized");
        details.push(problem["detail"].clone());
    }
    assert_eq!(details[0], details[1]);
    town.close().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let town = Town::open().await;
    let staff = town.staff("dispatcher").await;
    staff.get("desk/reports").await.expect(200);
    staff.delete("/api/v1/sessions/current").await.expect(204);
    staff.get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    staff.get("desk/reports").await.refused(401, "unauthorized");

    // Also for a token that would have been good for another quarter of an hour.
    let session = phone(&town, "dispatcher").await;
    let phone = bearing(&town, &session);
    phone.get("desk/reports").await.expect(200);
    phone.delete("/api/v1/sessions/current").await.expect(204);
    phone.get("desk/reports").await.refused(401, "unauthorized");
    let refresh = json!({ "refresh_token": session["refresh_token"] });
    town.anybody().post("/api/v1/sessions/refresh", &refresh).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_phone_stays_signed_in_by_refreshing() {
    let town = Town::open().await;
    let first = phone(&town, "lighting").await;
    assert_eq!(first["expires_in"], 900);
    town.set_clock("2026-11-16T09:16:00Z").await;
    bearing(&town, &first).get("desk/reports").await.refused(401, "unauthorized");
    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let second = town.anybody().post("/api/v1/sessions/refresh", &refresh).await;
    assert!([200, 201].contains(&second.status), "{}", second.text());
    bearing(&town, &second.json()).get("desk/reports").await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn a_stolen_refresh_token_ends_the_session_for_both() {
    let town = Town::open().await;
    let first = phone(&town, "lighting").await;
    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let owner = town.anybody().post("/api/v1/sessions/refresh", &refresh).await.json();
    bearing(&town, &owner).get("desk/reports").await.expect(200);

    town.anybody().post("/api/v1/sessions/refresh", &refresh).await.refused(401, "unauthorized");
    bearing(&town, &owner).get("desk/reports").await.refused(401, "unauthorized");
    let newest = json!({ "refresh_token": owner["refresh_token"] });
    town.anybody().post("/api/v1/sessions/refresh", &newest).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_is_sent_again_under_its_name() {
    let town = Town::open().await;
    let first = phone(&town, "lighting").await;
    let named = |name: &str| json!({ "refresh_token": first["refresh_token"], "attempt": name.repeat(32) });
    let ask = async |body| town.anybody().post("/api/v1/sessions/refresh", &body).await;
    ask(named("x")).await.refused(422, "invalid");

    let lost = ask(named("a")).await.expect(201);
    let again = ask(named("a")).await.expect(201);
    assert_eq!(lost["refresh_token"], again["refresh_token"]);
    bearing(&town, &again).get("desk/reports").await.expect(200);

    // Whoever does not know the name has a copy; and a change that was followed by another is over.
    let newer = json!({ "refresh_token": again["refresh_token"], "attempt": "b".repeat(32) });
    let newest = ask(newer).await.expect(201);
    ask(named("a")).await.refused(401, "unauthorized");
    bearing(&town, &newest).get("desk/reports").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn another_sites_page_cannot_act_with_a_staff_cookie() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let staff = town.staff("lighting").await;
    let elsewhere =
        staff.clone().with("origin", "https://elsewhere.example").with("sec-fetch-site", "cross-site");
    let version = filed.seen_by(&staff).await["version"].clone();
    let accept = json!({ "to": "accepted", "seen_version": version });
    let path = format!("{}/transitions", filed.path());
    elsewhere.post(&path, &accept).await.refused(403, "forbidden");
    assert_eq!(filed.seen_by(&staff).await["status"], "assigned");
    staff.post(&path, &accept).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn who_guesses_a_password_has_to_wait() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let guess = json!({ "login": "lighting", "password": "not-the-password", "city": stories::CITY });
    for _ in 0..5 {
        anybody.post("/api/v1/sessions", &guess).await.refused(401, "unauthorized");
    }
    let late = anybody.post("/api/v1/sessions", &sign_in("lighting")).await;
    late.refused(429, "rate_limited");
    assert!(late.headers.contains_key("retry-after"));
    // Others are not held up, and neither is the owner a quarter of an hour later.
    town.staff("roads").await;
    town.set_clock("2026-11-16T09:16:00Z").await;
    town.staff("lighting").await;
    town.close().await;
}

#[tokio::test]
async fn guesses_from_elsewhere_make_nobody_else_wait() {
    let town = Town::open().await;
    let guess =
        |login: &str| json!({ "login": login, "password": "not-the-password", "city": stories::CITY });
    // Somebody who signed in with this browser before.
    let first = town.anybody().post("/api/v1/sessions", &sign_in("lighting")).await;
    let known = town.anybody().with("cookie", &format!("device={}", first.cookie("device")));
    // A known login and one that never was make the same guesser wait just as long.
    let guesser = town.anybody().from_network("127.0.0.2");
    for login in ["lighting", "nobody-of-that-name"] {
        for _ in 0..5 {
            guesser.post("/api/v1/sessions", &guess(login)).await.refused(401, "unauthorized");
        }
        guesser.post("/api/v1/sessions", &guess(login)).await.refused(429, "rate_limited");
    }
    town.anybody().post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);

    // Its owner comes in from elsewhere, and what was counted for all networks is forgotten. With many
    // networks one guesses more, until the login is slow for all whom it does not know.
    for network in 3..=8 {
        let guesser = town.anybody().from_network(&format!("127.0.0.{network}"));
        for _ in 0..5 {
            guesser.post("/api/v1/sessions", &guess("lighting")).await.refused(401, "unauthorized");
        }
    }
    let newcomer = town.anybody().from_network("127.0.0.20");
    newcomer.post("/api/v1/sessions", &sign_in("lighting")).await.refused(429, "rate_limited");
    known.post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    known.from_network("127.0.0.2").post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    // A browser that knows somebody else is no help.
    let roads = town.anybody().post("/api/v1/sessions", &sign_in("roads")).await.cookie("device");
    let other = town.anybody().with("cookie", &format!("device={roads}")).from_network("127.0.0.21");
    other.post("/api/v1/sessions", &sign_in("lighting")).await.refused(429, "rate_limited");

    let locked: i64 = sqlx::query_scalar(
        "select count(*) from audit_entries where city_id = 1 and deed = 'locked_out'
         and subject_id = (select id from users where city_id = 1 and login = 'lighting')",
    )
    .fetch_one(&mut town.database().await)
    .await
    .expect("a number");
    assert!(locked >= 1, "{locked}");
    town.set_clock("2026-11-16T09:10:00Z").await;
    newcomer.post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    town.close().await;
}

#[tokio::test]
async fn people_see_where_they_are_signed_in_and_end_it() {
    let town = Town::open().await;
    let here = town.staff("lighting").await;
    let phone = bearing(&town, &phone(&town, "lighting").await);
    let stranger = town.staff("roads").await;
    let seen = here.get("/api/v1/sessions").await.expect(200)["sessions"].clone();
    let seen = seen.as_array().expect("sessions");
    assert_eq!(seen.len(), 2, "{seen:?}");
    let own = seen.iter().find(|one| one["current"] == true).expect("this one");
    let other = seen.iter().find(|one| one["current"] == false).expect("the phone");
    assert_eq!((&own["client"], &other["client"]), (&json!("web"), &json!("phone")));
    assert_eq!(own["network"], "127.0.0.0/24");

    let path = format!("/api/v1/sessions/{}", other["id"].as_str().expect("an id"));
    stranger.delete(&path).await.refused(404, "not_found");
    here.delete(&path).await.expect(204);
    phone.get("desk/reports").await.refused(401, "unauthorized");

    let another = town.staff("lighting").await;
    here.delete("/api/v1/sessions?keep_current=true").await.expect(204);
    another.get("desk/reports").await.refused(401, "unauthorized");
    here.get("desk/reports").await.expect(200);
    here.delete("/api/v1/sessions").await.expect(204);
    here.get("desk/reports").await.refused(401, "unauthorized");
    stranger.get("desk/reports").await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn a_browser_that_nobody_uses_is_signed_out() {
    let town = Town::open().await;
    let (used, left) = (town.staff("lighting").await, town.staff("lighting").await);
    town.set_clock("2026-11-16T15:00:00Z").await;
    used.get("desk/reports").await.expect(200);
    town.set_clock("2026-11-16T21:01:00Z").await;
    left.get("desk/reports").await.refused(401, "unauthorized");
    used.get("desk/reports").await.expect(200);
    // However much it is used, it ends.
    town.set_clock("2026-11-17T01:01:00Z").await;
    used.get("desk/reports").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_session_reaches_into_its_own_city_only() {
    let town = Town::open().await;
    let other = "yuzhno-sakhalinsk";
    run(town.verb().args(["city", "load"]).arg(city_dir(other)), "");
    let mut add = town.verb();
    run(
        add.args(["user", "add", "visitor", "--city", other, "--role", "dispatcher", "--password-stdin"]),
        PASSWORD,
    );
    let anybody = town.anybody();
    // The server finds the new city by itself.
    let started = Instant::now();
    while anybody.get(&format!("/api/v1/cities/{other}")).await.status != 200 {
        assert!(started.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let body = json!({ "login": "visitor", "password": PASSWORD, "city": other });
    let cookie = anybody.post("/api/v1/sessions", &body).await.cookie("session");
    let visitor = anybody.clone().with("cookie", &format!("session={cookie}")).in_browser();
    visitor.get(&format!("/api/v1/cities/{other}/desk/reports")).await.expect(200);

    let filed = file(&anybody, &dark_lamp()).await;
    assert_eq!(filed.seen_by(&visitor).await["viewer"], "public");
    for path in ["desk/reports", "desk/counts", "desk/people", "desk/filters"] {
        assert!([401, 403].contains(&visitor.get(path).await.status), "{path}");
    }
    assert!([401, 403].contains(&filed.moved_by(&visitor, "accepted", &[]).await.status));
    town.close().await;
}

#[tokio::test]
async fn no_login_breaks_the_sign_in() {
    let town = Town::open().await;
    for login in ["a\u{0}b".to_owned(), "x".repeat(100_000), String::new()] {
        let body = json!({ "login": login, "password": "not-the-password", "city": stories::CITY });
        town.anybody().post("/api/v1/sessions", &body).await.refused(401, "unauthorized");
    }
    town.close().await;
}

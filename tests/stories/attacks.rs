//! What somebody with bad intentions tries.

use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use stories::chance::Api;
use stories::raw::{exchange, get};
use stories::reports::{Filed, dark_lamp, file, file_with_photo, of_type};
use stories::server::{city_dir, run};
use stories::town::{PASSWORD, STAFF, sign_in, signed_in};
use stories::{Caller, Town};
use uuid::Uuid;

/// What the server offers, with nothing that is there.
async fn api(town: &Town) -> Api {
    Api::new(town.anybody().get("/api/v1/openapi.json").await.expect(200), Vec::new())
}

/// The value of a cookie that signs this login in.
async fn cookie_of(caller: &Caller, login: &str) -> String {
    caller.post("/api/v1/sessions", &sign_in(login)).await.cookie("session")
}

#[tokio::test]
async fn ids_of_one_city_open_nothing_in_another() {
    const OTHER: &str = "yuzhno-sakhalinsk";
    let town = Town::open().await;
    let (filed, photo) = file_with_photo(&town.anybody()).await;
    run(town.verb().args(["city", "load"]).arg(city_dir(OTHER)), "");
    let mut add = town.verb();
    add.args(["user", "add", "neighbour", "--city", OTHER, "--role", "coordinator", "--password-stdin"]);
    run(&mut add, PASSWORD);
    while town.anybody().get(&format!("/api/v1/cities/{OTHER}")).await.status != 200 {
        tokio::task::yield_now().await;
    }
    let mut body = sign_in("neighbour");
    body["city"] = json!(OTHER);
    let neighbour = signed_in(town.anybody(), &body).await;
    // Away from home even the author's secret opens nothing.
    let with_secret = neighbour.clone().with("x-report-secret", &filed.secret);
    let api = api(&town).await;
    for operation in api.operations() {
        for id in [filed.id.to_string(), photo.to_string(), filed.number().to_owned()] {
            for city in [OTHER, stories::CITY] {
                let path = api.path_with(&operation, city, &id);
                // Without an id nothing is told apart; what is public of a report is so at home.
                if !path.contains(&id) || (city == stories::CITY && operation.id.starts_with("report")) {
                    continue;
                }
                let neighbour = if city == OTHER { &with_secret } else { &neighbour };
                let request = neighbour.request(operation.method.clone(), &path).json(&json!({}));
                let answer = neighbour.finish(request).await;
                // Forgetting what one does not have is no fault, and does nothing.
                let nothing = operation.id == "forget_filter" && answer.status == 204;
                assert!(answer.status >= 400 || nothing, "{} {path}: {}", operation.id, answer.text());
            }
        }
    }
    town.close().await;
}

#[tokio::test]
async fn parts_of_one_case_cannot_be_reached_through_another() {
    let town = Town::open().await;
    let (mine, photo) = file_with_photo(&town.anybody()).await;
    let theirs = file(&town.anybody(), &dark_lamp()).await;
    let head = town.staff("head-lighting").await;
    let (subtask, link) = (Uuid::now_v7(), Uuid::now_v7());
    let part = json!({ "id": subtask, "department": "road-service", "task": "Dig" });
    mine.asked(&head, "subtasks", part).await.expect(200);
    mine.asked(&head, "links", json!({ "id": link, "name": "Diggers" })).await.expect(201);

    let end = json!({ "status": "done" });
    theirs.asked(&head, &format!("subtasks/{subtask}/end"), end).await.refused(404, "not_found");
    let extension = json!({ "approved": true });
    theirs.asked(&head, &format!("extensions/{subtask}/decision"), extension).await.refused(404, "not_found");
    head.delete(&format!("{}/links/{link}", theirs.path())).await.refused(404, "not_found");
    // A secret of one's own report opens one's own report.
    let other = town.reporter(&theirs.secret);
    other.get(&format!("photos/{photo}/small")).await.refused(404, "not_found");
    // A photo that somebody else has sent in for their report cannot be shown with mine.
    let mut thief = dark_lamp();
    thief["photos"] = json!([photo]);
    town.anybody().post("reports", &thief).await.refused_for("photos", "unknown_photo");
    // Nobody's filter is anybody else's.
    let filter = format!("desk/filters/{}", Uuid::now_v7());
    head.put(&filter, &json!({ "name": "Mine", "query": {} })).await.expect(200);
    let worker = town.staff("lighting").await;
    worker.get(&filter).await.refused(404, "not_found");
    head.get(&filter).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn a_guess_at_a_refresh_token_ends_nobodys_session() {
    let town = Town::open().await;
    let mut body = sign_in("lighting");
    body["client"] = json!("phone");
    let first = town.anybody().post("/api/v1/sessions", &body).await.expect(201);
    let token = first["refresh_token"].as_str().expect("a token").to_owned();
    let refresh = |token: String| {
        let anybody = town.anybody();
        async move { anybody.post("/api/v1/sessions/refresh", &json!({ "refresh_token": token })).await }
    };
    let newest = |answer: Value| answer["refresh_token"].as_str().expect("a token").to_owned();
    let second = newest(refresh(token.clone()).await.expect(201));
    let third = newest(refresh(second.clone()).await.expect(201));
    // City, session and generation stand in the token; the secret is all that counts.
    let named = token.rsplit_once('.').expect("a secret").0;
    refresh(format!("{named}.{}", "00".repeat(32))).await.refused(401, "unauthorized");
    let ahead = third.replace(".3.", ".9.");
    refresh(ahead).await.refused(401, "unauthorized");
    let fourth = newest(refresh(third).await.expect(201));
    // Two generations ago it was held: whoever comes with it has a copy.
    refresh(second).await.refused(401, "unauthorized");
    refresh(fourth).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let cookie = cookie_of(&town.anybody(), "coordinator").await;
    let held = town.anybody().with("cookie", &format!("session={cookie}"));
    let before = filed.seen_by(&held).await;
    let api = api(&town).await;
    for operation in api.operations() {
        let path = api.path_with(&operation, stories::CITY, &filed.id.to_string());
        // Scripts and forms of other sites say where they come from.
        let forged = held.clone().with("sec-fetch-site", "cross-site").with("origin", "https://evil.example");
        if !operation.method.is_safe() && !path.contains("/photos/") {
            const BY_A_SECRET: [&str; 12] = [
                "submit_report",
                "support_report",
                "withdraw_support",
                "sign_in",
                "prove_second_factor",
                "accept_invite",
                "refresh",
                "appeal_ban",
                "oidc_backchannel_logout",
                "confirm_subscription",
                "end_subscription",
                "unsubscribe",
            ];
            let asks_session = !BY_A_SECRET.contains(&operation.id.as_str());
            let request = forged.request(operation.method.clone(), &path).json(&json!({}));
            let answer = forged.finish(request).await;
            assert!(answer.status >= 400, "{}: {}", operation.id, answer.text());
            assert!(answer.status == 403 || !asks_session, "{}: {}", operation.id, answer.text());
        }
        // What a plain form can send is no JSON, even for a browser that says nothing.
        if operation.method == Method::POST {
            for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
            {
                let request = held
                    .request(Method::POST, &path)
                    .header("content-type", kind)
                    .body("{\"to\":\"accepted\"}");
                let answer = held.finish(request).await;
                assert!(answer.status >= 400, "{} as {kind}: {}", operation.id, answer.text());
            }
            // Reading is no way to write.
            let looked = held.get(&path).await.status;
            assert!(
                looked == 404
                    || looked == 405
                    || api.operations().iter().any(|o| o.method == Method::GET
                        && api.path_with(o, stories::CITY, &filed.id.to_string()) == path),
                "{}: {looked}",
                operation.id
            );
        }
    }
    for name in ["x-http-method-override", "x-method-override", "x-http-method"] {
        held.clone().with(name, "DELETE").get("/api/v1/sessions/current").await.expect(200);
    }
    let looks = held.request(Method::HEAD, "/api/v1/sessions/current");
    assert_eq!(held.finish(looks).await.status, 200);
    assert_eq!(filed.seen_by(&held).await, before);
    town.close().await;
}

#[tokio::test]
async fn a_cookie_that_was_planted_is_never_adopted() {
    let town = Town::open().await;
    let planted = format!("1.{}.1.{}", Uuid::new_v4().simple(), "ab".repeat(32));
    let victim = town.anybody().with("cookie", &format!("session={planted}"));
    let given = cookie_of(&victim, "lighting").await;
    assert_ne!(given, planted);
    let attacker = town.anybody().with("cookie", &format!("session={planted}")).in_browser();
    attacker.get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    // Signing in again makes a session of its own, and signing out ends one.
    let again = cookie_of(&town.anybody().with("cookie", &format!("session={given}")), "lighting").await;
    assert_ne!(again, given);
    let with = |cookie: &str| town.anybody().with("cookie", &format!("session={cookie}")).in_browser();
    with(&given).delete("/api/v1/sessions/current").await.expect(204);
    with(&given).get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    with(&again).get("/api/v1/sessions/current").await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn the_time_that_a_refusal_takes_does_not_tell_who_works_here() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (round, (login, ..)) in STAFF.iter().enumerate() {
        for (name, times) in [((*login).to_owned(), &mut known), (format!("nobody-{round}"), &mut unknown)] {
            let body = json!({ "login": name, "password": "not-the-password", "city": stories::CITY });
            let begun = Instant::now();
            anybody.post("/api/v1/sessions", &body).await.refused(401, "unauthorized");
            times.push(begun.elapsed());
        }
    }
    let middle = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (known, unknown) = (middle(known), middle(unknown));
    // Without the same work an unknown name would be told ten times faster.
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.25..4.0).contains(&ratio), "known {known:?}, unknown {unknown:?}");
    town.close().await;
}

#[tokio::test]
async fn paths_lead_nowhere_but_to_what_is_served() {
    let town = Town::open().await;
    let address = town.anybody().address().to_owned();
    for path in [
        "/../../../../etc/passwd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/..\\..\\etc\\passwd",
        "/tiles/small-town/base/0/0/..%2f..%2f0.mvt",
        "/tiles/../api/v1/cities",
        "/api/v1/cities/small-town/photos/..%2f..%2fpostgres/small",
        "/api/v1/cities/..%2fsmall-town/reports",
        "/api/v1/cities/small-town%00/reports",
    ] {
        let answer = get(&address, path);
        assert!(!answer.contains("root:"), "{path}: {answer}");
        let page = answer.contains("text/html");
        assert!(page || answer.starts_with("HTTP/1.1 404"), "{path}: {}", &answer[..answer.len().min(300)]);
        assert!(!page || !path.starts_with("/api"), "{path}: a page below the API");
    }
    town.close().await;
}

#[tokio::test]
async fn one_request_is_read_as_one_request_and_large_ones_not_at_all() {
    let town = Town::open().await;
    let address = town.anybody().address().to_owned();
    let post = "POST /api/v1/sessions HTTP/1.1\r\nhost: city\r\ncontent-type: application/json\r\n";
    let hidden = "GET /health/live HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n";
    let answers = |text: &str| text.matches("HTTP/1.1 ").count();
    for head in [
        "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "content-length: 4\r\ncontent-length: 60\r\n\r\n{}  ",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "content-length: +4\r\n\r\n{}  ",
        "content-length : 4\r\n\r\n{}  ",
    ] {
        let said = exchange(&address, format!("{post}{head}{hidden}").as_bytes());
        let alive = said.contains("alive");
        assert!(said.starts_with("HTTP/1.1 4") && (!alive || answers(&said) == 2), "{head:?}: {said}");
        assert!(!alive || head.contains("\r\n0\r\n"), "{head:?}: the body was read as a request: {said}");
    }
    let line = "GET /health/live HTTP/1.1\r\nhost: city\r\nx-a: b\r\n x-folded: c\r\n\r\n";
    assert!(exchange(&address, line.as_bytes()).starts_with("HTTP/1.1 400"));
    let many = format!("GET / HTTP/1.1\r\nhost: city\r\n{}\r\n", "x-a: b\r\n".repeat(500));
    assert!(exchange(&address, many.as_bytes()).starts_with("HTTP/1.1 431"));
    let long = format!("GET /{} HTTP/1.1\r\nhost: city\r\n\r\n", "a".repeat(200_000));
    assert!(exchange(&address, long.as_bytes()).starts_with("HTTP/1.1 4"));
    town.close().await;
}

#[tokio::test]
async fn bodies_that_are_too_deep_too_large_or_too_odd_are_refused_in_words() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let send = |body: String| {
        let caller = anybody.clone();
        async move {
            let request = caller.request(Method::POST, "reports").header("content-type", "application/json");
            caller.finish(request.body(body)).await
        }
    };
    for deep in ["[".repeat(100_000), format!("{{\"answers\":{}", "{\"a\":".repeat(20_000))] {
        let answer = send(deep).await;
        assert!([400, 422].contains(&answer.status), "{}", answer.text());
    }
    send(" ".repeat(200_000)).await.refused(413, "too_large");
    send("{\"id\":\"\\ud800\"}".to_owned()).await.refused(400, "bad_request");
    let doubled = send("{\"type\":\"a\",\"type\":\"b\"}".to_owned()).await;
    assert!([400, 422].contains(&doubled.status), "{}", doubled.text());
    for (field, text) in [("description", "a\0b"), ("address", "a\u{7}b"), ("description", "\u{1b}[31m")] {
        let mut report = dark_lamp();
        report[field] = json!(text);
        anybody.post("reports", &report).await.refused_for(field, "control_characters");
    }
    // Names that look like others', or cannot be seen, are no logins.
    for login in
        ["аdministrator", "administrator\u{200b}", "\u{202e}rotartsinimda", "ADMINISTRATOR", "administrator "]
    {
        let body = json!({ "login": login, "password": PASSWORD, "city": stories::CITY });
        anybody.post("/api/v1/sessions", &body).await.refused(401, "unauthorized");
    }
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
    let begun = Instant::now();
    anybody.put_photo(Uuid::now_v7(), &bomb).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "a bomb costs nothing");
    town.close().await;
}

#[tokio::test]
async fn every_answer_tells_browsers_what_it_is_and_nothing_of_a_request_comes_back_in_a_header() {
    let town = Town::open().await;
    let (filed, _) = file_with_photo(&town.anybody()).await;
    let author = town.reporter(&filed.secret);
    for path in [
        "/",
        "/desk",
        "/api/v1/cities",
        "/nothing/here",
        "/api/nothing",
        "reports",
        &filed.path(),
        "/tiles/small-town/base/0/0/0.mvt",
    ] {
        let answer = author.clone().with("x-request-id", "odd;id\"<b>").get(path).await;
        let said = |name: &str| {
            answer.headers.get(name).map(|v| v.to_str().expect("text").to_owned()).unwrap_or_default()
        };
        for name in ["content-security-policy", "referrer-policy", "permissions-policy", "x-frame-options"] {
            assert!(!said(name).is_empty(), "{path}: {name}");
        }
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(!said("content-security-policy").contains("unsafe-eval"), "{path}");
        assert!(!said("x-request-id").contains('<') && said("server").is_empty(), "{path}");
        assert!(!said("cache-control").is_empty() || path == "/nothing/here", "{path}: may it be kept?");
        assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}");
        assert!(answer.headers.get("strict-transport-security").is_none(), "only behind https: {path}");
    }
    assert_eq!(author.get(&filed.path()).await.headers["cache-control"], "no-store");
    // Links in answers are the city's, whatever name the request used.
    let address = author.address().to_owned();
    let body = dark_lamp().to_string();
    let said = exchange(
        &address,
        format!(
            "POST /api/v1/cities/small-town/reports HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\n\
             content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .as_bytes(),
    );
    assert!(said.starts_with("HTTP/1.1 201") && !said.contains("evil.example"), "{said}");
    town.close().await;
}

#[tokio::test]
async fn who_may_read_a_hidden_word_does_not_depend_on_how_it_is_asked() {
    let town = Town::open().await;
    let filed: Filed = file(&town.anybody(), &of_type("road-street-lighting")).await;
    let mut seen = BTreeSet::new();
    for secret in ["", "0", "null", &filed.secret[..31], &filed.secret.to_uppercase(), &"0".repeat(32)] {
        let view = filed.seen_by(&town.reporter(secret)).await;
        seen.insert((
            secret.len() == 32 && secret.eq_ignore_ascii_case(&filed.secret),
            view["viewer"].to_string(),
        ));
    }
    let expected: BTreeSet<_> = [(false, "\"public\"".to_owned()), (true, "\"reporter\"".to_owned())].into();
    assert_eq!(seen, expected);
    town.close().await;
}

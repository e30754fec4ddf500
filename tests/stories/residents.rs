//! Residents with an account: in by a one-time code, and what is theirs.

use serde_json::{Value, json};
use stories::post::{MailServer, SmsGateway, code_in};
use stories::reports::{CENTRE, dark_lamp, file, file_with_photo, upload};
use stories::residents::{code_by_mail, entering, resident};
use stories::server::{city_dir, run};
use stories::{Caller, Town};
use uuid::Uuid;

const ANN: &str = "ann@mail.example";
const BOB: &str = "bob@mail.example";

async fn town_with_mail() -> (Town, MailServer) {
    let mail = MailServer::open().await;
    (Town::open_with(mail.settings()).await, mail)
}

fn ask(to: &Value) -> Value {
    json!({ "to": to, "language": "en" })
}

/// Another code than this one.
fn wrong(code: &str) -> String {
    if code == "000000" { "000001".to_owned() } else { "000000".to_owned() }
}

#[tokio::test]
async fn a_resident_signs_in_by_a_code_from_a_mail() {
    let (town, mail) = town_with_mail().await;
    let anybody = town.anybody();
    anybody.get("me").await.refused(401, "unauthorized");
    assert_eq!(anybody.get("sign-in-codes").await.expect(200), json!({ "email": true, "phone": false }));
    let sent =
        anybody.post("sign-in-codes", &ask(&json!({ "email": " Ann@Mail.Example " }))).await.expect(202);
    let came = mail.next().await;
    assert_eq!(came.to, [ANN]);
    assert_eq!(came.header("From"), "\"Small Town\" <city@town.example>");
    assert!(came.header("Message-ID").starts_with('<') && came.header("Auto-Submitted") == "auto-generated");
    let code = code_in(&came.text);
    assert!(!sent.to_string().contains(&code) && !came.header("Subject").contains(&code), "{sent}");

    let body =
        json!({ "code_id": sent["id"], "code": format!(" {} {} ", &code[..3], &code[3..]), "name": "Ann" });
    let answer = anybody.post("resident-sessions", &body).await;
    let cookie = answer.headers["set-cookie"].to_str().expect("text").to_ascii_lowercase();
    assert!(
        cookie.starts_with("resident=") && cookie.contains("httponly") && cookie.contains("samesite=lax")
    );
    let session = answer.expect(201);
    assert!(session.get("access_token").is_none(), "{session}");
    assert_eq!((&session["resident"]["name"], &session["resident"]["email"]), (&json!("Ann"), &json!(ANN)));

    let ann = anybody.clone().with("cookie", &format!("resident={}", answer.cookie("resident"))).in_browser();
    assert_eq!(ann.get("me").await.expect(200)["id"], session["resident"]["id"]);
    let change =
        ann.request(reqwest::Method::PATCH, "me").json(&json!({ "name": "Ann Lee", "language": "ru" }));
    let changed = ann.finish(change).await.expect(200);
    assert_eq!((&changed["name"], &changed["language"]), (&json!("Ann Lee"), &json!("ru")));

    // Neither another site's page nor the desk is let in by this cookie.
    let elsewhere =
        ann.clone().with("origin", "https://elsewhere.example").with("sec-fetch-site", "cross-site");
    elsewhere.delete("me/sessions").await.refused(403, "forbidden");
    ann.get("desk/reports").await.refused(401, "unauthorized");

    ann.delete("me/sessions").await.expect(204);
    ann.get("me").await.refused(401, "unauthorized");
    assert!(mail.is_idle().await, "one mail was enough");
    town.close().await;
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_and_nobody_guesses_a_code() {
    let (town, mail) = town_with_mail().await;
    let anybody = town.anybody();
    resident(&town, &mail, ANN).await;
    town.set_clock("2026-11-16T09:05:00Z").await;
    let mut answers = Vec::new();
    for address in [ANN, BOB] {
        let answer = anybody.post("sign-in-codes", &ask(&json!({ "email": address }))).await;
        let fields: Vec<String> = answer.expect(202).as_object().expect("fields").keys().cloned().collect();
        let headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        answers.push((fields, headers, answer.bytes.len()));
        mail.next().await;
    }
    assert_eq!(answers[0], answers[1], "known and unknown");
    // One more has to wait, known or not.
    for address in [ANN, BOB] {
        let answer = anybody.post("sign-in-codes", &ask(&json!({ "email": address }))).await;
        assert!(answer.headers["retry-after"].to_str().is_ok());
        answer.refused(429, "rate_limited");
    }

    // Five guesses, and then not even the right digits; the same for a code that never was.
    town.set_clock("2026-11-16T09:20:00Z").await;
    let (id, code) = code_by_mail(&anybody, &mail, BOB).await;
    for _ in 0..5 {
        let guess = json!({ "code_id": id, "code": wrong(&code) });
        anybody.post("resident-sessions", &guess).await.refused_for("code", "wrong_code");
    }
    let right = json!({ "code_id": id, "code": code });
    anybody.post("resident-sessions", &right).await.refused_for("code", "code_over");
    let never = json!({ "code_id": Uuid::new_v4(), "code": code });
    anybody.post("resident-sessions", &never).await.refused_for("code", "code_over");

    // Good once, also when it is entered in many places at the same moment.
    town.set_clock("2026-11-16T09:40:00Z").await;
    let body = entering(code_by_mail(&anybody, &mail, BOB).await);
    let all = (0..8).map(|_| anybody.post("resident-sessions", &body));
    let let_in = futures::future::join_all(all).await.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(let_in, 1);

    // Good for ten minutes.
    town.set_clock("2026-11-16T10:00:00Z").await;
    let body = entering(code_by_mail(&anybody, &mail, BOB).await);
    town.set_clock("2026-11-16T10:10:01Z").await;
    anybody.post("resident-sessions", &body).await.refused_for("code", "code_over");

    // Ten a day to one address.
    for minute in 0..8 {
        town.set_clock(&format!("2026-11-16T1{}:{}0:00Z", 1 + minute / 5, minute % 5)).await;
        let answer = anybody.post("sign-in-codes", &ask(&json!({ "email": BOB }))).await;
        if answer.status == 429 {
            assert_eq!(minute, 6, "1 + 1 + 1 + 1 before, and 6 now");
            town.close().await;
            return;
        }
        answer.expect(202);
        mail.next().await;
    }
    panic!("an address got more than ten codes in a day");
}

#[tokio::test]
async fn a_code_is_good_in_its_own_city_and_for_its_own_address() {
    const OTHER: &str = "/api/v1/cities/yuzhno-sakhalinsk";
    let (town, mail) = town_with_mail().await;
    run(town.verb().args(["city", "load"]).arg(city_dir("yuzhno-sakhalinsk")), "");
    let anybody = town.anybody();
    while anybody.get(OTHER).await.status != 200 {
        tokio::task::yield_now().await;
    }
    let body = entering(code_by_mail(&anybody, &mail, ANN).await);
    anybody.post(&format!("{OTHER}/resident-sessions"), &body).await.refused_for("code", "code_over");
    anybody.post("resident-sessions", &body).await.expect(201);

    // A session is its city's.
    let bob = resident(&town, &mail, BOB).await;
    for path in ["me", "me/sessions", "me/reports"] {
        bob.get(path).await.expect(200);
        bob.get(&format!("{OTHER}/{path}")).await.refused(401, "unauthorized");
    }
    for (to, field, code) in [
        (json!({}), "to", "one_of_them"),
        (json!({ "email": ANN, "phone": "+79000000001" }), "to", "one_of_them"),
        (json!({ "email": "ann@mail.example\r\nBcc: all@mail.example" }), "to.email", "not_an_email"),
        (json!({ "phone": "112" }), "to.phone", "not_a_phone"),
        (json!({ "phone": "+79000000001" }), "to", "not_offered"),
    ] {
        anybody.post("sign-in-codes", &ask(&to)).await.refused_for(field, code);
    }
    // What they agreed to is kept, once for each of them; a text that never was is refused.
    let mut asked = ask(&json!({ "email": "eve@mail.example" }));
    asked["consent"] = json!("1999-01");
    anybody.post("sign-in-codes", &asked).await.refused_for("consent", "consent_old");
    let consents: i64 = sqlx::query_scalar("select count(*) from consents where resident_id is not null")
        .fetch_one(&mut town.database().await)
        .await
        .expect("counted");
    assert_eq!(consents, 2);
    town.close().await;
}

#[tokio::test]
async fn a_phone_signs_in_by_a_text_message_and_takes_an_address_along() {
    let (mail, gateway) = (MailServer::open().await, SmsGateway::open().await);
    let town = Town::open_with([mail.settings(), gateway.settings()].concat()).await;
    let anybody = town.anybody();
    gateway.refuse("503 Service Unavailable");
    let sent =
        anybody.post("sign-in-codes", &ask(&json!({ "phone": "8 (900) 000-00-01" }))).await.expect(202);
    gateway.next().await;
    town.set_clock("2026-11-16T09:01:00Z").await;
    let order = gateway.next().await;
    assert_eq!((&order["number"], &order["destination"]), (&json!("79000000100"), &json!("79000000001")));
    let code = code_in(order["text"].as_str().expect("a text"));
    let body = json!({ "code_id": sent["id"], "code": code, "client": "phone" });
    let answer = anybody.post("resident-sessions", &body).await;
    assert!(!answer.headers.contains_key("set-cookie"));
    let first = answer.expect(201);
    assert_eq!((&first["resident"]["phone"], &first["expires_in"]), (&json!("+79000000001"), &json!(900)));

    // The token lives for a quarter of an hour, and one used twice ends the session.
    let bearing = |session: &Value| {
        let token = session["access_token"].as_str().expect("a token");
        town.anybody().with("authorization", &format!("Bearer {token}"))
    };
    town.set_clock("2026-11-16T09:20:00Z").await;
    bearing(&first).get("me").await.refused(401, "unauthorized");
    let refresh = json!({ "refresh_token": first["refresh_token"] });
    let second = anybody.post("/api/v1/sessions/refresh", &refresh).await.expect(201);
    let phone = bearing(&second);
    assert_eq!(phone.get("me").await.expect(200)["id"], first["resident"]["id"]);

    // An e-mail address comes to the account by a code to it; one that another account has does not.
    let body = entering(code_by_mail(&anybody, &mail, ANN).await);
    assert_eq!(phone.put("me/reach", &body).await.expect(200)["email"], ANN);
    phone.put("me/reach", &body).await.refused_for("code", "code_over");
    resident(&town, &mail, BOB).await;
    town.set_clock("2026-11-16T09:22:00Z").await;
    let body = entering(code_by_mail(&anybody, &mail, BOB).await);
    phone.put("me/reach", &body).await.refused_for("code", "taken_by_another");
    town.set_clock("2026-11-16T09:24:00Z").await;
    let ann = resident(&town, &mail, ANN).await;
    assert_eq!(ann.get("me").await.expect(200)["phone"], "+79000000001");

    anybody.post("/api/v1/sessions/refresh", &refresh).await.refused(401, "unauthorized");
    phone.get("me").await.refused(401, "unauthorized");
    ann.get("me").await.expect(200);
    town.close().await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn what_somebody_filed_is_their_accounts() {
    let (town, mail) = town_with_mail().await;
    let (filed, photo) = file_with_photo(&town.anybody()).await;
    let (ann, bob) = (resident(&town, &mail, ANN).await, resident(&town, &mail, BOB).await);
    assert_eq!(filed.seen_by(&ann).await["viewer"], "public");
    let link = |id: Uuid, secret: &str| json!({ "reports": [{ "id": id, "secret": secret }] });

    // Without the secret nothing is taken; with it each report once.
    let stranger = Uuid::new_v4().simple().to_string();
    let tried = bob.post("me/reports", &link(filed.id, &stranger)).await.expect(200);
    assert_eq!(
        (&tried["results"][0]["linked"], &tried["results"][0]["problem"]["code"]),
        (&json!(false), &json!("not_found"))
    );
    for _ in 0..2 {
        let taken = ann.post("me/reports", &link(filed.id, &filed.secret)).await.expect(200);
        assert_eq!(taken["results"], json!([{ "id": filed.id, "linked": true }]));
    }
    let late = bob.post("me/reports", &link(filed.id, &filed.secret)).await.expect(200);
    assert_eq!(late["results"][0]["problem"]["errors"][0]["code"], "of_another_account");

    // The account reads, adds to it and takes it back, as the secret does; nobody else's.
    let seen = filed.seen_by(&ann).await;
    assert_eq!(
        (&seen["viewer"], &seen["description"]),
        (&json!("reporter"), &json!(stories::reports::DESCRIPTION))
    );
    assert_eq!(filed.seen_by(&bob).await["viewer"], "public");
    let picture = format!("photos/{photo}/small");
    assert_eq!((ann.get(&picture).await.status, bob.get(&picture).await.status), (200, 404));
    let more = json!({ "id": Uuid::now_v7(), "text": "It hums", "photos": [upload(&town.anybody()).await] });
    ann.post(&format!("{}/information", filed.path()), &more).await.expect(200);
    bob.post(&format!("{}/information", filed.path()), &more).await.refused(403, "forbidden");
    filed.moved_with(&bob, "withdrawn", json!({})).await.refused(403, "forbidden");
    let support = json!({ "secret": Uuid::new_v4().simple().to_string() });
    let supported = ann.post(&format!("{}/supports", filed.path()), &support).await.expect(200);
    assert_eq!((&supported["yours"], &supported["supports"]), (&json!(false), &json!(0)));

    // What is filed while signed in is theirs by itself, and so is the list, newest first.
    let mut ids = vec![filed.id];
    for _ in 0..2 {
        ids.insert(0, file(&ann, &dark_lamp()).await.id);
    }
    let first = ann.get("me/reports?limit=2").await.expect(200);
    let second = ann
        .get(&format!("me/reports?limit=2&cursor={}", first["next"].as_str().expect("more")))
        .await
        .expect(200);
    let listed: Vec<Uuid> = [&first, &second]
        .iter()
        .flat_map(|page| page["reports"].as_array().expect("cards"))
        .map(|card| card["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"))
        .collect();
    assert_eq!(listed, ids);
    assert_eq!(second["reports"][0]["place"], json!({ "lat": CENTRE.0, "lon": CENTRE.1, "exact": true }));
    assert_eq!(bob.get("me/reports").await.expect(200)["reports"], json!([]));

    // Others follow it, as far as everybody sees it.
    let follow = format!("{}/follow", filed.path());
    for _ in 0..2 {
        bob.put(&follow, &Value::Null).await.expect(204);
    }
    let followed = bob.get("me/reports?followed=true").await.expect(200);
    assert_eq!(followed["reports"].as_array().map(Vec::len), Some(1));
    assert!(
        followed.to_string().contains(filed.number())
            && ann.get("me/reports?followed=true").await.expect(200)["reports"] == json!([])
    );
    bob.put(&format!("reports/{}/follow", Uuid::now_v7()), &Value::Null).await.refused(404, "not_found");
    bob.delete(&follow).await.expect(204);
    assert_eq!(bob.get("me/reports?followed=true").await.expect(200)["reports"], json!([]));

    filed.moved_with(&ann, "withdrawn", json!({})).await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn sessions_are_seen_and_ended_by_their_holder_alone() {
    let (town, mail) = town_with_mail().await;
    let bob = resident(&town, &mail, BOB).await;
    let mut places: Vec<Caller> = Vec::new();
    for minute in [10, 12, 14] {
        town.set_clock(&format!("2026-11-16T09:{minute}:00Z")).await;
        places.push(resident(&town, &mail, ANN).await);
    }
    town.set_clock("2026-11-16T09:40:00Z").await;
    places[0].get("me").await.expect(200);
    let listed = places[0].get("me/sessions").await.expect(200);
    let sessions = listed["sessions"].as_array().expect("sessions");
    assert_eq!(sessions.len(), 3);
    assert_eq!((&sessions[0]["current"], &sessions[1]["current"]), (&json!(true), &json!(false)));
    assert!(stories::is_within(&sessions[0]["seen_at"], "2026-11-16T09:40"), "{listed}");

    let newest = format!("me/sessions/{}", sessions[1]["id"].as_str().expect("an id"));
    bob.delete(&newest).await.refused(404, "not_found");
    places[2].get("me").await.expect(200);
    places[0].delete(&newest).await.expect(204);
    places[2].get("me").await.refused(401, "unauthorized");
    places[0].delete("me/sessions?others=true").await.expect(204);
    places[1].get("me").await.refused(401, "unauthorized");
    places[0].get("me").await.expect(200);
    bob.get("me").await.expect(200);

    // Who signs in where somebody else had signed in goes on in a session of their own.
    let body = entering(code_by_mail(&bob, &mail, "eve@mail.example").await);
    let answer = bob.post("resident-sessions", &body).await;
    let eve = town.anybody().with("cookie", &format!("resident={}", answer.cookie("resident"))).in_browser();
    assert_eq!(eve.get("me").await.expect(200)["email"], "eve@mail.example");
    bob.get("me").await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_mail_that_does_not_go_is_tried_again_and_then_forgotten() {
    let (town, mail) = town_with_mail().await;
    let anybody = town.anybody();
    mail.refuse("451 come again, ann@mail.example");
    anybody.post("sign-in-codes", &ask(&json!({ "email": ANN }))).await.expect(202);
    let first = mail.next().await;
    assert_eq!(first.refused.as_deref(), Some("451 come again, ann@mail.example"));
    town.set_clock("2026-11-16T09:01:00Z").await;
    let second = mail.next().await;
    assert_eq!((&second.refused, second.text), (&None, first.text), "the same mail, by the same id");

    // What is refused for good is given up, what comes too late is not sent at all.
    mail.refuse("550 no such person as bob@mail.example");
    anybody.post("sign-in-codes", &ask(&json!({ "email": BOB }))).await.expect(202);
    mail.next().await;
    mail.refuse("451 come again");
    anybody.post("sign-in-codes", &ask(&json!({ "email": "eve@mail.example" }))).await.expect(202);
    mail.next().await;
    town.set_clock("2026-11-16T10:00:00Z").await;
    assert!(mail.is_idle().await, "a code that is over helps nobody");

    // Whom it was for and what it said is nowhere any more.
    let kept: (i64, i64) = sqlx::query_as(
        "select count(*), count(coalesce(address, body, subject)) from messages where city_id = 1",
    )
    .fetch_one(&mut town.database().await)
    .await
    .expect("counted");
    assert_eq!(kept, (3, 0));
    let addresses: i64 = sqlx::query_scalar("select count(address) from sign_in_codes where city_id = 1")
        .fetch_one(&mut town.database().await)
        .await
        .expect("counted");
    assert_eq!(addresses, 0);
    let log = town.log();
    assert!(log.contains("SMTP 550") && !log.contains("mail.example"), "{log}");
    town.close().await;
}

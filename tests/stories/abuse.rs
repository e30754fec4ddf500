//! Abuse: who sends much proves that it costs them something, who is banned is heard, and danger is
//! always let in. Requests come through a proxy on this machine, which says for whom it asks.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stories::folder::{change, copy_of_the_city};
use stories::reports::{Filed, dark_lamp, file, jpeg, of_type};
use stories::server::run;
use stories::town::{MONDAY_NOON, sign_in, signed_in};
use stories::{Answer, Caller, Server, Town};
use uuid::Uuid;

/// Limits that a story reaches, and proofs that it finds at once.
const STRICT: [(&str, &str); 6] = [
    ("CITYCENTER_LIMIT_CODES", "address 1/5"),
    ("CITYCENTER_LIMIT_REPORTS", "device 3/60, address 4/40, network 1000/2000"),
    ("CITYCENTER_LIMIT_SUPPORTS", "address 2/50"),
    ("CITYCENTER_PROOF_BITS", "6"),
    ("CITYCENTER_PROOF_BITS_MOST", "9"),
    ("CITYCENTER_WAITING_PHOTOS", "device 3/10, address 5/10"),
];
const DANGER: &str = "road-open-manhole";

async fn strict(town: &Town) -> Server {
    let server = town.server_with(&STRICT);
    set_clock(&server, MONDAY_NOON).await;
    server
}

async fn set_clock(server: &Server, now: &str) {
    Caller::new(server.address()).post("/test/clock", &json!({ "now": now })).await.expect(204);
}

async fn staff(server: &Server, login: &str) -> Caller {
    signed_in(Caller::new(server.address()), &sign_in(login)).await
}

/// Somebody at this address.
fn at(server: &Server, address: &str) -> Caller {
    Caller::new(server.address()).with("x-forwarded-for", address)
}

/// The key of a browser or phone.
fn device() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Solves what an answer asks for, as any client has to.
fn proof(answer: &Answer) -> String {
    let challenge = &answer.refused(429, "proof_needed")["challenge"];
    let (text, bits) =
        (challenge["text"].as_str().expect("a text"), challenge["bits"].as_u64().expect("bits"));
    let zeros = |answer: u32| {
        let hash = Sha256::digest(format!("{text}:{answer}"));
        u128::from_be_bytes(hash[..16].try_into().expect("16 bytes")).leading_zeros()
    };
    let found = (0..u32::MAX).find(|answer| u64::from(zeros(*answer)) >= bits).expect("a solution");
    format!("{text}:{found}")
}

/// Files a report, with a proof if one is asked for.
async fn persist(caller: &Caller, report: &Value) -> Answer {
    let answer = caller.post("reports", report).await;
    if answer.status != 429 || answer.json()["code"] != "proof_needed" {
        return answer;
    }
    caller.clone().with("x-proof", &proof(&answer)).post("reports", report).await
}

#[tokio::test]
async fn who_sends_much_proves_it_each_time_and_who_sends_far_too_much_waits() {
    let town = Town::open().await;
    let (server, other) = (strict(&town).await, strict(&town).await);
    let sender = at(&server, "203.0.113.7");
    for (sender, free) in [(&at(&other, "203.0.113.7"), 4), (&sender, 2)] {
        // The second server has heard of what the first let in once half of what is free came to it.
        for _ in 0..free {
            file(sender, &dark_lamp()).await;
        }
    }
    let report = dark_lamp();
    let asked = sender.post("reports", &report).await;
    let solved = proof(&asked);
    assert!(asked.json()["detail"].as_str().is_some_and(|words| !words.is_empty()));

    // Another address written in front of what the proxy says changes nothing; another sender is free.
    for forged in ["198.51.100.1, 203.0.113.7", "127.0.0.1, 203.0.113.7", "::1, 203.0.113.7"] {
        at(&server, forged).post("reports", &report).await.refused(429, "proof_needed");
    }
    file(&at(&server, "203.0.113.8"), &dark_lamp()).await;
    // Whoever sends the photo has to prove that; a guess and another deed's proof do not count.
    for wrong in
        ["", "x:1", &format!("{}:0", solved.split_once(':').expect("two parts").0.replace("report", "photo"))]
    {
        sender.clone().with("x-proof", wrong).post("reports", &report).await.refused(429, "proof_needed");
    }

    sender.clone().with("x-proof", &solved).post("reports", &report).await.expect(201);
    // Once, and not on another server of the city either.
    let again = sender.clone().with("x-proof", &solved);
    again.post("reports", &dark_lamp()).await.refused(429, "proof_needed");
    let elsewhere = at(&other, "203.0.113.7").with("x-proof", &solved);
    elsewhere.post("reports", &dark_lamp()).await.refused(429, "proof_needed");
    other.stop();

    // An answer that comes too late does not count.
    let late = proof(&sender.post("reports", &dark_lamp()).await);
    set_clock(&server, "2026-11-16T09:11:00Z").await;
    sender.clone().with("x-proof", &late).post("reports", &dark_lamp()).await.refused(429, "proof_needed");

    // The more comes, the harder it gets, and in the end it is too much for an hour.
    let mut bits = Vec::new();
    let refused = loop {
        let asked = sender.post("reports", &dark_lamp()).await;
        if asked.json()["code"] != "proof_needed" {
            break asked;
        }
        bits.push(asked.json()["challenge"]["bits"].as_u64().expect("bits"));
        assert!(bits.len() < 60, "it never ends");
        sender.clone().with("x-proof", &proof(&asked)).post("reports", &dark_lamp()).await.expect(201);
    };
    refused.refused(429, "rate_limited");
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=7200).contains(&wait), "{wait}");
    assert!(bits.is_sorted() && bits.first() < bits.last(), "{bits:?}");
    file(&staff(&server, "dispatcher").await.with("x-forwarded-for", "203.0.113.7"), &dark_lamp()).await;
    set_clock(&server, "2026-11-16T12:00:00Z").await;
    file(&sender, &dark_lamp()).await;
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn many_phones_behind_one_address_get_through_and_one_that_sends_much_is_asked_wherever_it_is() {
    let town = Town::open().await;
    let server = strict(&town).await;
    for _ in 0..30 {
        let phone = at(&server, "198.51.100.5").with("x-device", &device());
        persist(&phone, &dark_lamp()).await.expect(201);
    }
    let key = device();
    for n in 0..3 {
        file(&at(&server, &format!("192.0.2.{n}")).with("x-device", &key), &dark_lamp()).await;
    }
    let moved = at(&server, "192.0.2.99").with("x-device", &key.to_uppercase());
    moved.post("reports", &dark_lamp()).await.refused(429, "proof_needed");
    persist(&moved, &dark_lamp()).await.expect(201);
    // So are codes to sign in with.
    let code = json!({ "to": { "email": "vera@example.org" } });
    let mut asked = at(&server, "192.0.2.50").post("sign-in-codes", &code).await;
    assert_ne!(asked.json()["code"], "proof_needed");
    asked = at(&server, "192.0.2.50").post("sign-in-codes", &code).await;
    asked.refused(429, "proof_needed");
    // Supports are counted too, and programs on the machine itself are not.
    let filed = file(&Caller::new(server.address()), &dark_lamp()).await;
    let path = format!("{}/supports", filed.path());
    for _ in 0..2 {
        at(&server, "192.0.2.1").post(&path, &json!({ "secret": device() })).await.expect(200);
    }
    let asked = at(&server, "192.0.2.1").post(&path, &json!({ "secret": device() })).await;
    let proved = at(&server, "192.0.2.1").with("x-proof", &proof(&asked));
    proved.post(&path, &json!({ "secret": device() })).await.expect(200);
    for _ in 0..10 {
        Caller::new(server.address()).post(&path, &json!({ "secret": device() })).await.expect(200);
    }
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn photos_without_a_report_fill_no_disk() {
    let town = Town::open().await;
    let server = strict(&town).await;
    let put = async |caller: &Caller| {
        let id = Uuid::now_v7();
        (caller.put_photo(id, &jpeg(id)).await, id)
    };
    let phone = at(&server, "203.0.113.7").with("x-device", &device());
    let mut held = Vec::new();
    for _ in 0..3 {
        let (answer, id) = put(&phone).await;
        answer.expect(201);
        held.push(id);
    }
    put(&phone).await.0.refused(429, "rate_limited");
    phone.put_photo(held[0], &jpeg(held[0])).await.expect(201);
    for _ in 0..2 {
        put(&at(&server, "203.0.113.7").with("x-device", &device())).await.0.expect(201);
    }
    put(&at(&server, "203.0.113.7").with("x-device", &device())).await.0.refused(429, "rate_limited");
    put(&at(&server, "203.0.113.8")).await.0.expect(201);

    // With a report they are somebody's, and there is room again.
    let mut report = dark_lamp();
    report["photos"] = json!(held);
    file(&phone, &report).await;
    put(&phone).await.0.expect(201);

    // However many were left, they are gone when their time is over.
    let mut database = town.database().await;
    let many = "insert into photos (city_id, id, sha256, width, height, received_at, visibility)
        select 1, gen_random_uuid(), '', 1, 1, '2026-11-16T09:00:00Z', 'hidden' from generate_series(1, 1100)";
    sqlx::query(many).execute(&mut database).await.unwrap();
    set_clock(&server, "2026-11-24T10:00:00Z").await;
    for left in ["photos where report_id is null", "photo_senders"] {
        let count = format!("select count(*) from {left}");
        let count: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(count)).fetch_one(&mut database).await.unwrap();
        assert_eq!(count, 0, "{left}");
    }
    server.stop();
    town.close().await;
}

/// Bans the author of a report.
async fn ban(staff: &Caller, filed: &Filed, by: &[&str]) -> Answer {
    let body = json!({ "id": Uuid::now_v7(), "by": by, "reason": "Insults in every report.", "days": 14 });
    staff.post(&format!("{}/bans", filed.path()), &body).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn who_is_banned_is_told_why_may_appeal_once_and_can_still_report_danger() {
    let town = Town::open().await;
    let key = device();
    let author = town.anybody().with("x-device", &key);
    let filed = file(&author, &dark_lamp()).await;
    let coordinator = town.staff("coordinator").await;
    let seen = filed.seen_by(&coordinator).await;
    assert_eq!(seen["sender"]["known_by"], json!(["device", "phone"]));
    assert!(seen["may"].as_array().unwrap().contains(&json!("ban")));
    ban(&town.staff("dispatcher").await, &filed, &["device"]).await.refused(403, "forbidden");
    ban(&coordinator, &filed, &["account"]).await.refused_for("by", "nothing_known");
    ban(&coordinator, &filed, &["address", "device"]).await.refused_for("days", "out_of_range");
    let made = ban(&coordinator, &filed, &["device", "phone"]).await.expect(201);
    assert_eq!((&made["by"], &made["report"]), (&json!(["device", "phone"]), &json!(filed.number())));
    assert_eq!(made["until"].as_str().unwrap()[..10], *"2026-11-30");

    let refused = author.post("reports", &dark_lamp()).await;
    let notice = refused.refused(403, "banned")["ban"].clone();
    assert_eq!((&notice["reason"], &notice["appeal"]), (&json!("Insults in every report."), &json!("open")));
    assert!(refused.json()["detail"].as_str().unwrap().contains("30.11.2026"));
    // By the phone number too, however it is written; not somebody else with another one.
    let elsewhere = town.anybody().with("x-device", &device());
    let mut report = dark_lamp();
    report["contact"]["phone"] = json!("8 (900) 000-00-01");
    elsewhere.post("reports", &report).await.refused(403, "banned");
    report["contact"]["phone"] = json!("8 (900) 000-00-02");
    let innocent = file(&elsewhere, &report).await;
    let path = format!("{}/supports", innocent.path());
    author.post(&path, &json!({ "secret": device() })).await.refused(403, "banned");
    // What was filed before is still theirs, and the same report again still gives its receipt.
    town.reporter(&filed.secret).get(&filed.path()).await.expect(200);

    // Danger is let in, and somebody is told to look.
    let danger = file(&author, &of_type(DANGER)).await;
    assert_ne!(danger.receipt["status"], "in_moderation");
    let sender = danger.seen_by(&coordinator).await["sender"].clone();
    assert_eq!(sender["doubts"][0]["kind"], "banned");
    assert!(sender["banned_until"].is_string());
    assert!(danger.seen_by(&town.anybody()).await.get("sender").is_none(), "nobody else is told");

    // The appeal: with the token, once; a coordinator answers.
    let appeal = format!("bans/{}/appeal", notice["id"].as_str().unwrap());
    let mut asked = json!({ "token": device(), "text": "My neighbour used my phone" });
    town.anybody().post(&appeal, &asked).await.refused(404, "not_found");
    asked["token"] = notice["token"].clone();
    assert_eq!(town.anybody().post(&appeal, &asked).await.expect(200)["appeal"], "waiting");
    town.anybody().post(&appeal, &asked).await.refused_for("text", "already_appealed");
    let waiting = coordinator.get("desk/bans?state=waiting").await.expect(200);
    assert_eq!(waiting["bans"][0]["appeal_text"], "My neighbour used my phone");
    let decision = format!("desk/bans/{}/decision", notice["id"].as_str().unwrap());
    let keep = json!({ "lift": false, "words": "It went on after that" });
    assert_eq!(coordinator.post(&decision, &keep).await.expect(200)["appeal"], "refused");
    coordinator.post(&decision, &keep).await.refused_for("lift", "no_appeal");
    let notice = author.post("reports", &dark_lamp()).await.refused(403, "banned")["ban"].clone();
    assert_eq!((&notice["appeal"], &notice["answer"]), (&json!("refused"), &json!("It went on after that")));
    assert_eq!(coordinator.get("desk/bans?state=waiting").await.expect(200)["bans"], json!([]));
    assert_eq!(
        coordinator.get("desk/bans?state=in_force").await.expect(200)["bans"].as_array().unwrap().len(),
        1
    );

    // Lifted by an administrator, it is over; all of it is in the audit log.
    let administrator = town.staff("administrator").await;
    let lift = json!({ "lift": true, "words": "Enough" });
    assert!(administrator.post(&decision, &lift).await.expect(200)["lifted_at"].is_string());
    administrator.post(&decision, &lift).await.refused_for("lift", "already_lifted");
    file(&author, &dark_lamp()).await;
    let deeds: Vec<String> = sqlx::query_scalar(
        "select deed from audit_entries where deed not in ('user_added', 'signed_in') order by n",
    )
    .fetch_all(&mut town.database().await)
    .await
    .unwrap();
    assert_eq!(deeds, ["author_banned", "appeal_decided", "ban_lifted"]);

    // A ban ends by itself.
    ban(&coordinator, &filed, &["device"]).await.expect(201);
    author.post("reports", &dark_lamp()).await.refused(403, "banned");
    town.set_clock("2026-12-01T10:00:00Z").await;
    file(&author, &dark_lamp()).await;
    town.close().await;
}

#[tokio::test]
async fn the_same_report_again_gives_its_receipt_even_to_who_was_banned_since() {
    let town = Town::open().await;
    let author = town.anybody().with("x-device", &device());
    let report = dark_lamp();
    let filed = file(&author, &report).await;
    ban(&town.staff("coordinator").await, &filed, &["device"]).await.expect(201);
    assert_eq!(author.post("reports", &report).await.expect(201), filed.receipt);
    town.close().await;
}

#[tokio::test]
async fn words_that_a_city_doubts_are_seen_by_a_person_first_and_danger_is_not_held_up() {
    let town = Town::open().await;
    let rude = |mut report: Value| {
        report["description"] = json!("Почините, идu0тов полон дом, ИДИOTЫ");
        report
    };
    let author = town.anybody().with("x-device", &device());
    let held = file(&author, &rude(dark_lamp())).await;
    assert_eq!(held.receipt["status"], "in_moderation");
    let (worker, coordinator) = (town.staff("lighting").await, town.staff("coordinator").await);
    let seen = held.seen_by(&worker).await;
    assert_eq!(seen["sender"]["doubts"][0]["kind"], "word");
    assert!(seen["sender"]["doubts"][0]["words"].as_str().unwrap().contains("идиот*"), "{}", seen["sender"]);
    for caller in [town.anybody(), town.reporter(&held.secret)] {
        assert!(held.seen_by(&caller).await.get("sender").is_none());
    }
    held.moved_by(&worker, "accepted", &[]).await.refused(422, "invalid");
    assert_eq!(held.moved_by(&coordinator, "registered", &[]).await.expect(200)["status"], "assigned");

    let danger = file(&author, &rude(of_type(DANGER))).await;
    assert!(["assigned", "registered"].contains(&danger.receipt["status"].as_str().unwrap()));
    assert_eq!(danger.seen_by(&coordinator).await["sender"]["doubts"][0]["kind"], "word");

    // Links, and the same text from one device for the fourth time, with other capitals.
    let mut ad = dark_lamp();
    ad["description"] = json!("Cheap lamps: https://a.example https://b.example www.c.example");
    let ad = file(&author, &ad).await.seen_by(&coordinator).await;
    assert_eq!(
        (&ad["status"], &ad["sender"]["doubts"][0]["kind"]),
        (&json!("in_moderation"), &json!("links"))
    );
    let mut statuses = Vec::new();
    for text in ["Dark again", "dark AGAIN!", "Dark  again", "Dark again"] {
        let mut report = dark_lamp();
        report["description"] = json!(text);
        statuses.push(file(&author, &report).await.receipt["status"].clone());
    }
    assert_eq!(statuses, ["assigned", "assigned", "assigned", "in_moderation"]);
    town.close().await;
}

#[tokio::test]
async fn what_a_city_doubts_is_checked_when_it_is_loaded_and_even_published_words_wait() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    let rules = folder.join("moderation.toml");
    std::fs::write(&rules, "words = [\"ка*\", \"два слова\", \"ёж\", \"Eж\"]\nrepeats = 0\n")
        .expect("written");
    let refused = town.verb().args(["city", "load"]).arg(&folder).output().expect("it runs");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success());
    for part in ["moderation.toml", "“ка*”", "“два слова”", "“Eж”", "repeats"] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    std::fs::write(&rules, "words = [\"гроза\"]\n").expect("written");
    change(&folder.join("city.toml"), |text| text.replace("text = \"hidden\"", "text = \"published\""));
    run(town.verb().args(["city", "load"]).arg(&folder), "");
    let server = town.another_server();
    let anybody = Caller::new(server.address());
    for (text, shown) in [("Тихо", true), ("Гpoза!", false)] {
        let mut report = of_type(DANGER);
        report["description"] = json!(text);
        let seen = file(&anybody, &report).await.seen_by(&anybody).await;
        assert_eq!(seen["description"].is_string(), shown, "{text}");
    }
    server.stop();
    town.close().await;
}

#[tokio::test]
async fn after_false_alarms_a_danger_is_checked_by_phone_first_and_never_refused() {
    let town = Town::open().await;
    let key = device();
    let author = town.anybody().with("x-device", &key);
    let dispatcher = town.staff("dispatcher").await;
    let lamp = file(&author, &dark_lamp()).await;
    let no = json!({ "note": "There is no lamp", "false_alarm": true });
    lamp.moved_with(&dispatcher, "declined", no.clone()).await.refused_for("false_alarm", "not_here");
    for n in 0..2 {
        let danger = file(&author, &of_type(DANGER)).await;
        assert_eq!(danger.seen_by(&dispatcher).await["sender"]["false_alarms"], n);
        let declined = danger.moved_with(&dispatcher, "declined", no.clone()).await.expect(200);
        assert_eq!(declined["sender"]["false_alarm"], true);
    }
    let third = file(&author, &of_type(DANGER)).await;
    let sender = third.seen_by(&dispatcher).await["sender"].clone();
    assert_eq!((&sender["false_alarms"], &sender["check_by_phone"]), (&json!(2), &json!(true)));
    let other = file(&town.anybody().with("x-device", &device()), &of_type(DANGER)).await;
    // Hours later nobody has acted on either.
    town.set_clock("2026-11-17T12:00:00Z").await;
    assert!(other.seen_by(&dispatcher).await["escalated_at"].is_string());
    assert!(third.seen_by(&dispatcher).await["escalated_at"].is_null());

    // After a while nobody is known by what they did, and no mark is left.
    town.set_clock("2027-02-20T12:00:00Z").await;
    let dispatcher = town.staff("dispatcher").await;
    assert_eq!(third.seen_by(&dispatcher).await["sender"]["false_alarms"], 0);
    let marks: i64 = sqlx::query_scalar("select count(device_mark) from report_senders")
        .fetch_one(&mut town.database().await)
        .await
        .unwrap();
    assert_eq!(marks, 0);
    town.close().await;
}

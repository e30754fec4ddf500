//! Personal data: what people agree to, who looks at it, how it goes.

use serde_json::{Value, json};
use stories::folder::{change, copy_of_the_city};
use stories::reports::{CONSENT, DESCRIPTION, Filed, NAME, PHONE, dark_lamp, file, of_type, upload};
use stories::server::run;
use stories::{Answer, Caller, Town};
use uuid::Uuid;

#[tokio::test]
async fn a_contact_is_taken_with_consent_to_a_text_that_stays_readable() {
    let town = Town::open().await;
    let anybody = town.anybody();
    assert_eq!(anybody.get("/api/v1/cities/small-town").await.expect(200)["consent"], CONSENT);
    let text = anybody.get(&format!("consents/{CONSENT}?language=en")).await.expect(200);
    assert!(text["text"].as_str().is_some_and(|text| text.contains("How to withdraw")), "{text}");
    assert!(text["until"].is_null(), "{text}");
    anybody.get("consents/of-somebody-else").await.refused(404, "not_found");

    let mut report = dark_lamp();
    report["contact"]["consent"] = json!(null);
    anybody.post("reports", &report).await.refused_for("contact.consent", "consent_missing");
    report["contact"]["consent"] = json!("1999-01-01");
    anybody.post("reports", &report).await.refused_for("contact.consent", "consent_old");
    report["contact"] = json!(null);
    file(&anybody, &report).await;

    // The city writes another text. What was made offline under the earlier one is taken for a month.
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("texts/consent.en.md"), |text| format!("{text}\nMore.\n"));
    let refused = town.verb().args(["city", "load"]).arg(&folder).output().expect("runs");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("new version"), "{said}");
    for file in ["texts/consent.ru.md", "texts/consent.en.md"] {
        change(&folder.join(file), |text| text.replace(CONSENT, "2026-12-01"));
    }
    run(town.verb().args(["city", "load"]).arg(&folder), "");

    let server = town.another_server();
    let later = Caller::new(server.address());
    assert_eq!(later.get("/api/v1/cities/small-town").await.expect(200)["consent"], "2026-12-01");
    let old = later.get(&format!("consents/{CONSENT}")).await.expect(200);
    assert!(old["until"].is_string(), "{old}");
    let filed = file(&later, &dark_lamp()).await;
    let mut database = town.database().await;
    let kept: (String, Vec<String>, String) =
        sqlx::query_as("select version, purposes, channel from consents where report_id = $1")
            .bind(filed.id)
            .fetch_one(&mut database)
            .await
            .expect("a consent");
    assert_eq!(kept, (CONSENT.to_owned(), vec!["answer".to_owned()], "map-report".to_owned()));
    // The loading happened at the machine's time, which stories do not move.
    sqlx::query("update consent_texts set retired_at = retired_at - interval '31 days' where version = $1")
        .bind(CONSENT)
        .execute(&mut database)
        .await
        .expect("a month later");
    later.post("reports", &dark_lamp()).await.refused_for("contact.consent", "consent_old");
    server.stop();
    town.close().await;
}

/// Bytes of a secret, for a session that a story makes by hand.
const HELD: [u8; 32] = [7; 32];

fn lift() -> Value {
    let mut report = of_type("house-lift");
    report["address"] = json!("Mill Street 5, flat 13");
    report["answers"] = json!({ "lift": "L-77" });
    report
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut town.database().await).await.expect("a count")
}

async fn read_contact(caller: &Caller, filed: &Filed, reason: &str) -> Answer {
    caller.post(&format!("{}/contact", filed.path()), &json!({ "reason": reason })).await
}

#[tokio::test]
async fn who_looks_at_a_contact_says_why_and_the_author_sees_it() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let (lighting, dispatcher) = (town.staff("lighting").await, town.staff("dispatcher").await);
    for login in ["roads", "press", "auditor", "administrator"] {
        read_contact(&town.staff(login).await, &filed, "ask").await.refused(403, "forbidden");
    }
    assert_eq!(read_contact(&anybody, &filed, "ask").await.status, 401);
    assert_eq!(read_contact(&lighting, &filed, "curiosity").await.status, 422);

    let contact = read_contact(&lighting, &filed, "appointment").await;
    assert_eq!(contact.headers["cache-control"], "no-store");
    assert_eq!(contact.expect(200), json!({ "name": NAME, "email": null, "phone": PHONE }));
    read_contact(&dispatcher, &filed, "emergency").await.expect(200);

    let own = town.reporter(&filed.secret).get(&format!("{}/contact?language=en", filed.path())).await;
    let said = own.expect(200);
    assert_eq!(said["contact"]["phone"], PHONE);
    assert_eq!(
        (&said["consents"][0]["version"], &said["consents"][0]["purposes"]),
        (&json!(CONSENT), &json!(["answer"]))
    );
    let readings = said["readings"].as_array().expect("readings");
    assert_eq!(
        (&readings[0]["role"], &readings[0]["department"], &readings[0]["reason"]),
        (&json!("dispatcher"), &Value::Null, &json!("emergency"))
    );
    assert_eq!(
        (&readings[1]["role"], &readings[1]["department"]["slug"], &readings[1]["reason"]),
        (&json!("worker"), &json!("street-lighting"), &json!("appointment"))
    );
    assert_eq!(readings.len(), 2);
    assert!(!own.text().contains("user_id") && !own.text().contains("\"login\""), "nobody is named");
    anybody.get(&format!("{}/contact", filed.path())).await.refused(401, "unauthorized");
    town.reporter(&"0".repeat(32)).get(&format!("{}/contact", filed.path())).await.refused(403, "forbidden");

    // A shift on the phone reads many; a hundred an hour is the end of it, for this one.
    for _ in 1..100 {
        assert_eq!(read_contact(&lighting, &filed, "ask").await.status, 200);
    }
    let refused = read_contact(&lighting, &filed, "ask").await;
    refused.refused(429, "rate_limited");
    read_contact(&dispatcher, &filed, "ask").await.expect(200);
    town.set_clock("2026-11-16T10:30:00Z").await;
    read_contact(&lighting, &filed, "inform").await.expect(200);
    town.close().await;
}

#[tokio::test]
async fn taking_the_consent_back_erases_the_contact_and_keeps_the_case() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let (author, path) = (town.reporter(&filed.secret), format!("{}/contact", filed.path()));
    town.reporter(&"0".repeat(32)).delete(&path).await.refused(403, "forbidden");
    author.delete(&path).await.expect(204);
    author.delete(&path).await.expect(204);
    let own = author.get(&path).await.expect(200);
    assert!(own["contact"].is_null() && own["consents"][0]["withdrawn_at"].is_string(), "{own}");
    read_contact(&town.staff("lighting").await, &filed, "ask").await.refused(404, "not_found");
    let seen = filed.seen_by(&author).await;
    assert_eq!((&seen["status"], &seen["description"]), (&json!("assigned"), &json!(DESCRIPTION)));
    let entries = "select count(*) from audit_entries where deed = 'consent_withdrawn'";
    assert_eq!(count(&town, entries).await, 1);
    town.close().await;
}

#[tokio::test]
async fn an_author_takes_their_data_along_and_has_it_erased() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut report = lift();
    report["photos"] = json!([upload(&anybody).await]);
    let (filed, bystander) = (file(&anybody, &report).await, file(&anybody, &lift()).await);
    let (author, coordinator) = (town.reporter(&filed.secret), town.staff("coordinator").await);
    let added = json!({ "id": Uuid::now_v7(), "text": "Ring twice" });
    author.post(&format!("{}/information", filed.path()), &added).await.expect(200);
    let publish = json!({ "text": "published", "photos": { report["photos"][0].as_str().expect("an id"): "published" } });
    filed.asked(&coordinator, "publication", publish).await.expect(200);

    let path = format!("{}/my-data", filed.path());
    let data = author.get(&path).await;
    assert!(data.headers["content-disposition"].to_str().expect("text").starts_with("attachment"));
    let own = data.expect(200)["reports"][0].clone();
    assert_eq!((&own["description"], &own["address"]), (&json!(DESCRIPTION), &report["address"]));
    assert_eq!((&own["answers"]["lift"], &own["notes"][0]["text"]), (&json!("L-77"), &json!("Ring twice")));
    assert_eq!(own["contact"]["contact"]["phone"], PHONE);
    assert_eq!(author.get(own["photos"][0].as_str().expect("an address")).await.status, 200);

    let public_place = filed.seen_by(&anybody).await["place"].clone();
    let events = count(&town, "select count(*) from events").await;
    author.delete(&path).await.refused_for("confirm", "required");
    let meant = format!("{path}?confirm=true&language=en");
    town.reporter(&bystander.secret).delete(&meant).await.refused(403, "forbidden");
    let erased = author.delete(&meant).await.expect(200);
    assert!(erased["kept"].as_array().is_some_and(|kept| kept.len() == 4), "{erased}");
    assert_eq!(author.delete(&meant).await.expect(200), erased);

    // The secret opens nothing; staff sees the case without its author, at the block.
    assert_eq!(filed.seen_by(&author).await["viewer"], "public");
    author.get(&path).await.refused(403, "forbidden");
    anybody.post("reports", &report).await.refused(409, "conflict");
    let seen = filed.seen_by(&coordinator).await;
    assert_eq!(
        (&seen["description"], &seen["answers"], &seen["photos"]),
        (&json!(""), &json!([]), &json!([]))
    );
    assert_eq!((&seen["place"]["lat"], &seen["place"]["lon"]), (&public_place["lat"], &public_place["lon"]));
    for gone in [DESCRIPTION, "Mill Street 5", "L-77", "Ring twice"] {
        assert!(!seen.to_string().contains(gone), "{gone}");
    }
    assert_eq!(anybody.get(own["photos"][0].as_str().expect("an address")).await.status, 404);
    assert_eq!(count(&town, "select count(*) from events").await, events);
    let other = bystander.seen_by(&town.reporter(&bystander.secret)).await;
    assert_eq!((&other["viewer"], &other["description"]), (&json!("reporter"), &json!(DESCRIPTION)));
    town.close().await;
}

/// A resident who has signed in, with this report; their cookie.
async fn resident(town: &Town, filed: &Filed) -> Caller {
    let mut database = town.database().await;
    let (id, session) = (Uuid::now_v7(), Uuid::now_v7());
    sqlx::query(
        "insert into residents (city_id, id, name, email, language, created_at, seen_at)
         select 1, $1, 'Vera', 'vera@example.org', 'en', received_at, received_at from reports where id = $2",
    )
    .bind(id)
    .bind(filed.id)
    .execute(&mut database)
    .await
    .expect("an account");
    sqlx::query(
        "insert into sessions (city_id, id, resident_id, client, secret_hash, generation, created_at, expires_at)
         select 1, $1, id, 'web', sha256($2), 1, created_at, created_at + interval '30 days' from residents",
    )
    .bind(session)
    .bind(HELD.as_slice())
    .execute(&mut database)
    .await
    .expect("a session");
    sqlx::query("update reports set author_id = $1 where id = $2")
        .bind(id)
        .bind(filed.id)
        .execute(&mut database)
        .await
        .expect("a report of theirs");
    let secret = "07".repeat(32);
    town.anybody().with("cookie", &format!("resident=1.{}.1.{secret}", session.simple())).in_browser()
}

#[tokio::test]
async fn a_resident_takes_their_data_along_and_leaves() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (filed, other) = (file(&anybody, &dark_lamp()).await, file(&anybody, &dark_lamp()).await);
    let vera = resident(&town, &filed).await;
    anybody.get("me/data").await.refused(401, "unauthorized");
    anybody.delete("me?confirm=true").await.refused(401, "unauthorized");
    let data = vera.get("me/data").await.expect(200);
    assert_eq!(
        (&data["account"]["email"], &data["account"]["sessions"][0]["client"]),
        (&json!("vera@example.org"), &json!("web"))
    );
    assert_eq!(data["reports"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["reports"][0]["id"], json!(filed.id));
    vera.get(&format!("{}/contact", filed.path())).await.expect(200);
    vera.get(&format!("{}/contact", other.path())).await.refused(403, "forbidden");

    vera.delete("me").await.refused_for("confirm", "required");
    vera.delete("me?confirm=true").await.expect(200);
    vera.get("me/data").await.refused(401, "unauthorized");
    assert_eq!(
        count(
            &town,
            "select count(*) from residents where email is null and name is null and erased_at is not null"
        )
        .await,
        1
    );
    assert_eq!(count(&town, "select count(*) from reports where author_id is not null").await, 0);
    assert_eq!(count(&town, "select count(*) from contacts").await, 1);
    let coordinator = town.staff("coordinator").await;
    assert_eq!(filed.seen_by(&coordinator).await["description"], "");
    assert_eq!(other.seen_by(&coordinator).await["description"], DESCRIPTION);
    town.close().await;
}

#[tokio::test]
async fn who_asks_by_letter_is_erased_at_the_terminal() {
    let town = Town::open().await;
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let said = |arguments: &[&str]| {
        let output = run(town.verb().args(["erase", "--city", "small-town"]).args(arguments), "");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let would = said(&["--report", filed.number(), "--dry-run"]);
    assert_eq!(would.trim(), "would erase: contacts 1, reports with words 1, photos 0");
    assert_eq!(count(&town, "select count(*) from contacts").await, 1);
    resident(&town, &filed).await;
    assert_eq!(
        said(&["--resident", "Vera@Example.org"]).trim(),
        "erased: contacts 1, reports with words 1, photos 0"
    );
    assert_eq!(
        said(&["--report", filed.number()]).trim(),
        "erased: contacts 0, reports with words 0, photos 0"
    );
    let unknown = town.verb().args(["erase", "--city", "small-town", "--report", "2026-999999"]).output();
    assert!(!unknown.expect("runs").status.success());
    town.close().await;
}

const CONTACTS: &str = "select count(*) from contacts";

/// All that statistics count.
const COUNTED: &str =
    "select md5(string_agg(concat_ws('/', type_id, status, outcome, department_id, territory_id,
    nature, received_at, due_at, resolved_at, closed_at, supports, disputes, rating, number_year, number,
    st_astext(public_place)), '|' order by id)) from reports";

#[tokio::test]
async fn what_is_past_its_term_goes_and_no_count_changes() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut dark = dark_lamp();
    dark["photos"] = json!([upload(&anybody).await]);
    let (lamp, home, open) =
        (file(&anybody, &dark).await, file(&anybody, &lift()).await, file(&anybody, &lift()).await);
    let coordinator = town.staff("coordinator").await;
    let support = json!({ "secret": Uuid::new_v4().simple().to_string() });
    anybody.post(&format!("{}/supports", lamp.path()), &support).await.expect(200);
    for filed in [&lamp, &home] {
        let ended = json!({ "note": "We explained it on the phone to Vera" });
        filed.moved_with(&coordinator, "explained", ended).await.expect(200);
    }
    let door = home.seen_by(&coordinator).await["place"].clone();
    let block = home.seen_by(&anybody).await["place"].clone();
    let tables = "select json_build_array((select count(*) from events
            where kind not in ('due_soon', 'overdue', 'escalated')),
        (select count(*) from notes), (select count(*) from supports))::text";
    let mut database = town.database().await;
    let counted: String = sqlx::query_scalar(COUNTED).fetch_one(&mut database).await.expect("counts");
    let rows: String = sqlx::query_scalar(tables).fetch_one(&mut database).await.expect("counts");
    town.set_clock("2027-02-13T09:00:00Z").await;
    assert_eq!(count(&town, CONTACTS).await, 3, "89 days");
    town.set_clock("2027-02-15T09:00:00Z").await;
    assert_eq!(count(&town, CONTACTS).await, 1, "of the open case");
    let own = town.reporter(&lamp.secret).get(&format!("{}/contact", lamp.path())).await.expect(200);
    assert!(own["contact"].is_null() && own["consents"][0]["withdrawn_at"].is_null(), "{own}");

    town.set_clock("2027-11-17T09:00:00Z").await;
    let coordinator = town.staff("coordinator").await;
    let seen = home.seen_by(&coordinator).await;
    assert_ne!((&door["lat"], &door["lon"]), (&block["lat"], &block["lon"]));
    assert_eq!((&seen["place"]["lat"], &seen["place"]["lon"]), (&block["lat"], &block["lon"]));
    assert_eq!(seen["description"], DESCRIPTION);
    assert_eq!(count(&town, "select count(*) from supports where anonymous_since is null").await, 0);

    town.set_clock("2029-11-16T09:00:00Z").await;
    let coordinator = town.staff("coordinator").await;
    for filed in [&lamp, &home] {
        let seen = filed.seen_by(&coordinator).await.to_string();
        assert!(
            !seen.contains(DESCRIPTION) && !seen.contains("Vera") && !seen.contains("Mill Street"),
            "{seen}"
        );
    }
    assert!(open.seen_by(&coordinator).await.to_string().contains(DESCRIPTION), "an open case is whole");
    assert_eq!(count(&town, "select count(*) from photos").await, 0);

    let counted_now: String = sqlx::query_scalar(COUNTED).fetch_one(&mut database).await.expect("counts");
    let rows_now: String = sqlx::query_scalar(tables).fetch_one(&mut database).await.expect("counts");
    assert_eq!((counted_now, rows_now), (counted, rows));
    let log: Vec<(String, i64)> = sqlx::query_as(
        "select kind, sum(count) from privacy_log where kind <> 'session' group by kind order by kind",
    )
    .fetch_all(&mut database)
    .await
    .expect("a log");
    let went = [("contact", 2), ("home", 1), ("photos", 1), ("supports", 1), ("words", 2)];
    assert_eq!(log, went.map(|(kind, count)| (kind.to_owned(), count)));
    let audited = "select count(*) from audit_entries where deed = 'data_expired'";
    let logged = "select count(*) from privacy_log";
    assert_eq!(count(&town, audited).await, count(&town, logged).await);
    town.close().await;
}

#[tokio::test]
async fn what_everybody_reads_comes_through_a_role_that_sees_nothing_else() {
    let town = Town::open().await;
    let mut database = town.database().await;
    let seen: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.role_table_grants
         where grantee in ('citycenter_public', 'PUBLIC') and table_schema = 'public'
           and table_name not in ('geometry_columns', 'geography_columns', 'spatial_ref_sys')
         order by table_name",
    )
    .fetch_all(&mut database)
    .await
    .expect("grants");
    assert!(seen.len() >= 13 && seen.iter().all(|name| name.starts_with("public_")), "{seen:?}");

    // Tables of people are closed to everybody for a while: what everybody reads goes on without them.
    let filed = file(&town.anybody(), &dark_lamp()).await;
    let mut locked = town.database().await;
    for sql in [
        "begin",
        "lock table contacts, consents, residents, sessions, users, case_links, supports, audit_entries
         in access exclusive mode",
    ] {
        sqlx::query(sql).execute(&mut locked).await.expect("locked");
    }
    let by_number = format!("reports/by-number/{}", filed.number());
    for path in [
        "reports",
        &filed.path(),
        &by_number,
        &format!("consents/{CONSENT}"),
        "/tiles/small-town/reports/0/0/0.mvt",
        "reports/nearby?type=road-street-lighting&lat=57.6204&lon=36.3992",
    ] {
        assert_eq!(town.anybody().get(path).await.status, 200, "{path}");
    }
    sqlx::query("rollback").execute(&mut locked).await.expect("undone");
    town.close().await;
}
